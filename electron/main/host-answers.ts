import type { OpenDialogOptions } from 'electron';
import type { ChoiceKind } from '../contract/host.ts';
import { EngineError } from '../contract/errors.ts';
import type { Words } from '../words/words.ts';
import { videoEndings } from './video-endings.ts';
import type { HostAsk } from '../engine-process/protocol.ts';
import type { DesktopWindow, ElectronApi } from './electron-api.ts';
import { externalLinks } from './external-links.ts';
import type { SecretStore } from './secret-store.ts';

export interface HostAnswersDeps extends Pick<ElectronApi, 'app' | 'dialog' | 'shell'> {
  readonly secrets: SecretStore;
  readonly logFolder: string;
  readonly words: () => Words;
  readonly windowOf: (windowId: number) => DesktopWindow | null;
}

const chosen: Readonly<Record<ChoiceKind, NonNullable<OpenDialogOptions['properties']>>> = {
  'footage-folders': ['openDirectory', 'multiSelections'],
  'footage-files': ['openFile', 'multiSelections'],
  'relink-folder': ['openDirectory'],
  'relink-file': ['openFile'],
  'model-folder': ['openDirectory'],
};

/** The native dialog for what is chosen. */
function dialogOptions(what: ChoiceKind, words: Words): OpenDialogOptions {
  const properties = [...chosen[what]];
  const filters = [
    { name: words('dialogs.videos'), extensions: [...videoEndings] },
    { name: words('dialogs.allFiles'), extensions: ['*'] },
  ];
  return { title: words(`dialogs.${what}`), properties, ...(properties.includes('openFile') ? { filters } : {}) };
}

/** Does what the engine asks of the desktop, on behalf of one window. */
export class HostAnswers {
  readonly #deps: HostAnswersDeps;

  constructor(deps: HostAnswersDeps) {
    this.#deps = deps;
  }

  /** Throws EngineError `unsupported`, `file-missing`; what else fails is a bug. */
  async answer(windowId: number, ask: HostAsk): Promise<unknown> {
    const { app, shell, secrets, logFolder, windowOf } = this.#deps;
    switch (ask.kind) {
      case 'choose':
        return this.choose(ask.what);
      case 'reveal':
        shell.showItemInFolder(ask.path);
        return null;
      case 'drag-out':
        windowOf(windowId)?.webContents.startDrag({ file: ask.path, icon: await app.getFileIcon(ask.path) });
        return null;
      case 'open-logs':
        await openWithSystem(shell, logFolder);
        return null;
      case 'open-link':
        await shell.openExternal(new URL(externalLinks[ask.link]).href);
        return null;
      case 'keep-secret':
        secrets.keep(ask.name, ask.secret);
        return null;
      case 'read-secret':
        return secrets.read(ask.name);
    }
  }

  /** What a person chose in a native dialog; empty when they thought better of it. */
  async choose(what: ChoiceKind): Promise<readonly string[]> {
    const { app, dialog, words } = this.#deps;
    const { canceled, filePaths } = await dialog.showOpenDialog(dialogOptions(what, words()));
    if (canceled) {
      return [];
    }
    if (what === 'footage-files') {
      for (const path of filePaths) {
        app.addRecentDocument(path);
      }
    }
    return filePaths;
  }
}

/** Opens a folder or a text of ours as the system does. Throws EngineError `file-missing` with the system's words. */
export async function openWithSystem(shell: Pick<ElectronApi['shell'], 'openPath'>, path: string): Promise<void> {
  const problem = await shell.openPath(path);
  if (problem !== '') {
    throw new EngineError('file-missing', `It cannot be opened: ${problem}`);
  }
}
