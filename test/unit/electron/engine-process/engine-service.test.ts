import { describe, expect, test, vi } from 'vitest';
import { EngineError } from '../../../../electron/contract/errors.ts';
import type { Handlers } from '../../../../electron/contract/index.ts';
import { settingsSchema } from '../../../../electron/contract/settings.ts';
import type { Engine } from '../../../../electron/engine/engine.ts';
import { EngineService, startFailedExitCode } from '../../../../electron/engine-process/engine-service.ts';
import { InferencePorts } from '../../../../electron/engine-process/inference-ports.ts';
import type { OpenDesktopEngineOptions } from '../../../../electron/engine-process/open-desktop-engine.ts';
import type { EngineStart, FromEngine } from '../../../../electron/engine-process/protocol.ts';
import { createWindowHost } from '../../../../electron/engine-process/window-host.ts';
import { workShareOf } from '../../../../electron/engine-process/work-share.ts';
import { AcknowledgedSender } from '../../../../electron/model-process/acknowledged-sender.ts';
import { ChannelDouble } from '../../../helpers/electron-double/port-double.ts';

const capabilities = {
  ...{ canChoose: true, canReveal: true, canDragOut: true },
  ...{ hasDropPaths: true, canOpenLogs: true, canKeepSecrets: false },
};
const start: EngineStart = {
  ...{
    libraryFolder: '/library',
    modelFolder: '/models',
    packagedToolFolder: null,
    toolCacheFolder: '/tools',
    settingsFile: '/settings.json',
  },
  ...{ licenceFiles: [], platform: 'linux', version: '1', capabilities },
};

describe('EngineService', () => {
  test('says why it could not open the library, and ends with a code that is not started again', async () => {
    const sent: FromEngine[] = [];
    const exit = vi.fn();
    const openEngine = () => Promise.reject(new EngineError('library-corrupt', 'It is damaged.'));
    const service = new EngineService({ send: (message) => sent.push(message), openEngine, exit });
    service.receive({ data: { kind: 'start', start }, ports: [] });

    await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(startFailedExitCode));
    expect(sent.find(({ kind }) => kind === 'start-failed')).toMatchObject({ error: { code: 'library-corrupt' } });
  });

  test('gives the engine the secrets of the system, which main keeps; in memory where it keeps none', async () => {
    const opened: OpenDesktopEngineOptions[] = [];
    const sent: FromEngine[] = [];
    const serve = (canKeepSecrets: boolean) => {
      const openEngine = (options: OpenDesktopEngineOptions) => {
        opened.push(options);
        return new Promise<Engine>(() => {});
      };
      const service = new EngineService({ send: (message) => sent.push(message), openEngine, exit: vi.fn() });
      const started = { ...start, capabilities: { ...capabilities, canKeepSecrets } };
      service.receive({ data: { kind: 'start', start: started }, ports: [] });
      return service;
    };
    const service = serve(true);
    const reading = opened[0]!.secrets.read('chat-server-1');
    expect(sent).toEqual([
      expect.objectContaining({ kind: 'ask', ask: { kind: 'read-secret', name: 'chat-server-1' } }),
    ]);
    const [{ askId }] = sent as [Extract<FromEngine, { kind: 'ask' }>];
    service.receive({ data: { kind: 'answer', askId, result: 'hunter2' }, ports: [] });
    expect(await reading).toBe('hunter2');
    expect(opened[0]!.secrets.isLasting).toBe(true);

    serve(false);
    await opened[1]!.secrets.keep('chat-server-1', 'hunter3');
    expect(await opened[1]!.secrets.read('chat-server-1')).toBe('hunter3');
    expect(opened[1]!.secrets.isLasting).toBe(false);
    expect(sent).toHaveLength(1);
  });

  test('logs what does not parse, refuses addresses that are none, and closes ports it cannot serve', async () => {
    const sent: FromEngine[] = [];
    const service = new EngineService({ send: (message) => sent.push(message), openEngine: vi.fn(), exit: vi.fn() });
    service.receive({ data: { kind: 'find-file', findId: 'x', address: 7 }, ports: [] });
    service.receive({ data: { kind: 'find-file', findId: 4, address: '/media/../../etc/passwd' }, ports: [] });
    const { port1, port2 } = new ChannelDouble();
    const closed = vi.fn();
    port2.on('close', closed);
    service.receive({ data: { kind: 'page', windowId: 1 }, ports: [port1] });

    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
    expect(sent).toContainEqual(expect.objectContaining({ kind: 'log', event: 'engine-process.malformed' }));
    expect(sent).toContainEqual({ kind: 'found', findId: 4, file: null });
  });
});

