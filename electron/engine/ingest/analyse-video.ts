import type { Pass } from '../../contract/library.ts';
import type { ObjectDetector } from '../../../native-models/api/object-detector.ts';
import type { Clock, LogFields, Logger } from '../base/surroundings.ts';
import { pixelChannels } from '../channels/registry.ts';
import type { MediaTools } from '../media/media-tools.ts';
import type { WritableDb } from '../store/database.ts';
import {
  beginGeneration,
  commitStep,
  completeGeneration,
  hasCompleteGeneration,
  saveProbe,
  type ChannelVersions,
} from '../store/queries/index.ts';
import type { AnalysisReport } from './analysis-messages.ts';
import { runAnalysis } from './analysis-run.ts';
import type { HardwareChoice } from './hardware-choice.ts';
import { edgeUncertaintySeconds, minimumGapSeconds, stepSeconds, usualSamplesPerSecond } from './passes.ts';
import { resumePoint } from './resume-point.ts';
import { packTiles, secondsPerTile } from './tiles.ts';
import type { VideoUnderWork } from './index-run.ts';

export interface AnalyseVideoDeps {
  readonly db: WritableDb;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tools: MediaTools;
  readonly detector: () => ObjectDetector | null;
  readonly hardware: HardwareChoice;
  /** Frames looked at in the full pass, as the settings say now. */
  readonly samplesPerSecond: () => number;
}

/** Which channels a pass writes, and of which version: rows that were made otherwise are made anew. */
export function currentChannelVersions(detector: Pick<ObjectDetector, 'modelId'> | null): ChannelVersions {
  return Object.fromEntries(
    pixelChannels({ withObjects: detector !== null }).map(({ id, version }) => [
      id,
      id === 'objects' && detector !== null ? `${version} ${detector.modelId}` : version,
    ]),
  );
}

/** A name that no channel has: how densely the full pass looked, where that was not the usual. */
const samplingKey = 'samples-per-second';

/** Which rows a pass writes: those of its channels, as densely as it looks. */
function versionsOfPass(pass: Pass, { detector, samplesPerSecond }: AnalyseVideoDeps): ChannelVersions {
  const channels = currentChannelVersions(detector());
  const density = samplesPerSecond();
  return pass === 'full' && density !== usualSamplesPerSecond ? { ...channels, [samplingKey]: density } : channels;
}

/** Whether a full pass looked less densely than is wanted now. Looking more densely is no reason to do it again. */
export function isSparser(versions: ChannelVersions, samplesPerSecond: number): boolean {
  return Number(versions[samplingKey] ?? usualSamplesPerSecond) < samplesPerSecond;
}

/** Decodes and analyses one video in one pass, from the first step that is not committed yet, and swaps it in. */
export async function analyseVideo(
  deps: AnalyseVideoDeps,
  work: VideoUnderWork & { readonly pass: Pass },
): Promise<void> {
  const { db, clock, logger, tools } = deps;
  const { video, facts, path, pass, signal, onProgress } = work;
  const detector = deps.detector();
  const kind = { videoKey: video.videoKey, stepSeconds, channelVersions: versionsOfPass(pass, deps) };
  // A kill may have taken only the end of the job; and what the full pass knows, key frames cannot better.
  const isDone = hasCompleteGeneration(db, { ...kind, pass }) || hasCompleteGeneration(db, { ...kind, pass: 'full' });
  if (isDone) {
    return;
  }
  const { generationKey, doneStepCount } = beginGeneration(db, { ...kind, pass, createdAtMs: clock.nowMs() });
  const totalSeconds = facts.durationSeconds;
  const hardwareDecoding = await deps.hardware.methodFor({ path, facts, tools, signal });
  onProgress({ stage: 'analyse', doneSeconds: doneStepCount * stepSeconds, totalSeconds });
  let commitMs = 0;
  const report = await runAnalysis(
    {
      path,
      facts,
      tools,
      pass,
      hardwareDecoding,
      samplesPerSecond: deps.samplesPerSecond(),
      minimumGapSeconds,
      stepSeconds,
      firstStepIndex: doneStepCount,
      ...resumePoint(db, { generationKey, doneStepCount, stepSeconds }),
      detectorInputSize: detector?.inputSize ?? null,
      secondsPerTile: secondsPerTile(totalSeconds),
    },
    {
      detector,
      signal,
      onStep: ({ step: { stepIndex, blocks }, tiles, untilSeconds, largestGapSeconds }) => {
        const beforeMs = clock.monotonicMs();
        commitStep(db, {
          generationKey,
          stepIndex,
          blocks: blocks.map((block) => ({ ...block, blockIndex: stepIndex })),
          edgeUncertaintySeconds: edgeUncertaintySeconds(pass, largestGapSeconds),
          ...(tiles.length === 0 ? {} : { sprite: packTiles(tiles) }),
        });
        commitMs += clock.monotonicMs() - beforeMs;
        onProgress({ stage: 'analyse', doneSeconds: untilSeconds, totalSeconds });
      },
    },
  );
  // Before the end, which is never done twice.
  keepTrueDuration(deps, work, report);
  completeGeneration(db, {
    generationKey,
    edgeUncertaintySeconds: edgeUncertaintySeconds(pass, report.largestGapSeconds),
    warningCount: report.warningCount,
  });
  logAnalysed(logger, report, { pass, hardwareDecoding, commitMs });
}

/** What the measurements read, too. */
function logAnalysed(logger: Logger, report: AnalysisReport, fields: LogFields): void {
  const { sampleCount, detectedCount, carriedCount, warningCount, times } = report;
  logger.info('ingest.analysed', { ...fields, sampleCount, detectedCount, carriedCount, warningCount, ...times });
}

/** A header may promise more than the file holds, or nothing: after the full pass the pictures say how long it is. */
function keepTrueDuration(
  { db }: AnalyseVideoDeps,
  { video, facts, pass }: VideoUnderWork & { pass: Pass },
  report: AnalysisReport,
): void {
  const isTrusted = facts.durationSeconds !== null && !report.endedEarly;
  // Resumed after its last step, the analysis sees no frame any more and knows nothing of the end.
  if (pass !== 'full' || isTrusted || report.sampleCount === 0) {
    return;
  }
  saveProbe(db, video.videoKey, { probeJson: JSON.stringify(facts), durationSeconds: report.endSeconds });
}
