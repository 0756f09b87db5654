import { z } from 'zod';
import { channelIdSchema } from './channels.ts';
import { wireErrorSchema } from './errors.ts';
import { defineMethod } from './method.ts';
import { chosenPlaceSchema } from './places.ts';

export const modelStateSchema = z.enum(['missing', 'installed', 'corrupt']);

export const installProgressSchema = z.object({
  stage: z.enum(['download', 'copy', 'verify']),
  file: z.string(),
  doneBytes: z.int().nonnegative(),
  totalBytes: z.int().nonnegative(),
});
export type InstallProgress = z.infer<typeof installProgressSchema>;

export const modelSummarySchema = z.object({
  cardId: z.string(),
  title: z.string(),
  purpose: z.string(),
  licence: z.string(),
  sizeBytes: z.int().nonnegative(),
  state: modelStateSchema,
  /** The channel that it opens, where it does. */
  channel: channelIdSchema.nullable(),
  /** Of an installation under way, in whichever window it was begun. */
  installing: installProgressSchema.nullable(),
  /** Bytes of a download that stopped half-way, from which the next one goes on. */
  partialBytes: z.int().nonnegative(),
});
export type ModelSummary = z.infer<typeof modelSummarySchema>;

/** One way to compute, and what became of it on this machine. */
export const deviceReportSchema = z.object({
  provider: z.string(),
  state: z.enum(['in-use', 'works', 'failed', 'not-tried']),
  /** Why it failed. */
  error: wireErrorSchema.nullable(),
});
export type DeviceReport = z.infer<typeof deviceReportSchema>;

const oneCard = z.object({ cardId: z.string().regex(/^[\w.-]{1,64}$/) });

export const modelMethods = {
  'models.list': defineMethod({
    params: z.object({}),
    progress: z.never(),
    result: z.object({ models: z.array(modelSummarySchema) }),
  }),
  /** Downloads, or copies from a folder or file. Joins an installation that is under way. Stopped, it goes on later. */
  'models.install': defineMethod({
    params: oneCard.extend({ from: chosenPlaceSchema.nullable().default(null) }),
    progress: installProgressSchema,
    result: modelSummarySchema,
  }),
  'models.remove': defineMethod({ params: oneCard, progress: z.never(), result: modelSummarySchema }),
  /** Where models run on this machine, in the order of trying; starts the inference process if need be. */
  'models.devices': defineMethod({
    params: z.object({}),
    progress: z.never(),
    result: z.object({
      devices: z.array(deviceReportSchema),
      /** Of the detector, as measured; null until something ran. */
      framesPerSecond: z.number().nonnegative().nullable(),
    }),
  }),
};
