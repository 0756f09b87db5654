import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LogFields } from '../../electron/engine/base/surroundings.ts';
import { usualSamplesPerSecond } from '../../electron/engine/ingest/passes.ts';
import { indexInProcess, median, type BenchSurroundings } from './bench-surroundings.ts';
import { drawMovingClip, runProgram } from './drawn-clips.ts';
import type { IndexOnceResult, PassResult } from './index-once.ts';

export interface SpeedRound {
  /** Key frames of the longer clip, where starts of programs weigh little. */
  readonly longKeyFrameSeconds: number;
  readonly longWithoutModels: IndexOnceResult;
  readonly longWithDetector: IndexOnceResult | null;
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
  /** Where the analysing thread's time went, as the engine reports it, in milliseconds. */
  readonly stages: LogFields | null;
}

export interface PassSpeeds {
  /** Of the longer clip. */
  readonly firstPass: PassSpeed;
  /** Of the clip, starts of programs included, which weigh most here. */
  readonly shortFirstPass: PassSpeed;
  readonly fullPass: PassSpeed;
}

export interface IndexingSpeed {
  readonly clipSeconds: number;
  readonly longClipSeconds: number;
  readonly roundCount: number;
  readonly ffmpegTimesRealTime: { readonly decode: number; readonly sampling: number; readonly keyFrames: number };
  readonly withoutModels: PassSpeeds;
  /** Null when no detector is installed or found beside the project. */
  readonly withDetector:
    | (PassSpeeds & {
        readonly provider: string;
        readonly loadMs: number;
        /** Calls a second of the full pass by the clock. */
        readonly callsPerSecond: number;
        /** Of the runs alone, without waiting and transport. */
        readonly runsPerSecond: number | null;
      })
    | null;
  readonly rounds: readonly SpeedRound[];
}

/**
 * Indexing of drawn 1080p30 clips against ffmpeg alone on the same files. Everything takes turns within a round, so
 * that a busy machine slows both; each ratio is made within its round, and the median round counts.
 */
export async function benchIndexing(surroundings: BenchSurroundings): Promise<IndexingSpeed> {
  const { tools, workFolder, isQuick, note, modelFolder } = surroundings;
  const clip = await drawInto(surroundings, join(workFolder, 'speed'), isQuick ? 62 : 75);
  const longClip = await drawInto(surroundings, join(workFolder, 'long-speed'), isQuick ? 120 : 240);
  const roundCount = isQuick ? 1 : 3;
  note(`clips of ${String(clip.seconds)} and ${String(longClip.seconds)} s drawn with ${tools.version}`);
  const rounds: SpeedRound[] = [];
  const startMs = performance.now();
  for (let round = 1; round <= roundCount; round += 1) {
    const meanMs = round === 1 ? 0 : (performance.now() - startMs) / (round - 1);
    if (performance.now() - startMs + meanMs > limitMs) {
      note('no time for another round');
      break;
    }
    note(`round ${String(round)} of ${String(roundCount)}`);
    rounds.push(await oneRound(surroundings, { clip, longClip, hasDetector: modelFolder !== null }));
  }
  rmSync(clip.folder, { recursive: true });
  rmSync(longClip.folder, { recursive: true });
  return summarise(rounds, { clipSeconds: clip.seconds, longClipSeconds: longClip.seconds });
}

/** On a slow or busy machine fewer rounds are made, so that the whole stays below ten minutes. */
const limitMs = 260_000;

interface Clip {
  readonly folder: string;
  readonly file: string;
  readonly seconds: number;
}

async function drawInto({ tools }: BenchSurroundings, folder: string, seconds: number): Promise<Clip> {
  mkdirSync(folder);
  const file = join(folder, 'moving.mp4');
  await drawMovingClip({ ffmpegPath: tools.ffmpegPath, seconds, file });
  return { folder, file, seconds };
}

interface RoundRequest {
  readonly clip: Clip;
  readonly longClip: Clip;
  readonly hasDetector: boolean;
}

async function oneRound(
  surroundings: BenchSurroundings,
  { clip, longClip, hasDetector }: RoundRequest,
): Promise<SpeedRound> {
  const alone = ({ file }: Clip, input: readonly string[], filters: string | null): Promise<number> => {
    const output = filters === null ? [] : ['-vf', filters, '-fps_mode', 'passthrough'];
    const args = [...input, '-i', file, '-map', '0:v:0', ...output, '-f', 'null', '-'];
    return runProgram(surroundings.tools.ffmpegPath, args, { isBackground: true });
  };
  const index = ({ folder }: Clip, withDetector: boolean): Promise<IndexOnceResult> => {
    const passes = folder === clip.folder ? (['key-frames', 'full'] as const) : (['key-frames'] as const);
    return indexInProcess(surroundings, { folder, passes, withDetector });
  };
  return {
    decodeSeconds: await alone(clip, [], null),
    withoutModels: await index(clip, false),
    samplingSeconds: await alone(clip, [], samplingFilters),
    withDetector: hasDetector ? await index(clip, true) : null,
    keyFrameSeconds: await alone(clip, keyFramesOnly, scaling),
    longWithoutModels: await index(longClip, false),
    longKeyFrameSeconds: await alone(longClip, keyFramesOnly, scaling),
    longWithDetector: hasDetector ? await index(longClip, true) : null,
  };
}

