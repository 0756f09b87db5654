import { libraryMethods } from '../../contract/library.ts';
import { formatClockTime } from '../../contract/time/clock-time.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { withEngine } from '../open-engine.ts';

/** What the library holds, and what is under way or waiting in it. */
export async function statusCommand(context: CommandContext): Promise<number> {
  return withEngine(context, { mode: 'read' }, async (engine) => {
    const silent = { signal: context.signal, onProgress: () => {} };
    const { roots, totalCount } = await engine.handlers['library.list'](
      libraryMethods['library.list'].params.parse({ limit: 1 }),
      silent,
    );
    const queue = await engine.handlers['jobs.list']({ limit: 1000, states: null }, silent);
    const videos = engine.view.all();
    const countOf = (state: string): number => videos.filter((video) => video.state === state).length;
    const durationSeconds = videos.reduce((sum, video) => sum + (video.durationSeconds ?? 0), 0);
    const document = {
      library: engine.paths.libraryFolder,
      roots: roots.map(({ rootId, title, isOffline, videoCount }) => ({
        path: engine.view.rootPathOf(rootId),
        title,
        isOffline,
        videoCount,
      })),
      videoCount: totalCount,
      durationSeconds: Number(durationSeconds.toFixed(3)),
      done: countOf('done'),
      searchable: countOf('searchable'),
      waiting: countOf('queued') + countOf('new') + countOf('indexing'),
      failed: videos.flatMap(({ videoId, failure }) =>
        failure === null
          ? []
          : engine.view.copiesOf(videoId).map(({ path }) => ({ path, code: failure.code, message: failure.message })),
      ),
      offline: videos.filter(({ isOffline }) => isOffline).length,
      jobs: queue.countByState,
    };
    context.output.result(document, statusText(document));
    return exitCodes.done;
  });
}

interface StatusDocument {
  readonly library: string;
  readonly roots: readonly { readonly path: string | null; readonly isOffline: boolean; readonly videoCount: number }[];
  readonly videoCount: number;
  readonly durationSeconds: number;
  readonly done: number;
  readonly searchable: number;
  readonly waiting: number;
  readonly offline: number;
  readonly failed: readonly { readonly path: string; readonly message: string }[];
}

function statusText(status: StatusDocument): string {
  return [
    `Library ${status.library}: ${videosText(status.videoCount)}, ${formatClockTime(status.durationSeconds)}`,
    ...status.roots.map(
      ({ path, isOffline, videoCount }) =>
        `  ${path ?? '?'}: ${videosText(videoCount)}${isOffline ? ' (offline)' : ''}`,
    ),
    `${status.done} done, ${status.searchable} searchable by the quick pass, ${status.waiting} waiting, ${status.offline} offline, ${status.failed.length} failed`,
    ...status.failed.map(({ path, message }) => `  failed: ${path}: ${message}`),
  ].join('\n');
}

function videosText(count: number): string {
  return `${count} ${count === 1 ? 'video' : 'videos'}`;
}
