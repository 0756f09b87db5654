import { EngineError } from '../../contract/errors.ts';
import { libraryMethods } from '../../contract/library.ts';
import type { Engine } from '../../engine/engine.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { withEngine } from '../open-engine.ts';
import { resolveFromCaller } from '../places.ts';

/**
 * Tells the library where a folder of it, or one video, lies now. Nothing is analysed anew: a file is the same when its
 * content is. Throws EngineError `not-found` for what the library does not know.
 */
export async function relinkCommand(
  { from, to }: { readonly from: string; readonly to: string },
  context: CommandContext,
): Promise<number> {
  return withEngine(context, { mode: 'write' }, async (engine) => {
    const call = { signal: context.signal, onProgress: () => {} };
    const place = { path: resolveFromCaller(to) };
    const rootId = await rootAt(engine, from, context);
    if (rootId !== null) {
      const report = await engine.handlers['library.relinkRoot']({ rootId, place }, call);
      context.output.result({ folder: place.path, ...report }, `${from} is ${place.path} now.`);
      return exitCodes.done;
    }
    const videoId = engine.view.find(resolveFromCaller(from)) ?? engine.view.find(from);
    if (videoId === null) {
      throw new EngineError('not-found', `The library knows no folder and no video "${from}".`);
    }
    const video = await engine.handlers['library.relinkVideo']({ videoId, place }, call);
    context.output.result({ video: place.path, videoId, title: video.title }, `${video.title} is ${place.path} now.`);
    return exitCodes.done;
  });
}

/** The folder of the library that lies, or lay, at a path. */
async function rootAt(engine: Engine, path: string, { signal }: CommandContext) {
  const { roots } = await engine.handlers['library.list'](libraryMethods['library.list'].params.parse({ limit: 1 }), {
    signal,
    onProgress: () => {},
  });
  return roots.find(({ rootId }) => engine.view.rootPathOf(rootId) === resolveFromCaller(path))?.rootId ?? null;
}
