import { z } from 'zod';
import { formatRational } from '../../../contract/time/rational.ts';
import type { ExchangeTrack, ExchangeVideo, TrackExchange } from './exchange-track.ts';
import { fromPixels, round3, round6, secondsOfFrame, seenFrames, toPixels, withLostGaps } from './pixel-boxes.ts';
import { parseJson } from './parse-json.ts';
import { clampConfidence, TrackCollector } from './track-collector.ts';

const id = z.union([z.int(), z.string().max(200)]);
const documentSchema = z.object({
  images: z.array(
    z.looseObject({
      id,
      frame_id: z.int().nonnegative().optional(),
      frame_index: z.int().nonnegative().optional(),
      time_seconds: z.number().nonnegative().optional(),
    }),
  ),
  annotations: z.array(z.unknown()).max(1_000_000),
  categories: z.array(z.looseObject({ id, name: z.string() })),
});
const annotationSchema = z.looseObject({
  image_id: id,
  category_id: id,
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  track_id: id.optional(),
  instance_id: id.optional(),
  score: z.number().optional(),
  by_hand: z.boolean().optional(),
});

/** COCO for video: one annotation a frame with `track_id`; images carry the frame, from 0, and its second. */
export const cocoExchange: TrackExchange = {
  format: 'coco',
  extension: 'json',
  looksLike: (text) => /^\s*\{/.test(text) && /"annotations"\s*:/.test(text) && /"categories"\s*:/.test(text),
  write: (tracks, video) => ({
    text: `${JSON.stringify(documentOf(tracks, video))}\n`,
    leftOut: ['which boxes are keys and which lie between them (every frame is written)'],
  }),
  read(text, video) {
    const { images, annotations, categories } = parseJson(text, documentSchema, 'annotations of COCO');
    const imageOf = new Map(images.map((image) => [image.id, image]));
    const nameOf = new Map(categories.map((category) => [category.id, category.name]));
    const collector = new TrackCollector();
    annotations.forEach((value, index) => {
      const where = { annotation: index + 1 };
      const parsed = annotationSchema.safeParse(value);
      if (!parsed.success) return collector.leaveOut(where, 'coco-parts');
      const annotation = parsed.data;
      const image = imageOf.get(annotation.image_id);
      const frameIndex = image?.frame_id ?? image?.frame_index;
      const trackId = annotation.track_id ?? annotation.instance_id;
      const label = nameOf.get(annotation.category_id);
      const box = fromPixels(annotation.bbox, video);
      if (frameIndex === undefined) return collector.leaveOut(where, 'coco-frame');
      if (trackId === undefined) return collector.leaveOut(where, 'coco-track');
      if (label === undefined) return collector.leaveOut(where, 'coco-category');
      if (box === null) return collector.leaveOut(where, 'no-area');
      const name = String(trackId);
      if (!collector.begin(name, where, { label, origin: 'imported', trackerId: 'coco' })) return;
      collector.add(name, where, {
        ...{ timeSeconds: image?.time_seconds ?? secondsOfFrame(frameIndex, video), frameIndex, box, state: 'tracked' },
        ...{ confidence: clampConfidence(annotation.score ?? 1), isByHand: annotation.by_hand ?? false },
      });
    });
    return collector.result(withLostGaps);
  },
};

function documentOf(tracks: readonly ExchangeTrack[], video: ExchangeVideo) {
  const { name, widthPixels: width, heightPixels: height, rate, timeBase, isVariableRate } = video;
  const labels = [...new Set(tracks.map(({ label }) => label))];
  const seconds = new Map<number, number>();
  const frames = tracks.map(({ keys }) => seenFrames(keys));
  for (const key of frames.flat()) seconds.set(key.frameIndex, key.timeSeconds);
  const images = [...seconds].sort(([a], [b]) => a - b);
  let annotationId = 0;
  return {
    info: { description: `Tracks of ${name}`, frame_rate: formatRational(rate), time_base: formatRational(timeBase) },
    videos: [{ id: 1, name, width, height, fps: round6(rate.num / rate.den), is_variable_rate: isVariableRate }],
    categories: labels.map((label, index) => ({ id: index + 1, name: label })),
    images: images.map(([frameIndex, timeSeconds]) => ({
      ...{ id: frameIndex + 1, video_id: 1, frame_id: frameIndex, time_seconds: round6(timeSeconds), width, height },
      file_name: `${name}#${frameIndex}`,
    })),
    tracks: tracks.map(({ label }, index) => ({ id: index + 1, category_id: labels.indexOf(label) + 1, video_id: 1 })),
    annotations: tracks.flatMap(({ label }, index) =>
      frames[index]!.map(({ frameIndex, box, confidence, isByHand }) => {
        const bbox = toPixels(box, video);
        annotationId += 1;
        return {
          ...{ id: annotationId, image_id: frameIndex + 1, video_id: 1, category_id: labels.indexOf(label) + 1 },
          ...{ track_id: index + 1, bbox, area: round3(bbox[2] * bbox[3]), iscrowd: 0, score: round6(confidence) },
          by_hand: isByHand,
        };
      }),
    ),
  };
}
