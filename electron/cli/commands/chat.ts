import { existsSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import {
  chatModelRefSchema,
  chatTaskSchema,
  type ChatModelRef,
  type ChatSource,
  type ChatTask,
  type ChatTurn,
  type ChatWindow,
} from '../../contract/chat.ts';
import { chatMethods } from '../../contract/chat-methods.ts';
import { EngineError } from '../../contract/errors.ts';
import type { VideoId } from '../../contract/ids.ts';
import { parseClockTime } from '../../contract/time/clock-time.ts';
import type { Engine } from '../../engine/engine.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { findVideo } from '../find-video.ts';
import { withEngine } from '../open-engine.ts';
import { resolveFromCaller } from '../places.ts';

export interface ChatOptions {
  readonly select: readonly string[];
  readonly server?: string;
  readonly model?: string;
  readonly local?: string;
  readonly task: ChatTask['kind'];
  readonly option?: readonly string[];
  readonly passes?: number;
  readonly think?: boolean;
  readonly language: 'en' | 'de';
}

/** Asks about chosen footage and prints the answer with the moments it rests on. Nothing is kept. */
export async function chatCommand(
  question: string | undefined,
  options: ChatOptions,
  context: CommandContext,
): Promise<number> {
  const { output, signal } = context;
  // `--select a.mp4 b.mp4 "question"`: what was taken for the last clip is the question.
  const asked = question ?? options.select.at(-1) ?? '';
  const selected = question === undefined ? options.select.slice(0, -1) : options.select;
  if (selected.length === 0) {
    throw new EngineError('bad-request', 'Say what it is about and what to ask: --select <video> "<question>".');
  }
  return withEngine(context, { mode: options.task === 'captions' ? 'write' : 'read' }, async (engine) => {
    const sources = (await Promise.all(selected.map((one) => sourcesOf(engine, one)))).flat();
    const params = chatMethods['chat.ask'].params.safeParse({
      question: asked,
      sources,
      task: taskOf(options),
      model: modelOf(options),
      isThinking: options.think ?? false,
      language: options.language,
    });
    if (!params.success) {
      throw new EngineError(
        'bad-request',
        'A question has 1 to 4,000 characters and is about 1 to 500 clips or spans.',
      );
    }
    const turn = await engine.handlers['chat.ask'](params.data, {
      signal,
      onProgress: (progress) => showProgress(progress, context),
    });
    signal.throwIfAborted();
    const { failure } = turn.reply;
    if (failure !== null) throw new EngineError(failure.code, failure.message, { details: failure.details });
    output.result(chatDocument(engine, turn), answerText(turn));
    return exitCodes.done;
  });
}

function modelOf({ server, model, local }: ChatOptions): ChatModelRef {
  const ref =
    server !== undefined
      ? { kind: 'server', address: server, model: model ?? '' }
      : local !== undefined
        ? { kind: 'local', cardId: local }
        : { kind: 'none' };
  const parsed = chatModelRefSchema.safeParse(ref);
  if (!parsed.success) {
    throw new EngineError(
      'bad-request',
      'A server needs an address and a model: --server http://localhost:8000/v1 --model <name>.',
    );
  }
  return parsed.data;
}

function taskOf({ task, option = [], passes }: ChatOptions): ChatTask {
  const parsed = chatTaskSchema.safeParse({
    kind: task,
    ...(task === 'choose' || option.length > 0 ? { options: option } : {}),
    ...(passes === undefined ? {} : { passCount: passes }),
  });
  if (!parsed.success) {
    throw new EngineError('bad-request', 'To choose, give two to seven options: --option "a dog" --option "a cat".');
  }
  return parsed.data;
}

const spanPattern = /^(.+)@([\d:.,]+)[-–]([\d:.,]+)$/u;

/** A clip by its path or id, a span of one (`clip.mp4@12-18`, `clip.mp4@1:05-1:20`), or a folder. */
async function sourcesOf(engine: Engine, selected: string): Promise<ChatSource[]> {
  const span = existsSync(resolveFromCaller(selected)) ? null : spanPattern.exec(selected);
  if (span === null) {
    const path = resolveFromCaller(selected);
    if (existsSync(path) && (await stat(path)).isDirectory()) return folderOf(engine, await realpath(path), selected);
    return [{ kind: 'video', videoId: await findVideo(engine.view, selected) }];
  }
  const [, video, from, to] = span;
  const [startSeconds, endSeconds] = [parseClockTime(from!), parseClockTime(to!)];
  if (startSeconds === null || endSeconds === null || startSeconds >= endSeconds) {
    throw new EngineError('bad-request', `${selected}: a span is <video>@<start>-<end>, in seconds or as 1:05.`);
  }
  const videoId = await findVideo(engine.view, video!);
  return [{ kind: 'span', videoId, range: { startSeconds, endSeconds } }];
}

function folderOf(engine: Engine, path: string, selected: string): ChatSource[] {
  const videos = engine.view.under([path]);
  if (videos.length === 0) {
    throw new EngineError('not-found', `Nothing in ${selected} is in the library. Add it: timecue index <path>`);
  }
  return videos.map(({ videoId }) => ({ kind: 'video', videoId }));
}

function showProgress({ reply }: ChatTurn, { output }: CommandContext): void {
  const { phase, passes } = reply;
  if (phase === null) return;
  const doneShare = phase.stage === 'load' || phase.totalCount === 0 ? null : phase.doneCount / phase.totalCount;
  const label = `${phase.stage}${passes.length > 1 ? `, pass ${passes.length}` : ''}`;
  output.progress({ label, doneShare, detail: '', remainingSeconds: null });
}

/** The stable document: `{answer, citations, passes, model}` and what else there is to know. */
function chatDocument(engine: Engine, { reply }: ChatTurn) {
  const pathOf = (videoId: VideoId) => engine.view.pathOf(videoId);
  const moment = ({ videoId, range }: Pick<ChatWindow, 'videoId' | 'range'>) => ({
    path: pathOf(videoId),
    startSeconds: roundMs(range.startSeconds),
    endSeconds: roundMs(range.endSeconds),
  });
  return {
    answer: reply.text,
    citations: reply.citations.map(moment),
    passes: reply.passes.map(({ windows, clues, ...pass }) => ({
      ...pass,
      windows: windows.map(moment),
      clues: clues.map(moment),
    })),
    model: reply.modelId,
    times: reply.times,
    needsModel: reply.needsModel,
    ...(reply.thinking === '' ? {} : { thinking: reply.thinking }),
    ...(reply.option === null ? {} : { option: reply.option }),
    ...(reply.boxes.length === 0
      ? {}
      : { boxes: reply.boxes.map(({ videoId, ...box }) => ({ path: pathOf(videoId), ...box })) }),
    usage: reply.usage,
  };
}

function roundMs(seconds: number): number {
  return Number(seconds.toFixed(3));
}

function answerText({ reply }: ChatTurn): string {
  return reply.modelId === null ? reply.text : `${reply.text}\n\n(${reply.modelId})`;
}
