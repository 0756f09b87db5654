import type { Handlers } from '../../contract/index.ts';
import { scanReportSchema } from '../../contract/library.ts';
import type { ScanReport } from '../../contract/library.ts';
import type { LibraryView } from './library-view.ts';
import type { LibraryService } from './library-service.ts';
import type { ScanOutcome } from './scan-report.ts';

type LibraryHandlers = Pick<Handlers, Extract<keyof Handlers, `library.${string}`>>;

/** Paths of the machine stay on this side. */
const reportOf = (outcome: ScanOutcome): ScanReport => scanReportSchema.parse(outcome);

/** What the contract calls `library.*`, on a service. */
export function libraryHandlers(service: LibraryService, view: LibraryView): LibraryHandlers {
  return {
    'library.list': async (params) => view.list(params),
    'library.show': async ({ videoId }) => view.show(videoId),
    'library.add': async ({ path }, context) => reportOf(await service.add(path, context)),
    'library.rescan': async ({ rootId }, context) => reportOf(await service.rescan(rootId, context)),
    'library.relinkRoot': async ({ rootId, path }, context) =>
      reportOf(await service.relinkRoot(rootId, path, context)),
    'library.relinkVideo': async ({ videoId, path }, { signal }) => service.relinkVideo(videoId, path, { signal }),
    'library.retry': async ({ videoId }) => service.retry(videoId),
  };
}
