import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { silentLogger } from '../../../../../electron/engine/base/surroundings.ts';
import { takeWriterLease } from '../../../../../electron/engine/library/writer-lease.ts';
import type { WriterLeaseDeps } from '../../../../../electron/engine/library/writer-lease.ts';
import { liveLease } from '../../../../../electron/engine/store/queries/index.ts';
import { TemporaryLibrary } from '../store/temporary-library.ts';

function setUp() {
  const library = new TemporaryLibrary();
  let nowMs = 1_000_000;
  const deps = (holderId: string, more: Partial<WriterLeaseDeps> = {}): WriterLeaseDeps => ({
    db: library.db,
    clock: { nowMs: () => nowMs, monotonicMs: () => nowMs },
    logger: silentLogger,
    holderId,
    pid: 4711,
    host: 'here',
    isAlive: () => true,
    heartbeatMs: 5,
    ...more,
  });
  return {
    library,
    deps,
    pass: (durationMs: number) => {
      nowMs += durationMs;
    },
    [Symbol.dispose]: () => {
      library[Symbol.dispose]();
    },
  };
}

const busy = expect.objectContaining({ code: 'library-busy', details: { pid: 4711, host: 'here' } });

describe('takeWriterLease', () => {
  test('lets in one writer and names it to the second', () => {
    using given = setUp();
    const lease = takeWriterLease(given.deps('first'));
    expect(() => takeWriterLease(given.deps('second'))).toThrow(busy);
    lease.dispose();
    expect(takeWriterLease(given.deps('second')).isHeld).toBe(true);
  });

  test('gives way to the next when the holder is silent for ten seconds', () => {
    using given = setUp();
    takeWriterLease(given.deps('first', { heartbeatMs: 1_000_000 }));
    given.pass(9_999);
    expect(() => takeWriterLease(given.deps('second'))).toThrow(busy);
    given.pass(1);
    expect(takeWriterLease(given.deps('second')).isHeld).toBe(true);
  });

  test('gives way at once when the process is dead, but only on this host', () => {
    using given = setUp();
    takeWriterLease(given.deps('first', { heartbeatMs: 1_000_000 }));
    const isAlive = () => false;
    expect(() => takeWriterLease(given.deps('second', { isAlive, host: 'there' }))).toThrow(busy);
    expect(takeWriterLease(given.deps('second', { isAlive })).isHeld).toBe(true);
  });

  test('knows a live process from a dead one', () => {
    using given = setUp();
    const { db, clock, logger, host } = given.deps('first');
    const real = { db, clock, logger, host, holderId: 'first', pid: process.pid, heartbeatMs: 1_000_000 };
    takeWriterLease(real);
    expect(() => takeWriterLease({ ...real, holderId: 'second' })).toThrow(
      expect.objectContaining({ code: 'library-busy' }),
    );
    const dead = { ...real, holderId: 'dead', pid: 2 ** 22 + 1 };
    given.pass(60_000);
    takeWriterLease(dead);
    expect(takeWriterLease({ ...real, holderId: 'third' }).isHeld).toBe(true);
  });

  test('keeps the lease fresh while it lives', async () => {
    using given = setUp();
    const lease = takeWriterLease(given.deps('first'));
    given.pass(60_000);
    await wait(30);
    expect(liveLease(given.library.db, 1_060_000)?.holderId).toBe('first');
    lease.dispose();
  });

  test('says when somebody else has taken over, and leaves that one alone', async () => {
    using given = setUp();
    const onLost = vi.fn();
    const lease = takeWriterLease(given.deps('first', { onLost, heartbeatMs: 20 }));
    given.pass(60_000);
    takeWriterLease(given.deps('second', { heartbeatMs: 1_000_000 }));
    await wait(60);
    expect(onLost).toHaveBeenCalledTimes(1);
    expect(lease.isHeld).toBe(false);
    lease.dispose();
    expect(liveLease(given.library.db, 1_060_000)?.holderId).toBe('second');
  });
});
