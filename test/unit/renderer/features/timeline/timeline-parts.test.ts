import { describe, expect, test } from 'vitest';
import { heatOver } from '../../../../../renderer/features/timeline/heat-over.ts';
import { rulerTicks } from '../../../../../renderer/features/timeline/ruler-ticks.ts';
import { nextShot, previousShot } from '../../../../../renderer/features/timeline/shot-steps.ts';
import { snappedTime } from '../../../../../renderer/features/timeline/snap-time.ts';
import { constantGrid } from '../../../../../renderer/lib/frame-grid.ts';
import { shownTime, timeDisplay } from '../../../../../renderer/lib/shown-time.ts';
import { fittedView, zoomedView } from '../../../../../renderer/lib/timeline-view.ts';

const pal = { rate: { num: 25, den: 1 }, isVariableRate: false, startTimecode: null };

describe('heatOver', () => {
  test('shows a short moment in a long clip', () => {
    const values = new Float32Array(2000);
    values[1234] = 0.8;
    const columns = heatOver({ startSeconds: 0, stepSeconds: 0.5, values }, fittedView(1000, 100));
    expect(columns[61]).toBeCloseTo(0.8);
    expect(columns[60]).toBe(0);
  });

  test('what was never decoded stays unknown, and so does what lies beyond the curve', () => {
    const values = Float32Array.of(0.5, Number.NaN, 0.25);
    const columns = heatOver({ startSeconds: 0, stepSeconds: 1, values }, fittedView(4, 8));
    expect([...columns]).toEqual([0.5, 0.5, Number.NaN, Number.NaN, 0.25, 0.25, Number.NaN, Number.NaN]);
  });
});

describe('rulerTicks', () => {
  const labels = (seconds: number, display: ReturnType<typeof timeDisplay>, zoom = 1) =>
    rulerTicks(zoomedView(fittedView(seconds, 1000), zoom, 0), display)
      .filter(({ isLabelled }) => isLabelled)
      .map((tick) => shownTime(tick.seconds, display));

  test.each([10, 60, 600, 7200])('leaves room for the words over %d s', (seconds) => {
    for (const units of ['timecode', 'seconds', 'frames'] as const) {
      const shown = labels(seconds, timeDisplay(units, pal));
      expect(shown.length).toBeGreaterThan(3);
      expect(shown.length).toBeLessThanOrEqual(12);
    }
  });

  test('lies on whole seconds of timecode, also where it does not begin at 0', () => {
    const display = timeDisplay('timecode', { ...pal, startTimecode: '01:00:00:10' });
    expect(labels(60, display).slice(0, 2)).toEqual(['01:00:10:00', '01:00:20:00']);
  });

  test('comes down to single frames', () => {
    expect(labels(10, timeDisplay('frames', pal), 0.01).slice(0, 4)).toEqual(['0 f', '1 f', '2 f', '3 f']);
  });
});

describe('snappedTime', () => {
  const view = fittedView(100, 1000);
  const targets = { shotStarts: [0, 40, 60], playheadSeconds: 20, grid: constantGrid(pal.rate, 100) };

  test('takes the shot or the playhead that is eight pixels away or nearer', () => {
    expect(snappedTime(40.7, view, targets)).toBe(40);
    expect(snappedTime(19.3, view, targets)).toBe(20);
  });

  test('otherwise the nearest beginning of a frame', () => {
    expect(snappedTime(50.03, view, targets)).toBeCloseTo(50.04);
    expect(snappedTime(50.01, view, targets)).toBeCloseTo(50);
  });
});

test('the shot before is the beginning of this one once its first frame has passed', () => {
  const starts = [0, 4, 8];
  expect(previousShot(starts, 5)).toBe(4);
  expect(previousShot(starts, 4)).toBe(0);
  expect(previousShot(starts, 0)).toBeNull();
  expect(nextShot(starts, 4)).toBe(8);
  expect(nextShot(starts, 9)).toBeNull();
});
