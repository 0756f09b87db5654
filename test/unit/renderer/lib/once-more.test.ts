import { describe, expect, test } from 'vitest';
import { onceMore } from '../../../../renderer/lib/once-more.ts';

describe('onceMore', () => {
  test('makes one more call of all that came while the first was under way', async () => {
    const waiting: (() => void)[] = [];
    const ask = onceMore(() => new Promise((done) => waiting.push(done)));
    const first = ask();
    await Promise.all([ask(), ask(), ask()]);
    expect(waiting).toHaveLength(1);
    waiting[0]!();
    await new Promise((done) => setImmediate(done));
    expect(waiting).toHaveLength(2);
    waiting[1]!();
    await first;
    expect(waiting).toHaveLength(2);
  });

  test('rejects as the work does, and works again afterwards', async () => {
    let isBroken = true;
    const ask = onceMore(async () => {
      if (isBroken) throw new Error('broken');
    });
    await expect(ask()).rejects.toThrow('broken');
    isBroken = false;
    await expect(ask()).resolves.toBeUndefined();
  });
});
