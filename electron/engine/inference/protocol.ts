import { z } from 'zod';
import { wireErrorSchema } from '../../contract/errors.ts';

/**
 * What the engine and an inference process say to each other. Both sides parse what arrives; pixels are checked by
 * length, not value by value, and the larger side of a picture is the model's input, so nothing bigger crosses.
 */

const requestIdSchema = z.int().positive();
const cardIdSchema = z.string().regex(/^[\w.-]{1,64}$/);
const providerSchema = z.enum(['cpu', 'cuda', 'dml', 'coreml', 'webgpu']);
export type InferenceProvider = z.infer<typeof providerSchema>;
export const providerPreferenceSchema = z.enum(['auto', ...providerSchema.options]);
export type InferencePreference = z.infer<typeof providerPreferenceSchema>;

export const providerFailureSchema = z.object({ provider: providerSchema, reason: z.string().max(300) });
export type InferenceProviderFailure = z.infer<typeof providerFailureSchema>;

/** A failure that need not be tried again: for one model, or (`cardId` null) for all of them. */
export const providerSkipSchema = providerFailureSchema.extend({ cardId: cardIdSchema.nullable() });
export type ProviderSkip = z.infer<typeof providerSkipSchema>;

/** Three planes of a square of at most this side. */
const inputSideLimit = 2048;

export const detectorInputSchema = z
  .object({
    pixels: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'pixels must be bytes'),
    contentWidth: z.int().min(1).max(inputSideLimit),
    contentHeight: z.int().min(1).max(inputSideLimit),
  })
  .refine(({ pixels, contentWidth, contentHeight }) => {
    const side = Math.sqrt(pixels.length / 3);
    return Number.isInteger(side) && side <= inputSideLimit && Math.max(contentWidth, contentHeight) <= side;
  }, 'pixels must be three planes of a square that holds the content');

const bytesSchema = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.length <= 3 * inputSideLimit ** 2,
  'pixels must be bytes of at most the largest input',
);
/** Features and answers of a tracking model: a few thousand numbers. */
const floatsSchema = z.custom<Float32Array>(
  (value) => value instanceof Float32Array && value.length <= 1_000_000,
  'must be at most a million float32 values',
);
export const targetAnswerSchema = z
  .object({ size: z.int().min(1).max(64), scores: floatsSchema, reaches: floatsSchema })
  .refine(
    ({ size, scores, reaches }) => scores.length === 2 * size * size && reaches.length === 4 * size * size,
    'an answer must hold its grid',
  );

const detectionSchema = z.object({
  className: z.string().max(60),
  score: z.number().min(0).max(1),
  box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
});

/** How a model is loaded: what computes it, and why what was preferred does not. */
export const deviceReportSchema = z.object({
  cardId: cardIdSchema,
  provider: providerSchema,
  failures: z.array(providerFailureSchema),
  threadCount: z.int().min(1),
  loadMs: z.number().nonnegative(),
});
export type DeviceReport = z.infer<typeof deviceReportSchema>;

export const toProcessSchema = z.discriminatedUnion('kind', [
  /** First of all, once. */
  z.object({
    kind: z.literal('configure'),
    modelFolder: z.string().min(1),
    threadCount: z.int().min(1).max(64),
    preference: providerPreferenceSchema,
    skip: z.array(providerSkipSchema),
  }),
  z.object({ kind: z.literal('load'), id: requestIdSchema, cardId: cardIdSchema }),
  z.object({ kind: z.literal('detect'), id: requestIdSchema, cardId: cardIdSchema, input: detectorInputSchema }),
  /** Features of a target's picture. */
  z.object({ kind: z.literal('embed'), id: requestIdSchema, cardId: cardIdSchema, pixels: bytesSchema }),
  /** Where a target of these features is in a window. */
  z.object({
    kind: z.literal('locate'),
    id: requestIdSchema,
    cardId: cardIdSchema,
    features: floatsSchema,
    pixels: bytesSchema,
  }),
  /** A request that has not begun is dropped without an answer; one that runs is answered as if nothing was said. */
  z.object({ kind: z.literal('cancel'), id: requestIdSchema }),
]);
export type ToProcess = z.infer<typeof toProcessSchema>;

/** What a run cost. */
const runFigures = { runMs: z.number().nonnegative(), rssBytes: z.int().nonnegative() };

export const fromProcessSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  /** Said before each attempt: if the process dies next, this provider killed it. */
  z.object({ kind: z.literal('attempting'), provider: providerSchema }),
  /** A model is loaded; said once a model, before the answer that needed it. */
  z.object({ kind: z.literal('device'), report: deviceReportSchema }),
  z.object({ kind: z.literal('loaded'), id: requestIdSchema, report: deviceReportSchema }),
  z.object({
    kind: z.literal('detections'),
    id: requestIdSchema,
    detections: z.array(detectionSchema).max(1000),
    ...runFigures,
  }),
  z.object({ kind: z.literal('features'), id: requestIdSchema, features: floatsSchema, ...runFigures }),
  z.object({ kind: z.literal('located'), id: requestIdSchema, answer: targetAnswerSchema, ...runFigures }),
  z.object({ kind: z.literal('failed'), id: requestIdSchema, error: wireErrorSchema }),
]);
export type FromProcess = z.infer<typeof fromProcessSchema>;
