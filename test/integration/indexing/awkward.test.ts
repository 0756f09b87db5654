import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorCodeSchema } from '../../../electron/contract/errors.ts';
import { sharedFolder } from '../../helpers/shared.ts';
import { documentOf, type TimecueRun } from '../../helpers/timecue-process.ts';
import { Workplace } from '../../helpers/workplace.ts';
import { faultsOf, rowsIn } from './library-dump.ts';

interface IndexDocument {
  readonly indexed: number;
  readonly failed: readonly { readonly path: string; readonly code: string; readonly message: string }[];
  readonly growing: readonly string[];
}

const folders = ['awkward', 'awkward_derived'].map((name) => join(sharedFolder ?? '', 'footage', name));
/** Called like a video; what is truly one is for the product to find out. */
const calledVideo = /\.(mp4|mov|mkv|webm|ts|gif|3gp)$/;
const longestRunMs = 600_000;

describe.skipIf(sharedFolder === null)('a folder full of trouble', () => {
  let place: Workplace;
  let run: TimecueRun;
  let report: IndexDocument;
  let paths: string[];

  beforeAll(async () => {
    place = await Workplace.make();
    paths = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => calledVideo.test(name))
        .map((name) => join(folder, name)),
    );
    run = await place.run(['index', '--json', ...folders]);
    report = documentOf<IndexDocument>(run);
  }, longestRunMs);

  afterAll(() => place[Symbol.asyncDispose]());

  test('is indexed to its end, and the exit code says that some files failed', () => {
    expect(run.code).toBe(3);
    expect(report.growing).toEqual([]);
    expect(faultsOf(place.library)).toEqual([]);
    const states = rowsIn(place.library, 'SELECT DISTINCT state FROM job').map((row) => row['state']);
    expect(states.filter((state) => !['done', 'skipped', 'failed'].includes(String(state)))).toEqual([]);
  });

  test('every file is searchable, or refused with a code and a sentence', () => {
    const searchable = rowsIn(
      place.library,
      `SELECT r.path || '/' || f.relative_path AS path FROM file f JOIN root r USING (root_key)
       JOIN video v USING (video_key) JOIN generation g ON g.generation_key = v.active_generation_key
       WHERE g.is_complete = 1 AND g.pass = 'full'`,
    ).map((row) => String(row['path']));
    const refused = report.failed.map(({ path }) => path);

    expect(paths.filter((path) => !searchable.includes(path) && !refused.includes(path))).toEqual([]);
    expect(refused.filter((path) => searchable.includes(path))).toEqual([]);
    expect(new Set(refused).size).toBe(refused.length);
    expect(searchable.length).toBeGreaterThan(refused.length);
    for (const { code, message, path } of report.failed) {
      expect(errorCodeSchema.options, path).toContain(code);
      expect(code, path).not.toBe('internal');
      expect(message, path).toMatch(/^[A-Z].{15,}\.$/);
      expect(run.stderr).toContain(`failed: ${path}: ${message}`);
    }
  });

  test('what was refused is refused again without a new attempt, quickly', async () => {
    const again = await place.run(['index', '--json', ...folders]);
    expect(again.code).toBe(3);
    expect(documentOf(again)).toMatchObject({ indexed: 0, skipped: report.indexed, failed: report.failed });
  });
});
