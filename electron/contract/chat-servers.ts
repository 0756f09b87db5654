import { z } from 'zod';
import { errorCodeSchema, wireErrorSchema } from './errors.ts';
import { serverIdSchema } from './ids.ts';
import { defineMethod } from './method.ts';

/** What a server is, as far as could be found out by asking it. */
export const serverProfileSchema = z.enum(['vllm', 'sglang', 'llama-cpp', 'ollama', 'lm-studio', 'unknown']);
export type ServerProfile = z.infer<typeof serverProfileSchema>;

/** How a video is sent: chosen frames with their rate, a short clip, or still pictures with a time beside each. */
export const videoFormSchema = z.enum(['frames', 'file', 'images']);
export type VideoForm = z.infer<typeof videoFormSchema>;

/** From the times that a model names to ours: `scale · seconds + offsetSeconds`. */
export const timeMapSchema = z.object({ scale: z.number().positive(), offsetSeconds: z.number() });
export type TimeMap = z.infer<typeof timeMapSchema>;

/** What asking about a drawn clip, whose events are known, has shown of a model's times. */
export const calibrationSchema = z.discriminatedUnion('state', [
  /** It has not been tried, and is worth offering. */
  z.object({ state: z.literal('not-tried') }),
  z.object({ state: z.literal('declined') }),
  z.object({
    state: z.literal('fitted'),
    map: timeMapSchema,
    /** Root of the mean square of what is left. */
    residualSeconds: z.number().nonnegative(),
    eventCount: z.int().positive(),
    measuredAtMs: z.int().nonnegative(),
  }),
  /** It found too few of the events, or named times that follow no line. */
  z.object({ state: z.literal('unfit'), foundCount: z.int().nonnegative(), measuredAtMs: z.int().nonnegative() }),
]);
export type Calibration = z.infer<typeof calibrationSchema>;

export const serverModelSchema = z.object({
  model: z.string().min(1).max(200),
  /** Prompt and answer together; null where the server does not say. */
  contextTokenCount: z.int().positive().nullable(),
  /** Whether it takes pictures; null where the server does not say. */
  canSee: z.boolean().nullable(),
  isLoaded: z.boolean().nullable(),
  calibration: calibrationSchema,
});
export type ServerModel = z.infer<typeof serverModelSchema>;

export const chatServerSchema = z.object({
  serverId: serverIdSchema,
  title: z.string().max(100),
  /** As requests begin; never with a key in it. */
  address: z.url().max(500),
  host: z.string(),
  isLoopback: z.boolean(),
  isEncrypted: z.boolean(),
  /** `session`: kept in memory until the program ends, because this system keeps no secrets. */
  key: z.enum(['none', 'kept', 'session']),
  /** Whether the person has agreed that footage is sent there. Always so for a server on this machine. */
  isSendingAllowed: z.boolean(),
  /** `auto` takes what is best for its profile. */
  videoForm: z.enum(['auto', ...videoFormSchema.options]),
  /** Null until it was asked with success. */
  profile: serverProfileSchema.nullable(),
  version: z.string().max(100).nullable(),
  /** What it answered to the last time that it was asked with success. */
  models: z.array(serverModelSchema).max(500),
  testedAtMs: z.int().nonnegative().nullable(),
  /** Of the last time that it was asked. */
  failure: wireErrorSchema.nullable(),
});
export type ChatServer = z.infer<typeof chatServerSchema>;

/**
 * What leaves this machine with one request; the details of the error `sending-not-allowed`, which comes before the
 * first request to a host that is not this machine. Nothing has left by then.
 */
export const sendingSchema = z.object({
  serverId: z.union([serverIdSchema, z.literal('')]),
  host: z.string(),
  /** What the pictures are sent as; `text` where there are none. */
  kind: z.enum(['text', ...videoFormSchema.options]),
  frameCount: z.int().nonnegative(),
  sentBytes: z.int().nonnegative(),
  /** 0: whoever is on the way can see it. */
  isEncrypted: z.union([z.literal(0), z.literal(1)]),
});
export type Sending = z.infer<typeof sendingSchema>;

/** Failures that a server of chat models is the cause of; `words/server-text.ts` words them with their values. */
export const serverErrorCodes = errorCodeSchema.extract([
  'server-unreachable',
  'server-key',
  'server-model',
  'server-too-large',
  'server-busy',
  'server-slow',
  'server-stream',
  'server-pictures',
  'server-unknown',
  'server-refused',
  'context-too-long',
  'sending-not-allowed',
]);
export type ServerErrorCode = z.infer<typeof serverErrorCodes>;

const oneServer = z.object({ serverId: serverIdSchema });
const oneModel = oneServer.extend({ model: serverModelSchema.shape.model });
const title = z.string().trim().max(100);
/** What HTTP allows in a header; nothing that could begin another one. */
const key = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{1,1000}$/);

export const chatServerMethods = {
  /** As they were the last time; asks no server. */
  'chatServers.list': defineMethod({
    params: z.object({}),
    progress: z.never(),
    result: z.object({ servers: z.array(chatServerSchema).max(50) }),
  }),
  /** Keeps it, then asks it. An address that is there already is changed instead. */
  'chatServers.add': defineMethod({
    params: z.object({
      address: z.string().trim().min(1).max(500),
      title: title.default(''),
      key: key.nullable().default(null),
    }),
    progress: z.never(),
    result: chatServerSchema,
  }),
  'chatServers.change': defineMethod({
    params: oneServer.extend({
      title: title.optional(),
      /** Null forgets it. */
      key: key.nullable().optional(),
      videoForm: chatServerSchema.shape.videoForm.optional(),
      isSendingAllowed: z.boolean().optional(),
    }),
    progress: z.never(),
    result: chatServerSchema,
  }),
  /** Forgets it with its key and what was measured. */
  'chatServers.remove': defineMethod({ params: oneServer, progress: z.never(), result: z.object({}) }),
  /** Asks what it is and what it has. What goes wrong is its `failure`. No footage is sent. */
  'chatServers.test': defineMethod({ params: oneServer, progress: z.never(), result: chatServerSchema }),
  /** Shows a model a drawn clip and asks when the known events happen. Progress counts them. */
  'chatServers.calibrate': defineMethod({
    params: oneModel,
    progress: z.object({ doneCount: z.int().nonnegative(), totalCount: z.int().positive() }),
    result: calibrationSchema,
  }),
  /** The person does not want it: it is not offered again. */
  'chatServers.declineCalibration': defineMethod({ params: oneModel, progress: z.never(), result: chatServerSchema }),
};
