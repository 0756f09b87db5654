import { z } from 'zod';
import type { VideoSummary } from '../../contract/library.ts';
import type { SpriteLayout } from '../../contract/timeline.ts';
import type { VideoListRow } from '../store/queries/video.ts';

const rate = z.object({ num: z.int(), den: z.int() }).nullable();

/** What a list shows of the probe that `ingest` has kept. A probe of another version simply shows less. */
const shownFactsSchema = z.object({
  startTimecode: z.string().nullable().catch(null),
  video: z.object({
    displayedWidth: z.int().nonnegative().nullable().catch(null),
    displayedHeight: z.int().nonnegative().nullable().catch(null),
    codec: z.string().nullable().catch(null),
    averageRate: rate.catch(null),
    nominalRate: rate.catch(null),
    isVariableRate: z.boolean().catch(false),
  }),
});

type ShownFacts = z.infer<typeof shownFactsSchema>;

/** A video as the page sees it. */
export function videoSummaryOf(row: VideoListRow, sprite: SpriteLayout | null): VideoSummary {
  const facts = shownFacts(row.probeJson);
  return {
    videoId: row.videoId,
    title: row.title,
    durationSeconds: row.durationSeconds,
    widthPixels: facts?.video.displayedWidth ?? null,
    heightPixels: facts?.video.displayedHeight ?? null,
    codec: facts?.video.codec ?? null,
    rate: facts?.video.averageRate ?? facts?.video.nominalRate ?? null,
    isVariableRate: facts?.video.isVariableRate ?? false,
    startTimecode: facts?.startTimecode ?? null,
    state: row.state,
    isOffline: row.onlineCopyCount === 0,
    failure: row.failure ?? row.jobFailure,
    copyCount: row.copyCount,
    sizeBytes: row.sizeBytes,
    addedAtMs: row.addedAtMs,
    modifiedAtMs: row.modifiedAtMs,
    sprite,
  };
}

function shownFacts(probeJson: string | null): ShownFacts | null {
  if (probeJson === null) return null;
  const parsed = shownFactsSchema.safeParse(JSON.parse(probeJson));
  return parsed.success ? parsed.data : null;
}
