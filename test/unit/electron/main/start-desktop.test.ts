import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { commandIds } from '../../../../renderer/state/command-list.ts';
import { settled, startedDesktop } from '../../../helpers/desktop.ts';
import { FrameDouble } from '../../../helpers/electron-double/window-double.ts';

describe('the window', () => {
  test('is sandboxed, isolated, without Node, and shows the page of the app scheme', async () => {
    using desktop = await startedDesktop();
    const { electron, window } = desktop;

    expect(electron.app.calls.indexOf('enableSandbox')).toBeLessThan(electron.app.calls.indexOf('ready'));
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: false,
      partition: 'persist:timecue',
    });
    expect(window.webContents.mainFrame.url).toBe('app://timecue/');
    expect(window.isShown).toBe(true);
  });

  test('goes nowhere, opens nothing and embeds nothing, and says so in the log', async () => {
    using desktop = await startedDesktop();
    const { webContents } = desktop.window;

    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview']) {
      expect([event, webContents.navigate('https://example.com/', event)]).toEqual([event, false]);
    }
    expect(webContents.navigate('app://timecue/other.html')).toBe(false);
    expect(webContents.opensWindow()).toBe(false);
    await vi.waitFor(() => expect(desktop.log()).toContain('guard.navigation-refused'));
  });

  test('comes back where it was when a display still shows that place, and only then', async () => {
    const saved = (x: number) => JSON.stringify({ x, y: 50, width: 1000, height: 700, isMaximized: false });
    const write = (x: number) => (folder: string) => writeFileSync(join(folder, 'userData', 'window.json'), saved(x));
    using there = await startedDesktop({ prepare: write(300) });
    using gone = await startedDesktop({ prepare: write(4000) });

    expect(there.window.options).toMatchObject({ x: 300, y: 50, width: 1000, height: 700 });
    expect(gone.window.options).toMatchObject({ width: 1440, height: 900 });
    expect(gone.window.options.x).toBeUndefined();
  });

  test('keeps its bounds when it is closed', async () => {
    using desktop = await startedDesktop();
    desktop.window.bounds = { x: 12, y: 34, width: 900, height: 600 };
    desktop.window.close();

    const kept: unknown = JSON.parse(readFileSync(join(desktop.folder, 'userData', 'window.json'), 'utf8'));
    expect(kept).toEqual({ x: 12, y: 34, width: 900, height: 600, isMaximized: false });
  });

  test('loads its page again when the page has died, later each time, and tells the page', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      using desktop = await startedDesktop();
      const { webContents } = desktop.window;
      webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
      vi.advanceTimersByTime(500);
      expect(webContents.reloadCount).toBe(1);
      webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
      vi.advanceTimersByTime(999);
      expect(webContents.reloadCount).toBe(1);
      vi.advanceTimersByTime(1);
      expect(webContents.reloadCount).toBe(2);
      expect(desktop.processes[0]!.received.at(-1)!.data).toMatchObject({
        kind: 'wish',
        wish: { kind: 'command', commandId: 'notice.pageRestarted' },
      });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the session', () => {
  test('grants no permission, device, screen or network', async () => {
    using desktop = await startedDesktop();
    for (const session of [desktop.session, desktop.electron.defaultSession]) {
      for (const permission of ['media', 'geolocation', 'notifications', 'midi', 'openExternal', 'clipboard-read']) {
        expect([permission, session.grants(permission)]).toEqual([permission, false]);
      }
      expect(session.grantsDevice()).toBe(false);
      expect(session.capturesScreen()).toBe(false);
      for (const address of [
        'http://127.0.0.1/',
        'https://example.com/',
        'file:///etc/passwd',
        'ws://x/',
        'nonsense',
      ]) {
        expect([address, session.mayRequest(address)]).toEqual([address, false]);
      }
      expect(session.mayRequest('app://timecue/')).toBe(true);
    }
  });

  test('downloads our own exports and nothing else', async () => {
    using desktop = await startedDesktop();

    expect(desktop.session.downloads('app://timecue/export/abc_123')).toBe(true);
    for (const address of [
      'app://timecue/index.html',
      'app://timecue/export/../index.html',
      'app://timecue.evil/export/abc',
      'media://library/media/abc',
      'https://example.com/export/abc',
      'data:text/html,x',
    ]) {
      expect([address, desktop.session.downloads(address)]).toEqual([address, false]);
    }
  });
});

