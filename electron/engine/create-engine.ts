import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import type { SpawnInference } from '../../native-models/api/inference-process.ts';
import { EngineError } from '../contract/errors.ts';
import type { VideoId } from '../contract/ids.ts';
import type { Handlers } from '../contract/index.ts';
import type { Settings } from '../contract/settings.ts';
import type { TeachOptions } from '../../native-models/finetune/teach.ts';
import type { GroundingPolicy } from '../../native-models/api/grounding-policy.ts';
import type { Host } from './base/host.ts';
import { createNoHost } from './base/no-host.ts';
import type { SecretStore } from './base/secret-store.ts';
import type { Clock, Disposable, LibraryPaths, Logger } from './base/surroundings.ts';
import type { AnyChatModelSource } from './chat/chat-models.ts';
import { createDetectorSource, type DetectorSource } from './detector-source.ts';
import type { Engine, EngineFile } from './engine.ts';
import { sharedHandlers } from './engine-handlers.ts';
import { createEngineWork } from './engine-work.ts';
import { hostHandlers } from './host-handlers.ts';
import { InferenceHost } from './inference/inference-host.ts';
import { spriteFileOf } from './ingest/picture-stage.ts';
import { PosterService } from './ingest/poster-service.ts';
import { videoDetails } from './ingest/video-details.ts';
import type { MachineSize } from './jobs/concurrency.ts';
import type { InferencePreference } from './inference/protocol.ts';
import { LibraryView } from './library/library-view.ts';
import { Places } from './library/places.ts';
import { takeWriterLease } from './library/writer-lease.ts';
import type { MediaTools } from './media/media-tools.ts';
import { ModelStore } from './models/model-store.ts';
import { CorrectionService } from './corrections/correction-service.ts';
import { createDomains } from './create-domains.ts';
import { createSearch } from './create-search.ts';
import { startPolicy } from './create-teaching.ts';
import { removalHandlers } from './removal-handlers.ts';
import { readOnlyHandlers } from './read-only-handlers.ts';
import type { SearchService } from './search/search-service.ts';
import { SettingsStore } from './settings/settings-store.ts';
import type { ReadableDb, WritableDb } from './store/database.ts';
import { openLibrary } from './store/open-library.ts';

export interface EngineDeps {
  readonly paths: LibraryPaths;
  /** `write` takes the library's lease: one writer at a time. `read` works beside a writer. */
  readonly mode: 'read' | 'write';
  readonly clock: Clock;
  readonly logger: Logger;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asked when ffmpeg is first needed. */
  readonly tools: () => Promise<MediaTools>;
  readonly spawnInference: SpawnInference;
  readonly machine: MachineSize;
  /** Look at all roots by polling, whatever their file system. */
  readonly isPolling: boolean;
  /** Where the settings lie; without it they are kept in memory only. */
  readonly settingsFile?: string | null;
  /** Keeps the keys of servers; in memory when left out. */
  readonly secrets?: SecretStore;
  /** ffmpeg where nothing may be installed for it, for doctor; `tools` when left out. */
  readonly presentTools?: () => Promise<MediaTools>;
  /** Turns evidence into spans; the policy that comes with the program when left out. */
  readonly groundingPolicy?: GroundingPolicy;
  /** Where language models come from besides servers; before these. */
  readonly chatModels?: readonly AnyChatModelSource[];
  /** How long and how carefully is taught; the ordinary way when left out. */
  readonly teachOptions?: TeachOptions;
  /** Address of a module that makes trackers; our own when left out. */
  readonly trackerModule?: string;
  /** What is around `Engine.handlers`; nothing when left out. */
  readonly host?: Host;
}

/** What reading and writing share. */
export interface EngineParts {
  readonly deps: EngineDeps;
  readonly view: LibraryView;
  readonly models: ModelStore;
  readonly inference: InferenceHost;
  readonly detector: DetectorSource;
  readonly search: SearchService;
  readonly places: Places;
  readonly settings: SettingsStore;
}

/**
 * Wires the product together by hand.
 *
 * Throws EngineError: `library-busy` when another engine writes this library, `not-found` when there is none to read,
 * and what `openLibrary` throws.
 */