test('wishes wait for the page, come in order, and never two within the time that a connection would merge', () => {
  vi.useFakeTimers();
  try {
    const host = createWindowHost({ start, ask: vi.fn(), licences: async () => '' });
    for (const commandId of ['one', 'two', 'three']) {
      host.wish({ kind: 'command', commandId });
    }
    const heard: [string, number][] = [];
    const beganMs = Date.now();
    host.onWish((wish) => heard.push([wish.kind === 'command' ? wish.commandId : '', Date.now() - beganMs]));
    vi.advanceTimersByTime(1000);

    expect(heard.map(([commandId]) => commandId)).toEqual(['one', 'two', 'three']);
    expect(heard[1]![1] - heard[0]![1]).toBeGreaterThan(100);
    expect(heard[2]![1] - heard[1]![1]).toBeGreaterThan(100);
  } finally {
    vi.useRealTimers();
  }
});

test('what a dialog answers is parsed', async () => {
  const host = createWindowHost({ start, ask: async () => [1, 2], licences: async () => '' });
  await expect(host.choose('footage-files', new AbortController().signal)).rejects.toThrow();
});

test('messages for an inference process wait for its port; each of its own is acknowledged before it is used', async () => {
  const sent: FromEngine[] = [];
  const ports = new InferencePorts((message) => sent.push(message));
  const inference = ports.spawn('interactive');
  const heard: unknown[] = [];
  const exited = vi.fn();
  inference.onMessage((message) => heard.push(message));
  inference.onExit(exited);
  inference.send({ kind: 'configure' });
  expect(sent).toEqual([{ kind: 'spawn-inference', spawnId: 1, role: 'interactive' }]);

  const { port1, port2 } = new ChannelDouble();
  ports.join(1, port1);
  const received: unknown[] = [];
  const sender = new AcknowledgedSender((message) => port2.postMessage(message));
  port2.on('message', ({ data }) => sender.takeAcknowledgement(data) || received.push(data));
  port2.start();
  await sender.send({ kind: 'attempting', provider: 'webgpu' });
  expect(heard).toEqual([{ kind: 'attempting', provider: 'webgpu' }]);
  expect(received).toEqual([{ kind: 'configure' }]);

  inference.kill();
  expect(sent.at(-1)).toEqual({ kind: 'kill-inference', spawnId: 1 });
  ports.end(1, 137);
  expect(exited).toHaveBeenCalledExactlyOnceWith({ code: 137, signal: null });
});

test('the bar is the share of what runs, and work that waits its turn keeps the machine awake', () => {
  const job = (state: string, doneSeconds: number, totalSeconds: number | null) => ({
    state,
    doneSeconds,
    totalSeconds,
  });
  const share = (jobs: unknown[], queued: number, isPaused = false) =>
    workShareOf({ jobs, countByState: { queued }, isPaused } as never);
  expect(share([job('running', 30, 60), job('running', 0, 60), job('running', 5, null)], 0)).toEqual({
    isIndexing: true,
    doneShare: 0.25,
  });
  expect(share([job('queued', 0, null)], 1)).toEqual({ isIndexing: true, doneShare: null });
  expect(share([job('queued', 0, null)], 1, true)).toEqual({ isIndexing: false, doneShare: null });
  expect(share([job('done', 60, 60)], 0)).toEqual({ isIndexing: false, doneShare: null });
});

test('tells main the language of the settings, again only when it changes, and no more once it stops', async () => {
  const sent: FromEngine[] = [];
  let tell = (_language: string): void => {};
  const watch: Handlers['settings.watch'] = (_params, { signal, onProgress }) => {
    tell = (language) => onProgress(settingsSchema.parse({ language }));
    tell('system');
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  };
  const engine = { handlers: { 'settings.watch': watch }, work: null, dispose: async () => {} };
  const exit = vi.fn();
  const service = new EngineService({
    send: (message) => sent.push(message),
    openEngine: async () => engine as unknown as Engine,
    exit,
  });
  service.receive({ data: { kind: 'start', start }, ports: [] });
  const told = () => sent.flatMap((message) => (message.kind === 'language' ? [message.language] : []));
  await vi.waitFor(() => expect(told()).toEqual(['system']));
  ['system', 'de', 'de', 'en'].forEach((language) => tell(language));
  expect(told()).toEqual(['system', 'de', 'en']);

  service.receive({ data: { kind: 'stop' }, ports: [] });
  await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(0));
  expect(sent.filter(({ kind }) => kind === 'log')).toEqual([]);
});
