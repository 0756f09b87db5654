import { describe, expect, test } from 'vitest';
import { namesChannel } from '../../../../../../electron/engine/channels/names/names-channel.ts';
import { atomOf, gridOver, rounded, told } from '../drawn-frames.ts';

const row = (...words: string[]) => ({ startSeconds: 0, endSeconds: Number.POSITIVE_INFINITY, words });
const named = (rows: ReturnType<typeof row>[], ...words: string[]) =>
  namesChannel.evidence({ atom: atomOf({ kind: 'name', words, isHard: false }), rows, grid: gridOver(1) });

describe('names', () => {
  test('hold for the whole of the video, in any form of the word', () => {
    const evidence = named([row('asl', 'again')], 'again');

    expect(rounded(evidence.values)).toEqual([1, 1]);
    expect(rounded(named([row('walking')], 'walks').values)).toEqual([1, 1]);
    expect(told(evidence, { startSeconds: 0, endSeconds: 1 })).toBe('file name has “again”');
    expect(evidence.refine({ startSeconds: 0.2, endSeconds: 0.7 })).toEqual({ startSeconds: 0.2, endSeconds: 0.7 });
  });

  test('count the best of the copies of a video', () => {
    const copies = [row('holiday'), row('holiday', 'beach', '2023'), row('beach')];
    const evidence = named(copies, 'holiday', 'beach', 'giraffe', '2023');

    expect(rounded(evidence.values)).toEqual([0.75, 0.75]);
    expect(told(evidence, { startSeconds: 0, endSeconds: 1 })).toBe('file name has “holiday”, “beach”, “2023”');
  });

  test('are 0 when no word is in them, and unknown when there is none', () => {
    expect(rounded(named([row('again')], 'giraffe').values)).toEqual([0, 0]);
    expect(told(named([row('again')], 'giraffe'), { startSeconds: 0, endSeconds: 1 })).toBeNull();
    expect(rounded(named([], 'giraffe').values)).toEqual([null, null]);
  });

  test('come back from a block', () => {
    const rows = [row('a', 'é'), row()];
    expect(namesChannel.decode(namesChannel.encode(rows))).toEqual(rows);
  });
});
