import type { WireError } from '../contract/errors.ts';
import type { Words } from '../words/words.ts';
import type { ElectronApi } from './electron-api.ts';
import type { EngineSupervisor } from './engine-supervisor.ts';

export interface FailureDialogDeps extends Pick<ElectronApi, 'app' | 'dialog' | 'shell'> {
  readonly engine: Pick<EngineSupervisor, 'start'>;
  readonly logFolder: string;
  readonly words: Words;
}

/** The library cannot be opened: what happened, and what a person can do about it. */
export async function failureDialog(deps: FailureDialogDeps, error: WireError): Promise<void> {
  const { app, dialog, shell, engine, logFolder, words } = deps;
  const [tryAgain, openLogs, quit] = [words('dialogs.tryAgain'), words('dialogs.openLogs'), words('dialogs.quit')];
  const buttons = [tryAgain, openLogs, quit];
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: words('dialogs.libraryFailed'),
    detail: error.message,
    buttons,
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  });
  switch (buttons[response]) {
    case tryAgain:
      engine.start();
      return;
    case openLogs:
      await shell.openPath(logFolder);
      return failureDialog(deps, error);
    default:
      app.quit();
  }
}