describe('a page that asks for a port', () => {
  test('gets one whose other end the engine has', async () => {
    using desktop = await startedDesktop();
    const { mainFrame } = desktop.window.webContents;
    const posted = vi.fn();
    mainFrame.on('posted', posted);
    desktop.electron.ipcMain.emit('timecue:port', { sender: desktop.window.webContents, senderFrame: mainFrame });

    expect(posted).toHaveBeenCalledWith(expect.objectContaining({ channel: 'timecue:port', message: null }));
    const [page] = desktop.processes[0]!.received.slice(-1);
    expect(page).toMatchObject({ data: { kind: 'page', windowId: desktop.window.id } });
    expect(page!.ports).toHaveLength(1);
  });

  test('is refused and logged when it is a foreign frame, a foreign page, or brings arguments', async () => {
    using desktop = await startedDesktop();
    const { webContents } = desktop.window;
    const inner = Object.assign(new FrameDouble(), { parent: webContents.mainFrame, url: 'app://timecue/' });
    const foreign = Object.assign(new FrameDouble(), { url: 'https://example.com/' });
    const lookalike = Object.assign(new FrameDouble(), { url: 'app://timecue.evil/' });
    const sender = webContents;
    const senders = [
      { sender, senderFrame: inner },
      { sender, senderFrame: foreign },
      { sender, senderFrame: lookalike },
      { sender, senderFrame: null },
      { sender: { ...sender, id: 999_999 }, senderFrame: webContents.mainFrame },
    ];
    for (const event of senders) {
      desktop.electron.ipcMain.emit('timecue:port', event);
    }
    desktop.electron.ipcMain.emit('timecue:port', { sender, senderFrame: webContents.mainFrame }, { more: 1 });

    expect(desktop.processes[0]!.kinds()).not.toContain('page');
    await vi.waitFor(() => {
      expect(desktop.log().match(/ipc\.foreign-sender/g)).toHaveLength(senders.length);
      expect(desktop.log()).toContain('ipc.malformed');
    });
  });
});

describe('starts and what they open', () => {
  test('a second program hands its parsed arguments over and ends without a window', async () => {
    using desktop = await startedDesktop({ isFirst: false, args: ['--some-switch', 'clip.mp4', '--', '-odd.mp4'] });

    expect(desktop.electron.app.lockData).toEqual({
      paths: [join(desktop.folder, 'clip.mp4'), join(desktop.folder, '-odd.mp4')],
      libraryFolder: null,
      isSmokeTest: false,
    });
    expect(desktop.electron.app.calls).toContain('quit');
    expect(desktop.electron.windows).toHaveLength(0);
  });

  test('what a second start hands over is parsed like any message, and reaches the page', async () => {
    using desktop = await startedDesktop();
    desktop.window.minimize();
    const { app } = desktop.electron;
    app.emit('second-instance', {}, ['ignored'], '/', {
      paths: ['relative.mp4'],
      libraryFolder: null,
      isSmokeTest: false,
    });
    app.emit('second-instance', {}, [], '/', { paths: 7 });
    app.emit('second-instance', {}, [], '/', { paths: ['/footage/a.mp4'], libraryFolder: null, isSmokeTest: false });

    const wishes = desktop.processes[0]!.received.filter(({ data }) => data.kind === 'wish').map(
      ({ data }) => data['wish'],
    );
    expect(wishes).toEqual([{ kind: 'paths', paths: ['/footage/a.mp4'] }]);
    expect(app.recent).toEqual(['/footage/a.mp4']);
    expect(desktop.window.isMinimized()).toBe(false);
    expect(desktop.window.isFocused).toBe(true);
  });

  test('files that the system opens with the program reach the page, also before it is ready', async () => {
    using desktop = await startedDesktop({ args: ['/footage/first.mov'] });
    const preventDefault = vi.fn();
    desktop.electron.app.emit('open-file', { preventDefault }, '/footage/second.mov');

    const wishes = desktop.processes[0]!.received.filter(({ data }) => data.kind === 'wish').map(
      ({ data }) => data['wish'],
    );
    expect(wishes).toEqual([
      { kind: 'paths', paths: ['/footage/first.mov'] },
      { kind: 'paths', paths: ['/footage/second.mov'] },
    ]);
    expect(preventDefault).toHaveBeenCalledOnce();
  });
});

