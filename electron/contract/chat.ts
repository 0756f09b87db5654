import { z } from 'zod';
import { wireErrorSchema } from './errors.ts';
import { conversationIdSchema, folderIdSchema, turnIdSchema, videoIdSchema } from './ids.ts';
import { textSpanSchema } from './plan.ts';
import { boxSchema, timeRangeSchema } from './time-range.ts';

/** What a question is about: whole clips, spans of clips, everything below a folder. */
export const chatSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('video'), videoId: videoIdSchema }),
  z.object({ kind: z.literal('span'), videoId: videoIdSchema, range: timeRangeSchema }),
  z.object({ kind: z.literal('folder'), folderId: folderIdSchema }),
]);
export type ChatSource = z.infer<typeof chatSourceSchema>;

/** Who answers: nobody but the index, a model on this machine, or one on a server. */
export const chatModelRefSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('local'), cardId: z.string().regex(/^[\w.-]{1,64}$/) }),
  z.object({ kind: z.literal('server'), address: z.url().max(500), model: z.string().min(1).max(200) }),
]);
export type ChatModelRef = z.infer<typeof chatModelRefSchema>;

export const chatLanguageSchema = z.enum(['en', 'de']);
export type ChatLanguage = z.infer<typeof chatLanguageSchema>;

const optionText = z.string().trim().min(1).max(300);

/** What a model is asked to do with the question. Without a model every task is answered from the index. */
export const chatTaskSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ask') }),
  /** When the described event happens: spans. */
  z.object({ kind: z.literal('ground') }),
  /** Where a thing is through a span: eight boxes of the model, joined by a tracker. Without `box` the model finds it. */
  z.object({ kind: z.literal('track'), box: boxSchema.nullable().default(null) }),
  /** One of the options, with the spans that show it. */
  z.object({ kind: z.literal('choose'), options: z.array(optionText).min(2).max(7) }),
  /** Answers, then looks at the spans that the answer rests on again, more closely. */
  z.object({ kind: z.literal('reread'), options: z.array(optionText).max(7).default([]) }),
  /** Looks several times, each time with more frames where the last answer's evidence lies. */
  z.object({
    kind: z.literal('perceive'),
    passCount: z.int().min(2).max(5).default(3),
    options: z.array(optionText).max(7).default([]),
  }),
  z.object({ kind: z.literal('summary') }),
  z.object({ kind: z.literal('chapters') }),
  /** A line for each shot, kept in the index as text that can be searched. */
  z.object({ kind: z.literal('captions') }),
]);
export type ChatTask = z.infer<typeof chatTaskSchema>;
export type ChatTaskKind = ChatTask['kind'];

/** A moment that the answer names; always inside what the question was about. */
export const chatCitationSchema = z.object({
  videoId: videoIdSchema,
  /** Display name of the clip, never a path. */
  title: z.string(),
  range: timeRangeSchema,
  /** Where it stands in the answer's text; null for evidence that the text does not name. */
  textSpan: textSpanSchema.nullable(),
});
export type ChatCitation = z.infer<typeof chatCitationSchema>;

export const chatWindowSchema = z.object({ videoId: videoIdSchema, title: z.string(), range: timeRangeSchema });
export type ChatWindow = z.infer<typeof chatWindowSchema>;

/** One look at the footage or its index. */
export const chatPassSchema = z.object({
  purpose: z.enum(['index', 'retrieve', 'answer', 'clues', 'closer', 'follow', 'caption', 'part', 'put-together']),
  state: z.enum(['running', 'done', 'skipped']),
  /** Which stretches were looked at, in the order of looking; at most 200 are told. */
  windows: z.array(chatWindowSchema).max(200),
  /** Frames that a model was sent; 0 where only the index was read. */
  frameCount: z.int().nonnegative(),
  /** Null where frames are not evenly spaced, or none were sent. */
  framesPerSecond: z.number().positive().nullable(),
  /** What the model said in this pass, before anything was made of it. */
  text: z.string(),
  /** The spans that it says its answer rests on. */
  clues: z.array(chatWindowSchema).max(50),
});
export type ChatPass = z.infer<typeof chatPassSchema>;

/** What happens before the first word. */
export const chatPhaseSchema = z.discriminatedUnion('stage', [
  z.object({ stage: z.literal('load') }),
  z.object({
    stage: z.enum(['decode', 'vision', 'prefill', 'answer']),
    doneCount: z.int().nonnegative(),
    totalCount: z.int().nonnegative(),
  }),
]);

