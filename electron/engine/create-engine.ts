import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import type { SpawnInference } from '../../native-models/api/inference-process.ts';
import { EngineError } from '../contract/errors.ts';
import type { VideoId } from '../contract/ids.ts';
import { methods, type Handlers, type ParsedParams } from '../contract/index.ts';
import { settingsSchema } from '../contract/settings.ts';
import type { Clock, Disposable, LibraryPaths, Logger } from './base/surroundings.ts';
import { createDetectorSource, type DetectorSource } from './detector-source.ts';
import type { Engine, EngineFile } from './engine.ts';
import { createEngineWork } from './engine-work.ts';
import { InferenceHost } from './inference/inference-host.ts';
import { spriteFileOf } from './ingest/picture-stage.ts';
import { PosterService } from './ingest/poster-service.ts';
import { videoDetails } from './ingest/video-details.ts';
import type { MachineSize } from './jobs/concurrency.ts';
import { LibraryView } from './library/library-view.ts';
import { takeWriterLease } from './library/writer-lease.ts';
import type { MediaTools } from './media/media-tools.ts';
import { ModelStore } from './models/model-store.ts';
import { CorrectionService } from './corrections/correction-service.ts';
import { createMoments } from './create-moments.ts';
import { createSearch } from './create-search.ts';
import { readOnlyHandlers } from './read-only-handlers.ts';
import type { SearchService } from './search/search-service.ts';
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
}

/** What reading and writing share. */
export interface EngineParts {
  readonly deps: EngineDeps;
  readonly view: LibraryView;
  readonly models: ModelStore;
  readonly inference: InferenceHost;
  readonly detector: DetectorSource;
  readonly search: SearchService;
}

/**
 * Wires the product together by hand.
 *
 * Throws EngineError: `library-busy` when another engine writes this library, `not-found` when there is none to read,
 * and what `openLibrary` throws.
 */
export async function createEngine(deps: EngineDeps): Promise<Engine> {
  const { paths, clock, logger, env, mode } = deps;
  const { db, writer } = open(deps);
  const disposables: Disposable[] = [{ dispose: () => void db.close() }];
  const lease =
    writer === null ? null : { db: writer, clock, logger, holderId: randomUUID(), pid: process.pid, host: hostname() };
  try {
    if (lease !== null) {
      disposables.unshift(takeWriterLease(lease));
    }
    const models = new ModelStore({ modelFolder: paths.modelFolder, env, clock, logger });
    const inference = new InferenceHost({ ...deps, modelFolder: paths.modelFolder });
    disposables.unshift(inference);
    const detector = await createDetectorSource({ models, inference });
    const view = new LibraryView(db);
    const corrections = new CorrectionService({ db, writer, clock });
    const search = createSearch({ db, clock, detector: detector.current, videosWhere, corrections });
    const parts: EngineParts = { deps, view, models, inference, detector, search };
    const tools = oncePerSuccess(deps.tools);
    const posters = new PosterService({ db, paths, tools, resolveFile: (videoId) => view.resolveFile(videoId) });
    disposables.unshift(posters);
    const written = writer === null ? null : createEngineWork(writer, { ...parts, tools });
    if (written !== null) {
      disposables.unshift(written);
    }
    const proxyCacheBytes = () => settingsSchema.parse({}).proxyCacheBytes;
    const moments = createMoments({ ...parts, db, writer, tools, corrections, proxyCacheBytes });
    disposables.unshift(moments);
    const handlers = {
      ...unfinishedHandlers,
      ...(written?.handlers ?? readOnlyHandlers(db, view)),
      ...moments.handlers,
      ...modelHandlers({ models, detector, mode }),
    } satisfies Partial<Handlers> as unknown as Handlers;
    return {
      ...filesOf({ db, paths, view, posters }),
      ...moments.files,
      handlers,
      paths,
      logger,
      search,
      view,
      models,
      inference,
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

/** Until the library's own filter is there. */
function videosWhere(filter: ParsedParams<'search.query'>['filter']): null {
  if (Object.values(filter).some((value) => value !== null)) {
    throw new EngineError('unsupported', 'Searching through a filter is not wired yet.');
  }
  return null;
}

/** Being built: removed when the last domain is wired. */
const unfinishedHandlers = Object.fromEntries(
  Object.keys(methods).map((name) => [
    name,
    async () => {
      throw new EngineError('unsupported', `${name} is not wired yet.`);
    },
  ]),
);

type ModelParts = Pick<EngineParts, 'models' | 'detector'> & Pick<EngineDeps, 'mode'>;

function modelHandlers({ models, detector, mode }: ModelParts): Pick<Handlers, 'models.list' | 'models.install'> {
  return {
    'models.list': async () => ({ models: await models.list() }),
    'models.install': async ({ cardId }, context) => {
      if (mode === 'read') {
        throw new EngineError('read-only', 'This engine only reads the library.');
      }
      const summary = await models.install(cardId, context);
      await detector.refresh();
      return summary;
    },
  };
}

function open({ paths, mode, clock, logger }: EngineDeps): { db: ReadableDb; writer: WritableDb | null } {
  const options = { databaseFile: paths.databaseFile, clock, logger };
  if (mode === 'write') {
    mkdirSync(paths.libraryFolder, { recursive: true });
    const writer = openLibrary({ ...options, mode });
    return { db: writer, writer };
  }
  if (!existsSync(paths.databaseFile)) {
    throw new EngineError(
      'not-found',
      `There is no library in ${paths.libraryFolder} yet. Make one: timecue index <folder>`,
    );
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
