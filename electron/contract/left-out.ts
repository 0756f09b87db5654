import { z } from 'zod';

/** Why a part of a file of tracks was not taken. Words: `exchange.why.<code>`. */
export const leftOutWhySchema = z.enum([
  'label',
  'too-many-tracks',
  'too-many-boxes',
  'same-frame',
  'no-box',
  'time',
  'no-area',
  'not-mot',
  'not-viame',
  'detection',
  'coco-parts',
  'coco-frame',
  'coco-track',
  'coco-category',
  'dive-parts',
  'dive-feature',
  'cvat-image',
  'cvat-frame',
  'cvat-shape',
  'not-key',
  'more',
]);
export type LeftOutWhy = z.infer<typeof leftOutWhySchema>;

/** Where in a file something stands; without any part, the file as a whole. Lines, annotations and keys count from 1. */
export const filePlaceSchema = z
  .object({
    line: z.int().positive().optional(),
    annotation: z.int().positive().optional(),
    /** As the file names it. */
    track: z.string().optional(),
    frame: z.string().optional(),
    key: z.int().positive().optional(),
  })
  .readonly();
export type FilePlace = z.infer<typeof filePlaceSchema>;

export const leftOutSchema = z
  .object({
    where: filePlaceSchema,
    why: leftOutWhySchema,
    /** How many: the most that is taken, or those that are not listed. */
    count: z.int().nonnegative().optional(),
  })
  .readonly();
export type LeftOut = z.infer<typeof leftOutSchema>;
