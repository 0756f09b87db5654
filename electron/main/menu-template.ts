import type { MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  /** A command of the page's own list, for the window in front. */
  command(commandId: string): void;
  newWindow(): void;
  chooseFootage(what: 'footage-folders' | 'footage-files'): void;
  openLogs(): void;
  openLicences(): void;
  reportAProblem(): void;
}

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  /** Developer tools and reloading are for who works on the program. */
  readonly isPackaged: boolean;
  readonly actions: MenuActions;
}

/**
 * The menu bar. What a text field can do has the system's own roles. What the page knows better (undo, settings) goes to
 * the page as a command; it shows its key there, but the key itself goes to the page, which lets people change it.
 */
export function menuTemplate({ platform, isPackaged, actions }: MenuOptions): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const command = (label: string, commandId: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => actions.command(commandId),
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  });
  const settings = command('Settings…', 'go.settings', 'CmdOrCtrl+,');
  return [
    ...(isMac ? [appMenu(settings)] : []),
    fileMenu(actions, isMac, { settings, exportMoments: command('Export…', 'export.open') }),
    editMenu(isMac, command),
    viewMenu(isPackaged, command),
    {
      label: '&Tools',
      submenu: [
        command('Jobs', 'jobs.toggle', 'CmdOrCtrl+J'),
        command('Models', 'go.models', 'CmdOrCtrl+4'),
        command('Selection', 'go.selection', 'CmdOrCtrl+3'),
      ],
    },
    ...(isMac ? [{ role: 'windowMenu' } as Item] : []),
    helpMenu(actions, isMac, command),
  ];
}

type Item = MenuItemConstructorOptions;
type Command = (label: string, commandId: string, accelerator?: string) => Item;
const separator: Item = { type: 'separator' };

interface FileItems {
  readonly settings: Item;
  readonly exportMoments: Item;
}

function fileMenu(actions: MenuActions, isMac: boolean, { settings, exportMoments }: FileItems): Item {
  const recent: Item = { role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] };
  return {
    label: '&File',
    submenu: [
      { label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: () => actions.newWindow() },
      separator,
      {
        label: 'Add Folders…',
        accelerator: 'CmdOrCtrl+Shift+O',
        click: () => actions.chooseFootage('footage-folders'),
      },
      { label: 'Add Files…', click: () => actions.chooseFootage('footage-files') },
      ...(isMac ? [recent] : []),
      separator,
      exportMoments,
      ...(isMac ? [] : [separator, settings]),
      separator,
      isMac ? { role: 'close' } : { role: 'quit' },
    ],
  };
}

function editMenu(isMac: boolean, command: Command): Item {
  return {
    label: '&Edit',
    submenu: [
      command('Undo', 'edit.undo', 'CmdOrCtrl+Z'),
      command('Redo', 'edit.redo', isMac ? 'Cmd+Shift+Z' : 'Ctrl+Y'),
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'delete' },
      { role: 'selectAll' },
      separator,
      command('Find', 'search.focus', 'CmdOrCtrl+F'),
    ],
  };
}

function helpMenu(actions: MenuActions, isMac: boolean, command: Command): Item {
  return {
    role: 'help',
    label: '&Help',
    submenu: [
      command('Keyboard Shortcuts', 'help.shortcuts'),
      { label: 'Licences', click: () => actions.openLicences() },
      separator,
      { label: 'Open Log Folder', click: () => actions.openLogs() },
      { label: 'Report a Problem…', click: () => actions.reportAProblem() },
      ...(isMac ? [] : [separator, { role: 'about' } as Item]),
    ],
  };
}

function appMenu(settings: Item): Item {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
}

function viewMenu(isPackaged: boolean, command: Command): Item {
  return {
    label: '&View',
    submenu: [
      command('Library', 'go.library', 'CmdOrCtrl+1'),
      command('Search', 'go.search', 'CmdOrCtrl+2'),
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...(isPackaged ? [] : ([{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }] as Item[])),
    ],
  };
}
