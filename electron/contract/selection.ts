import { z } from 'zod';
import { selectionItemIdSchema, videoIdSchema } from './ids.ts';
import { defineMethod } from './method.ts';
import { timeRangeSchema } from './time-range.ts';

/** A span that a person has collected. The order of the items is theirs. */
export const selectionItemSchema = z.object({
  itemId: selectionItemIdSchema,
  videoId: videoIdSchema,
  range: timeRangeSchema,
  /** What the person calls it; empty takes the clip's name. */
  name: z.string().max(200),
  note: z.string().max(4000),
  /** The query that found it, if one did. */
  query: z.string().max(500).nullable(),
});
export type SelectionItem = z.infer<typeof selectionItemSchema>;

/** With what the library knows of the clip. */
export const shownSelectionItemSchema = selectionItemSchema.extend({
  title: z.string(),
  isOffline: z.boolean(),
});
export type ShownSelectionItem = z.infer<typeof shownSelectionItemSchema>;

export const shownSelectionSchema = z.object({
  /** Rises with every change. */
  revision: z.int().nonnegative(),
  items: z.array(shownSelectionItemSchema).max(5000),
});
export type ShownSelection = z.infer<typeof shownSelectionSchema>;

export const selectionMethods = {
  /** A long call: the selection at once and after every change, from whichever window. */
  'selection.watch': defineMethod({ params: z.object({}), progress: shownSelectionSchema, result: z.object({}) }),
  'selection.get': defineMethod({ params: z.object({}), progress: z.never(), result: shownSelectionSchema }),
  /** The whole selection in its new order, made from `revision`; `conflict` when another window was faster. */
  'selection.replace': defineMethod({
    params: z.object({ revision: z.int().nonnegative(), items: z.array(selectionItemSchema).max(5000) }),
    progress: z.never(),
    result: shownSelectionSchema,
  }),
};
