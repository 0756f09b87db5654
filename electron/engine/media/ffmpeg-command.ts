import { constants as osConstants, setPriority } from 'node:os';
import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import ffmpeg from 'fluent-ffmpeg';
import { EngineError } from '../../contract/errors.ts';
import { createLogTail } from './ffmpeg-log.ts';
import type { LogTail } from './ffmpeg-log.ts';
import { watchForStall } from './stall-watch.ts';

/** One input: a file by its name source from `fileSource`, a filter graph, or bytes from this process. */
export interface CommandInput {
  readonly source: string | Readable;
  readonly options?: readonly string[];
}

export interface CommandRequest {
  /** Full path of ffmpeg or of ffprobe. */
  readonly executable: string;
  readonly inputs: readonly CommandInput[];
  readonly outputOptions: readonly string[];
  /** Where standard output goes, or the name of the file to write. It must not emit `close`: see `quietWritable`. */
  readonly output: Writable | string;
  readonly onLogLine?: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** Background work runs at nice 10, so that the interface and playback come first. */
  readonly isBackground?: boolean;
  /** Without any sign of work for so long, the run ends with `decode-stalled`; see `watchForStall`. */
  readonly stallSeconds?: number;
  /** Ends the run with `decode-stalled` after so long, whatever it does. */
  readonly timeLimitSeconds?: number;
  /** True while standard output waits for us: then the program is not to blame. */
  readonly isWaitingForConsumer?: () => boolean;
}

export interface CommandOutcome {
  /** null when a signal ended it. 0 with `end` is the only success. */
  readonly exitCode: number | null;
  readonly log: LogTail;
}

export interface RunningCommand {
  /**
   * Settles after the program has exited. Rejects with EngineError `aborted`, `decode-stalled` or `tool-missing`;
   * any exit of its own resolves, and the caller judges it.
   */
  readonly ended: Promise<CommandOutcome>;
  /** Kills at once (SIGKILL); `ended` then resolves with exit code null. */
  kill(): void;
}

const defaultStallSeconds = 30;
const killWaitMs = 5000;

/** The guards that every input gets: only local files and pipes, and no question to a terminal. */
const guards = ['-protocol_whitelist', 'file,pipe'];
const quiet = ['-hide_banner', '-loglevel', 'repeat+level+info'];

/** How a file is named to ffmpeg: no name can be read as an option, a protocol or a device. */
export function fileSource(path: string): string {
  return `file:${resolve(path)}`;
}

type OnSpawnEnd = (error: Error | null, stdout?: LineRing, stderr?: LineRing) => void;
interface LineRing {
  get(): string;
}
const emptyRing: LineRing = { get: () => '' };

/** The parts of fluent-ffmpeg that its types leave out, replaced per command. */
interface CommandInternals {
  _getFfmpegPath(callback: (error: null, path: string) => void): void;
  availableEncoders(callback: (error: null, encoders: object) => void): void;
  _checkCapabilities(callback: (error: null) => void): void;
  _spawnFfmpeg(args: string[], options: object, onProcess: unknown, onEnd: OnSpawnEnd): void;
  readonly ffmpegProc?: { readonly pid?: number; kill(signal: 'SIGKILL'): boolean };
}

function buildCommand(request: CommandRequest): ffmpeg.FfmpegCommand {
  const niceness = request.isBackground === true ? 10 : 0;
  const command = ffmpeg({ niceness, stdoutLines: 20 });
  // fluent-ffmpeg keeps one program path for the whole process and lists formats and encoders before its first run; ffmpeg
  // and ffprobe run here side by side, each by its own path, and the lists are not asked for.
  const internals = command as unknown as CommandInternals;
  internals._getFfmpegPath = (callback) => callback(null, request.executable);
  internals.availableEncoders = (callback) => callback(null, {});
  internals._checkCapabilities = (callback) => callback(null);
  // When the program cannot be started at all, fluent-ffmpeg reads lines that it has not got, and throws out of reach.
  const spawn = internals._spawnFfmpeg.bind(command);
  internals._spawnFfmpeg = (...call) => {
    const [args, options, onProcess, onEnd] = call;
    spawn(args, options, onProcess, (error, stdout = emptyRing, stderr = emptyRing) => onEnd(error, stdout, stderr));
  };

  const isProbe = /ffprobe[^/\\]*$/i.test(request.executable);
  for (const [index, { source, options = [] }] of request.inputs.entries()) {
    const first = index > 0 ? [] : isProbe ? quiet : ['-y', '-nostdin', '-nostats', ...quiet];
    // With more than one argument fluent-ffmpeg takes each as it is; with one it would split it at a space.
    command.input(source).inputOptions(...first, ...guards, ...options);
  }
  if (typeof request.output === 'string') {
    command.output(request.output);
  } else {
    command.output(request.output, { end: true });
  }
  // ffprobe names its output by an option, ffmpeg by position.
  const outputOptions = isProbe ? [...request.outputOptions, '-o'] : request.outputOptions;
  if (outputOptions.length > 1) {
    command.outputOptions(...outputOptions);
  } else if (outputOptions.length === 1) {
    command.outputOptions([outputOptions[0] as string]);
  }
  return command;
}

