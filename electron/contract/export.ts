import { z } from 'zod';
import { exportIdSchema } from './ids.ts';
import { defineMethod } from './method.ts';
import { searchQuerySchema } from './search.ts';

export const exportFormatSchema = z.enum(['csv', 'json']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

export const exportMethods = {
  /** Writes a file that is fetched once from `/export/<exportId>` as a download. */
  'export.prepare': defineMethod({
    params: z.object({
      what: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('search'), query: searchQuerySchema }),
        z.object({ kind: z.literal('selection') }),
      ]),
      format: exportFormatSchema,
    }),
    progress: z.never(),
    result: z.object({
      exportId: exportIdSchema,
      fileName: z.string(),
      sizeBytes: z.int().nonnegative(),
      momentCount: z.int().nonnegative(),
    }),
  }),
};
