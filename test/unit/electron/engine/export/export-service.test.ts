import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { exportIdSchema, type SelectionItemId, type VideoId } from '../../../../../electron/contract/ids.ts';
import { searchQuerySchema } from '../../../../../electron/contract/search.ts';
import { systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import { ExportService } from '../../../../../electron/engine/export/export-service.ts';
import { parseCsv } from '../../../../helpers/parse-csv.ts';
import { answerOf } from '../../../../helpers/search-answers.ts';

let home: string;
let service: ExportService;
const { signal } = new AbortController();
const selected = {
  itemId: 'i' as SelectionItemId,
  videoId: 'v' as VideoId,
  range: { startSeconds: 1.23456, endSeconds: 3 },
  name: '=HYPERLINK("x")',
  note: 'two\nlines',
  query: null,
  title: 'walk.mp4',
  isOffline: false,
};

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'timecue-export-'));
  service = new ExportService({
    folder: join(home, 'exports'),
    clock: systemClock,
    search: () => Promise.resolve(answerOf()),
    selection: () => [selected],
    pathOf: (videoId) => (videoId === 'v' ? '/footage/walk.mp4' : null),
  });
  return () => rm(home, { recursive: true });
});

const ofSearch = { kind: 'search', query: searchQuerySchema.parse({ text: 'dogs / & cats?' }) } as const;

describe('an export', () => {
  test('of the selection is a table that no spreadsheet runs', async () => {
    const { exportId, fileName, momentCount, sizeBytes } = await service.prepare(
      { what: { kind: 'selection' }, format: 'csv' },
      signal,
    );
    const { path, downloadName } = service.file(exportId)!;
    const text = await readFile(path, 'utf8');
    expect([fileName, downloadName, momentCount]).toEqual(['timecue selection.csv', fileName, 1]);
    expect(sizeBytes).toBe(statSync(path).size);
    const [header, row] = parseCsv(text);
    expect(Object.fromEntries(header!.map((name, index) => [name, row![index]]))).toMatchObject({
      name: `'=HYPERLINK("x")`,
      path: '/footage/walk.mp4',
      startSeconds: '1.235',
      start: '0:01.235',
      note: 'two\nlines',
    });
  });

  test('of a search says the same as the command line, under a name that every disk takes', async () => {
    const { exportId, fileName, momentCount } = await service.prepare({ what: ofSearch, format: 'json' }, signal);
    const document = JSON.parse(await readFile(service.file(exportId)!.path, 'utf8')) as { hits: { curve: object }[] };
    expect(fileName).toBe('timecue dogs cats.json');
    expect(document.hits).toHaveLength(momentCount);
    expect(document).toMatchObject({ query: 'dogs / & cats?', weakerCount: 0 });
  });

  test('may be read by nobody else, and goes when it was fetched or the engine ends', async () => {
    const first = await service.prepare({ what: ofSearch, format: 'csv' }, signal);
    const second = await service.prepare({ what: ofSearch, format: 'csv' }, signal);
    const { path } = service.file(first.exportId)!;
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await service.forget(first.exportId);
    expect([service.file(first.exportId), existsSync(path)]).toEqual([null, false]);
    await service.dispose();
    expect([service.file(second.exportId), readdirSync(join(home, 'exports'))]).toEqual([null, []]);
    expect(service.file(exportIdSchema.parse('unknown'))).toBeNull();
  });

  test('left by an engine that was killed is removed before the next', async () => {
    const folder = join(home, 'exports');
    await mkdir(folder);
    await writeFile(join(folder, 'left.csv'), '');
    await utimes(join(folder, 'left.csv'), 1, 1);
    await writeFile(join(folder, 'young.csv'), '');
    await service.prepare({ what: ofSearch, format: 'csv' }, signal);
    expect(readdirSync(folder)).toContain('young.csv');
    expect(readdirSync(folder)).not.toContain('left.csv');
  });
});
