import { join } from 'node:path';
import type { LibraryPaths } from '../base/surroundings.ts';
import type { MediaTools } from '../media/media-tools.ts';
import { runFfmpeg } from '../media/run-ffmpeg.ts';
import { drawDemo } from './draw-demo.ts';
import type { DemoLibrary } from './draw-demo.ts';

/** Where the demo is drawn unless somebody names another folder: beside the library. */
export function demoFolderOf({ libraryFolder }: LibraryPaths): string {
  return join(libraryFolder, 'demo');
}

export interface DrawDemoWithToolsRequest {
  readonly folder: string;
  readonly tools: MediaTools;
  readonly onProgress: (progress: { readonly doneCount: number; readonly totalCount: number }) => void;
  readonly signal: AbortSignal;
}

/** Draws the demo with the programs that were found. Throws like `drawDemo`. */
export function drawDemoWithTools({ tools, ...request }: DrawDemoWithToolsRequest): Promise<DemoLibrary> {
  return drawDemo({ ...request, runFfmpeg: (args, options) => runFfmpeg(args, { tools, ...options }) });
}
