import { z } from 'zod';
import { trackIdSchema, videoIdSchema } from '../../../contract/ids.ts';
import type { ParsedParams } from '../../../contract/index.ts';
import { seedSchema, trackerChoiceSchema, type Seed, type TrackKey } from '../../../contract/tracks.ts';

/** What a follow job is to do, as it is kept with it. */
export const followOrderSchema = z.object({
  videoId: videoIdSchema,
  trackId: trackIdSchema,
  label: z.string(),
  seeds: z.array(seedSchema).min(1),
  isForward: z.boolean(),
  isBackward: z.boolean(),
  untilSeconds: z.number().nullable(),
  sinceSeconds: z.number().nullable(),
  tracker: trackerChoiceSchema,
});
export type FollowOrder = z.infer<typeof followOrderSchema>;

/** The boxes to be obeyed: those that were said now, and those by hand of the track that lie on the way. */
export function seedsOf(
  { seeds, isForward, isBackward, untilSeconds, sinceSeconds }: ParsedParams<'tracks.follow'>,
  known: readonly TrackKey[],
): Seed[] {
  const times = seeds.map(({ timeSeconds }) => timeSeconds);
  const from = isBackward ? (sinceSeconds ?? 0) : Math.min(...times);
  const to = isForward ? (untilSeconds ?? Infinity) : Math.max(...times);
  const onTheWay = known.filter(
    ({ timeSeconds, isByHand, state }) => isByHand && state === 'tracked' && timeSeconds >= from && timeSeconds <= to,
  );
  return [...onTheWay.map(({ timeSeconds, box }) => ({ timeSeconds, box })), ...seeds];
}
