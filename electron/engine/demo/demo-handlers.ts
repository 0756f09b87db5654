import { scanReportSchema } from '../../contract/library.ts';
import type { Handlers } from '../../contract/index.ts';
import type { LibraryPaths } from '../base/surroundings.ts';
import type { ScanCall } from '../library/library-service.ts';
import type { ScanOutcome } from '../library/scan-report.ts';
import type { MediaTools } from '../media/media-tools.ts';
import { demoFolderOf, drawDemoWithTools } from './add-demo.ts';

export interface DemoHandlerDeps {
  readonly paths: LibraryPaths;
  readonly tools: () => Promise<MediaTools>;
  readonly add: (path: string, call: ScanCall) => Promise<ScanOutcome>;
  readonly onRootsChanged: () => void;
}

/** What the contract calls `library.addDemo`. Drawn anew each time, so that a half-drawn demo is mended by asking again. */
export function demoHandlers({
  paths,
  tools,
  add,
  onRootsChanged,
}: DemoHandlerDeps): Pick<Handlers, 'library.addDemo'> {
  return {
    'library.addDemo': async (_params, { signal, onProgress }) => {
      const folder = demoFolderOf(paths);
      await drawDemoWithTools({ folder, tools: await tools(), onProgress, signal });
      const outcome = await add(folder, { signal });
      onRootsChanged();
      return scanReportSchema.parse(outcome);
    },
  };
}
