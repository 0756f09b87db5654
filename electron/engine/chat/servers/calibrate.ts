import { greedySampling, type ChatModel } from '../../../../native-models/api/chat-model.ts';
import type { Calibration } from '../../../contract/chat-servers.ts';
import type { MediaTools } from '../../media/media-tools.ts';
import { spanOf } from '../model-text.ts';
import { groundingPrompt } from '../prompts.ts';
import { calibrationEvents, drawCalibrationClip } from './calibration-clip.ts';
import { fitTimeMap, type TimePoint } from './fit-time-map.ts';

export interface CalibrateOptions {
  readonly tools: () => Promise<Pick<MediaTools, 'ffmpegPath'>>;
  readonly onProgress: (progress: { readonly doneCount: number; readonly totalCount: number }) => void;
  readonly signal: AbortSignal;
  readonly measuredAtMs: number;
}

const answerTokens = 256;

/**
 * Shows a model the drawn clip and asks, as the task "when" does, for each of its events; then lays a line through what
 * it named. Throws what the model's answer throws.
 */
export async function calibrate(model: ChatModel, options: CalibrateOptions): Promise<Calibration> {
  const { tools, onProgress, signal, measuredAtMs } = options;
  const video = await drawCalibrationClip(model, { tools: await tools(), signal });
  const totalCount = calibrationEvents.length;
  const points: TimePoint[] = [];
  let foundCount = 0;
  for (const [doneCount, { text, range }] of calibrationEvents.entries()) {
    onProgress({ doneCount, totalCount });
    const prompt = groundingPrompt(text, { isThinking: false });
    const parts = [{ kind: 'text', text: prompt } as const, { kind: 'video', video } as const];
    const answer = await model.answer(
      { messages: [{ role: 'user', parts }], maxTokenCount: answerTokens, sampling: greedySampling, stop: [] },
      { signal, onText: () => {} },
    );
    const named = spanOf(answer.text);
    if (named === null) continue;
    foundCount += 1;
    points.push({ named: named.startSeconds, true: range.startSeconds });
    points.push({ named: named.endSeconds, true: range.endSeconds });
  }
  onProgress({ doneCount: totalCount, totalCount });
  const fitted = fitTimeMap(points);
  return fitted === null
    ? { state: 'unfit', foundCount, measuredAtMs }
    : { state: 'fitted', ...fitted, eventCount: foundCount, measuredAtMs };
}
