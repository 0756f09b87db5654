import type { CommandContext } from '../command-line.ts';
import { exitCodes } from '../exit-codes.ts';
import { withEngine, workOf } from '../open-engine.ts';
import { resolveFromCaller } from '../places.ts';
import { buildInterface } from '../serve/build-interface.ts';
import { startServer } from '../serve/start-server.ts';

export interface ServeOptions {
  readonly port?: number;
  readonly poll?: boolean;
}

/** Serves the workstation to a browser on this machine until it is stopped, and indexes what it is given meanwhile. */
export async function serveCommand(
  paths: readonly string[],
  options: ServeOptions,
  context: CommandContext,
): Promise<number> {
  const { output, signal } = context;
  const interfaceFolder = await buildInterface({ onProgress: (text) => output.note(text) });
  return withEngine(context, { mode: 'write', isPolling: options.poll ?? false }, async (engine) => {
    const server = await startServer({
      engine,
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
        await addQuietly(path);
      }
      // Loads the lexicon now: the first search should not have to.
      await engine.search.plan({ text: 'people' });
      const work = workOf(engine);
      work.queueStale();
      work.startJobs({ lastPass: 'full' });
      await work.watch();
      await stopped(signal);
    } finally {
      await server.close();
    }
    return exitCodes.interrupted;

    /** A folder that cannot be added is said and does not keep the workstation from opening. */
    async function addQuietly(path: string): Promise<void> {
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
  });
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    }
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
