import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { errorCodeSchema } from '../../../electron/contract/errors.ts';
import { drawClips } from '../../fixtures/draw-clips.ts';
import { parseCsv } from '../../helpers/parse-csv.ts';
import { cleanEnvironment, documentOf, timecue, timecueFile, type TimecueRun } from '../../helpers/timecue-process.ts';
import { Workplace } from '../../helpers/workplace.ts';

// What other programs rely on, so strictly: no field may be missing or of another type.
const indexSchema = z.object({
  indexed: z.int(),
  skipped: z.int(),
  failed: z.array(z.object({ path: z.string(), code: errorCodeSchema, message: z.string().min(20) })),
  durationSeconds: z.number(),
  realTimeFactor: z.number(),
});
const hitSchema = z.object({
  path: z.string(),
  videoId: z.string().length(22),
  startSeconds: z.number(),
  endSeconds: z.number(),
  score: z.number().min(0).max(1),
  reasons: z.array(z.object({ channel: z.string(), text: z.string() })),
});
const searchSchema = z.object({
  query: z.string(),
  plan: z.object({ atoms: z.array(z.object({ label: z.string() })), ignored: z.array(z.unknown()) }),
  tookMs: z.number(),
  weakerCount: z.int(),
  hits: z.array(hitSchema),
});
const errorSchema = z.object({
  error: z.object({ code: errorCodeSchema, message: z.string(), advice: z.string().nullable() }),
});

let place: Workplace;
let indexed: TimecueRun;

beforeAll(async () => {
  const clips = await drawClips();
  place = await Workplace.make();
  await place.put(clips.shots.path, 'shots.mp4');
  await place.put(clips.cameraPanLeft.path, 'holiday/=pan, "left".mp4');
  await place.put(clips.embeddedSubtitles.path, 'talk.mkv');
  await place.put(clips.textNamedMp4.path, 'diary.mp4');
  await place.write('notes.txt', 'no video at all');
  indexed = await place.run(['index', '--json', place.footage]);
});

afterAll(() => place[Symbol.asyncDispose]());

async function search(...words: string[]) {
  const run = await place.run(['search', '--json', ...words]);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  return searchSchema.parse(documentOf(run));
}

describe('timecue index', () => {
  test('writes one document, names what failed, and exits with 3', () => {
    const report = indexSchema.parse(documentOf(indexed));
    expect(report).toMatchObject({ indexed: 3, skipped: 0 });
    expect(report.failed).toEqual([
      { path: join(place.footage, 'diary.mp4'), code: 'not-video', message: expect.any(String) },
    ]);
    expect(report.durationSeconds).toBeCloseTo(17 + 4 + 6, 0);
    expect(report.realTimeFactor).toBeGreaterThan(0);
    expect(indexed.code).toBe(3);
  });

  test('tells progress and failures on standard error only', () => {
    expect(indexed.stderr).toMatch(/^failed: .*diary\.mp4: /m);
    expect(indexed.stderr).toContain(`looking through ${place.footage}`);
    // A stream that is no terminal gets plain lines.
    expect(indexed.stderr).not.toMatch(/[\u001b\r]/);
  });

  test('with --quiet is silent but for what failed, also when there is nothing new', async () => {
    const again = await place.run(['index', '--quiet', place.footage]);
    expect(again.stdout).toBe('0 indexed, 3 already done, 1 failed\n');
    expect(again.stderr.trim().split('\n')).toEqual([expect.stringContaining('diary.mp4')]);
    expect(again.code).toBe(3);
  });

  test('exits with 0 where nothing failed', async () => {
    const run = await place.run(['index', '--json', join(place.footage, 'shots.mp4')]);
    expect(indexSchema.parse(documentOf(run))).toMatchObject({ indexed: 0, skipped: 1, failed: [] });
    expect(run.code).toBe(0);
  });

  test('refuses a path that is not there, with exit code 2, before it does anything', async () => {
    const run = await place.run(['index', '--json', place.footage, join(place.footage, 'nowhere')]);
    expect(run.code).toBe(2);
    expect(errorSchema.parse(documentOf(run)).error).toMatchObject({ code: 'file-missing' });
    expect(run.stderr).toContain('nowhere is not there');
  });
});

