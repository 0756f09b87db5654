import { z } from 'zod';
import { trackKeySchema, trackOriginSchema } from '../../../contract/tracks.ts';
import type { TrackExchange } from './exchange-track.ts';
import { parseJson } from './parse-json.ts';
import { TrackCollector } from './track-collector.ts';

const documentSchema = z.object({
  format: z.literal('timecue-tracks'),
  version: z.literal(1),
  tracks: z
    .array(
      z.object({
        label: z.string(),
        origin: trackOriginSchema,
        trackerId: z.string().max(80).nullable(),
        keys: z.array(z.unknown()),
      }),
    )
    .max(10_000),
});

/** Our own: everything that is known, with boxes as shares of the frame as displayed. */
export const jsonExchange: TrackExchange = {
  format: 'json',
  extension: 'json',
  looksLike: (text) => /^\s*\{\s*"format"\s*:\s*"timecue-tracks"/.test(text),
  write: (tracks, video) => ({
    text: `${JSON.stringify({ format: 'timecue-tracks', version: 1, video, tracks }, null, 1)}\n`,
    leftOut: [],
  }),
  read(text) {
    const document = parseJson(text, documentSchema, 'tracks of Timecue');
    const collector = new TrackCollector();
    document.tracks.forEach(({ keys, ...about }, index) => {
      const name = String(index + 1);
      if (!collector.begin(name, { track: name }, about)) return;
      keys.forEach((value, keyIndex) => {
        const key = trackKeySchema.safeParse(value);
        const where = { track: name, key: keyIndex + 1 };
        if (!key.success) collector.leaveOut(where, 'not-key');
        else if (!(key.data.box.width > 0 && key.data.box.height > 0)) collector.leaveOut(where, 'no-area');
        else collector.add(name, where, key.data);
      });
    });
    return collector.result();
  },
};
