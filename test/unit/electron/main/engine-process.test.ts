import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { startedDesktop } from '../../../helpers/desktop.ts';
import { ChannelDouble } from '../../../helpers/electron-double/port-double.ts';

describe('the engine’s process', () => {
  test('is told where everything is, and is no Node that others could use', async () => {
    using desktop = await startedDesktop();
    const [first] = desktop.electron.forked;

    expect(first!.file).toMatch(/engine-process[\\/]main\.js$/);
    expect(first!.options).toMatchObject({ serviceName: 'Timecue engine', stdio: 'pipe', execArgv: [] });
    expect(desktop.processes[0]!.received[0]!.data).toMatchObject({
      kind: 'start',
      start: { libraryFolder: `${desktop.folder}/library`, platform: 'linux', capabilities: { canKeepSecrets: true } },
    });
  });

  test('is started again when it dies, later each time; the pages are told and served again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      using desktop = await startedDesktop();
      const { mainFrame } = desktop.window.webContents;
      const posted: string[] = [];
      mainFrame.on('posted', ({ channel }: { channel: string }) => posted.push(channel));
      desktop.processes[0]!.end(139);
      expect(posted).toEqual(['timecue:engine-gone']);
      desktop.electron.ipcMain.emit('timecue:port', { sender: desktop.window.webContents, senderFrame: mainFrame });
      expect(posted).toHaveLength(1);

      vi.advanceTimersByTime(500);
      expect(desktop.processes).toHaveLength(2);
      expect(posted).toEqual(['timecue:engine-gone', 'timecue:port']);
      expect(desktop.processes[1]!.kinds()).toEqual(['start', 'page']);
      desktop.processes[1]!.say({ kind: 'started', isReadOnly: false });
      expect(desktop.processes[1]!.received.at(-1)!.data).toMatchObject({
        wish: { kind: 'command', commandId: 'notice.engineRestarted' },
      });

      desktop.processes[1]!.end(1);
      vi.advanceTimersByTime(999);
      expect(desktop.processes).toHaveLength(2);
      vi.advanceTimersByTime(1);
      expect(desktop.processes).toHaveLength(3);
    } finally {
      vi.useRealTimers();
    }
  });

  test('that cannot open its library is not started again until the person says so', async () => {
    using desktop = await startedDesktop();
    desktop.electron.pressed.push('Open Log Folder', 'Try Again');
    desktop.processes[0]!.say({
      kind: 'start-failed',
      error: { code: 'library-newer', message: 'The library is of a newer Timecue.', details: {} },
    });
    desktop.processes[0]!.end(3);

    await vi.waitFor(() => expect(desktop.processes).toHaveLength(2));
    expect(desktop.electron.dialogs).toHaveLength(2);
    expect(desktop.electron.dialogs[0]).toMatchObject({ detail: 'The library is of a newer Timecue.' });
    expect(desktop.electron.opened).toEqual([`${desktop.folder}/logs`]);
  });

  test('that says what does not parse is logged, and nothing is done', async () => {
    using desktop = await startedDesktop();
    desktop.processes[0]!.say({
      kind: 'ask',
      askId: 1,
      windowId: 1,
      ask: { kind: 'open-link', link: 'file:///etc/passwd' },
    });
    desktop.processes[0]!.say('nonsense');

    await vi.waitFor(() => expect(desktop.log().match(/engine\.malformed/g)).toHaveLength(2));
    expect(desktop.electron.opened).toEqual([]);
  });

  test('keeps the machine awake and the bar moving while it indexes, also when it dies', async () => {
    using desktop = await startedDesktop();
    const [engine] = desktop.processes;
    engine!.say({ kind: 'work', isIndexing: true, doneShare: null });
    engine!.say({ kind: 'work', isIndexing: true, doneShare: 0.504 });
    engine!.say({ kind: 'work', isIndexing: true, doneShare: 0.508 });
    expect(desktop.electron.blockers.size).toBe(1);
    engine!.end(1);

    expect(desktop.window.progress).toEqual([2, 0.5, -1]);
    expect(desktop.electron.blockers.size).toBe(0);
  });
});