function exitCodeOf(error: Error): number | null | undefined {
  const code = /exited with code (\d+)/.exec(error.message)?.[1];
  if (code !== undefined) {
    return Number(code);
  }
  return /was killed with signal/.test(error.message) ? null : undefined;
}

function missing(executable: string, cause: unknown): EngineError {
  return new EngineError('tool-missing', `${executable} could not be started.`, {
    cause,
    details: { command: executable, reason: cause instanceof Error ? cause.message : String(cause) },
  });
}

/** Details of an error that names what was run and what it said last. */
export function commandDetails(outcome: CommandOutcome): Record<string, string | number> {
  return { exitCode: outcome.exitCode ?? -1, stderr: outcome.log.lines.slice(-12).join('\n') };
}

/** Whether a failed run never was one: `nice` answers 126 or 127 for a program that it cannot start. */
function isNeverStarted(exitCode: number | null | undefined, isBackground: boolean | undefined): boolean {
  return exitCode === undefined || (isBackground === true && (exitCode === 126 || exitCode === 127));
}

/** Elsewhere `nice` does it before the program starts. */
function lowerPriorityOnWindows(processId: number | undefined, { isBackground }: CommandRequest): void {
  if (process.platform === 'win32' && processId !== undefined && isBackground === true) {
    setPriority(processId, osConstants.priority.PRIORITY_BELOW_NORMAL);
  }
}

interface Settlement {
  readonly exitCode: number | null;
  readonly error?: EngineError;
}

/** Tells `onSettled` how the program ended; called once, after its exit. */
function onEnd(command: ffmpeg.FfmpegCommand, request: CommandRequest, onSettled: (end: Settlement) => void): void {
  command.on('end', () => onSettled({ exitCode: 0 }));
  command.on('error', (error: Error) => {
    const exitCode = exitCodeOf(error);
    onSettled(
      isNeverStarted(exitCode, request.isBackground)
        ? { exitCode: null, error: missing(request.executable, error) }
        : { exitCode: exitCode ?? null },
    );
  });
}

/**
 * Starts ffmpeg or ffprobe through fluent-ffmpeg: the only place in the product that does.
 * Inputs are restricted to local files and pipes, standard error is read line by line and kept bounded.
 */
export function startCommand(request: CommandRequest): RunningCommand {
  const { signal } = request;
  const log = createLogTail();
  const command = buildCommand(request);
  const internals = command as unknown as CommandInternals;
  const { promise, resolve: resolveEnd, reject: rejectEnd } = Promise.withResolvers<CommandOutcome>();
  let failure: EngineError | null = null;
  let isKilled = false;

  const settle = ({ exitCode, error }: Settlement) => {
    stall.dispose();
    signal?.removeEventListener('abort', onAbort);
    const reason = failure ?? error;
    void (reason === undefined ? resolveEnd({ exitCode, log }) : rejectEnd(reason));
  };
  const kill = () => {
    if (!isKilled) {
      isKilled = true;
      internals.ffmpegProc?.kill('SIGKILL');
      // A process that waits for a dead drive takes no signal: it is given up, not waited for.
      setTimeout(() => settle({ exitCode: null }), killWaitMs).unref();
    }
  };
  const stop = (error: EngineError) => {
    failure ??= error;
    kill();
  };
  const stall = watchForStall({
    stallSeconds: request.stallSeconds ?? defaultStallSeconds,
    timeLimitSeconds: request.timeLimitSeconds ?? null,
    isWaitingForConsumer: request.isWaitingForConsumer ?? (() => false),
    onStall: (reason) => stop(new EngineError('decode-stalled', reason, { details: { stderr: log.lines.join('\n') } })),
  });
  const onAbort = () => stop(new EngineError('aborted', 'Stopped.', { cause: signal?.reason }));

  command.on('start', () => {
    stall.setProcessId(internals.ffmpegProc?.pid);
    lowerPriorityOnWindows(internals.ffmpegProc?.pid, request);
    if (isKilled) {
      internals.ffmpegProc?.kill('SIGKILL');
    }
  });
  command.on('stderr', (line: string) => {
    stall.sign();
    log.add(line);
    request.onLogLine?.(line);
  });
  onEnd(command, request, settle);
  if (typeof request.output !== 'string') {
    request.output.on('pipe', (source: Readable) => source.on('data', stall.sign));
  }
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted === true) {
    onAbort();
    settle({ exitCode: null });
  } else {
    command.run();
  }
  return { ended: promise, kill };
}
