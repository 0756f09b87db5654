import { describe, expect, test, vi } from 'vitest';
import { methods, type CallEngine, type Handlers, type MethodName } from '../../electron/contract/index.ts';
import { packKeys } from '../../electron/contract/track-keys.ts';
import { connectLoopback } from '../helpers/loopback.ts';

const names = Object.keys(methods) as MethodName[];

/** What no method takes, whatever its parameters are. */
const alwaysWrong: readonly unknown[] = [null, 'text', 7, true, [], [{}]];

const oneRange = { startSeconds: 1, endSeconds: 2 };

/** One set of params that each method takes; a method without an entry here does not compile. */
const fitting: { readonly [M in MethodName]: Record<string, unknown> } = {
  'chat.list': {},
  'chat.watch': {},
  'chat.open': { conversationId: 'c1' },
  'chat.create': { title: 'Dogs' },
  'chat.rename': { conversationId: 'c1', title: 'Dogs' },
  'chat.delete': { conversationId: 'c1' },
  'chat.branch': { turnId: 't1' },
  'chat.ask': {
    conversationId: 'c1',
    parentTurnId: 't1',
    question: 'When is a dog seen?',
    sources: [{ kind: 'span', videoId: 'v1', range: oneRange }],
    task: { kind: 'choose', options: ['a dog', 'a cat'] },
    model: { kind: 'server', address: 'http://localhost:8000/v1', model: 'qwen' },
    isThinking: true,
    language: 'de',
  },
  'chat.edit': { turnId: 't1', question: 'When is a cat seen?' },
  'chat.regenerate': { turnId: 't1', model: { kind: 'none' }, task: { kind: 'ask' } },
  'chat.stop': { turnId: 't1' },
  'chat.export': { conversationId: 'c1', language: 'de' },
  'chat.models': {},
  'chatServers.list': {},
  'chatServers.add': { address: 'localhost:8000', title: 'GPU', key: 'sk-1' },
  'chatServers.change': { serverId: 's1', title: 'GPU', key: null, videoForm: 'file', isSendingAllowed: true },
  'chatServers.remove': { serverId: 's1' },
  'chatServers.test': { serverId: 's1' },
  'chatServers.calibrate': { serverId: 's1', model: 'qwen' },
  'chatServers.declineCalibration': { serverId: 's1', model: 'qwen' },
  'chat.refine': {
    text: 'dog',
    moments: [{ videoId: 'v1', range: oneRange }],
    model: { kind: 'local', cardId: 'qwen' },
    isThinking: true,
  },
  'corrections.save': { videoId: 'v1', text: 'dog', verdict: 'adjusted', found: oneRange, corrected: oneRange },
  'corrections.remove': { correctionId: 'c1' },
  'corrections.list': { videoId: 'v1' },
  'doctor.run': {},
  'export.prepare': { what: { kind: 'selection' }, format: 'csv' },
  'host.describe': {},
  'host.choose': { what: 'footage-folders' },
  'host.reveal': { videoId: 'v1' },
  'host.dragOut': { videoId: 'v1' },
  'host.openLogs': {},
  'host.openLink': { link: 'project' },
  'host.licences': {},
  'host.reportFault': { message: 'oh', stack: null },
  'host.watch': {},
  'library.list': { offset: 0, limit: 10, order: 'title', isDescending: false, filter: {} },
  'library.folders': {},
  'library.watch': {},
  'library.show': { videoId: 'v1' },
  'library.add': { place: { path: '/media' } },
  'library.addDemo': {},
  'library.rescan': { rootId: 'r1' },
  'library.relinkRoot': { rootId: 'r1', place: { placeId: 'p1' } },
  'library.relinkVideo': { videoId: 'v1', place: { path: '/media/a.mp4' } },
  'library.removeRoot': { rootId: 'r1' },
  'library.removeVideos': { videoIds: ['v1'] },
  'library.retry': { videoId: 'v1' },
  'places.browse': { placeId: null, files: 'none' },
  'playback.prepare': { videoId: 'v1' },
  'search.query': {
    text: 'dog',
    limit: 10,
    withoutAtoms: ['a1'],
    withoutChannels: ['look'],
    floor: 0.5,
    videoIds: ['v1'],
    filter: {},
  },
  'search.plan': { text: 'dog' },
  'search.evidence': { text: 'dog', videoId: 'v1' },
  'search.suggest': { text: 'dog', limit: 5 },
  'search.memory': {},
  'search.remember': { text: 'dog' },
  'search.forgetRecent': {},
  'search.save': { text: 'dog', name: 'Dogs' },
  'search.removeSaved': { savedSearchId: 's1' },
  'selection.watch': {},
  'selection.get': {},
  'selection.replace': { revision: 0, items: [] },
  'settings.watch': {},
  'settings.get': {},
  'settings.change': { changes: { theme: 'dark' } },
  'timeline.show': { videoId: 'v1' },
  'timeline.cues': { videoId: 'v1', range: oneRange },
  'timeline.frames': { videoId: 'v1', range: oneRange },
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
  'models.install': { cardId: 'yolox-nano', from: { path: '/models' } },
  'models.remove': { cardId: 'yolox-nano' },
  'models.devices': {},
  'teaching.watch': {},
  'teaching.show': {},
  'teaching.lessons': {},
  'teaching.start': {},
  'teaching.pause': {},
  'teaching.resume': {},
  'teaching.cancel': {},
  'teaching.use': { policyId: 'taught@1' },
  'teaching.export': { form: 'videochat-r1' },
  'tracks.list': { videoId: 'v1', range: oneRange },
  'tracks.watch': { videoId: 'v1' },
  'tracks.edit': { videoId: 'v1', edit: { kind: 'rename', trackId: 't1', label: 'dog' } },
  'tracks.restore': {
    videoId: 'v1',
    replaces: [{ trackId: 't1', revision: 1 }],
    set: { tracks: [], keys: packKeys([]) },
  },
  'tracks.corrections': { videoId: 'v1' },
  'tracks.follow': {
    videoId: 'v1',
    trackId: null,
    label: 'dog',
    seeds: [{ timeSeconds: 1, box: { x: 0.1, y: 0.1, width: 0.2, height: 0.2 } }],
    isForward: true,
    isBackward: true,
    untilSeconds: 5,
    sinceSeconds: 0,
    tracker: 'filter',
  },
  'tracks.watchFollows': {},
  'tracks.pauseFollow': { followId: 'f1' },
  'tracks.resumeFollow': { followId: 'f1' },
  'tracks.cancelFollow': { followId: 'f1' },
  'tracks.export': { videoId: 'v1', format: 'mot', trackIds: ['t1'] },
  'tracks.import': { videoId: 'v1', format: 'mot', text: '1,1,1,1,1,1,1,-1,-1,-1' },
};

