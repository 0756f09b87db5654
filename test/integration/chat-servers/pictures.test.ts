import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { ChatFrame, ChatMessage } from '../../../native-models/api/chat-model.ts';
import type { ServerProfile } from '../../../electron/contract/chat-servers.ts';
import { decodeFrames } from '../../../electron/engine/media/decode-frames.ts';
import { probeMedia } from '../../../electron/engine/media/probe.ts';
import { ask, modelOf, requestOf } from '../../helpers/chat-server-double/ask-double.ts';
import { ChatServerDouble } from '../../helpers/chat-server-double/chat-server-double.ts';
import { filesOf, type CheckedPart } from '../../helpers/chat-server-double/protocols.ts';
import { temporaryFolder, tools } from '../media/numbered-clip.ts';

const folder = temporaryFolder();
const doubles: ChatServerDouble[] = [];
afterEach(async () => {
  await Promise.all(doubles.splice(0).map((double) => double.stop()));
});

const [width, height] = [56, 84];

/** Grey of its own for each frame, so that its place in the clip can be read off it. */
function greyFrames(count: number, framesPerSecond: number): ChatFrame[] {
  return Array.from({ length: count }, (_, index) => ({
    seconds: index / framesPerSecond,
    picture: { width, height, data: new Uint8Array(3 * width * height).fill(greyOf(index)) },
  }));
}
const greyOf = (index: number) => 20 + 5 * index;

const videoMessage = (count: number, framesPerSecond: number): ChatMessage => ({
  role: 'user',
  parts: [
    { kind: 'video', video: { startSeconds: 30, framesPerSecond, frames: greyFrames(count, framesPerSecond) } },
    { kind: 'text', text: 'What happens?' },
  ],
});

async function sentTo(profile: ServerProfile, message: ChatMessage) {
  const double = await ChatServerDouble.start(profile);
  doubles.push(double);
  double.play({ kind: 'say', said: { pieces: ['A dog.'] } });
  const sendings: unknown[] = [];
  const model = modelOf(double, {
    tools,
    limits: { firstByteMs: 5000 },
    mayBeSent: (sending) => sendings.push(sending),
  });
  const { answer } = await ask(model, requestOf([message]));
  expect(double.problems).toEqual([]);
  expect(answer.text).toBe('A dog.');
  const { body } = double.chats[0]!;
  const parts = body!.messages[0]!.content as readonly CheckedPart[];
  return { body: body!, parts, sendings, model };
}

/** Mean of all values of each frame of a file, with the frame's time. */
async function greysOf(file: Buffer): Promise<[number, number][]> {
  const path = join(folder, 'sent.mp4');
  await writeFile(path, file);
  const facts = await probeMedia(path, { tools });
  const greys: [number, number][] = [];
  for await (const { timeSeconds, image } of decodeFrames({ path, facts, tools, pass: 'full', samplesPerSecond: 1000 })
    .frames) {
    const sum = image.data.reduce((all, value) => all + value, 0);
    greys.push([timeSeconds, Math.round(sum / image.data.length)]);
  }
  return greys;
}

describe('a video', () => {
  test('is given to vLLM as all of its frames in one part, with rate and places told', async () => {
    const { body, parts, sendings, model } = await sentTo('vllm', videoMessage(40, 2));
    const [video] = parts;
    const files = video?.type === 'video_url' ? filesOf(video.video_url.url) : [];
    expect(parts.map(({ type }) => type)).toEqual(['video_url', 'text']);
    expect(files).toHaveLength(40);
    expect(body['mm_processor_kwargs']).toEqual({ fps: 2, do_sample_frames: false });
    expect(body['media_io_kwargs']).toMatchObject({
      video: { num_frames: -1, fps: 2, total_num_frames: 40, duration: 20 },
    });
    expect(model.capabilities.times).toBe('exact');
    expect(sendings).toMatchObject([{ kind: 'frames', frameCount: 40 }]);
    const pixels = execFileSync(
      tools.ffmpegPath,
      ['-v', 'error', '-f', 'mjpeg', '-i', '-', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
      { input: Buffer.concat(files) },
    );
    expect(pixels).toHaveLength(40 * 3 * width * height);
    for (let index = 0; index < 40; index += 1) {
      expect(Math.abs(pixels[index * 3 * width * height]! - greyOf(index))).toBeLessThanOrEqual(2);
    }
  });

  test('is given to SGLang as a clip that shows each frame at its time', async () => {
    const { parts, sendings, model } = await sentTo('sglang', videoMessage(20, 2));
    const [video] = parts;
    const greys = await greysOf(filesOf(video?.type === 'video_url' ? video.video_url.url : '')[0]!);
    expect(greys.map(([seconds]) => seconds)).toEqual(Array.from({ length: 20 }, (_, index) => index / 2));
    for (const [index, [, grey]] of greys.entries()) expect(Math.abs(grey - greyOf(index))).toBeLessThanOrEqual(4);
    expect(model.capabilities.times).toBe('approximate');
    expect(sendings).toMatchObject([{ kind: 'file', frameCount: 20 }]);
  });

  test.each<ServerProfile>(['llama-cpp', 'ollama', 'lm-studio', 'unknown'])(
    'is given to %s as pictures with a time before each',
    async (profile) => {
      const { parts, sendings, model } = await sentTo(profile, videoMessage(3, 0.5));
      const shown = parts.map((part) => (part.type === 'text' ? part.text : part.type));
      expect(shown).toEqual(['0.00 s:', 'image_url', '2.00 s:', 'image_url', '4.00 s:', 'image_url', 'What happens?']);
      expect(model.capabilities.times).toBe('approximate');
      expect(sendings).toMatchObject([{ kind: 'images', frameCount: 3 }]);
    },
  );

  test('with more frames than a server takes is refused before anything is encoded or sent', async () => {
    const double = await ChatServerDouble.start('unknown');
    doubles.push(double);
    const answering = ask(modelOf(double), requestOf([videoMessage(17, 1)]));
    await expect(answering).rejects.toMatchObject({ code: 'server-pictures', details: { limit: 16, frameCount: 17 } });
    expect(double.requests).toEqual([]);
  });
});
