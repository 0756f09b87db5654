import type { z } from 'zod';
import { EngineError } from '../../contract/errors.ts';
import { fileSource, startCommand } from './ffmpeg-command.ts';
import type { CommandOutcome } from './ffmpeg-command.ts';
import { collectBytes } from './frame-sink.ts';
import type { MediaTools } from './media-tools.ts';

/** A look at a file takes milliseconds; what takes longer hangs. */
export const probeTimeLimitSeconds = 20;
const outputLimitBytes = 16 * 1024 * 1024;

export interface ProbeRun {
  readonly path: string;
  readonly tools: MediaTools;
  readonly options: readonly string[];
  readonly timeLimitSeconds?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface ProbeAnswer<Value> {
  /** null when ffprobe refused the file. */
  readonly value: Value | null;
  readonly outcome: CommandOutcome;
}

/** Runs ffprobe and parses its JSON. Throws `decode-stalled`, `aborted`, `tool-missing`. */
export async function runProbe<Schema extends z.ZodType>(
  run: ProbeRun,
  schema: Schema,
): Promise<ProbeAnswer<z.output<Schema>>> {
  const collector = collectBytes(outputLimitBytes);
  const command = startCommand({
    executable: run.tools.ffprobePath,
    inputs: [{ source: fileSource(run.path), options: run.options }],
    outputOptions: ['-of', 'json'],
    output: collector.writable,
    signal: run.signal,
    timeLimitSeconds: run.timeLimitSeconds ?? probeTimeLimitSeconds,
  });
  const outcome = await command.ended;
  if (outcome.exitCode !== 0) {
    return { value: null, outcome };
  }
  const parsed = schema.safeParse(parseJson(collector.bytes().toString('utf8')));
  if (!parsed.success) {
    throw new EngineError('container-broken', 'What ffprobe says about this file cannot be read.', {
      cause: parsed.error,
      details: { stderr: outcome.log.lines.join('\n') },
    });
  }
  return { value: parsed.data, outcome };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