/** What a method takes although others of its kind do not: "any clip", "nothing typed yet". */
const rightHere: { readonly [M in MethodName]?: Readonly<Record<string, readonly unknown[]>> } = {
  'chat.create': { title: ['', '   '] },
  'chat.ask': { conversationId: [null], parentTurnId: [null] },
  'chat.regenerate': { model: [null], task: [null] },
  'corrections.list': { videoId: [null] },
  'search.suggest': { text: ['', '   '] },
  'tracks.list': { range: [null] },
  'tracks.corrections': { videoId: [null] },
  'tracks.follow': { trackId: [null] },
  'tracks.import': { format: [null], text: ['a'.repeat(501)] },
  'chatServers.add': { title: ['', '   '], key: [null] },
  'chatServers.change': { title: ['', '   '], key: [null] },
};

/** Values that do not fit a parameter of that name, in any method but those above. */
const wrongValues: Record<string, readonly unknown[]> = {
  policyId: ['', 'taught', '../p@1', 7],
  form: ['exe', 7, null],
  conversationId: ['', '../c', 7, null],
  turnId: ['', '../t', 7, null],
  parentTurnId: ['', '../t', 7, null],
  title: ['', '   ', 'a'.repeat(201), 7, null],
  question: ['', '   ', 'a'.repeat(4001), 7, null],
  sources: [[], 7, null, [{ kind: 'path', path: '/media/a.mp4' }], [{ kind: 'video', videoId: '../v' }]],
  task: [7, null, { kind: 'shell' }, { kind: 'choose', options: ['one'] }, { kind: 'perceive', passCount: 99 }],
  model: [7, null, { kind: 'local', cardId: '../card' }, { kind: 'server', address: 'no address', model: 'x' }],
  isThinking: ['yes', 1, null],
  moments: [[], 7, null, [{ videoId: 'v1' }], [{ videoId: '../v', range: oneRange }]],
  language: ['fr', 7, null],
  correctionId: ['', '../c', 7, null],
  savedSearchId: ['', '../s', 7, null],
  placeId: ['', '../p', 7],
  verdict: ['maybe', 7, null],
  found: [{ startSeconds: 2, endSeconds: 1 }, 7],
  corrected: [{ startSeconds: -1, endSeconds: 1 }, 7],
  range: [{ startSeconds: 2, endSeconds: 1 }, 7, null],
  what: ['everything', { kind: 'all' }, 7, null],
  format: ['exe', 7, null],
  link: ['https://example.com', 7, null],
  message: ['a'.repeat(2001), 7, null],
  stack: ['a'.repeat(8001), 7],
  order: ['colour', 7, null],
  isDescending: ['yes', 1, null],
  filter: [7, null, { states: ['lost'] }, { minDurationSeconds: -1 }],
  place: [7, null, {}, { path: '' }, { path: 'a'.repeat(4097) }, { placeId: '../p' }],
  from: [7, {}, { path: '' }],
  videoIds: [[], ['../v'], 7, new Array(1001).fill('v1')],
  files: ['some', 7, null],
  name: ['a'.repeat(201), 7, null],
  revision: [-1, 0.5, '1', null],
  items: [7, null, [{}]],
  changes: [7, null, 'theme'],
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
  trackId: ['', '../t', 7, null],
  followId: ['', '../f', 7, null],
  trackIds: [['../t'], 7, new Array(10_001).fill('t1')],
  edit: [7, null, { kind: 'fly' }, { kind: 'rename', trackId: 't1', label: '' }],
  replaces: [7, null, [{ trackId: 't1' }], [{ trackId: '../t', revision: 1 }]],
  set: [7, null, { tracks: [], keys: [] }],
  label: ['', '   ', 'a'.repeat(81), 7, null],
  seeds: [[], 7, null, [{ timeSeconds: -1, box: {} }]],
  isForward: ['yes', 1, null],
  isBackward: ['yes', 1, null],
  untilSeconds: [-1, '1'],
  sinceSeconds: [-1, '1'],
  tracker: ['csrt', 7, null],
  cardId: ['', '../card', 'a'.repeat(65), 7, null],
  serverId: ['', '../s', 7, null],
  address: ['', '   ', 'a'.repeat(501), 7, null],
  key: ['', 'two words', 'a\r\nHost: other', 'ä', 'a'.repeat(1001), 7, null],
  videoForm: ['hologram', 7, null],
  isSendingAllowed: ['yes', 1, null],
};

const spied = Object.fromEntries(names.map((name) => [name, vi.fn(() => new Promise(() => {}))]));
const { callEngine } = connectLoopback(spied as unknown as Handlers);
const call = callEngine as (...args: Parameters<CallEngine>) => Promise<unknown>;

describe.each(names)('%s', (name) => {
  const misfits = [
    ...alwaysWrong,
    ...Object.entries(fitting[name]).flatMap(([key]) => {
      expect(wrongValues, `no wrong values are listed for ${key}`).toHaveProperty(key);
      const wrong = wrongValues[key]!.filter((value) => rightHere[name]?.[key]?.includes(value) !== true);
      return wrong.map((value) => ({ ...fitting[name], [key]: value }));
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
