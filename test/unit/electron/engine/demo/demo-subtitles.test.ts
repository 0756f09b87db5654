import { describe, expect, test } from 'vitest';
import { subtitleText } from '../../../../../electron/engine/demo/demo-subtitles.ts';
import { parseSubtitles } from '../../../../../electron/engine/ingest/subtitles/parse-subtitles.ts';

const cues = [
  { startSeconds: 1, endSeconds: 2.5, text: 'Hello, you.' },
  { startSeconds: 61, endSeconds: 62, text: 'Two\nlines' },
];

describe('subtitleText', () => {
  test.each(['srt', 'vtt'] as const)('writes %s that is read as it was meant', (format) => {
    expect(parseSubtitles(subtitleText(cues, format))).toEqual({ cues, malformedCount: 0 });
  });

  test('numbers the cues of SubRip, with commas in times only', () => {
    expect(subtitleText(cues.slice(0, 1), 'srt')).toBe('1\n00:00:01,000 --> 00:00:02,500\nHello, you.\n');
  });
});