describe('the language of menus and dialogs', () => {
  const titles = (menu: readonly { readonly label?: string }[]) => menu.map(({ label }) => label);

  test('is the system’s until the settings are known, and then theirs', async () => {
    using desktop = await startedDesktop({ languages: ['de-AT', 'en'] });
    expect(titles(desktop.electron.menu)).toContain('&Datei');

    desktop.processes[0]!.say({ kind: 'language', language: 'en' });
    expect(titles(desktop.electron.menu)).toEqual(['&File', '&Edit', '&View', '&Tools', '&Help']);

    desktop.processes[0]!.say({ kind: 'language', language: 'system' });
    expect(titles(desktop.electron.menu)).toEqual(['&Datei', '&Bearbeiten', '&Ansicht', '&Werkzeuge', '&Hilfe']);
    desktop.electron.choices.push([]);
    desktop.electron.press('Ordner hinzufügen …');
    expect(desktop.electron.dialogs.at(-1)).toMatchObject({ title: 'Ordner mit Aufnahmen hinzufügen' });
  });

  test('is English where the system has none of ours', async () => {
    using desktop = await startedDesktop({ languages: ['fr-FR', 'denmark'] });
    expect(titles(desktop.electron.menu)[0]).toBe('&File');
  });
});

describe('the menu', () => {
  test('has real roles for text, and commands that the page knows', async () => {
    using desktop = await startedDesktop();
    const items = desktop.electron.menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    const roles = items.map(({ role }) => role).filter((role) => role !== undefined);
    expect(roles).toEqual(
      expect.arrayContaining(['cut', 'copy', 'paste', 'selectAll', 'zoomIn', 'togglefullscreen', 'quit', 'about']),
    );
    // In a package nobody reloads or inspects.
    expect(roles).not.toContain('toggleDevTools');

    for (const label of items.flatMap(({ label, role }) =>
      label === undefined || role !== undefined ? [] : [label],
    )) {
      if (
        !['New Window', 'Add Folders…', 'Add Files…', 'Open Log Folder', 'Licences', 'Report a Problem…'].includes(
          label,
        )
      ) {
        desktop.electron.press(label);
      }
    }
    const sent = desktop.processes[0]!.received.flatMap(({ data }) =>
      data.kind === 'wish' ? [(data['wish'] as { commandId: string }).commandId] : [],
    );
    expect(sent).toEqual(expect.arrayContaining(['edit.undo', 'edit.redo', 'go.settings', 'search.focus']));
    expect(sent.filter((commandId) => !(commandIds as readonly string[]).includes(commandId))).toEqual([]);
  });

  test('opens footage with a native dialog, the log folder, and only our own address for problems', async () => {
    using desktop = await startedDesktop();
    desktop.electron.choices.push(['/footage']);
    desktop.electron.press('Add Folders…');
    desktop.electron.press('Open Log Folder');
    desktop.electron.press('Licences');
    desktop.electron.press('Report a Problem…');
    await settled();

    expect(desktop.electron.dialogs[0]).toMatchObject({ properties: ['openDirectory', 'multiSelections'] });
    expect(desktop.processes[0]!.received.at(-1)!.data['wish']).toEqual({ kind: 'paths', paths: ['/footage'] });
    expect(desktop.electron.opened).toEqual([
      join(desktop.folder, 'logs'),
      expect.stringMatching(/THIRD-PARTY/),
      'https://timecue.example/issues',
    ]);
  });

  test('opens a second window on the same engine', async () => {
    using desktop = await startedDesktop();
    desktop.electron.press('New Window');
    await desktop.electron.windows[1]!.loaded;

    expect(desktop.electron.windows).toHaveLength(2);
    expect(desktop.processes).toHaveLength(1);
  });
});

describe('the end', () => {
  test('lets the engine finish before the program ends', async () => {
    using desktop = await startedDesktop();
    const preventDefault = vi.fn();
    desktop.electron.app.emit('will-quit', { preventDefault });
    await settled();
    expect(preventDefault).toHaveBeenCalled();
    expect(desktop.processes[0]!.kinds().at(-1)).toBe('stop');
    expect(desktop.electron.app.exitCode).toBeNull();

    desktop.processes[0]!.end(0);
    await settled();
    expect(desktop.electron.app.exitCode).toBe(0);
    expect(desktop.processes).toHaveLength(1);
  });

  test('comes with the last window, but not on a Mac', async () => {
    using linux = await startedDesktop();
    using mac = await startedDesktop({ platform: 'darwin' });
    linux.electron.app.emit('window-all-closed');
    mac.electron.app.emit('window-all-closed');

    expect(linux.electron.app.calls).toContain('quit');
    expect(mac.electron.app.calls).not.toContain('quit');
  });
});
