import { z } from 'zod';
import { placeIdSchema } from './ids.ts';
import { defineMethod } from './method.ts';

/**
 * A folder or file that a person points at: a path they typed or dropped, or the id of one they chose in a dialog or
 * in the folder browser. Paths go in; none comes out.
 */
export const chosenPlaceSchema = z.union([
  z.object({ path: z.string().min(1).max(4096) }),
  z.object({ placeId: placeIdSchema }),
]);
export type ChosenPlace = z.infer<typeof chosenPlaceSchema>;

export const namedPlaceSchema = z.object({ placeId: placeIdSchema, name: z.string() });
export type NamedPlace = z.infer<typeof namedPlaceSchema>;

export const browsedEntrySchema = namedPlaceSchema.extend({ kind: z.enum(['folder', 'file']) });
export type BrowsedEntry = z.infer<typeof browsedEntrySchema>;

export const placeMethods = {
  /** A folder as the folder browser draws it; without id the places to begin at (home, volumes). */
  'places.browse': defineMethod({
    params: z.object({
      placeId: placeIdSchema.nullable().default(null),
      /** `videos`: files called like videos; `all`: every plain file, to install a model from. */
      files: z.enum(['none', 'videos', 'all']).default('videos'),
    }),
    progress: z.never(),
    result: z.object({
      /** From the outermost down to the folder itself; empty at the places to begin at. */
      trail: z.array(namedPlaceSchema),
      entries: z.array(browsedEntrySchema),
      /** More were there than are told (2,000). */
      isTruncated: z.boolean(),
    }),
  }),
};
