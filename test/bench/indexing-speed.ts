import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LogFields } from '../../electron/engine/base/surroundings.ts';
import { samplesPerSecond } from '../../electron/engine/ingest/passes.ts';
import { indexInProcess, median, type BenchSurroundings } from './bench-surroundings.ts';
import { drawMovingClip, runProgram } from './drawn-clips.ts';
import type { IndexOnceResult } from './index-once.ts';

export interface SpeedRound {
  /** ffmpeg alone: every frame decoded and thrown away. */
  readonly decodeSeconds: number;
  /** ffmpeg alone: the same frames picked and scaled as the product does, and thrown away. */
  readonly samplingSeconds: number;
  /** ffmpeg alone: key frames only. */
  readonly keyFrameSeconds: number;
  readonly withoutModels: IndexOnceResult;
  readonly withDetector: IndexOnceResult | null;
}

export interface PassSpeed {
  readonly timesRealTime: number;
  /** Speed as a share of ffmpeg's in the same round. */
  readonly ratioToSampling: number;
  readonly ratioToDecode: number;
  /** Where the analysing thread's time went, as the engine reports it, in milliseconds. */
  readonly stages: LogFields | null;
}

export interface IndexingSpeed {
  readonly clipSeconds: number;
  readonly roundCount: number;
  readonly ffmpegTimesRealTime: { readonly decode: number; readonly sampling: number; readonly keyFrames: number };
  readonly withoutModels: { readonly firstPass: PassSpeed; readonly fullPass: PassSpeed };
  /** Null when no detector is installed or found beside the project. */
  readonly withDetector: {
    readonly firstPass: PassSpeed;
    readonly fullPass: PassSpeed;
    readonly provider: string;
    readonly loadMs: number;
    /** Calls a second of the full pass by the clock. */
    readonly callsPerSecond: number;
    /** Of the runs alone, without waiting and transport. */
    readonly runsPerSecond: number | null;
  } | null;
  readonly rounds: readonly SpeedRound[];
}

/**
 * Indexing of one drawn 1080p30 clip against ffmpeg alone on the same file. Everything takes turns within a round, so
 * that a busy machine slows both; each ratio is made within its round, and the median round counts.
 */
export async function benchIndexing(surroundings: BenchSurroundings): Promise<IndexingSpeed> {
  const { tools, workFolder, isQuick, note, modelFolder } = surroundings;
  const clipSeconds = isQuick ? 64 : 90;
  const roundCount = isQuick ? 1 : 3;
  const folder = join(workFolder, 'speed');
  mkdirSync(folder);
  const file = join(folder, 'moving.mp4');
  await drawMovingClip({ ffmpegPath: tools.ffmpegPath, seconds: clipSeconds, file });
  const rounds: SpeedRound[] = [];
  for (let round = 1; round <= roundCount; round += 1) {
    note(`round ${String(round)} of ${String(roundCount)}`);
    rounds.push(await oneRound(surroundings, { folder, file, withDetector: modelFolder !== null }));
  }
  rmSync(folder, { recursive: true });
  return summarise(rounds, clipSeconds);
}

interface RoundRequest {
  readonly folder: string;
  readonly file: string;
  readonly withDetector: boolean;
}

async function oneRound(surroundings: BenchSurroundings, { folder, file, withDetector }: RoundRequest) {
  const { ffmpegPath } = surroundings.tools;
  const alone = (input: readonly string[], output: readonly string[]): Promise<number> =>
    runProgram(ffmpegPath, [...input, '-i', file, ...output, '-f', 'null', '-'], { isBackground: true });
  const passes = ['key-frames', 'full'] as const;
  return {
    decodeSeconds: await alone([], ['-map', '0:v:0']),
    withoutModels: await indexInProcess(surroundings, { folder, passes, withDetector: false }),
    samplingSeconds: await alone([], ['-map', '0:v:0', '-vf', samplingFilters, '-fps_mode', 'passthrough']),
    withDetector: withDetector ? await indexInProcess(surroundings, { folder, passes, withDetector: true }) : null,
    keyFrameSeconds: await alone(
      ['-skip_frame', 'nokey'],
      ['-map', '0:v:0', '-vf', 'scale=416:234:flags=area,format=rgb24', '-fps_mode', 'passthrough'],
    ),
  } satisfies SpeedRound;
}

const bin = `floor(t*${String(samplesPerSecond)}+1e-6)+1`;
/** The first frame of each quarter of a second, at the size that the analysers see. */
const samplingFilters = `select='if(gt(${bin},ld(1)),st(1,${bin}),0)',scale=416:234:flags=area,format=rgb24`;

