import { z } from 'zod';
import { formatRational } from '../../../contract/time/rational.ts';
import type { TrackKey } from '../../../contract/tracks.ts';
import type { ExchangeTrack, ExchangeVideo, TrackExchange } from './exchange-track.ts';
import { fromPixels, round3, round6, secondsOfFrame, toPixels, withLostGaps } from './pixel-boxes.ts';
import { parseJson } from './parse-json.ts';
import { clampConfidence, TrackCollector } from './track-collector.ts';

const documentSchema = z.looseObject({ tracks: z.record(z.string(), z.unknown()) });
const trackSchema = z.looseObject({
  id: z.int().optional(),
  confidencePairs: z.array(z.tuple([z.string(), z.number()])).min(1),
  features: z.array(z.unknown()),
});
const featureSchema = z.looseObject({
  frame: z.int().nonnegative().max(2_000_000_000),
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  interpolate: z.boolean().optional(),
  attributes: z.record(z.string(), z.unknown()).optional(),
});

/** DIVE, version 2: keys with `interpolate`; where that is off nothing is claimed until the next one. */
export const diveExchange: TrackExchange = {
  format: 'dive',
  extension: 'json',
  looksLike: (text) => /^\s*\{/.test(text) && /"tracks"\s*:\s*\{/.test(text) && /"confidencePairs"/.test(text),
  write: (tracks, video) => ({ text: `${JSON.stringify(documentOf(tracks, video))}\n`, leftOut: [] }),
  read(text, video) {
    const { tracks } = parseJson(text, documentSchema, 'tracks of DIVE');
    const collector = new TrackCollector();
    /** Frames after which nothing is claimed until the next box, of tracks that other programs wrote. */
    const heldOf = new Map<string, Set<number>>();
    for (const [name, value] of Object.entries(tracks)) {
      const where = { track: name };
      const track = trackSchema.safeParse(value);
      if (!track.success) {
        collector.leaveOut(where, 'dive-parts');
        continue;
      }
      const [label] = track.data.confidencePairs.toSorted((a, b) => b[1] - a[1])[0]!;
      if (collector.begin(name, where, { label, origin: 'imported', trackerId: 'dive' })) {
        const held = new Set<number>();
        heldOf.set(name, held);
        track.data.features.forEach((feature) => addFeature(feature, { name, video, collector, held }));
      }
    }
    return collector.result((keys, name) => lostAfter(keys, heldOf.get(name) ?? new Set()));
  },
};

interface Into {
  readonly name: string;
  readonly video: ExchangeVideo;
  readonly collector: TrackCollector;
  readonly held: Set<number>;
}

function beforeNext(key: TrackKey, next: TrackKey | undefined): TrackKey[] {
  return next === undefined ? [key] : withLostGaps([key, next]).slice(0, -1);
}

function lostAfter(keys: readonly TrackKey[], held: ReadonlySet<number>): TrackKey[] {
  return keys.flatMap((key, index) => (held.has(key.frameIndex) ? beforeNext(key, keys[index + 1]) : [key]));
}

function addFeature(value: unknown, { name, video, collector, held }: Into): void {
  const feature = featureSchema.safeParse(value);
  if (!feature.success) return collector.leaveOut({ track: name }, 'dive-feature');
  const { frame, bounds, interpolate, attributes = {} } = feature.data;
  const [left, top, right, bottom] = bounds;
  const where = { track: name, frame: String(frame) };
  const box = fromPixels([left, top, right - left, bottom - top], video);
  if (box === null) return collector.leaveOut(where, 'no-area');
  const { timeSeconds, confidence, byHand, state } = attributes;
  const isLost = state === 'lost';
  if (state === undefined && interpolate !== true) held.add(frame);
  collector.add(name, where, {
    timeSeconds: typeof timeSeconds === 'number' && timeSeconds >= 0 ? timeSeconds : secondsOfFrame(frame, video),
    frameIndex: frame,
    box,
    confidence: typeof confidence === 'number' ? clampConfidence(confidence) : 1,
    state: isLost ? 'lost' : 'tracked',
    isByHand: byHand === true,
  });
}

function documentOf(tracks: readonly ExchangeTrack[], video: ExchangeVideo) {
  const entries = tracks.map(({ label, trackerId, keys }, id) => {
    const [begin, end] = [keys[0]!.frameIndex, keys.at(-1)!.frameIndex];
    const surest = Math.max(...keys.slice(0, 10_000).map(({ confidence }) => confidence));
    const features = keys.map(({ frameIndex: frame, timeSeconds, box, confidence, state, isByHand }) => {
      const [x, y, width, height] = toPixels(box, video);
      return {
        ...{ frame, bounds: [x, y, round3(x + width), round3(y + height)], keyframe: true },
        interpolate: state === 'tracked',
        attributes: { timeSeconds: round6(timeSeconds), confidence: round6(confidence), state, byHand: isByHand },
      };
    });
    const attributes = trackerId === null ? {} : { tracker: trackerId };
    return [String(id), { id, meta: {}, attributes, confidencePairs: [[label, round6(surest)]], begin, end, features }];
  });
  const { rate, timeBase, isVariableRate } = video;
  const clock = { frameRate: formatRational(rate), timeBase: formatRational(timeBase), isVariableRate };
  return { version: 2, tracks: Object.fromEntries(entries), groups: {}, timecue: clock };
}
