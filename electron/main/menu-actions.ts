import type { Logger } from '../engine/base/surroundings.ts';
import type { DesktopWindows } from './desktop-windows.ts';
import type { ElectronApi } from './electron-api.ts';
import type { EngineSupervisor } from './engine-supervisor.ts';
import { externalLinks } from './external-links.ts';
import { openWithSystem, type HostAnswers } from './host-answers.ts';
import type { MenuActions } from './menu-template.ts';

export interface MenuActionsDeps extends Pick<ElectronApi, 'shell'> {
  readonly windows: DesktopWindows;
  readonly engine: Pick<EngineSupervisor, 'wish'>;
  readonly host: Pick<HostAnswers, 'choose'>;
  readonly logFolder: string;
  readonly licenceFiles: readonly string[];
  readonly logger: Logger;
}

/** What the menu's items do. */
export function menuActions(deps: MenuActionsDeps): MenuActions {
  const { shell, windows, engine, host, logFolder, licenceFiles, logger } = deps;
  const failed = (error: unknown): void => logger.error('menu.failed', error);
  return {
    command: (commandId) => engine.wish(windows.showFront().id, { kind: 'command', commandId }),
    newWindow: () => void windows.open(),
    chooseFootage: (what) => {
      host
        .choose(what)
        .then((paths) => {
          if (paths.length > 0) {
            engine.wish(windows.showFront().id, { kind: 'paths', paths });
          }
        })
        .catch(failed);
    },
    openLogs: () => void openWithSystem(shell, logFolder).catch(failed),
    openLicences: () => {
      for (const file of licenceFiles) {
        void openWithSystem(shell, file).catch(failed);
      }
    },
    reportAProblem: () => void shell.openExternal(externalLinks['report-a-problem']).catch(failed),
  };
}
