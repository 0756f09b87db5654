import { describe, expect, test } from 'vitest';
import { jobOf } from '../../../../helpers/queue-of.ts';
import { clipOf } from '../../../../helpers/clips.ts';
import {
  durationText,
  percentOf,
  pictureSizeText,
  rateText,
  stateText,
} from '../../../../../renderer/features/library/clip-text.ts';
import { reportText } from '../../../../../renderer/features/library/root-actions.ts';
import { sizeText } from '../../../../../renderer/lib/size-text.ts';
import { tileBackground, tileIndexAt } from '../../../../../renderer/lib/sprite-tile.ts';

const job = (over: Parameters<typeof jobOf>[1]) => jobOf('a', { state: 'running', ...over });

describe('what a card says of its clip', () => {
  test('is its length, its picture and its rate', () => {
    const clip = clipOf('a', { rate: { num: 30_000, den: 1001 } });
    expect([durationText(clip), pictureSizeText(clip), rateText(clip)]).toEqual(['1:15', '1920 × 1080', '29.97 fps']);
  });

  test('is nothing where nothing is known, and no rate where it changes', () => {
    const clip = clipOf('a', { durationSeconds: null, widthPixels: null, rate: null });
    expect([durationText(clip), pictureSizeText(clip), rateText(clip)]).toEqual(['', '', '']);
    expect(rateText(clipOf('a', { isVariableRate: true }))).toBe('variable rate');
  });

  test('is how much is done and left while it is indexed', () => {
    const clip = clipOf('a', { state: 'indexing' });
    expect(stateText(clip, job({ doneSeconds: 42, totalSeconds: 100, remainingSeconds: 90 }))).toBe(
      'Indexing 42 % · 2 min left',
    );
    expect(stateText(clip, job({ doneSeconds: 42, totalSeconds: 100, remainingSeconds: 12.3 }))).toBe(
      'Indexing 42 % · 13 s left',
    );
    expect(stateText(clip, job({ doneSeconds: 42, totalSeconds: 100 }))).toBe('Indexing 42 %');
    expect(stateText(clip, job({ totalSeconds: null }))).toBe('Indexing');
    expect(stateText(clip, null)).toBe('Indexing');
  });

  test('is why it failed', () => {
    const failure = { code: 'encrypted', message: '', details: {} } as const;
    expect(stateText(clipOf('a', { state: 'failed', failure }), null)).toContain('copy-protected');
    expect(stateText(clipOf('a', { state: 'failed' }), null)).toBe('Failed');
  });

  test('never promises more than all of it', () => {
    expect(percentOf(job({ doneSeconds: 120, totalSeconds: 100 }))).toBe(100);
    expect(percentOf(job({ doneSeconds: 1, totalSeconds: 0 }))).toBeNull();
  });
});

describe('reportText', () => {
  const none = {
    addedCount: 0,
    changedCount: 0,
    movedCount: 0,
    duplicateCount: 0,
    offlineCount: 0,
    unchangedCount: 0,
    unreadableCount: 0,
  };

  test('names what is new, and only that', () => {
    expect(reportText({ ...none, addedCount: 3, duplicateCount: 1, unreadableCount: 2, unchangedCount: 8 })).toBe(
      '3 clips added · 1 duplicate · 2 could not be read',
    );
  });

  test('says that nothing is new, and that nothing was there', () => {
    expect(reportText({ ...none, unchangedCount: 8 })).toBe('All 8 clips there are known already.');
    expect(reportText(none)).toBe('No video was found there.');
  });
});

describe('sizes and tiles', () => {
  test('sizes are in thousands, as downloads are sold', () => {
    expect([sizeText(3_660_092, 'en'), sizeText(999_600, 'en'), sizeText(12_345_678_901, 'de')]).toEqual([
      '3.7 MB',
      '1.0 MB',
      '12 GB',
    ]);
  });

  test('a tile is found by its time and shown by its place', () => {
    const layout = { columns: 10, rows: 3, tileCount: 25, tileWidth: 160, tileHeight: 90, secondsPerTile: 2 };
    expect([tileIndexAt(layout, 0), tileIndexAt(layout, 9), tileIndexAt(layout, 999)]).toEqual([0, 4, 24]);
    expect(tileBackground(layout, 24)).toEqual({ size: '1000% 300%', position: `${(4 / 9) * 100}% 100%` });
    expect(tileBackground({ ...layout, columns: 1, rows: 1 }, 0)).toEqual({ size: '100% 100%', position: '0% 0%' });
  });
});
