import type { Handlers } from '../../contract/index.ts';
import { scanReportSchema } from '../../contract/library.ts';
import type { ScanReport } from '../../contract/library.ts';
import type { ReadableDb } from '../store/database.ts';
import type { LibraryView } from './library-view.ts';
import type { LibraryService } from './library-service.ts';
import type { Places } from './places.ts';
import type { ScanOutcome } from './scan-report.ts';
import { watchLibrary } from './watch-library.ts';

export type ReadingLibraryHandlers = Pick<
  Handlers,
  'library.list' | 'library.folders' | 'library.watch' | 'library.show'
>;

export type WritingLibraryHandlers = Pick<
  Handlers,
  | 'library.add'
  | 'library.rescan'
  | 'library.relinkRoot'
  | 'library.relinkVideo'
  | 'library.removeRoot'
  | 'library.removeVideos'
  | 'library.retry'
>;

/** What of `library.*` only reads. */
export function readingLibraryHandlers(db: ReadableDb, view: LibraryView): ReadingLibraryHandlers {
  return {
    'library.list': async (params) => view.list(params),
    'library.folders': async () => view.folders(),
    'library.watch': async (_params, context) => {
      await watchLibrary(db, context);
      return {};
    },
    'library.show': async ({ videoId }) => view.show(videoId),
  };
}

/** Paths of the machine stay on this side. */
const reportOf = (outcome: ScanOutcome): ScanReport => scanReportSchema.parse(outcome);

export interface LibraryHandlerDeps {
  readonly service: LibraryService;
  readonly places: Places;
  /** The roots are others than before: they want to be watched. */
  readonly onRootsChanged: () => void;
}

/** What of `library.*` changes it. */
export function writingLibraryHandlers({
  service,
  places,
  onRootsChanged,
}: LibraryHandlerDeps): WritingLibraryHandlers {
  /** Also when a scan fails half-way: the root is there by then. */
  const andWatch = async <Value>(work: Promise<Value>): Promise<Value> => {
    try {
      return await work;
    } finally {
      onRootsChanged();
    }
  };
  return {
    'library.add': async ({ place }, context) => reportOf(await andWatch(service.add(places.resolve(place), context))),
    'library.rescan': async ({ rootId }, context) => reportOf(await service.rescan(rootId, context)),
    'library.relinkRoot': async ({ rootId, place }, context) =>
      reportOf(await andWatch(service.relinkRoot(rootId, places.resolve(place), context))),
    'library.relinkVideo': ({ videoId, place }, { signal }) =>
      andWatch(service.relinkVideo(videoId, places.resolve(place), { signal })),
    'library.removeRoot': async ({ rootId }) => ({ videoCount: await andWatch(service.removeRoot(rootId)) }),
    'library.removeVideos': async ({ videoIds }) => ({
      videoCount: await andWatch(service.removeVideos(videoIds)),
    }),
    'library.retry': async ({ videoId }) => service.retry(videoId),
  };
}