function summarise(rounds: readonly SpeedRound[], clipSeconds: number): IndexingSpeed {
  const timesRealTime = (seconds: (round: SpeedRound) => number): number => clipSeconds / median(rounds.map(seconds));
  const both = (of: (round: SpeedRound) => IndexOnceResult) => ({
    firstPass: passSpeed(rounds, of, 0),
    fullPass: passSpeed(rounds, of, 1),
  });
  function passSpeed(all: readonly SpeedRound[], of: (round: SpeedRound) => IndexOnceResult, pass: 0 | 1): PassSpeed {
    const wall = (round: SpeedRound): number => of(round).passes[pass]!.wallSeconds;
    const sampling = (round: SpeedRound): number => (pass === 0 ? round.keyFrameSeconds : round.samplingSeconds);
    const ordered = [...all].sort((a, b) => wall(a) - wall(b));
    return {
      timesRealTime: timesRealTime(wall),
      ratioToSampling: median(all.map((round) => sampling(round) / wall(round))),
      ratioToDecode: median(all.map((round) => round.decodeSeconds / wall(round))),
      stages: of(ordered[Math.floor(ordered.length / 2)]!).passes[pass]!.analysed,
    };
  }
  const detected = rounds.flatMap(({ withDetector }) => withDetector ?? []);
  const first = detected[0];
  return {
    clipSeconds,
    roundCount: rounds.length,
    ffmpegTimesRealTime: {
      decode: timesRealTime((round) => round.decodeSeconds),
      sampling: timesRealTime((round) => round.samplingSeconds),
      keyFrames: timesRealTime((round) => round.keyFrameSeconds),
    },
    withoutModels: both((round) => round.withoutModels),
    withDetector:
      first === undefined
        ? null
        : {
            ...both((round) => round.withDetector!),
            provider: first.detector?.provider ?? 'unknown',
            loadMs: median(detected.map(({ detector }) => detector?.loadMs ?? Number.NaN)),
            callsPerSecond: median(detected.map(callsPerSecond)),
            runsPerSecond: median(detected.map(({ detector }) => detector?.runsPerSecond ?? Number.NaN)),
          },
    rounds,
  };
}

function callsPerSecond({ passes }: IndexOnceResult): number {
  const full = passes[1]!;
  return Number(full.analysed?.['detectedCount'] ?? Number.NaN) / full.wallSeconds;
}

/** Lines for people and for RESULTS.md. */
export function indexingText(speed: IndexingSpeed): string {
  const { decode, sampling, keyFrames } = speed.ffmpegTimesRealTime;
  const x = (value: number): string => `${value.toFixed(1)} ×`;
  const pass = (name: string, { timesRealTime, ratioToSampling, ratioToDecode }: PassSpeed, target: string): string =>
    `  ${name.padEnd(34)} ${x(timesRealTime).padStart(8)} real time, ${ratioToSampling.toFixed(2)} of ffmpeg's same sampling, ` +
    `${ratioToDecode.toFixed(2)} of its plain decode${target}`;
  const { withoutModels, withDetector } = speed;
  return [
    `Indexing ${String(speed.clipSeconds)} s of 1080p30 H.264, median of ${String(speed.roundCount)}`,
    `  ffmpeg alone: decode ${x(decode)}, same sampling ${x(sampling)}, key frames ${x(keyFrames)} real time`,
    pass('first pass without models', withoutModels.firstPass, ''),
    pass('full pass without models', withoutModels.fullPass, ' (target 0.8)'),
    stageLine(withoutModels.fullPass),
    ...(withDetector === null
      ? ['  with the detector: not measured, no model is installed and none lies beside the project']
      : [
          pass('first pass with the detector', withDetector.firstPass, ' (target 30 × real time)'),
          stageLine(withDetector.firstPass),
          pass('full pass with the detector', withDetector.fullPass, ' (target 0.6)'),
          stageLine(withDetector.fullPass),
          `  detector on ${withDetector.provider}: loaded in ${withDetector.loadMs.toFixed(0)} ms, ${withDetector.callsPerSecond.toFixed(1)} calls a second by the clock, ` +
            `${(withDetector.runsPerSecond ?? Number.NaN).toFixed(1)} a second of the runs alone`,
        ]),
  ].join('\n');
}

function stageLine({ stages }: PassSpeed): string {
  const ms = (name: string): number => Number(stages?.[name] ?? Number.NaN);
  const known = ['decodeWaitMs', 'analyseMs', 'detectorSideMs', 'commitWaitMs'] as const;
  const rest = ms('wholeMs') - known.reduce((sum, name) => sum + ms(name), 0);
  const share = (value: number): string => `${((100 * value) / ms('wholeMs')).toFixed(0)} %`;
  return (
    `    of ${(ms('wholeMs') / 1000).toFixed(1)} s: waiting for frames ${share(ms('decodeWaitMs'))}, thumbs and analysers ${share(ms('analyseMs'))}, ` +
    `to and from the detector ${share(ms('detectorSideMs'))}, waiting for it and encoding ${share(rest)}, ` +
    `waiting for commits ${share(ms('commitWaitMs'))} (commits ${ms('commitMs').toFixed(0)} ms); ` +
    `${String(stages?.['sampleCount'])} frames, ${String(stages?.['detectedCount'])} detected`
  );
}
