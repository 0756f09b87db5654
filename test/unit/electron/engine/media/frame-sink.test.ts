import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collectBytes, createFrameSink } from '../../../../../electron/engine/media/frame-sink.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('createFrameSink', () => {
  test('cuts any chunks into whole frames, in order', async () => {
    const chunkSizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(chunkSizes, fc.integer({ min: 1, max: 30 }), async (sizes, frameBytes) => {
        let next = 0;
        const chunks = sizes.map((size) => Uint8Array.from({ length: size }, () => next++ % 256));
        const sink = createFrameSink({ frameBytes, capacity: 2, onFrame: () => {} });
        Readable.from(chunks).pipe(sink.writable);
        const bytes: number[] = [];
        const total = sizes.reduce((sum, size) => sum + size, 0);
        while (bytes.length + frameBytes <= total) {
          const frame = sink.take();
          if (frame === null) {
            await new Promise(setImmediate);
          } else {
            expect(frame.length).toBe(frameBytes);
            bytes.push(...frame);
          }
        }
        await new Promise(setImmediate);
        expect(bytes).toEqual(Array.from({ length: bytes.length }, (_, k) => k % 256));
        expect(sink.partialBytes).toBe(total - bytes.length);
      }),
      { numRuns: 40 },
    );
  });

  test('takes no more than it holds until somebody takes a frame', async () => {
    let givenCount = 0;
    const source = Readable.from(
      (function* () {
        for (; givenCount < 1000; givenCount += 1) {
          yield new Uint8Array(64 * 1024);
        }
      })(),
    );
    const sink = createFrameSink({ frameBytes: 64 * 1024, capacity: 3, onFrame: () => {} });
    source.pipe(sink.writable);
    await settled();

    expect(sink.isFull).toBe(true);
    expect(sink.waitingCount).toBe(3);
    const heldBack = givenCount;
    expect(heldBack).toBeLessThan(40);
    for (let k = 0; k < 20; k += 1) {
      sink.take();
      await settled();
    }
    expect(givenCount).toBeGreaterThan(heldBack);
    expect(givenCount).toBeLessThan(heldBack + 40);
    source.destroy();
  });

  test('lets a pipe drain when nobody wants frames any more', async () => {
    const sink = createFrameSink({ frameBytes: 4, capacity: 1, onFrame: () => {} });
    const source = Readable.from([new Uint8Array(1000), new Uint8Array(1000)]);
    source.pipe(sink.writable);
    await settled();
    expect(sink.isFull).toBe(true);

    sink.discard();
    await settled();

    expect(sink.writable.writableFinished).toBe(true);
    expect(sink.take()).toBeNull();
  });
});

describe('collectBytes', () => {
  test('keeps the first bytes up to its limit and says when there were more', async () => {
    let overflowCount = 0;
    const collector = collectBytes(5, () => (overflowCount += 1));
    Readable.from([Buffer.from('abc'), Buffer.from('def'), Buffer.from('ghi')]).pipe(collector.writable);
    await settled();

    expect(collector.bytes().toString()).toBe('abcde');
    expect(collector.isOverflowing).toBe(true);
    expect(overflowCount).toBe(1);
  });
});
