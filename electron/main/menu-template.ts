import type { MenuItemConstructorOptions } from 'electron';
import type { Words } from '../words/words.ts';

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
  readonly words: Words;
}

type Item = MenuItemConstructorOptions;
type MenuKey = Extract<Parameters<Words>[0], `menu.${string}`>;
type Command = (key: MenuKey, commandId: string, accelerator?: string) => Item;
type Role = (role: NonNullable<Item['role']>, key: MenuKey) => Item;

/** What the parts of the menu are made with. */
interface Kit {
  readonly actions: MenuActions;
  readonly isMac: boolean;
  readonly isPackaged: boolean;
  readonly words: Words;
  readonly command: Command;
  readonly role: Role;
}

const separator: Item = { type: 'separator' };

/**
 * The menu bar. What a text field can do has the system's own roles. What the page knows better (undo, settings) goes to
 * the page as a command; it shows its key there, but the key itself goes to the page, which lets people change it.
 */
export function menuTemplate({ platform, isPackaged, actions, words }: MenuOptions): Item[] {
  const isMac = platform === 'darwin';
  const command: Command = (key, commandId, accelerator) => ({
    label: words(key),
    click: () => actions.command(commandId),
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  });
  const role: Role = (name, key) => ({ role: name, label: words(key) });
  const kit: Kit = { actions, isMac, isPackaged, words, command, role };
  const settings = command('menu.settings', 'go.settings', 'CmdOrCtrl+,');
  return [
    ...(isMac ? [appMenu(kit, settings)] : []),
    fileMenu(kit, settings),
    editMenu(kit),
    viewMenu(kit),
    {
      label: words('menu.tools'),
      submenu: [
        command('menu.jobs', 'jobs.toggle', 'CmdOrCtrl+J'),
        command('menu.models', 'go.models', 'CmdOrCtrl+4'),
        command('menu.chat', 'go.chat', 'CmdOrCtrl+6'),
        command('menu.teach', 'go.teach', 'CmdOrCtrl+5'),
        command('menu.selection', 'go.selection', 'CmdOrCtrl+3'),
      ],
    },
    ...(isMac ? [role('windowMenu', 'menu.window')] : []),
    helpMenu(kit),
  ];
}

function fileMenu({ actions, isMac, words, command, role }: Kit, settings: Item): Item {
  const recent: Item = {
    ...role('recentDocuments', 'menu.recent'),
    submenu: [role('clearRecentDocuments', 'menu.clearRecent')],
  };
  return {
    label: words('menu.file'),
    submenu: [
      { label: words('menu.newWindow'), accelerator: 'CmdOrCtrl+Shift+N', click: () => actions.newWindow() },
      separator,
      {
        label: words('menu.addFolders'),
        accelerator: 'CmdOrCtrl+Shift+O',
        click: () => actions.chooseFootage('footage-folders'),
      },
      { label: words('menu.addFiles'), click: () => actions.chooseFootage('footage-files') },
      ...(isMac ? [recent] : []),
      separator,
      command('menu.export', 'export.open'),
      ...(isMac ? [] : [separator, settings]),
      separator,
      isMac ? role('close', 'menu.close') : role('quit', 'menu.quit'),
    ],
  };
}

function editMenu({ isMac, words, command, role }: Kit): Item {
  return {
    label: words('menu.edit'),
    submenu: [
      command('menu.undo', 'edit.undo', 'CmdOrCtrl+Z'),
      command('menu.redo', 'edit.redo', isMac ? 'Cmd+Shift+Z' : 'Ctrl+Y'),
      separator,
      role('cut', 'menu.cut'),
      role('copy', 'menu.copy'),
      role('paste', 'menu.paste'),
      role('delete', 'menu.delete'),
      role('selectAll', 'menu.selectAll'),
      separator,
      command('menu.find', 'search.focus', 'CmdOrCtrl+F'),
    ],
  };
}

function viewMenu({ isPackaged, words, command, role }: Kit): Item {
  return {
    label: words('menu.view'),
    submenu: [
      command('menu.library', 'go.library', 'CmdOrCtrl+1'),
      command('menu.search', 'go.search', 'CmdOrCtrl+2'),
      separator,
      role('resetZoom', 'menu.actualSize'),
      role('zoomIn', 'menu.zoomIn'),
      role('zoomOut', 'menu.zoomOut'),
      separator,
      role('togglefullscreen', 'menu.fullScreen'),
      ...(isPackaged ? [] : [separator, role('reload', 'menu.reload'), role('toggleDevTools', 'menu.developerTools')]),
    ],
  };
}

function helpMenu({ actions, isMac, words, command, role }: Kit): Item {
  return {
    ...role('help', 'menu.help'),
    submenu: [
      command('menu.shortcuts', 'help.shortcuts'),
      { label: words('menu.licences'), click: () => actions.openLicences() },
      separator,
      { label: words('menu.openLogs'), click: () => actions.openLogs() },
      { label: words('menu.report'), click: () => actions.reportAProblem() },
      ...(isMac ? [] : [separator, role('about', 'menu.about')]),
    ],
  };
}

function appMenu({ role }: Kit, settings: Item): Item {
  return {
    role: 'appMenu',
    submenu: [
      role('about', 'menu.about'),
      separator,
      settings,
      separator,
      role('services', 'menu.services'),
      separator,
      role('hide', 'menu.hide'),
      role('hideOthers', 'menu.hideOthers'),
      role('unhide', 'menu.showAll'),
      separator,
      role('quit', 'menu.quit'),
    ],
  };
}
