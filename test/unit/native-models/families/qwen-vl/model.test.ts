import { rm, cp, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { greedySampling } from '../../../../../native-models/api/chat-model.ts';
import type { ChatContext, ChatPhase, ChatRequest } from '../../../../../native-models/api/chat-model.ts';
import { readFolder } from '../../../../../native-models/families/qwen-vl/folder.ts';
import type { QwenVlFolder } from '../../../../../native-models/families/qwen-vl/folder.ts';
import {
  CachedDecoder,
  embedTokens,
  encodeClip,
  openSessions,
} from '../../../../../native-models/families/qwen-vl/graphs.ts';
import type { QwenVlSessions } from '../../../../../native-models/families/qwen-vl/graphs.ts';
import { memoryNeedBytes } from '../../../../../native-models/families/qwen-vl/memory.ts';
import { openQwenVl } from '../../../../../native-models/families/qwen-vl/model.ts';
import type { QwenVlModel } from '../../../../../native-models/families/qwen-vl/model.ts';
import { preparePrompt } from '../../../../../native-models/families/qwen-vl/prepare.ts';
import { patchesOf } from '../../../../../native-models/families/qwen-vl/preprocess.ts';
import { formulaPicture, messagesOf, readGolden, tinyFolder } from '../../../../helpers/tiny-qwen-vl.ts';

const { cases } = readGolden();
const session = { preference: 'cpu', threadCount: 1, skip: [], onAttempt: async () => {} } as const;
const { signal } = new AbortController();

let folder: QwenVlFolder;
let sessions: QwenVlSessions;
let model: QwenVlModel;

beforeAll(async () => {
  folder = await readFolder(tinyFolder, { variant: '' });
  sessions = await openSessions(folder.graphFiles, session, signal);
  // Short pieces, so that every prompt is read in several.
  model = await openQwenVl(folder, { session, signal, prefillCount: 7 });
});

afterAll(async () => {
  await model.dispose();
  await Promise.all(Object.values(sessions).map((opened) => opened.dispose()));
});

/** Answers and keeps what was told on the way. */
async function answer(request: Partial<ChatRequest>, context: Partial<ChatContext> = {}) {
  const deltas: string[] = [];
  const phases: ChatPhase[] = [];
  const result = await model.answer(
    { messages: messagesOf(cases[3]!), maxTokenCount: 16, sampling: greedySampling, stop: [], ...request },
    { signal, onText: (delta) => deltas.push(delta), onPhase: (phase) => phases.push(phase), ...context },
  );
  return { ...result, deltas, phases };
}

describe('against torch', () => {
  test.each(cases)('the features of every clip: $name', async (one) => {
    const { clips } = preparePrompt(messagesOf(one), folder);
    expect(clips).toHaveLength(one.clips.length);
    for (const [index, { frames }] of clips.entries()) {
      const found = await encodeClip(sessions.vision_encoder, patchesOf(frames, folder.configuration.vision));
      expect(largestDifference(found, one.clips[index]!.features)).toBeLessThan(1e-4);
    }
  });

  test('the logits after a prompt of text', async () => {
    const { ids, positions } = preparePrompt(messagesOf(cases[1]!), folder);
    const decoder = new CachedDecoder(sessions.decoder_model_merged, folder.configuration.text);
    const logits = await decoder.read(await embedTokens(sessions.embed_tokens, ids), positions.values);
    expect(largestDifference(logits, cases[1]!.logits)).toBeLessThan(1e-3);
  });

  test.each(cases)('the greedy answer, with a cache and in pieces: $name', async (one) => {
    const found = await answer({ messages: messagesOf(one) });
    expect(found.text).toBe(one.text);
    expect(found.deltas.join('')).toBe(one.text);
    expect(found.endedBy).toBe('length');
    expect(found.usage).toEqual({
      promptTokenCount: one.ids.length,
      visionTokenCount: one.clips.reduce((sum, { grid: [t, h, w] }) => sum + (t * h * w) / 4, 0),
      answerTokenCount: 16,
    });
  });
});

describe('an answer', () => {
  test('says what is done as counts that rise to their total', async () => {
    const { phases } = await answer({});
    expect([...new Set(phases.map(({ stage }) => stage))]).toEqual(['vision', 'prefill', 'answer']);
    for (const stage of ['vision', 'prefill', 'answer'] as const) {
      const counts = phases.flatMap((phase) => (phase.stage === stage ? [phase.doneCount] : []));
      expect(counts).toEqual([...counts].sort((a, b) => a - b));
      expect(phases.findLast((phase) => phase.stage === stage)).toMatchObject({ totalCount: counts.at(-1) });
    }
  });

  test('ends before a stop string', async () => {
    const whole = cases[3]!.text;
    const stop = whole.slice(9, 13);
    const { text, endedBy } = await answer({ stop: [stop] });
    expect({ text, endedBy }).toEqual({ text: whole.slice(0, whole.indexOf(stop)), endedBy: 'stop' });
  });

  test('is the same again with the same seed, and another with another', async () => {
    const draw = async (seed: number) =>
      (await answer({ sampling: { temperature: 1.5, topP: 0.95, topK: 40, seed } })).text;
    expect(await draw(1)).toBe(await draw(1));
    expect(await draw(1)).not.toBe(await draw(2));
  });

  test.each(['vision', 'prefill', 'answer'] as const)('stops within a step when aborted in %s', async (stage) => {
    const controller = new AbortController();
    const seen: string[] = [];
    const onPhase = (phase: ChatPhase): void => {
      seen.push(phase.stage);
      if (phase.stage === stage) {
        controller.abort(new Error('enough'));
      }
    };
    await expect(answer({ messages: messagesOf(cases[6]!) }, { signal: controller.signal, onPhase })).rejects.toThrow(
      'enough',
    );
    expect(seen.filter((name) => name === stage)).toHaveLength(1);
    expect(seen.at(-1)).toBe(stage);
    expect((await answer({})).text).toBe(cases[3]!.text);
  });

  test('refuses a prompt that is longer than the context', async () => {
    const messages = [{ role: 'user', parts: [{ kind: 'text', text: 'x '.repeat(4096) }] }] as const;
    await expect(answer({ messages })).rejects.toThrow('the model reads 4096');
  });

  test('looks at an image of any size, and at no video frame of one', async () => {
    const picture = formulaPicture(61, 47, 1);
    const image = { kind: 'image', picture } as const;
    expect((await answer({ messages: [{ role: 'user', parts: [image] }] })).usage.visionTokenCount).toBe(4);
    const video = { startSeconds: 0, framesPerSecond: 2, frames: [{ seconds: 0, picture }] };
    await expect(answer({ messages: [{ role: 'user', parts: [{ kind: 'video', video }] }] })).rejects.toThrow(
      'cells of 28',
    );
  });
});

describe('a folder', () => {
  test('counts weights that lie beside a graph, and takes a template of its own file', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'timecue-qwen-'));
    try {
      await cp(tinyFolder, copy, { recursive: true });
      await writeFile(join(copy, 'onnx/decoder_model_merged.onnx_data'), Buffer.alloc(1000));
      await writeFile(join(copy, 'onnx/decoder_model_merged.onnx_data_1'), Buffer.alloc(10));
      await writeFile(join(copy, 'chat_template.jinja'), '{{ messages[0].role }}!');
      const read = await readFolder(copy, { variant: '' });
      expect(read.weightBytes).toBe(folder.weightBytes + 1010);
      expect(read.template.render({ messages: [{ role: 'user' }] })).toBe('user!');
      await expect(readFolder(copy, { variant: '_q4' })).rejects.toMatchObject({ code: 'ENOENT' });
    } finally {
      await rm(copy, { recursive: true });
    }
  });

  test('needs memory for its weights and for both caches of a conversation', () => {
    const { text } = folder.configuration;
    // 2 layers · 2 heads · 16 · (key, value) · 4 bytes, twice.
    expect(memoryNeedBytes({ text, weightBytes: 0, tokenCount: 100 })).toBe(2 * 512 * 100);
    expect(memoryNeedBytes({ text, weightBytes: 1000, tokenCount: 0 })).toBe(1300);
  });
});

function largestDifference(a: ArrayLike<number>, b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return Math.max(...b.map((value, index) => Math.abs(value - a[index]!)));
}
