import { EngineError } from '../../contract/errors.ts';
import type { Handlers } from '../../contract/index.ts';
import type { ChosenPlace } from '../../contract/places.ts';
import { scanReportSchema } from '../../contract/library.ts';
import type { ScanReport } from '../../contract/library.ts';
import type { LibraryView } from './library-view.ts';
import type { LibraryService } from './library-service.ts';
import type { ScanOutcome } from './scan-report.ts';

type LibraryHandlers = Pick<
  Handlers,
  | 'library.list'
  | 'library.show'
  | 'library.add'
  | 'library.rescan'
  | 'library.relinkRoot'
  | 'library.relinkVideo'
  | 'library.retry'
>;

/** What stands for a place until chosen ones are known. */
function pathOf(place: ChosenPlace): string {
  if ('path' in place) return place.path;
  throw new EngineError('not-found', 'That place is no longer known; choose it again.');
}

/** Paths of the machine stay on this side. */
const reportOf = (outcome: ScanOutcome): ScanReport => scanReportSchema.parse(outcome);

/** What the contract calls `library.*`, on a service. */
export function libraryHandlers(service: LibraryService, view: LibraryView): LibraryHandlers {
  return {
    'library.list': async (params) => view.list(params),
    'library.show': async ({ videoId }) => view.show(videoId),
    'library.add': async ({ place }, context) => reportOf(await service.add(pathOf(place), context)),
    'library.rescan': async ({ rootId }, context) => reportOf(await service.rescan(rootId, context)),
    'library.relinkRoot': async ({ rootId, place }, context) =>
      reportOf(await service.relinkRoot(rootId, pathOf(place), context)),
    'library.relinkVideo': async ({ videoId, place }, { signal }) =>
      service.relinkVideo(videoId, pathOf(place), { signal }),
    'library.retry': async ({ videoId }) => service.retry(videoId),
  };
}