/** Of all passes together; null where nobody says. */
export const chatUsageSchema = z.object({
  promptTokenCount: z.int().nonnegative().nullable(),
  visionTokenCount: z.int().nonnegative().nullable(),
  answerTokenCount: z.int().nonnegative().nullable(),
  frameCount: z.int().nonnegative(),
});
export type ChatUsage = z.infer<typeof chatUsageSchema>;

export const chatBoxSchema = z.object({
  videoId: videoIdSchema,
  timeSeconds: z.number().nonnegative(),
  box: boxSchema,
  /** Said by the model, or joined between two of its boxes by a tracker. */
  from: z.enum(['model', 'tracker']),
});
export type ChatBox = z.infer<typeof chatBoxSchema>;

/** What was asked. */
export const chatRequestSchema = z.object({
  question: z.string().trim().min(1).max(4000),
  sources: z.array(chatSourceSchema).min(1).max(500),
  task: chatTaskSchema.default({ kind: 'ask' }),
  model: chatModelRefSchema.default({ kind: 'none' }),
  /** Whether the model is to think aloud before it answers. */
  isThinking: z.boolean().default(false),
  /** In which the index answers where the question's own language is not told. */
  language: chatLanguageSchema.default('en'),
});
export type ChatRequest = z.infer<typeof chatRequestSchema>;

/** What was answered, as far as it has come. */
export const chatReplySchema = z.object({
  state: z.enum(['running', 'done', 'stopped', 'failed']),
  phase: chatPhaseSchema.nullable(),
  /** What people read. From a model: text that nobody has checked, to be shown as nothing but text. */
  text: z.string(),
  thinking: z.string(),
  citations: z.array(chatCitationSchema).max(2000),
  passes: z.array(chatPassSchema).max(2000),
  /** The letter that was chosen, where options were given. */
  option: z.string().max(1).nullable(),
  /** Boxes of a thing that was looked for, rising in time; joined between the model's own by a tracker. */
  boxes: z.array(chatBoxSchema).max(20_000),
  usage: chatUsageSchema,
  /** Catalogue id and revision, or how a server calls it; null where the index answered. */
  modelId: z.string().nullable(),
  /** `approximate`: the model saw pictures with times written beside them, or at another rate than ours. */
  times: z.enum(['exact', 'approximate']),
  /** The question is none that the index can answer by itself. */
  needsModel: z.boolean(),
  failure: wireErrorSchema.nullable(),
});
export type ChatReply = z.infer<typeof chatReplySchema>;

/** A question with its answer. Turns form a tree: asking again or otherwise puts a sibling beside a turn. */
export const chatTurnSchema = z.object({
  turnId: turnIdSchema,
  /** Null for a question that is not kept. */
  conversationId: conversationIdSchema.nullable(),
  /** The turn that it goes on from. */
  parentTurnId: turnIdSchema.nullable(),
  askedAtMs: z.int().nonnegative(),
  request: chatRequestSchema,
  reply: chatReplySchema,
});
export type ChatTurn = z.infer<typeof chatTurnSchema>;

export const conversationSchema = z.object({
  conversationId: conversationIdSchema,
  title: z.string().max(200),
  createdAtMs: z.int().nonnegative(),
  changedAtMs: z.int().nonnegative(),
  turnCount: z.int().nonnegative(),
});
export type Conversation = z.infer<typeof conversationSchema>;

/** A model that could be asked. */
export const chatModelSummarySchema = z.object({
  model: chatModelRefSchema,
  title: z.string(),
  state: z.enum(['ready', 'missing', 'unreachable', 'unknown']),
  /** Words that mean nothing come out. */
  isTestModel: z.boolean(),
  times: z.enum(['exact', 'approximate']).nullable(),
  contextTokenCount: z.int().positive().nullable(),
  maxFrameCount: z.int().nonnegative().nullable(),
});
export type ChatModelSummary = z.infer<typeof chatModelSummarySchema>;

/** What a model makes of one moment that a search has found. */
export const refinedMomentSchema = z.object({
  videoId: videoIdSchema,
  title: z.string(),
  /** From 1, as the search has it and as the model's reading puts it. */
  before: z.object({ rank: z.int().positive(), range: timeRangeSchema }),
  after: z.object({ rank: z.int().positive(), range: timeRangeSchema }),
  /**
   * `seen`: the model names a period there; `elsewhere`: one that does not touch what the search found; `unread`: what it
   * said names none, and the period is as it was; `absent`: it says that it does not happen.
   */
  verdict: z.enum(['seen', 'elsewhere', 'unread', 'absent']),
});
export type RefinedMoment = z.infer<typeof refinedMomentSchema>;
