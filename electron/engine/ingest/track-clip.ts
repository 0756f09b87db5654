import type { ObjectDetector } from '../../../native-models/api/object-detector.ts';
import type { TrackletRow } from '../channels/tracks/rows.ts';
import { tracksChannel } from '../channels/tracks/tracks-channel.ts';
import type { MediaFacts } from '../media/media-facts.ts';
import type { MediaTools } from '../media/media-tools.ts';
import { runAnalysis } from './analysis-run.ts';
import { stepSeconds } from './passes.ts';

export interface TrackClipRequest {
  readonly path: string;
  readonly facts: MediaFacts;
  readonly tools: MediaTools;
  readonly detector: ObjectDetector;
  /** Frames looked at a second; null looks at every frame. */
  readonly samplesPerSecond: number | null;
  readonly signal: AbortSignal;
  /** Seconds of the clip that are done. */
  readonly onProgress: (doneSeconds: number) => void;
}

/** More than any camera takes. */
const everyFrame = 1000;

/** Follows everything in one clip as indexing does, without a library; the rows are as they would be kept. */
export async function trackClip({ onProgress, ...request }: TrackClipRequest): Promise<readonly TrackletRow[]> {
  const { path, facts, tools, detector, samplesPerSecond, signal } = request;
  const rows: TrackletRow[] = [];
  await runAnalysis(
    {
      ...{ path, facts, tools, stepSeconds, pass: 'full' },
      samplesPerSecond: samplesPerSecond ?? everyFrame,
      minimumGapSeconds: 0,
      hardwareDecoding: null,
      firstStepIndex: 0,
      startSeconds: 0,
      openObjectRow: null,
      trackPast: { rows: [], nextTrackNumber: 1 },
      lastTileIndex: -1,
      detectorInputSize: detector.inputSize,
      secondsPerTile: null,
    },
    {
      detector,
      signal,
      onStep: ({ step: { blocks }, untilSeconds }) => {
        const block = blocks.find(({ channel }) => channel === tracksChannel.id);
        const kept = block === undefined ? [] : tracksChannel.decode(block.payload);
        rows.push(...kept.filter((row): row is TrackletRow => row.kind === 'tracklet'));
        onProgress(untilSeconds);
      },
    },
  );
  return rows;
}
