import { join } from 'node:path';
import type { VideoId } from '../contract/ids.ts';
import type { Handlers } from '../contract/index.ts';
import type { Disposable } from './base/surroundings.ts';
import type { CorrectionService } from './corrections/correction-service.ts';
import type { EngineDeps } from './create-engine.ts';
import type { Engine } from './engine.ts';
import { ExportService } from './export/export-service.ts';
import type { LibraryView } from './library/library-view.ts';
import type { MediaTools } from './media/media-tools.ts';
import { VideoSources } from './media/video-sources.ts';
import { PlaybackService } from './playback/playback-service.ts';
import type { SettingsStore } from './settings/settings-store.ts';
import type { SearchService } from './search/search-service.ts';
import { SelectionService } from './selection/selection-service.ts';
import type { ReadableDb, WritableDb } from './store/database.ts';
import { videoById } from './store/queries/index.ts';
import { TimelineService } from './timeline/timeline-service.ts';

export interface MomentParts {
  readonly deps: EngineDeps;
  readonly db: ReadableDb;
  /** Null where the library is only read. */
  readonly writer: WritableDb | null;
  readonly view: LibraryView;
  readonly tools: () => Promise<MediaTools>;
  readonly search: SearchService;
  readonly corrections: CorrectionService;
  readonly settings: SettingsStore;
}

type MomentHandlers = Pick<
  Handlers,
  | Extract<
      keyof Handlers,
      `timeline.${string}` | `playback.${string}` | `selection.${string}` | `corrections.${string}`
    >
  | Extract<keyof Handlers, `export.${string}`>
  | 'search.query'
  | 'search.plan'
  | 'search.evidence'
>;

export interface MomentSide extends Disposable {
  readonly exports: ExportService;
  readonly handlers: MomentHandlers;
  /** Videos were removed: lets go what was made of them. */
  forgetRemoved(): void;
  readonly files: Pick<Engine, 'proxyFile' | 'exportFile' | 'forgetExport'>;
}

/** Wires what is about moments inside videos: search, timeline, playback, selection, corrections, export. */
export function createMoments(parts: MomentParts): MomentSide {
  const { deps, db, writer, view, tools, search, corrections, settings } = parts;
  const { paths, clock, logger } = deps;
  const sources = new VideoSources({ db, tools, resolveFile: (videoId) => view.resolveFile(videoId) });
  const timeline = new TimelineService({ db, sources });
  const playback = new PlaybackService({
    sources,
    proxyFolder: join(paths.libraryFolder, 'proxies'),
    clock,
    logger,
    isReadOnly: writer === null,
    proxyCacheBytes: () => settings.current.proxyCacheBytes,
    isKnown: (videoId: VideoId) => videoById(db, videoId) !== null,
  });
  const selection = new SelectionService({ db, writer });
  const exports = new ExportService({
    folder: join(paths.libraryFolder, 'exports'),
    clock,
    search: (params, signal) => search.query(params, { signal, onProgress: () => {} }),
    selection: () => selection.get().items,
    pathOf: (videoId) => view.pathOf(videoId),
  });
  return {
    exports,
    handlers: {
      'search.query': (params, context) => search.query(params, context),
      'search.plan': (params) => search.plan(params),
      'search.evidence': (params, context) => search.evidence(params, context),
      'timeline.show': async ({ videoId }) => timeline.show(videoId),
      'timeline.cues': async (params) => timeline.cues(params),
      'timeline.frames': (params, context) => timeline.frames(params, context),
      'playback.prepare': ({ videoId }, context) => playback.prepare(videoId, context),
      'selection.get': async () => selection.get(),
      'selection.replace': async (params) => selection.replace(params),
      'selection.watch': async (_params, { signal, onProgress }) => {
        await selection.watch(onProgress, signal);
        return {};
      },
      'corrections.save': async (params) => corrections.save(params),
      'corrections.remove': async (params) => {
        corrections.remove(params);
        return {};
      },
      'corrections.list': async (params) => corrections.list(params),
      'export.prepare': (params, { signal }) => exports.prepare(params, signal),
    },
    files: {
      proxyFile: (videoId) => playback.proxyFile(videoId),
      exportFile: (exportId) => exports.file(exportId),
      forgetExport: (exportId) => exports.forget(exportId),
    },
    forgetRemoved: () => playback.forgetRemoved(),
    async dispose() {
      await playback.dispose();
      await exports.dispose();
    },
  };
}
