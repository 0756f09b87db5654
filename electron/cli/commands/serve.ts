import { EngineError } from '../../contract/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { withEngine } from '../open-engine.ts';
import { resolveFromCaller } from '../places.ts';
import { createBrowserHost } from '../serve/browser-host.ts';
import { buildInterface } from '../serve/build-interface.ts';
import type { Engine } from '../../engine/engine.ts';
import type { ServedEngine } from '../serve/served-engine.ts';
import { startServer } from '../serve/start-server.ts';

export interface ServeOptions {
  readonly port?: number;
  readonly poll?: boolean;
}

/**
 * Serves the workstation to a browser on this machine until it is stopped, and indexes what it is given meanwhile. While
 * another Timecue writes the library, it is served for searching and playing only.
 */
export async function serveCommand(
  paths: readonly string[],
  options: ServeOptions,
  context: CommandContext,
): Promise<number> {
  const { output } = context;
  const interfaceFolder = await buildInterface({ onProgress: (text) => output.note(text) });
  const serve = (engine: Engine) => serveEngine(engine, { paths, options, context, interfaceFolder });
  try {
    return await withEngine(context, { mode: 'write', isPolling: options.poll ?? false }, serve);
  } catch (error) {
    if (!(error instanceof EngineError && error.code === 'library-busy')) {
      throw error;
    }
    output.note(`${error.message} You can search and play meanwhile; nothing can be changed here.`);
    return withEngine(context, { mode: 'read' }, serve);
  }
}

interface Serving {
  readonly paths: readonly string[];
  readonly options: ServeOptions;
  readonly context: CommandContext;
  readonly interfaceFolder: string;
}

async function serveEngine(engine: Engine, { paths, options, context, interfaceFolder }: Serving): Promise<number> {
  const { output, signal } = context;
  const server = await startServer({
    engine: servedEngine(engine),
    port: options.port ?? null,
    interfaceFolder,
    logger: engine.logger,
  });
  try {
    output.result(
      { url: server.url, port: server.port },
      `Timecue is at ${server.url}\nOpen it in a browser on this machine. Ctrl+C ends it.`,
    );
    for (const path of paths) {
      await addQuietly(engine, path, context);
    }
    // Loads the lexicon now: the first search should not have to.
    await engine.search.plan({ text: 'people' });
    if (engine.work !== null) {
      engine.work.queueStaleSoon();
      engine.work.startJobs({ lastPass: 'full' });
      await engine.work.watch();
    }
    await stopped(signal);
  } finally {
    await server.close();
  }
  return exitCodes.interrupted;
}

/** A folder that cannot be added is said and does not keep the workstation from opening. */
async function addQuietly(engine: Engine, path: string, { output, signal }: CommandContext): Promise<void> {
  try {
    await engine.handlers['library.add'](
      { place: { path: resolveFromCaller(path) } },
      { signal, onProgress: () => {} },
    );
  } catch (error) {
    signal.throwIfAborted();
    output.warn(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The engine as a browser may use it: with what its host can do, which is little. */
function servedEngine(engine: Engine): ServedEngine {
  return {
    handlers: engine.handlersFor(createBrowserHost()),
    mediaFile: (videoId) => engine.mediaFile(videoId),
    pictureFile: (kind, videoId, seconds) => engine.pictureFile(kind, videoId, seconds),
    proxyFile: (videoId) => engine.proxyFile(videoId),
    exportFile: (exportId) => engine.exportFile(exportId),
    forgetExport: (exportId) => engine.forgetExport(exportId),
  };
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    }
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
