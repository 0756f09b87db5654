import { EngineError } from '../../contract/errors.ts';
import { commandDetails, startCommand } from './ffmpeg-command.ts';
import type { CommandInput } from './ffmpeg-command.ts';
import type { MediaTools } from './media-tools.ts';

export interface RunFfmpegOptions {
  readonly tools: Pick<MediaTools, 'ffmpegPath'>;
  readonly isBackground?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs ffmpeg with arguments of our own (never with words of a user): any number of `-i` inputs and, last, the file to
 * write, which is replaced. Throws EngineError `decode-failed` with the last lines of ffmpeg, `decode-stalled`,
 * `aborted` or `tool-missing`; a file that is not complete may be left behind.
 */
export async function runFfmpeg(args: readonly string[], options: RunFfmpegOptions): Promise<void> {
  const inputs: CommandInput[] = [];
  let pending: string[] = [];
  for (let index = 0; index < args.length - 1; index += 1) {
    if (args[index] === '-i') {
      index += 1;
      inputs.push({ source: args[index] as string, options: pending });
      pending = [];
    } else {
      pending.push(args[index] as string);
    }
  }
  const output = args.at(-1);
  if (inputs.length === 0 || output === undefined) {
    throw new TypeError('Needed are at least one input and an output.');
  }
  const command = startCommand({
    executable: options.tools.ffmpegPath,
    inputs,
    outputOptions: pending,
    output,
    isBackground: options.isBackground ?? false,
    signal: options.signal,
  });
  const outcome = await command.ended;
  if (outcome.exitCode !== 0) {
    throw new EngineError('decode-failed', `ffmpeg ended with code ${outcome.exitCode ?? 'by a signal'}.`, {
      details: commandDetails(outcome),
    });
  }
}
