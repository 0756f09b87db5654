import { describe, expect, test } from 'vitest';
import { speechChannel } from '../../../../../../electron/engine/channels/speech/speech-channel.ts';
import { atomOf, gridOver, rounded, told } from '../drawn-frames.ts';

const cue = (startSeconds: number, endSeconds: number, text: string) => ({ startSeconds, endSeconds, text });
const cues = [
  cue(0, 0.999, 'Hildy!'),
  cue(1.5, 2.999, 'Tell me, is the lord\n of the universe in?'),
  cue(3, 4.25, 'Yes, he’s in – in a bad humor. Somebody must’ve stolen'),
  cue(4.3, 6, 'the crown jewels.'),
];
const says = (words: string, isPhrase = false) =>
  speechChannel.evidence({
    atom: atomOf({ kind: 'speech', words: words.split(' '), isPhrase }),
    rows: cues,
    grid: gridOver(7),
  });

describe('speech', () => {
  test('is there in the cues that hold the word, in any of its forms, and 0 elsewhere', () => {
    expect(rounded(says('Lords').values)).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('is unknown without any timed text, and silence with text elsewhere', () => {
    const request = { atom: atomOf({ kind: 'speech', words: ['lord'], isPhrase: false }), rows: [], grid: gridOver(1) };

    expect(rounded(speechChannel.evidence(request).values)).toEqual([null, null]);
    expect(rounded(speechChannel.evidence({ ...request, hasTimedText: true }).values)).toEqual([0, 0]);
    expect(rounded(speechChannel.evidence({ ...request, rows: cues, hasTimedText: false }).values)).toEqual([
      null,
      null,
    ]);
  });

  test('of loose words is the share that is said, a little less across two cues', () => {
    expect(says('universe lord').values[3]).toBe(1);
    expect(says('lord giraffe').values[3]).toBeCloseTo(0.5, 5);
    expect(says('stolen jewels').values[7]).toBeCloseTo(0.8, 5);
    expect(says('hildy jewels').values[0]).toBeCloseTo(0.5, 5);
    // The cue before shares nothing but "in" with what its neighbour says.
    expect(says('bad humor in').values[3]).toBeLessThan(0.3);
  });

  test('of a phrase must stand together, but may run on into the next cue', () => {
    expect(Math.max(...says('lord of the universe', true).values)).toBe(1);
    expect(Math.max(...says('universe of the lord', true).values)).toBeLessThanOrEqual(0.5);
    expect(rounded(says('stolen the crown', true).values).slice(6)).toEqual([1, 1, 1, 1, 1, 1, 0, 0]);
  });

  test('has exactly the span of the cues that match, further than a step as well', () => {
    expect(says('crown').refine({ startSeconds: 5, endSeconds: 5.5 })).toEqual({ startSeconds: 4.3, endSeconds: 6 });
    expect(says('stolen the crown', true).refine({ startSeconds: 3.5, endSeconds: 5 })).toEqual({
      startSeconds: 3,
      endSeconds: 6,
    });
    const nothing = { startSeconds: 6.5, endSeconds: 7 };
    expect(says('crown').refine(nothing)).toBe(nothing);
  });

  test('is quoted, on one line and not too long', () => {
    expect(told(says('lord'), { startSeconds: 1, endSeconds: 3 })).toBe(
      'says “Tell me, is the lord of the universe in?”',
    );
    const long = speechChannel.evidence({
      atom: atomOf({ kind: 'words', words: ['word'] }),
      rows: [cue(0, 1, 'word '.repeat(100))],
      grid: gridOver(1),
    });
    expect(told(long, { startSeconds: 0, endSeconds: 1 })!.length).toBeLessThan(130);
    expect(told(says('giraffe'), { startSeconds: 0, endSeconds: 6 })).toBeNull();
  });

  test('keeps its cues in a block, overlapping ones too', () => {
    const rows = [...cues, cue(4.3, 4.5, '字幕 𝄞')];
    const decoded = speechChannel.decode(speechChannel.encode(rows));

    expect(decoded.map(({ text }) => text)).toEqual(rows.map(({ text }) => text));
    expect(decoded[0]!.endSeconds).toBeCloseTo(0.999, 4);
  });

  test('answers for what is said and for loose words, and for nothing else', () => {
    expect(speechChannel.atomTerms(atomOf({ kind: 'words', words: ['Crowns'] }))).toEqual(['crown']);
    expect(speechChannel.terms(cues).map(({ term }) => term)).toContain('crown');
    expect(speechChannel.atomTerms(atomOf({ kind: 'name', words: ['crown'], isHard: true }))).toBeNull();
  });
});
