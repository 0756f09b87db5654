import { z } from 'zod';
import { defineMethod } from './method.ts';

export const modelStateSchema = z.enum(['missing', 'installed', 'corrupt']);

export const modelSummarySchema = z.object({
  cardId: z.string(),
  title: z.string(),
  purpose: z.string(),
  licence: z.string(),
  sizeBytes: z.int().nonnegative(),
  state: modelStateSchema,
});
export type ModelSummary = z.infer<typeof modelSummarySchema>;

export const installProgressSchema = z.object({
  stage: z.enum(['download', 'copy', 'verify']),
  file: z.string(),
  doneBytes: z.int().nonnegative(),
  totalBytes: z.int().nonnegative(),
});
export type InstallProgress = z.infer<typeof installProgressSchema>;

export const modelMethods = {
  'models.list': defineMethod({
    params: z.object({}),
    progress: z.never(),
    result: z.object({ models: z.array(modelSummarySchema) }),
  }),
  'models.install': defineMethod({
    params: z.object({ cardId: z.string().regex(/^[\w.-]{1,64}$/) }),
    progress: installProgressSchema,
    result: modelSummarySchema,
  }),
};
