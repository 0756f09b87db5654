import type { ChatAnswer, ChatMessage, ChatPhase, ChatRequest } from '../../../native-models/api/chat-model.ts';
import { greedySampling } from '../../../native-models/api/chat-model.ts';
import type { Sending, VideoForm } from '../../../electron/contract/chat-servers.ts';
import { silentLogger, systemClock, type Logger } from '../../../electron/engine/base/surroundings.ts';
import { createSendRequest, type ExchangeLimits } from '../../../electron/engine/chat/servers/http-exchange.ts';
import type { RetryPlan } from '../../../electron/engine/chat/servers/retry.ts';
import { readServerAddress } from '../../../electron/engine/chat/servers/server-address.ts';
import { ServerChatModel, type ServerTarget } from '../../../electron/engine/chat/servers/server-chat-model.ts';
import { profileTraits } from '../../../electron/engine/chat/servers/server-profile.ts';
import type { MediaTools } from '../../../electron/engine/media/media-tools.ts';
import type { ChatServerDouble } from './chat-server-double.ts';

/** Short enough that a test of a limit takes no time to speak of. */
export const quickLimits: ExchangeLimits = { connectMs: 1000, firstByteMs: 150, stallMs: 150 };
export const quickRetries: RetryPlan = { delaysMs: [1, 1], longestWaitMs: 60_000 };

export interface AskOptions {
  readonly key?: string | null;
  readonly model?: string;
  readonly contextTokenCount?: number | null;
  readonly form?: VideoForm;
  readonly canSee?: boolean;
  readonly limits?: Partial<ExchangeLimits>;
  readonly retries?: RetryPlan;
  readonly tools?: Pick<MediaTools, 'ffmpegPath'>;
  readonly logger?: Logger;
  readonly mayBeSent?: (sending: Omit<Sending, 'serverId'>) => void;
}

/** A model of the double's, without anything around it. */
export function modelOf(
  double: Pick<ChatServerDouble, 'base' | 'model' | 'profile'>,
  options: AskOptions = {},
): ServerChatModel {
  const target: ServerTarget = {
    address: readServerAddress(double.base),
    key: options.key ?? null,
    profile: double.profile,
    model: options.model ?? double.model,
    contextTokenCount: options.contextTokenCount ?? null,
    form: options.form ?? profileTraits[double.profile].videoForm,
    ...{ canSee: options.canSee ?? null, timeMap: null },
  };
  return new ServerChatModel(target, {
    send: createSendRequest({}),
    limits: { ...quickLimits, ...options.limits },
    retries: options.retries ?? quickRetries,
    tools: async () => {
      if (options.tools === undefined) throw new Error('This test has no ffmpeg.');
      return options.tools;
    },
    clock: systemClock,
    logger: options.logger ?? silentLogger,
    mayBeSent: options.mayBeSent ?? (() => {}),
  });
}

export function textMessage(text: string): ChatMessage {
  return { role: 'user', parts: [{ kind: 'text', text }] };
}

export function requestOf(messages: readonly ChatMessage[], more: Partial<ChatRequest> = {}): ChatRequest {
  return { messages, maxTokenCount: 200, sampling: greedySampling, stop: [], ...more };
}

export interface Asked {
  readonly answer: ChatAnswer;
  readonly deltas: readonly string[];
  readonly phases: readonly ChatPhase[];
}

export async function ask(
  model: ServerChatModel,
  request: ChatRequest,
  signal: AbortSignal = new AbortController().signal,
): Promise<Asked> {
  const deltas: string[] = [];
  const phases: ChatPhase[] = [];
  const answer = await model.answer(request, {
    signal,
    onText: (delta) => deltas.push(delta),
    onPhase: (phase) => phases.push(phase),
  });
  return { answer, deltas, phases };
}
