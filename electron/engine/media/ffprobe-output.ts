import { z } from 'zod';

/** What is read of ffprobe's JSON. Every field may be missing: damaged files have holes anywhere. */

const text = z.string().optional();
const count = z.number().optional();
const tagsSchema = z.record(z.string(), z.string()).default({});

export const probedStreamSchema = z.object({
  index: z.int().nonnegative(),
  id: text,
  codec_type: text,
  codec_name: text,
  codec_tag_string: text,
  profile: z.union([z.string(), z.number()]).optional(),
  width: count,
  height: count,
  sample_aspect_ratio: text,
  pix_fmt: text,
  bits_per_raw_sample: text,
  color_range: text,
  color_space: text,
  color_transfer: text,
  color_primaries: text,
  field_order: text,
  r_frame_rate: text,
  avg_frame_rate: text,
  time_base: text,
  start_pts: count,
  start_time: text,
  duration: text,
  nb_frames: text,
  channels: count,
  disposition: z.record(z.string(), z.number()).default({}),
  tags: tagsSchema,
  side_data_list: z.array(z.object({ side_data_type: text, displaymatrix: text })).default([]),
});
export type ProbedStream = z.infer<typeof probedStreamSchema>;

export const probedFileSchema = z.object({
  streams: z.array(probedStreamSchema).default([]),
  format: z
    .object({ format_name: z.string(), start_time: text, duration: text, bit_rate: text, tags: tagsSchema })
    .optional(),
});
export type ProbedFile = z.infer<typeof probedFileSchema>;

export const probedPacketsSchema = z.object({
  packets: z
    .array(
      z.object({
        pts: count,
        dts: count,
        flags: text,
        side_data_list: z.array(z.object({ side_data_type: text })).default([]),
      }),
    )
    .default([]),
});
export type ProbedPacket = z.infer<typeof probedPacketsSchema>['packets'][number];

/** A tag whatever its case: Matroska writes `DURATION`, QuickTime `creation_time`. */
export function tagOf(tags: Readonly<Record<string, string>>, name: string): string | null {
  const key = Object.keys(tags).find((candidate) => candidate.toLowerCase() === name);
  return key === undefined ? null : (tags[key] ?? null);
}

/** A number that ffprobe prints as text; `N/A` and nonsense are null. */
export function numberOf(value: string | undefined): number | null {
  const number = value === undefined || value.trim() === '' ? NaN : Number(value);
  return Number.isFinite(number) ? number : null;
}