describe('what the engine asks of the desktop', () => {
  test.each([
    ['footage-folders', ['openDirectory', 'multiSelections']],
    ['footage-files', ['openFile', 'multiSelections']],
    ['relink-folder', ['openDirectory']],
    ['relink-file', ['openFile']],
    ['model-folder', ['openDirectory']],
  ])('%s is a native dialog', async (what, properties) => {
    using desktop = await startedDesktop();
    desktop.electron.choices.push(['/chosen'], null);
    const [engine] = desktop.processes;
    engine!.say({ kind: 'ask', askId: 1, windowId: desktop.window.id, ask: { kind: 'choose', what } });
    await vi.waitFor(() =>
      expect(engine!.received.at(-1)!.data).toEqual({ kind: 'answer', askId: 1, result: ['/chosen'] }),
    );
    engine!.say({ kind: 'ask', askId: 2, windowId: desktop.window.id, ask: { kind: 'choose', what } });
    await vi.waitFor(() => expect(engine!.received.at(-1)!.data).toEqual({ kind: 'answer', askId: 2, result: [] }));
    expect(desktop.electron.dialogs[0]).toMatchObject({ properties });
  });

  test('reveals, drags out, opens logs and named links', async () => {
    using desktop = await startedDesktop();
    const asks = [
      { kind: 'reveal', path: '/footage/a.mp4' },
      { kind: 'drag-out', path: '/footage/a.mp4' },
      { kind: 'open-logs' },
      { kind: 'open-link', link: 'ffmpeg-licence' },
    ];
    for (const [askId, ask] of asks.entries()) {
      desktop.processes[0]!.say({ kind: 'ask', askId, windowId: desktop.window.id, ask });
    }
    await vi.waitFor(() =>
      expect(desktop.processes[0]!.kinds().filter((kind) => kind === 'answer')).toHaveLength(asks.length),
    );
    expect([...desktop.electron.opened].sort()).toEqual(
      ['/footage/a.mp4', `${desktop.folder}/logs`, 'https://ffmpeg.org/legal.html'].sort(),
    );
    expect(desktop.window.webContents.drags).toEqual([{ file: '/footage/a.mp4', icon: 'icon of /footage/a.mp4' }]);
  });

  test('keeps secrets encrypted, and none at all where the system has no store', async () => {
    using desktop = await startedDesktop();
    using bare = await startedDesktop({ storageBackend: 'basic_text' });
    const ask = async ({ processes: [engine] }: typeof desktop, request: unknown): Promise<unknown> => {
      engine!.say({ kind: 'ask', askId: engine!.received.length, windowId: 1, ask: request });
      await vi.waitFor(() => expect(['answer', 'refusal']).toContain(engine!.kinds().at(-1)));
      return engine!.received.at(-1)!.data;
    };
    await ask(desktop, { kind: 'keep-secret', name: 'server', secret: 'hunter2' });
    expect(readFileSync(`${desktop.folder}/userData/secrets.json`, 'utf8')).not.toContain('hunter2');
    expect(await ask(desktop, { kind: 'read-secret', name: 'server' })).toMatchObject({ result: 'hunter2' });
    await ask(desktop, { kind: 'keep-secret', name: 'server', secret: null });
    expect(await ask(desktop, { kind: 'read-secret', name: 'server' })).toMatchObject({ result: null });

    expect(await ask(bare, { kind: 'keep-secret', name: 'server', secret: 'x' })).toMatchObject({
      kind: 'refusal',
      error: { code: 'unsupported' },
    });
    expect(bare.processes[0]!.received[0]!.data).toMatchObject({ start: { capabilities: { canKeepSecrets: false } } });
  });
});

describe('inference processes', () => {
  test('are started by main, joined to the engine by a channel, and die alone', async () => {
    using desktop = await startedDesktop();
    const [engine] = desktop.processes;
    engine!.say({ kind: 'spawn-inference', spawnId: 1, role: 'background' });
    const model = desktop.processes[1]!;
    expect(desktop.electron.forked[1]!.options.serviceName).toBe('Timecue models (background)');
    expect(model.received[0]!.data).toEqual({ kind: 'join', nice: 10 });
    expect(engine!.received.at(-1)!.data).toEqual({ kind: 'inference-port', spawnId: 1 });

    // The two ends are the two ends of one channel.
    const [atModel] = model.received[0]!.ports;
    const [atEngine] = engine!.received.at(-1)!.ports;
    const heard = vi.fn();
    atModel!.on('message', ({ data }) => heard(data));
    atModel!.start();
    atEngine!.postMessage({ pixels: new Uint8Array([1, 2]) });
    await vi.waitFor(() => expect(heard).toHaveBeenCalledWith({ pixels: new Uint8Array([1, 2]) }));

    engine!.say({ kind: 'kill-inference', spawnId: 1 });
    expect(model.isKilled).toBe(true);
    expect(engine!.received.at(-1)!.data).toEqual({ kind: 'inference-exit', spawnId: 1, code: 1 });
    expect(desktop.processes).toHaveLength(2);
  });

  test('end with the engine that asked for them, and the next engine hears nothing of it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      using desktop = await startedDesktop();
      desktop.processes[0]!.say({ kind: 'spawn-inference', spawnId: 1, role: 'interactive' });
      desktop.processes[0]!.end(1);
      expect(desktop.processes[1]!.isKilled).toBe(true);
      vi.advanceTimersByTime(500);
      expect(desktop.processes[2]!.kinds()).toEqual(['start']);
    } finally {
      vi.useRealTimers();
    }
  });
});

test('a port that was handed on is of no use to its old owner', () => {
  const { port1, port2 } = new ChannelDouble();
  port2.postMessage('hello', [new ChannelDouble().port1]);
  const heir = port1.handOn();
  expect(() => port1.postMessage('x')).toThrow('belongs to somebody else');
  expect(heir.isClosed).toBe(false);
});
