import { readFile } from 'node:fs/promises';
import { EngineError } from '../../contract/errors.ts';
import { maxImportCharacters } from '../../contract/track-methods.ts';
import type { TrackFormat } from '../../contract/tracks.ts';
import { leftOutText } from '../../words/left-out-text.ts';
import { englishWords } from '../../words/words.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { findVideo } from '../find-video.ts';
import { withEngine } from '../open-engine.ts';
import { outputFile, readInput, writeWhole } from '../whole-files.ts';

interface ExportTracksOptions {
  readonly format: TrackFormat;
  readonly out: string;
  readonly force?: boolean;
}

interface ImportTracksOptions {
  readonly format?: TrackFormat;
  readonly from: string;
}

/** Writes the tracks of a video in the format of another program; whole or not at all. */
export async function exportTracks(
  video: string,
  options: ExportTracksOptions,
  context: CommandContext,
): Promise<number> {
  const { output, signal } = context;
  const file = options.out === '-' ? null : outputFile(options.out, options.force === true);
  return withEngine(context, { mode: 'read' }, async (engine) => {
    const videoId = await findVideo(engine.view, video);
    const { exportId, trackCount, leftOut } = await engine.handlers['tracks.export'](
      { videoId, format: options.format, trackIds: null },
      { signal, onProgress: () => {} },
    );
    const prepared = engine.exportFile(exportId);
    if (prepared === null) throw new EngineError('internal', 'The export is gone.');
    const text = await readFile(prepared.path, 'utf8');
    await engine.forgetExport(exportId);
    if (file === null) {
      process.stdout.write(text);
      return exitCodes.done;
    }
    await writeWhole(file, text);
    const notes = leftOut.map((what) => `not in this format: ${what}`);
    output.result(
      { file, format: options.format, trackCount, leftOut },
      [`${counted(trackCount)} written to ${file}`, ...notes].join('\n'),
    );
    return exitCodes.done;
  });
}

/** Takes the tracks of a file into the library; what cannot be taken is said. */
export async function importTracks(
  video: string,
  options: ImportTracksOptions,
  context: CommandContext,
): Promise<number> {
  const { output, signal } = context;
  const text = await readInput(options.from, maxImportCharacters);
  if (text.trim() === '' || text.length > maxImportCharacters) {
    throw new EngineError('bad-request', 'A file of tracks is neither empty nor longer than 24 MiB.');
  }
  return withEngine(context, { mode: 'write' }, async (engine) => {
    const videoId = await findVideo(engine.view, video);
    const {
      format,
      trackCount,
      leftOut: parts,
      change,
    } = await engine.handlers['tracks.import'](
      { videoId, format: options.format ?? null, text },
      { signal, onProgress: () => {} },
    );
    const trackIds = change.after.tracks.map(({ trackId }) => trackId);
    const leftOut = parts.map((part) => leftOutText(part, englishWords));
    const notes = leftOut.map(({ where, why }) => `left out: ${where}: ${why}`);
    output.result({ format, trackCount, trackIds, leftOut }, [`${counted(trackCount)} taken in`, ...notes].join('\n'));
    return exitCodes.done;
  });
}

function counted(count: number): string {
  return `${count} ${count === 1 ? 'track' : 'tracks'}`;
}
