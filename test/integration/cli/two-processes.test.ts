import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawLongClip } from '../../fixtures/draw-long-clip.ts';
import { isLinux, childrenOf, until } from '../../helpers/processes.ts';
import { documentOf, type TimecueProcess } from '../../helpers/timecue-process.ts';
import { Workplace } from '../../helpers/workplace.ts';

let place: Workplace;

beforeAll(async () => {
  place = await Workplace.make();
  await place.installTinyDetector();
  await place.put((await drawLongClip()).path, 'long.mp4');
});

afterAll(() => place[Symbol.asyncDispose]());

interface StatusDocument {
  readonly videoCount: number;
  readonly waiting: number;
  readonly jobs: Readonly<Record<string, number>>;
}

async function status(): Promise<StatusDocument> {
  return documentOf<StatusDocument>(await place.run(['status', '--json']));
}

const started: TimecueProcess[] = [];

/** Starts to index, and answers once it is at work on the pictures. */
async function indexing(options: Parameters<Workplace['start']>[1] = {}): Promise<TimecueProcess> {
  const work = place.start(['index', '--json', place.footage], options);
  started.push(work);
  const isAtWork = async () =>
    existsSync(place.databaseFile) && (await status().catch(() => null))?.jobs['running'] === 1;
  const isDecoding = () => childrenOf(work.pid).some(({ command }) => command.includes('rawvideo'));
  await until(isLinux ? isDecoding : isAtWork);
  return work;
}

afterAll(async () => {
  for (const { child, ended } of started) {
    child.kill('SIGKILL');
    await ended;
  }
});

/** An older Node of the machine itself, as most people have; null where there is none. */
const otherNode = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find((file) => existsSync(file) && Number(execFileSync(file, ['-p', 'process.versions.node.split(".")[0]'])) < 24);

describe('a second timecue', () => {
  let first: TimecueProcess;

  beforeAll(async () => {
    first = await indexing();
  });

  test('that wants to write is refused with exit code 2 and told who writes', async () => {
    const second = await place.run(['index', '--json', place.footage]);
    expect(second.code).toBe(2);
    expect(documentOf(second)).toMatchObject({
      error: { code: 'library-busy', details: { pid: first.pid }, message: expect.stringContaining(String(first.pid)) },
    });
    expect(second.stderr).toContain('--library');
  });

  test('reads what is there so far', async () => {
    expect(await status()).toMatchObject({ videoCount: 1, waiting: 1 });
    const search = await place.run(['search', '--json', 'file', 'long']);
    expect(search.code).toBe(0);
    expect((await place.run(['show', '--json', join(place.footage, 'long.mp4')])).code).toBe(0);
  });

  test('may write once the first was interrupted, which exits with 130 within 2 s and leaves no process', async () => {
    const children = isLinux ? childrenOf(first.pid) : [];
    const beforeMs = performance.now();
    first.child.kill('SIGINT');
    const run = await first.ended;
    expect(run.code).toBe(130);
    expect(performance.now() - beforeMs).toBeLessThan(2000);
    expect(documentOf(run)).toMatchObject({ error: { code: 'aborted' } });
    expect(children.filter(({ isAlive }) => isAlive())).toEqual([]);
    const { jobs } = await status();
    expect(jobs).toMatchObject({ running: 0, failed: 0 });
    expect(jobs['queued']).toBeGreaterThan(0);
  });
});

describe.skipIf(!isLinux)('a process group that gets Ctrl+C', () => {
  test('ends in order though every process in it is told, and more than once', async () => {
    const work = await indexing({ isGroup: true });
    const children = childrenOf(work.pid);
    process.kill(-work.pid, 'SIGINT');
    process.kill(-work.pid, 'SIGINT');
    const run = await work.ended;
    expect(run.code).toBe(130);
    expect(documentOf(run)).toMatchObject({ error: { code: 'aborted' } });
    expect(children.filter(({ isAlive }) => isAlive())).toEqual([]);
  });
});

describe.skipIf(!isLinux || otherNode === undefined)('started by an older Node', () => {
  const node = otherNode ?? '';

  test('the packaged Node does the work, with the same streams and exit code', async () => {
    const run = await place.run(['search', '--json', '--bogus', 'x'], { node });
    expect(run.code).toBe(2);
    expect(documentOf(run)).toMatchObject({ error: { code: 'bad-request' } });
  });

  test('SIGINT reaches the process that works', async () => {
    const work = await indexing({ node });
    const children = childrenOf(work.pid);
    expect(children.length).toBeGreaterThan(1);
    work.child.kill('SIGINT');
    expect((await work.ended).code).toBe(130);
    expect(children.filter(({ isAlive }) => isAlive())).toEqual([]);
  });

  test('nothing goes on working when the outer process is killed', async () => {
    const work = await indexing({ node });
    const children = childrenOf(work.pid);
    work.child.kill('SIGKILL');
    await work.ended;
    await until(() => children.every(({ isAlive }) => !isAlive()), 5000);
    expect((await status()).jobs).toMatchObject({ running: 0, failed: 0 });
  });
});
