import type { WireError } from '../contract/errors.ts';
import type { ElectronApi } from './electron-api.ts';
import type { EngineSupervisor } from './engine-supervisor.ts';

export interface FailureDialogDeps extends Pick<ElectronApi, 'app' | 'dialog' | 'shell'> {
  readonly engine: Pick<EngineSupervisor, 'start'>;
  readonly logFolder: string;
}

const tryAgain = 'Try Again';
const openLogs = 'Open Log Folder';
const quit = 'Quit';

/** The library cannot be opened: what happened, and what a person can do about it. */
export async function failureDialog(deps: FailureDialogDeps, error: WireError): Promise<void> {
  const { app, dialog, shell, engine, logFolder } = deps;
  const buttons = [tryAgain, openLogs, quit];
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'Timecue cannot open its library.',
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
