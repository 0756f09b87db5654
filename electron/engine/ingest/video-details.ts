import type { VideoId } from '../../contract/ids.ts';
import type { VideoSummary } from '../../contract/library.ts';
import { shotsChannel } from '../channels/shots/shots-channel.ts';
import { shotsOf, type Shot } from '../channels/shots/shots-of.ts';
import type { CopyPath } from '../library/library-view.ts';
import { mediaFactsSchema, type MediaFacts } from '../media/media-facts.ts';
import type { ReadableDb } from '../store/database.ts';
import { activeGenerations, allBlocksOf, cueSourcesOf, videoById } from '../store/queries/index.ts';

/** All that is known about one video, for `show`. */
export interface VideoDetails {
  readonly summary: VideoSummary;
  readonly paths: readonly CopyPath[];
  readonly facts: MediaFacts | null;
  /** At least one once the video is analysed. */
  readonly shots: readonly Shot[];
  readonly cueSources: readonly { readonly source: string; readonly language: string | null }[];
  /** Channels that the video is searched by. */
  readonly channels: readonly string[];
  readonly pass: 'key-frames' | 'full' | null;
  readonly edgeUncertaintySeconds: number | null;
}

export interface VideoDetailsRequest {
  readonly db: ReadableDb;
  readonly summary: VideoSummary;
  readonly paths: readonly CopyPath[];
}

export function videoDetails({ db, summary, paths }: VideoDetailsRequest): VideoDetails {
  const video = videoById(db, summary.videoId as VideoId);
  const generation = activeGenerations(db).find(({ videoId }) => videoId === summary.videoId) ?? null;
  const facts =
    video === null || video.probeJson === null ? null : mediaFactsSchema.safeParse(JSON.parse(video.probeJson));
  const shotRows =
    generation === null
      ? []
      : allBlocksOf(db, generation.generationKey, shotsChannel.id).flatMap(({ payload }) =>
          shotsChannel.decode(payload),
        );
  const endSeconds = summary.durationSeconds ?? shotRows.at(-1)?.endSeconds ?? 0;
  return {
    summary,
    paths,
    facts: facts?.success === true ? facts.data : null,
    shots: generation === null ? [] : shotsOf(shotRows, endSeconds),
    cueSources: video === null ? [] : cueSourcesOf(db, video.videoKey),
    channels: generation === null ? [] : Object.keys(generation.channelVersions),
    pass: generation?.pass ?? null,
    edgeUncertaintySeconds: generation?.edgeUncertaintySeconds ?? null,
  };
}
