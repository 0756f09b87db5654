import { describe, expect, test } from 'vitest';
import { pairedBootstrap } from '../../../../native-models/finetune/paired-bootstrap.ts';

describe('pairedBootstrap', () => {
  test('leaves 0 outside where every query is better, and inside where they cancel out', () => {
    const better = pairedBootstrap(Array.from({ length: 40 }, (_, index) => 0.1 + 0.01 * (index % 5)))!;
    expect(better.low).toBeGreaterThan(0);
    const mixed = pairedBootstrap(Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 0.5 : -0.5)))!;
    expect(mixed.low).toBeLessThan(0);
    expect(mixed.high).toBeGreaterThan(0);
    expect(mixed.difference).toBe(0);
  });

  test('is about two standard errors wide each way, and the same each time', () => {
    const values = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? 1 : -1));
    const interval = pairedBootstrap(values)!;
    expect(interval.high).toBeGreaterThan(0.16);
    expect(interval.high).toBeLessThan(0.24);
    expect(pairedBootstrap(values)).toEqual(interval);
  });

  test('has nothing to say about no queries', () => {
    expect(pairedBootstrap([])).toBeNull();
  });
});
