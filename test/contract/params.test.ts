import { describe, expect, test, vi } from 'vitest';
import { methods, type CallEngine, type Handlers, type MethodName } from '../../electron/contract/index.ts';
import { connectLoopback } from '../helpers/loopback.ts';

const names = Object.keys(methods) as MethodName[];

/** What no method takes, whatever its parameters are. */
const alwaysWrong: readonly unknown[] = [null, 'text', 7, true, [], [{}]];

/** One set of params that each method takes; a method without an entry here does not compile. */
const fitting: { readonly [M in MethodName]: Record<string, unknown> } = {
  'library.list': { offset: 0, limit: 10 },
  'library.show': { videoId: 'v1' },
  'library.add': { path: '/media' },
  'library.rescan': { rootId: 'r1' },
  'library.relinkRoot': { rootId: 'r1', path: '/media' },
  'library.relinkVideo': { videoId: 'v1', path: '/media/a.mp4' },
  'library.retry': { videoId: 'v1' },
  'search.query': { text: 'dog', limit: 10, withoutAtoms: ['a1'], withoutChannels: ['look'], floor: 0.5 },
  'search.plan': { text: 'dog' },
  'jobs.list': { limit: 10 },
  'jobs.watch': {},
  'jobs.pause': { jobId: 'j1' },
  'jobs.resume': { jobId: 'j1' },
  'jobs.cancel': { jobId: 'j1' },
  'jobs.retry': { jobId: 'j1' },
  'jobs.setPriority': { jobId: 'j1', priority: 5 },
  'jobs.pauseAll': {},
  'jobs.resumeAll': {},
  'models.list': {},
  'models.install': { cardId: 'yolox-nano' },
};

/** Values that do not fit a parameter of that name, in any method. */
const wrongValues: Record<string, readonly unknown[]> = {
  videoId: ['', '../secret', 'a/b', 'a'.repeat(65), 7, null],
  rootId: ['', '..', 'a b', 7, null],
  jobId: ['', 'a\u0000', {}, null],
  path: ['', 'a'.repeat(4097), 7, null],
  text: ['', '   ', 'a'.repeat(501), 7, null],
  limit: [0, -1, 1.5, 100_000, '10', null],
  offset: [-1, 0.5, '0', null],
  withoutAtoms: ['a1', [1], new Array(101).fill('a1'), null],
  withoutChannels: [['smell'], 'look', null],
  floor: [-0.1, 1.1, '0', {}],
  priority: [101, -101, 0.5, '5', null],
  cardId: ['', '../card', 'a'.repeat(65), 7, null],
};

const spied = Object.fromEntries(names.map((name) => [name, vi.fn(() => new Promise(() => {}))]));
const { callEngine } = connectLoopback(spied as unknown as Handlers);
const call = callEngine as (...args: Parameters<CallEngine>) => Promise<unknown>;

describe.each(names)('%s', (name) => {
  const misfits = [
    ...alwaysWrong,
    ...Object.entries(fitting[name]).flatMap(([key]) => {
      expect(wrongValues, `no wrong values are listed for ${key}`).toHaveProperty(key);
      return wrongValues[key]!.map((value) => ({ ...fitting[name], [key]: value }));
    }),
  ];

  test('takes params that fit', () => {
    expect(methods[name].params.safeParse(fitting[name])).toMatchObject({ success: true });
  });

  test('refuses every malformed set of params before its handler sees it', async () => {
    for (const params of misfits) {
      await expect(call(name, params as never), JSON.stringify(params)).rejects.toMatchObject({ code: 'bad-request' });
    }
    expect(spied[name]).not.toHaveBeenCalled();
  });
});