const keyFramesOnly = ['-skip_frame', 'nokey'];
const scaling = 'scale=416:234:flags=area,format=rgb24';
const bin = `floor(t*${String(usualSamplesPerSecond)}+1e-6)+1`;
/** The first frame of each quarter of a second, at the size that the analysers see. */
const samplingFilters = `select='if(gt(${bin},ld(1)),st(1,${bin}),0)',${scaling}`;

interface SpeedRequest {
  readonly clipSeconds: number;
  readonly passOf: (round: SpeedRound) => PassResult;
  /** ffmpeg alone picking the same frames. */
  readonly aloneSeconds: (round: SpeedRound) => number;
}

function passSpeed(rounds: readonly SpeedRound[], { clipSeconds, passOf, aloneSeconds }: SpeedRequest): PassSpeed {
  const ordered = [...rounds].sort((a, b) => passOf(a).wallSeconds - passOf(b).wallSeconds);
  return {
    timesRealTime: clipSeconds / median(rounds.map((round) => passOf(round).wallSeconds)),
    ratioToSampling: median(rounds.map((round) => aloneSeconds(round) / passOf(round).wallSeconds)),
    stages: passOf(ordered[Math.floor(ordered.length / 2)]!).analysed,
  };
}

interface ClipLengths {
  readonly clipSeconds: number;
  readonly longClipSeconds: number;
}

function summarise(rounds: readonly SpeedRound[], { clipSeconds, longClipSeconds }: ClipLengths): IndexingSpeed {
  const speeds = (short: (round: SpeedRound) => IndexOnceResult, long: (round: SpeedRound) => IndexOnceResult) => ({
    firstPass: passSpeed(rounds, {
      clipSeconds: longClipSeconds,
      passOf: (round) => long(round).passes[0]!,
      aloneSeconds: (round) => round.longKeyFrameSeconds,
    }),
    shortFirstPass: passSpeed(rounds, {
      clipSeconds,
      passOf: (round) => short(round).passes[0]!,
      aloneSeconds: (round) => round.keyFrameSeconds,
    }),
    fullPass: passSpeed(rounds, {
      clipSeconds,
      passOf: (round) => short(round).passes[1]!,
      aloneSeconds: (round) => round.samplingSeconds,
    }),
  });
  const timesRealTime = (seconds: (round: SpeedRound) => number): number => clipSeconds / median(rounds.map(seconds));
  const detected = rounds.flatMap(({ withDetector }) => withDetector ?? []);
  const detectors = detected.flatMap(({ detector }) => detector ?? []);
  return {
    clipSeconds,
    longClipSeconds,
    roundCount: rounds.length,
    ffmpegTimesRealTime: {
      decode: timesRealTime((round) => round.decodeSeconds),
      sampling: timesRealTime((round) => round.samplingSeconds),
      keyFrames: longClipSeconds / median(rounds.map((round) => round.longKeyFrameSeconds)),
    },
    withoutModels: speeds(
      (round) => round.withoutModels,
      (round) => round.longWithoutModels,
    ),
    withDetector:
      detectors.length === 0
        ? null
        : {
            ...speeds(
              (round) => round.withDetector!,
              (round) => round.longWithDetector!,
            ),
            provider: detectors[0]!.provider,
            loadMs: median(detectors.map(({ loadMs }) => loadMs)),
            callsPerSecond: median(detected.map(callsPerSecond)),
            runsPerSecond: median(detectors.map(({ runsPerSecond }) => runsPerSecond ?? Number.NaN)),
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
  const { clipSeconds, longClipSeconds, roundCount, withoutModels, withDetector } = speed;
  const { decode, sampling, keyFrames } = speed.ffmpegTimesRealTime;
  return [
    `Indexing 1080p30 H.264 (full pass: ${String(clipSeconds)} s, first pass: ${String(longClipSeconds)} s), median of ${String(roundCount)}`,
    `  ffmpeg alone: decode ${times(decode)}, same sampling ${times(sampling)}, key frames ${times(keyFrames)} real time`,
    ...passLines('without models', withoutModels, { first: 'none', full: '0.8' }),
    ...(withDetector === null
      ? ['  with the detector: not measured, no model is installed and none lies beside the project']
      : [
          ...passLines('with the detector', withDetector, { first: '30 × real time', full: '0.6' }),
          `  detector on ${withDetector.provider}: loaded in ${withDetector.loadMs.toFixed(0)} ms, ${withDetector.callsPerSecond.toFixed(1)} calls a second by the clock, ` +
            `${(withDetector.runsPerSecond ?? Number.NaN).toFixed(1)} a second of the runs alone`,
        ]),
  ].join('\n');
}

function times(value: number): string {
  return `${value.toFixed(1)} ×`;
}

function passLines(
  how: string,
  { firstPass, shortFirstPass, fullPass }: PassSpeeds,
  target: { readonly first: string; readonly full: string },
): string[] {
  const line = (name: string, { timesRealTime, ratioToSampling }: PassSpeed, aim: string): string =>
    `  ${`${name} ${how}`.padEnd(38)} ${times(timesRealTime).padStart(8)} real time, ${ratioToSampling.toFixed(2)} of ffmpeg's${aim}`;
  return [
    line('first pass', firstPass, target.first === 'none' ? '' : ` (target ${target.first})`),
    stageLine(firstPass),
    line('first pass, short,', shortFirstPass, ' (starts of programs included)'),
    line('full pass', fullPass, ` (target ${target.full} of ffmpeg's)`),
    stageLine(fullPass),
  ];
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