describe('timecue status and show', () => {
  test('say what the library holds', async () => {
    const status = documentOf<Record<string, unknown>>(await place.run(['status', '--json']));
    expect(status).toMatchObject({
      library: place.library,
      roots: [{ path: place.footage, isOffline: false, videoCount: 4 }],
      videoCount: 4,
      done: 3,
      waiting: 0,
      offline: 0,
      failed: [{ code: 'not-video' }],
    });
    const { stdout } = await place.run(['status']);
    expect(stdout).toContain('3 done');
    expect(stdout).toContain('diary.mp4');
  });

  test('describe one video by its path or by its id', async () => {
    const path = join(place.footage, 'shots.mp4');
    const byPath = documentOf<{ summary: { videoId: string } }>(await place.run(['show', '--json', path]));
    expect(byPath).toMatchObject({
      summary: { title: 'shots.mp4', state: 'done', widthPixels: 640 },
      paths: [{ path }],
      channels: expect.arrayContaining(['look', 'motion', 'shots']),
      pass: 'full',
    });
    const byId = await place.run(['show', '--json', byPath.summary.videoId]);
    expect(documentOf(byId)).toEqual(byPath);
    expect((await place.run(['show', path])).stdout).toMatch(/^picture: 640×360 h264, 25\.000 fps$/m);
  });

  test('know nothing of a video that was never indexed', async () => {
    const run = await place.run(['show', '--json', join(place.footage, 'notes.txt')]);
    expect(run.code).toBe(2);
    expect(errorSchema.parse(documentOf(run)).error.code).toBe('not-found');
  });
});

describe('timecue search', () => {
  test('writes the stable document', async () => {
    const { query, hits } = await search('camera', 'pans', 'left');
    expect(query).toBe('camera pans left');
    expect(hits[0]).toMatchObject({ path: join(place.footage, 'holiday/=pan, "left".mp4'), startSeconds: 0 });
    expect(hits[0]!.reasons[0]).toMatchObject({ channel: 'look', text: expect.stringContaining('pans left') });
  });

  test('answers with no hit where nothing fits, with what no channel here can tell, and exits with 0', async () => {
    const run = await place.run(['search', '--json', 'two', 'people', 'at', 'a', 'table']);
    expect(run.code).toBe(0);
    expect(documentOf(run)).toMatchObject({ hits: [], missingChannels: [{ channel: 'objects', reason: 'no-model' }] });
    const { stdout } = await place.run(['search', 'two', 'people']);
    expect(stdout).toContain('timecue models install yolox-nano');
    expect(stdout).toContain('No good match.');
  });

  test('leaves channels out, and knows only those that there are', async () => {
    expect((await search('--without', 'look', 'red')).hits).toEqual([]);
    const run = await place.run(['search', '--json', '--without', 'look,smell', 'red']);
    expect(run.code).toBe(2);
    const { error } = errorSchema.parse(documentOf(run));
    expect(error.message).toContain('"smell"');
    expect(error.message).toContain('speech');
  });

  test('limits and floors what it shows, and counts the rest', async () => {
    const all = await search('--floor', '0', 'red');
    expect(all.weakerCount).toBe(0);
    expect((await search('--limit', '1', '--floor', '0', 'red')).hits).toHaveLength(1);
    const strict = await search('--floor', '0.99', 'red');
    expect(strict.hits.length).toBeLessThan(all.hits.length);
    expect(strict.hits.length + strict.weakerCount).toBe(all.hits.length);
  });

  test('says what to do where there is no library', async () => {
    const args = ['search', '--json', '--library', join(place.folder, 'none'), 'red'];
    const run = await timecue(args, { env: { HOME: place.home } });
    expect(run.code).toBe(2);
    expect(errorSchema.parse(documentOf(run)).error).toMatchObject({ code: 'not-found' });
    expect(run.stderr).toMatch(/There is no library in .*none yet.*timecue index/);
    expect(existsSync(join(place.folder, 'none'))).toBe(false);
  });

  test('is no fault when the reader of its output goes away', async () => {
    const command = `"${process.execPath}" "${timecueFile}" search --library "${place.library}" --floor 0 not dark | true; echo "\${PIPESTATUS[0]}"`;
    const shell = spawn('bash', ['-c', command], { env: cleanEnvironment({ HOME: place.home }) });
    let text = '';
    for (const stream of [shell.stdout, shell.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => (text += part));
    }
    await once(shell, 'close');
    expect(text).toBe('0\n');
  });
});

