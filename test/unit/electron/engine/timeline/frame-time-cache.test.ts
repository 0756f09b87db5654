import { describe, expect, test, vi } from 'vitest';
import type { VideoId } from '../../../../../electron/contract/ids.ts';
import type { TimeRange } from '../../../../../electron/contract/time-range.ts';
import { FrameTimeCache } from '../../../../../electron/engine/timeline/frame-time-cache.ts';

const videoId = 'park' as VideoId;
const everyHalfSecond = ({ startSeconds, endSeconds }: TimeRange) =>
  Promise.resolve(Float64Array.from({ length: (endSeconds - startSeconds) * 2 }, (_, k) => startSeconds + k / 2));

describe('FrameTimeCache', () => {
  test('gives the frames that begin in a range and reads each stretch once', async () => {
    const cache = new FrameTimeCache();
    const read = vi.fn(everyHalfSecond);
    const ask = (startSeconds: number, endSeconds: number, fingerprint = 'a') =>
      cache.times({ videoId, fingerprint, range: { startSeconds, endSeconds } }, read);

    expect([...(await ask(9, 11))]).toEqual([9, 9.5, 10, 10.5]);
    expect(read.mock.calls).toEqual([[{ startSeconds: 0, endSeconds: 20 }]]);
    expect([...(await ask(19.5, 20.6))]).toEqual([19.5, 20, 20.5]);
    expect(read).toHaveBeenLastCalledWith({ startSeconds: 20, endSeconds: 30 });
    expect(await ask(0, 30)).toHaveLength(60);
    expect(read).toHaveBeenCalledTimes(2);
    await ask(1, 2, 'another content');
    expect(read).toHaveBeenCalledTimes(3);
  });

  test('reads again what could not be read before', async () => {
    const cache = new FrameTimeCache();
    const wanted = { videoId, fingerprint: 'a', range: { startSeconds: 0, endSeconds: 1 } };
    await expect(cache.times(wanted, () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(await cache.times(wanted, everyHalfSecond)).toHaveLength(2);
  });
});