export async function createEngine(deps: EngineDeps): Promise<Engine> {
  const { paths, clock, logger, mode } = deps;
  const { db, writer } = open(deps);
  const disposables: Disposable[] = [{ dispose: () => void db.close() }];
  const lease =
    writer === null ? null : { db: writer, clock, logger, holderId: randomUUID(), pid: process.pid, host: hostname() };
  try {
    if (lease !== null) {
      disposables.unshift(takeWriterLease(lease));
    }
    const { settings, models, inference } = surroundingsOf(deps);
    disposables.unshift(inference, { dispose: settings.follow() });
    const detector = await createDetectorSource({ models, inference });
    const view = new LibraryView(db);
    const corrections = new CorrectionService({ db, writer, clock });
    const videosWhere = view.idsWhere.bind(view);
    const policy = startPolicy(deps);
    const search = createSearch({ db, clock, detector: detector.current, policy, videosWhere, corrections });
    const places = new Places();
    const parts: EngineParts = { deps, view, models, inference, detector, search, places, settings };
    const tools = oncePerSuccess(deps.tools);
    const posters = new PosterService({ db, paths, tools, resolveFile: (videoId) => view.resolveFile(videoId) });
    disposables.unshift(posters);
    const written = writer === null ? null : createEngineWork(writer, { ...parts, tools });
    if (written !== null) {
      disposables.unshift(written);
    }
    const domains = createDomains({ ...parts, db, writer, tools, corrections, policy });
    const { moments, teaching } = domains;
    disposables.unshift(domains);
    const shared = {
      ...(written?.handlers ?? readOnlyHandlers(db, view)),
      ...sharedHandlers({ ...parts, db, tools, written }),
      ...domains.handlers,
      ...(written === null ? {} : removalHandlers(written.handlers, () => moments.forgetRemoved())),
    };
    const ofHost = (host: Host) => hostHandlers({ host, places, view, settings, logger, mode });
    const handlersFor = (host: Host): Handlers => ({ ...shared, ...ofHost(host) });
    return {
      ...{ ...filesOf({ db, paths, view, posters }), ...moments.files },
      handlers: handlersFor(deps.host ?? createNoHost('0')),
      handlersFor,
      ...{ places, settings, paths, logger, search, view, models, inference, teaching },
      work: written?.work ?? null,
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }

  async function dispose(): Promise<void> {
    for (const one of disposables.splice(0)) {
      await one.dispose();
    }
  }
}

/** What obeys the settings: models are not fetched while the network is off, and run where the person wants. */
function surroundingsOf({
  paths: { modelFolder },
  ...deps
}: EngineDeps): Pick<EngineParts, 'settings' | 'models' | 'inference'> {
  const { env, clock, logger, spawnInference } = deps;
  const settings = new SettingsStore({ file: deps.settingsFile ?? null, logger });
  const isNetworkOff = (): boolean => settings.current.isNetworkOff;
  const models = new ModelStore({ modelFolder, env, clock, logger, isNetworkOff });
  const preference = inferencePreference(settings.current.device);
  const inference = new InferenceHost({ spawnInference, modelFolder, logger, clock, preference });
  settings.onChange(({ device }) => void inference.prefer(inferencePreference(device)));
  return { settings, models, inference };
}

/** As the inference process names what computes. */
function inferencePreference(device: Settings['device']): InferencePreference {
  return device === 'directml' ? 'dml' : device;
}

function open({ paths, mode, clock, logger }: EngineDeps): { db: ReadableDb; writer: WritableDb | null } {
  const { databaseFile, libraryFolder } = paths;
  const options = { databaseFile, clock, logger };
  if (mode === 'write') {
    mkdirSync(libraryFolder, { recursive: true });
    const writer = openLibrary({ ...options, mode });
    return { db: writer, writer };
  }
  if (!existsSync(databaseFile)) {
    throw new EngineError('not-found', `There is no library in ${libraryFolder} yet. Make one: timecue index <folder>`);
  }
  return { db: openLibrary({ ...options, mode }), writer: null };
}

/** Finds the programs once; a failure is not kept, so that they may be installed meanwhile. */
function oncePerSuccess<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | null = null;
  return async () => {
    found ??= find();
    try {
      return await found;
    } catch (error) {
      found = null;
      throw error;
    }
  };
}

interface FileParts {
  readonly db: ReadableDb;
  readonly paths: LibraryPaths;
  readonly view: LibraryView;
  readonly posters: PosterService;
}

function filesOf({ db, paths, view, posters }: FileParts): Pick<Engine, 'describeVideo' | 'mediaFile' | 'pictureFile'> {
  const picture = (path: string | null): EngineFile | null =>
    path === null || !existsSync(path) ? null : { path, allowedRoots: [paths.pictureFolder] };
  return {
    describeVideo: (videoId) => videoDetails({ db, summary: view.show(videoId), paths: view.copiesOf(videoId) }),
    async mediaFile(videoId: VideoId) {
      const file = await view.resolveFile(videoId);
      return file === null ? null : { path: file.path, allowedRoots: [file.rootPath] };
    },
    pictureFile: async (kind, videoId, seconds) =>
      picture(kind === 'sprite' ? spriteFileOf(paths, videoId) : await posters.poster(videoId, seconds)),
  };
}
