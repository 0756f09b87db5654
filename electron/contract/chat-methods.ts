import { z } from 'zod';
import {
  chatLanguageSchema,
  chatModelRefSchema,
  chatModelSummarySchema,
  chatPhaseSchema,
  chatRequestSchema,
  chatTaskSchema,
  chatTurnSchema,
  chatUsageSchema,
  conversationSchema,
  refinedMomentSchema,
} from './chat.ts';
import { conversationIdSchema, exportIdSchema, turnIdSchema, videoIdSchema } from './ids.ts';
import { defineMethod } from './method.ts';
import { timeRangeSchema } from './time-range.ts';

const oneConversation = z.object({ conversationId: conversationIdSchema });
const oneTurn = z.object({ turnId: turnIdSchema });
const title = z.string().trim().max(200);

/**
 * Asking is a long call: progress carries the turn as it is so far, at most ten times a second, the last one always;
 * the result is the finished turn, also where it failed or was stopped on the way. Aborting the call stops the answer,
 * and what came until then is kept.
 */
const asking = { progress: chatTurnSchema, result: chatTurnSchema };

export const chatMethods = {
  /** Conversations of this library, the last changed first. */
  'chat.list': defineMethod({
    params: z.object({}),
    progress: z.never(),
    result: z.object({ conversations: z.array(conversationSchema).max(10_000) }),
  }),
  /** A long call: says at once, and whenever a conversation or a turn has come, gone or changed. */
  'chat.watch': defineMethod({
    params: z.object({}),
    progress: z.object({ revision: z.int().nonnegative() }),
    result: z.object({}),
  }),
  /** All turns, those that were asked again too, in the order of asking. */
  'chat.open': defineMethod({
    params: oneConversation,
    progress: z.never(),
    result: z.object({ conversation: conversationSchema, turns: z.array(chatTurnSchema).max(10_000) }),
  }),
  /** Without a title it takes the first question's words. */
  'chat.create': defineMethod({
    params: z.object({ title: title.default('') }),
    progress: z.never(),
    result: conversationSchema,
  }),
  'chat.rename': defineMethod({
    params: oneConversation.extend({ title: title.min(1) }),
    progress: z.never(),
    result: conversationSchema,
  }),
  'chat.delete': defineMethod({ params: oneConversation, progress: z.never(), result: z.object({}) }),
  /** A new conversation that begins with the turns up to this one. */
  'chat.branch': defineMethod({ params: oneTurn, progress: z.never(), result: conversationSchema }),
  'chat.ask': defineMethod({
    params: chatRequestSchema.extend({
      /** Null asks without keeping anything. */
      conversationId: conversationIdSchema.nullable().default(null),
      parentTurnId: turnIdSchema.nullable().default(null),
    }),
    ...asking,
  }),
  /** Asks something else in the place of a turn; the turn stays beside it. */
  'chat.edit': defineMethod({
    params: oneTurn.extend({ question: chatRequestSchema.shape.question }),
    ...asking,
  }),
  /** Asks the same once more, perhaps another model or another way; the turn stays beside it. */
  'chat.regenerate': defineMethod({
    params: oneTurn.extend({
      model: chatModelRefSchema.nullable().default(null),
      task: chatTaskSchema.nullable().default(null),
    }),
    ...asking,
  }),
  /** Stops a turn that is being answered, in whichever window; one that is not is left as it is. */
  'chat.stop': defineMethod({ params: oneTurn, progress: z.never(), result: z.object({}) }),
  /** Writes a conversation as Markdown, fetched once from `/export/<exportId>` as a download. */
  'chat.export': defineMethod({
    params: oneConversation.extend({ language: chatLanguageSchema.default('en') }),
    progress: z.never(),
    result: z.object({
      exportId: exportIdSchema,
      fileName: z.string(),
      sizeBytes: z.int().nonnegative(),
      turnCount: z.int().nonnegative(),
    }),
  }),
  /**
   * Reads the best moments of a search again with a model: they come back re-timed and in a new order, each with where it
   * stood before. Progress carries what has been read so far. Nothing is kept.
   */
  'chat.refine': defineMethod({
    params: z.object({
      /** The text of the search. */
      text: z.string().trim().min(1).max(500),
      /** In the order of the search. */
      moments: z
        .array(z.object({ videoId: videoIdSchema, range: timeRangeSchema }))
        .min(1)
        .max(20),
      model: chatModelRefSchema,
      isThinking: z.boolean().default(false),
    }),
    progress: z.object({
      doneCount: z.int().nonnegative(),
      totalCount: z.int().nonnegative(),
      phase: chatPhaseSchema.nullable(),
    }),
    result: z.object({
      /** In the new order. */
      moments: z.array(refinedMomentSchema).max(20),
      modelId: z.string(),
      times: z.enum(['exact', 'approximate']),
      usage: chatUsageSchema,
    }),
  }),
  'chat.models': defineMethod({
    params: z.object({}),
    progress: z.never(),
    result: z.object({ models: z.array(chatModelSummarySchema).max(200) }),
  }),
};
