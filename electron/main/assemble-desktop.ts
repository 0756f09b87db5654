import type { Logger } from '../engine/base/surroundings.ts';
import { DesktopWindows } from './desktop-windows.ts';
import type { DesktopLanguage } from './desktop-language.ts';
import type { DesktopPlaces } from './desktop-places.ts';
import type { ElectronApi } from './electron-api.ts';
import { engineStart } from './engine-start.ts';
import { EngineSupervisor } from './engine-supervisor.ts';
import { failureDialog } from './failure-dialog.ts';
import { HostAnswers } from './host-answers.ts';
import { InferenceBroker } from './inference-broker.ts';
import type { Launch } from './launch-arguments.ts';
import { openPageDoor, tellEngineGone } from './page-door.ts';
import { SecretStore } from './secret-store.ts';
import { SmokeTest } from './smoke-test.ts';
import type { DesktopProcess } from './desktop-process.ts';
import { WorkIndicator } from './work-indicator.ts';

export interface AssembleOptions {
  readonly electron: ElectronApi;
  readonly process: DesktopProcess;
  readonly launch: Launch;
  readonly places: DesktopPlaces;
  readonly logger: Logger;
  readonly language: DesktopLanguage;
  /** The settings have another language than was shown so far. */
  readonly onLanguage: () => void;
}

/** The parts of a running desktop program. */
export interface Desktop {
  readonly windows: DesktopWindows;
  readonly engine: EngineSupervisor;
  readonly host: HostAnswers;
}

/** Wires the desktop program by hand; nothing runs yet. */
export function assembleDesktop(options: AssembleOptions): Desktop {
  const { electron, process, launch, places, logger } = options;
  const { app, BrowserWindow, screen, dialog, shell, safeStorage, ipcMain } = electron;
  const secrets = new SecretStore({ safeStorage, file: places.secretFile, platform: process.platform });
  const windows = new DesktopWindows({
    BrowserWindow,
    screen,
    preloadFile: places.preloadFile,
    windowFile: places.windowFile,
    isPackaged: app.isPackaged,
    logger,
    onPageRestarted: (windowId) => engine.wish(windowId, { kind: 'command', commandId: 'notice.pageRestarted' }),
  });
  const host = new HostAnswers({
    app,
    dialog,
    shell,
    secrets,
    logFolder: places.logFolder,
    words: () => options.language.words,
    windowOf: (windowId) => windows.of(windowId),
  });
  const smokeTest = launch.isSmokeTest ? new SmokeTest({ app, needsWork: launch.paths.length > 0 }) : null;
  const engine = superviseEngine(options, { windows, host, smokeTest, hasSecrets: secrets.isAvailable });
  openPageDoor({
    ipcMain,
    windows: () => windows.all,
    logger,
    openPage: (windowId, deliver) => {
      smokeTest?.pageAsked();
      engine.openPage(windowId, deliver);
    },
  });
  return { windows, engine, host };
}

interface EngineSurroundings {
  readonly windows: DesktopWindows;
  readonly host: HostAnswers;
  readonly smokeTest: SmokeTest | null;
  readonly hasSecrets: boolean;
}

function superviseEngine(
  { electron, process, places, logger, language, onLanguage }: AssembleOptions,
  { windows, host, smokeTest, hasSecrets }: EngineSurroundings,
): EngineSupervisor {
  const { app, dialog, shell, utilityProcess, MessageChannelMain, powerSaveBlocker } = electron;
  const indicator = new WorkIndicator({ powerSaveBlocker, windows: () => windows.all });
  const engine: EngineSupervisor = new EngineSupervisor({
    utilityProcess,
    MessageChannelMain,
    engineFile: places.engineFile,
    start: engineStart({ places, platform: process.platform, version: app.getVersion(), hasSecrets }),
    inference: new InferenceBroker({
      utilityProcess,
      MessageChannelMain,
      modelProcessFile: places.modelProcessFile,
      logger,
      killProcess: (pid) => void process.kill(pid, 'SIGKILL'),
    }),
    logger,
    answer: (windowId, ask) => host.answer(windowId, ask),
    onWork: (share) => {
      indicator.show(share);
      smokeTest?.work(share);
    },
    onLanguage: (wanted) => {
      if (language.set(wanted)) {
        onLanguage();
      }
    },
    onLost: () => tellEngineGone(windows.all),
    onStarted: (isAgain) => {
      smokeTest?.engineStarted();
      for (const { id } of isAgain ? windows.all : []) {
        engine.wish(id, { kind: 'command', commandId: 'notice.engineRestarted' });
      }
    },
    onStartFailed: (error) => {
      failureDialog({ app, dialog, shell, engine, logFolder: places.logFolder, words: language.words }, error).catch(
        (fault: unknown) => logger.error('desktop.dialog-failed', fault),
      );
    },
  });
  return engine;
}
