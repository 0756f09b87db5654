import type { Logger } from '../engine/base/surroundings.ts';
import { appId } from './app-id.ts';
import type { Words } from '../words/words.ts';
import { assembleDesktop, type Desktop } from './assemble-desktop.ts';
import { DesktopLanguage } from './desktop-language.ts';
import { openDesktopLog } from './desktop-log.ts';
import { desktopPlaces, type DesktopPlaces } from './desktop-places.ts';
import type { DesktopProcess } from './desktop-process.ts';
import type { ElectronApi } from './electron-api.ts';
import { launchSchema, ownArguments, readLaunch, type Launch } from './launch-arguments.ts';
import { menuActions } from './menu-actions.ts';
import { menuTemplate } from './menu-template.ts';
import { openSession } from './open-session.ts';
import { guardPage } from './page-guard.ts';
import { privilegedSchemes } from './schemes.ts';
import { userFolders } from './user-folders.ts';

export interface StartOptions {
  /** Where things lie, when not where the built program has them. */
  readonly places?: Partial<DesktopPlaces>;
}

/** Starts the desktop program; a second start hands its arguments to the first and ends. */
export async function startDesktop(
  electron: ElectronApi,
  process: DesktopProcess,
  options: StartOptions = {},
): Promise<void> {
  const { app, protocol } = electron;
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged(privilegedSchemes);
  app.setAppUserModelId(appId);
  const launch = readLaunch(ownArguments(process.argv, app.isPackaged), process.cwd());
  if (!app.requestSingleInstanceLock(launch)) {
    app.quit();
    return;
  }
  // A Mac names the file that the program was opened with before it is ready.
  const opened: string[] = [...launch.paths];
  let takePaths = (paths: readonly string[]): void => void opened.push(...paths);
  app.on('open-file', (event, path) => {
    event.preventDefault();
    const parsed = launchSchema.shape.paths.safeParse([path]);
    takePaths(parsed.success ? parsed.data : []);
  });
  await app.whenReady();
  const places = { ...placesOf(electron, process, launch), ...options.places };
  const logger = openDesktopLog({ folder: places.logFolder });
  logger.info('desktop.started', { version: app.getVersion(), platform: process.platform });
  process.on('uncaughtExceptionMonitor', (error) => logger.error('desktop.crashed', error));
  process.on('unhandledRejection', (error) => logger.error('desktop.rejection', error));
  app.on('web-contents-created', (_event, contents) => guardPage(contents, logger));

  const language = new DesktopLanguage(app.getPreferredSystemLanguages());
  const onLanguage = (): void => showMenu();
  const desktop = assembleDesktop({ electron, process, launch, places, logger, language, onLanguage });
  const showMenu = (): void =>
    buildMenu(electron, desktop, { logger, ...places, platform: process.platform, words: language.words });
  const endStreams = await openSession({ ...electron, ...places, engine: desktop.engine, logger });
  watchApp(electron, desktop, { logger, platform: process.platform, endStreams });
  showMenu();
  takePaths = (paths) => openPaths(electron, desktop, paths);
  desktop.engine.start();
  desktop.windows.open();
  if (opened.length > 0) {
    takePaths(opened);
  }
}

function placesOf({ app }: ElectronApi, { env, resourcesPath }: DesktopProcess, launch: Launch): DesktopPlaces {
  return desktopPlaces({
    launch,
    env,
    userDataFolder: app.getPath('userData'),
    logFolder: app.getPath('logs'),
    resourcesFolder: app.isPackaged ? (resourcesPath ?? null) : null,
    ...userFolders(),
  });
}

/** Brings a window to the front and hands it what was opened. */
function openPaths({ app }: ElectronApi, { windows, engine }: Desktop, paths: readonly string[]): void {
  const window = windows.showFront();
  if (paths.length > 0) {
    for (const path of paths) {
      app.addRecentDocument(path);
    }
    engine.wish(window.id, { kind: 'paths', paths });
  }
}

interface MenuParts {
  readonly logger: Logger;
  readonly platform: NodeJS.Platform;
  readonly logFolder: string;
  readonly licenceFiles: readonly string[];
  readonly words: Words;
}

function buildMenu({ app, shell, Menu }: ElectronApi, desktop: Desktop, parts: MenuParts): void {
  const { platform, words } = parts;
  app.setAboutPanelOptions({ applicationName: 'Timecue', applicationVersion: app.getVersion() });
  const actions = menuActions({ shell, ...desktop, ...parts });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate({ platform, isPackaged: app.isPackaged, actions, words })) as never,
  );
}

interface WatchParts {
  readonly logger: Logger;
  readonly platform: NodeJS.Platform;
  readonly endStreams: () => void;
}

/** What becomes of the program when processes and people come and go. */
function watchApp(electron: ElectronApi, desktop: Desktop, { logger, platform, endStreams }: WatchParts): void {
  const { app } = electron;
  const { windows, engine } = desktop;
  // The arguments themselves are not used: Chromium reorders them and adds its own.
  app.on('second-instance', (...[, , , data]) => {
    const parsed = launchSchema.safeParse(data);
    if (!parsed.success) {
      logger.warn('second-instance.malformed', { problem: parsed.error.issues[0]?.message });
    }
    openPaths(electron, desktop, parsed.success ? parsed.data.paths : []);
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    if (reason !== 'clean-exit') {
      logger.warn('process.gone', { type, reason, exitCode, name });
    }
  });
  app.on('activate', () => void windows.showFront());
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') {
      app.quit();
    }
  });
  let isEnding = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (!isEnding) {
      isEnding = true;
      endStreams();
      void engine.stop().finally(() => app.exit(0));
    }
  });
}
