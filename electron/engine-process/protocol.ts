import { z } from 'zod';
import { wireErrorSchema } from '../contract/errors.ts';
import { choiceKindSchema, externalLinkSchema, hostCapabilitiesSchema } from '../contract/host.ts';
import { exportIdSchema } from '../contract/ids.ts';
import { settingsSchema } from '../contract/settings.ts';

/*
 * What main and the engine's process say to each other over the process's own port. Paths are fine here: neither side
 * is a page. Everything is parsed where it arrives.
 */

const callIdSchema = z.int().nonnegative();
const windowIdSchema = z.int().nonnegative();
const pathSchema = z.string().min(1).max(32_768);

export const engineStartSchema = z.object({
  libraryFolder: pathSchema,
  modelFolder: pathSchema,
  /** ffmpeg and ffprobe of the package; null where the program runs from its sources. */
  packagedToolFolder: pathSchema.nullable(),
  toolCacheFolder: pathSchema,
  /** The same as the command line's. */
  settingsFile: pathSchema,
  licenceFiles: z.array(pathSchema),
  platform: z.enum(['linux', 'mac', 'windows']),
  version: z.string(),
  capabilities: hostCapabilitiesSchema,
});
export type EngineStart = z.infer<typeof engineStartSchema>;

/** What the engine asks of the desktop, on behalf of one window. */
export const hostAskSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('choose'), what: choiceKindSchema }),
  z.object({ kind: z.literal('reveal'), path: pathSchema }),
  z.object({ kind: z.literal('drag-out'), path: pathSchema }),
  z.object({ kind: z.literal('open-logs') }),
  z.object({ kind: z.literal('open-link'), link: externalLinkSchema }),
  z.object({ kind: z.literal('keep-secret'), name: z.string().regex(/^[\w-]{1,64}$/), secret: z.string().nullable() }),
  z.object({ kind: z.literal('read-secret'), name: z.string().regex(/^[\w-]{1,64}$/) }),
]);
export type HostAsk = z.infer<typeof hostAskSchema>;

export const hostWishSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('command'), commandId: z.string().max(64) }),
  z.object({ kind: z.literal('paths'), paths: z.array(pathSchema).max(1000) }),
]);

/** A file to serve, found by its address. */
export const foundFileSchema = z.object({
  path: pathSchema,
  allowedRoots: z.array(pathSchema),
  /** The name of a download; null for what is shown. */
  downloadName: z.string().nullable(),
});
export type FoundFile = z.infer<typeof foundFileSchema>;

export const toEngineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), start: engineStartSchema }),
  /** Comes with a port: a page that is served from now on. */
  z.object({ kind: z.literal('page'), windowId: windowIdSchema }),
  /** Comes with a port to the inference process that was asked for. */
  z.object({ kind: z.literal('inference-port'), spawnId: callIdSchema }),
  z.object({ kind: z.literal('inference-exit'), spawnId: callIdSchema, code: z.int().nullable() }),
  z.object({ kind: z.literal('answer'), askId: callIdSchema, result: z.unknown() }),
  z.object({ kind: z.literal('refusal'), askId: callIdSchema, error: wireErrorSchema }),
  z.object({ kind: z.literal('wish'), windowId: windowIdSchema, wish: hostWishSchema }),
  z.object({ kind: z.literal('find-file'), findId: callIdSchema, address: z.string().max(200) }),
  /** An export has been handed out. */
  z.object({ kind: z.literal('forget-export'), exportId: exportIdSchema }),
  z.object({ kind: z.literal('stop') }),
]);
export type ToEngine = z.infer<typeof toEngineSchema>;

export const logFieldsSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.undefined()]),
);

export const fromEngineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), isReadOnly: z.boolean() }),
  z.object({ kind: z.literal('start-failed'), error: wireErrorSchema }),
  z.object({ kind: z.literal('ask'), askId: callIdSchema, windowId: windowIdSchema, ask: hostAskSchema }),
  z.object({
    kind: z.literal('spawn-inference'),
    spawnId: callIdSchema,
    role: z.enum(['interactive', 'background', 'language']),
  }),
  z.object({ kind: z.literal('kill-inference'), spawnId: callIdSchema }),
  z.object({ kind: z.literal('found'), findId: callIdSchema, file: foundFileSchema.nullable() }),
  z.object({ kind: z.literal('find-failed'), findId: callIdSchema, error: wireErrorSchema }),
  /** Whether something is being analysed now, and how far the running work is, 0 to 1; null while unknown. */
  z.object({ kind: z.literal('work'), isIndexing: z.boolean(), doneShare: z.number().min(0).max(1).nullable() }),
  /** Menus and dialogs are worded in it. */
  z.object({ kind: z.literal('language'), language: settingsSchema.shape.language.unwrap() }),
  z.object({
    kind: z.literal('log'),
    level: z.enum(['debug', 'info', 'warn', 'error']),
    event: z.string().max(200),
    problem: z.string().max(8000).nullable(),
    fields: logFieldsSchema,
  }),
]);
export type FromEngine = z.infer<typeof fromEngineSchema>;
