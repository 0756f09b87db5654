import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ChatModel } from '../../../native-models/api/chat-model.ts';
import type { VideoId } from '../../../electron/contract/ids.ts';
import { FootageReader } from '../../../electron/engine/chat/looking/footage-reader.ts';
import { Reel } from '../../../electron/engine/chat/looking/reel.ts';
import { ModelRun } from '../../../electron/engine/chat/tasks/model-run.ts';
import { ReplyDraft } from '../../../electron/engine/chat/reply-draft.ts';
import { probeMedia } from '../../../electron/engine/media/probe.ts';
import { openTinyChatModel } from '../../helpers/tiny-chat-model.ts';
import { drawNumberedClip, h264, readFrameNumber, temporaryFolder, tools } from '../media/numbered-clip.ts';

const folder = temporaryFolder();
const { signal } = new AbortController();
const paths = new Map<string, string>();

beforeAll(async () => {
  const options = [...h264, '-bf', '3', '-g', '50'];
  paths.set('wide', await drawNumberedClip(join(folder, 'wide.mp4'), { rate: '25', seconds: 20, options }));
  const filters = ['crop=64:64'];
  paths.set('square', await drawNumberedClip(join(folder, 'square.mkv'), { rate: '10', seconds: 6, options, filters }));
});

const reader = new FootageReader({
  sources: {
    async open(videoId) {
      const path = paths.get(videoId)!;
      return { path, facts: await probeMedia(path, { tools }), tools, fingerprint: videoId };
    },
  },
});

const window = (videoId: string, startSeconds: number, endSeconds: number) => ({
  videoId: videoId as VideoId,
  title: videoId,
  range: { startSeconds, endSeconds },
});

const planner = (framesPerSecond: number): Pick<ChatModel, 'planVideo'> => ({
  planVideo: ({ durationSeconds }) => {
    const frameCount = Math.floor(durationSeconds * framesPerSecond);
    return { width: 320, height: 64, frameCount, framesPerSecond, tokenCount: frameCount };
  },
});

const look = (reel: Reel, framesPerSecond: number) =>
  reader.look({ reel, model: planner(framesPerSecond), signal, onFrames: () => {} });

describe('FootageReader', () => {
  test('gives the frame that is played at each moment, with its true time', async () => {
    const { video } = await look(new Reel([window('wide', 7.3, 11.3)]), 3);
    const wanted = Array.from({ length: 12 }, (_, index) => Math.floor((7.3 + index / 3) * 25 + 1e-6));
    expect(video.frames.map(({ picture }) => readFrameNumber(picture))).toEqual(wanted);
    video.frames.forEach(({ seconds }, index) => expect(seconds).toBeCloseTo(wanted[index]! / 25, 3));
    expect(video).toMatchObject({ startSeconds: 7.3, framesPerSecond: 3 });
  });

  test('goes on in the next clip, in that one’s proportions', async () => {
    const { video } = await look(new Reel([window('wide', 18, 20), window('square', 2, 4)]), 2);
    expect(video.frames.map(({ seconds }) => Number(seconds.toFixed(2)))).toEqual([
      18, 18.48, 19, 19.48, 2, 2.5, 3, 3.5,
    ]);
    const { data } = video.frames[4]!.picture;
    // Black at its sides.
    expect([...data.subarray(0, 3), ...data.subarray(3 * 319, 3 * 320)]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('shows the last frame past the end of the footage', async () => {
    const { video } = await look(new Reel([window('square', 5, 7)]), 2);
    expect(video.frames.map(({ seconds }) => Number(seconds.toFixed(1)))).toEqual([5, 5.5, 5.9, 5.9]);
  });

  test('a model that is built in reads real frames, and says something', async () => {
    const model = await openTinyChatModel();
    try {
      const reel = new Reel([window('wide', 2, 6)]);
      const { video, plan } = await reader.look({ reel, model, signal, onFrames: () => {} });
      const draft = new ReplyDraft(() => {});
      const pass = draft.begin({ purpose: 'answer', windows: reel.windows });
      const parts = [
        { kind: 'video', video },
        { kind: 'text', text: 'What is seen?' },
      ] as const;
      await new ModelRun({ model, draft, signal }).say({
        ...{ messages: [{ role: 'user', parts }], frameCount: video.frames.length, pass, isShown: true },
      });
      expect(draft.current).toMatchObject({ modelId: 'tiny-qwen-vl@1', usage: { visionTokenCount: plan.tokenCount } });
      expect(draft.current.usage.answerTokenCount).toBeGreaterThan(0);
    } finally {
      await model.dispose();
    }
  });
});
