import { z } from 'zod';

/** Opaque ids: 1 to 64 of letters, digits, `-` and `_`, so that no id can be a path. */
const opaqueId = z.string().regex(/^[\w-]{1,64}$/);

export const videoIdSchema = opaqueId.brand<'VideoId'>();
export const rootIdSchema = opaqueId.brand<'RootId'>();
export const jobIdSchema = opaqueId.brand<'JobId'>();
export type VideoId = z.infer<typeof videoIdSchema>;
export type RootId = z.infer<typeof rootIdSchema>;
export type JobId = z.infer<typeof jobIdSchema>;