describe('timecue export', () => {
  async function saved(...words: string[]) {
    const file = await place.write('../found.json', (await place.run(['search', '--json', ...words])).stdout);
    return { file, hits: (await search(...words)).hits };
  }

  test('writes a table that reads back as the hits', async () => {
    const { file, hits } = await saved('camera', 'pans', 'left');
    const out = join(place.folder, 'found.csv');
    const run = await place.run(['export', '--json', '--from', file, '--out', out]);
    expect(documentOf(run)).toEqual({ file: out, format: 'csv', hitCount: hits.length });
    const [header, ...rows] = parseCsv(await readFile(out, 'utf8'));
    expect(rows).toHaveLength(hits.length);
    const first = Object.fromEntries(header!.map((name, column) => [name, rows[0]![column]]));
    expect(first).toMatchObject({ path: hits[0]!.path, query: 'camera pans left', videoId: hits[0]!.videoId });
    expect(Number(first['startSeconds'])).toBe(hits[0]!.startSeconds);
    expect(Number(first['endSeconds'])).toBe(hits[0]!.endSeconds);
    expect(existsSync(`${out}.part`)).toBe(false);
  });

  test('defuses what a spreadsheet would run', async () => {
    const evil = {
      query: '=1+1',
      hits: [{ path: '@SUM(A1)', videoId: 'x', startSeconds: 0, endSeconds: 1, score: 1 }],
    };
    const input = JSON.stringify(evil);
    const run = await place.run(['export', '--from', '-', '--out', '-'], { input });
    expect(run.code).toBe(0);
    expect(parseCsv(run.stdout)[1]!.slice(0, 2)).toEqual(["'=1+1", "'@SUM(A1)"]);
  });

  test('overwrites nothing unless it is told to', async () => {
    const { file } = await saved('red');
    const out = await place.write('../mine.json', 'mine');
    const refused = await place.run(['export', '--from', file, '--format', 'json', '--out', out]);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
    expect(await readFile(out, 'utf8')).toBe('mine');
    expect((await place.run(['export', '--from', file, '--format', 'json', '--out', out, '--force'])).code).toBe(0);
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({ query: 'red' });
  });

  test.each([
    ['no file', '--from', '/nowhere/found.json'],
    ['no JSON', '--from', '-', 'not json'],
    ['another document', '--from', '-', '{"hits":[{"path":1}]}'],
  ])('refuses %s with exit code 2', async (...[, option, from, input]: string[]) => {
    const args = ['export', '--json', option!, from!, '--out', join(place.folder, 'never.csv')];
    const run = await place.run(args, input === undefined ? {} : { input });
    expect(run.code).toBe(2);
    expect(errorSchema.parse(documentOf(run)).error.message).not.toBe('');
    expect(await readdir(place.folder)).not.toContain('never.csv');
  });
});

describe('any command', () => {
  test.each([
    [['search', '--bogus', 'red'], '--bogus'],
    [['bogus'], 'bogus'],
    [['search'], 'text'],
    [['search', '--limit', '0', 'red'], 'from 1 to 200'],
    [['search', '--floor', 'x', 'red'], 'from 0 to 1'],
    [['index', '--pass', 'third', '.'], 'key-frames, full'],
    [['export', '--out', 'x.csv'], '--from'],
  ])('refuses %j with exit code 2 and a document', async (args, word) => {
    const [run, withJson] = await Promise.all([timecue(args), timecue([...args, '--json'])]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(word);
    expect(run.stderr).toContain('--help');
    expect(withJson.code).toBe(2);
    expect(errorSchema.parse(documentOf(withJson)).error).toMatchObject({ code: 'bad-request' });
  });

  test('explains itself on standard output, and says its version', async () => {
    const help = await timecue(['search', '--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('--without');
    const { version } = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(await timecue(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
  });
});
