import { describe, expect, test } from 'vitest';
import type { VideoId } from '../../../../../../electron/contract/ids.ts';
import { closerSpans } from '../../../../../../electron/engine/chat/looking/clue-spans.ts';
import { Reel } from '../../../../../../electron/engine/chat/looking/reel.ts';
import { densityParts } from '../../../../../../electron/engine/chat/tasks/perceive-task.ts';

const range = (startSeconds: number, endSeconds: number) => ({ startSeconds, endSeconds });
const window = (videoId: string, from: number, to: number) => ({
  videoId: videoId as VideoId,
  title: `${videoId}.mp4`,
  range: range(from, to),
});

describe('Reel', () => {
  const reel = new Reel([window('a', 10, 14), window('b', 0, 6)]);

  test('tells its times in those of the clips, also across a seam', () => {
    expect(reel.toClips(range(3, 5))).toEqual([window('a', 13, 14), window('b', 0, 1)]);
    expect(reel.toClips(range(11, 12))).toEqual([]);
    expect(reel.at(4.5)).toMatchObject({ piece: { videoId: 'b' }, timeSeconds: 0.5 });
    expect(reel.durationSeconds).toBe(10);
  });

  test('tells the times of clips in its own', () => {
    expect(reel.toReel('a' as VideoId, range(0, 12))).toEqual([range(0, 2)]);
    expect(reel.toReel('b' as VideoId, range(5, 9))).toEqual([range(9, 10)]);
  });
});

describe('closerSpans', () => {
  test('clamps, widens to four seconds at least, merges, and keeps the three longest', () => {
    expect(closerSpans([range(10, 11), range(95, 120)], 100)).toEqual([range(8.5, 12.5), range(94, 100)]);
    expect(closerSpans([range(10, 20), range(21, 30)], 100)).toEqual([range(8.5, 31.35)]);
    expect(closerSpans([range(0, 1)], 100)).toEqual([range(0, 4)]);
    const many = [range(10, 11), range(30, 40), range(50, 60), range(70, 80)];
    expect(closerSpans(many, 200)?.map(({ startSeconds }) => startSeconds)).toEqual([28.5, 48.5, 68.5]);
  });

  test('gives up where nothing is left, or nearly everything', () => {
    expect(closerSpans([], 100)).toBeNull();
    expect(closerSpans([range(120, 130)], 100)).toBeNull();
    expect(closerSpans([range(5, 90)], 100)).toBeNull();
  });
});

describe('densityParts', () => {
  test('gives the same number of frames, denser in the clues', () => {
    const parts = densityParts(100, [range(20, 40)], 1);
    expect(parts.map((part) => part.range)).toEqual([range(0, 20), range(20, 40), range(40, 100)]);
    expect(parts[1]!.framesPerSecond / parts[0]!.framesPerSecond).toBeCloseTo(1.5);
    const frames = parts.reduce(
      (sum, part) => sum + part.framesPerSecond * (part.range.endSeconds - part.range.startSeconds),
      0,
    );
    expect(frames).toBeCloseTo(100);
  });
});
