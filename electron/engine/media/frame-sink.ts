import { Writable } from 'node:stream';

/** Receives standard output. `emitClose` is off: fluent-ffmpeg kills a program whose output stream says `close`. */
export function quietWritable(options: {
  readonly write: (chunk: Uint8Array, done: () => void) => void;
  readonly final?: () => void;
}): Writable {
  return new Writable({
    emitClose: false,
    autoDestroy: false,
    decodeStrings: true,
    highWaterMark: 64 * 1024,
    write: (chunk: Uint8Array, _encoding, done) => options.write(chunk, done),
    final: (done) => {
      options.final?.();
      done();
    },
  });
}

export interface ByteCollector {
  readonly writable: Writable;
  readonly isOverflowing: boolean;
  bytes(): Buffer<ArrayBuffer>;
}

/** Keeps at most `limitBytes`; what comes after is dropped and `isOverflowing` says so. */
export function collectBytes(limitBytes: number, onOverflow: () => void = () => {}): ByteCollector {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  let isOverflowing = false;
  return {
    writable: quietWritable({
      write: (chunk, done) => {
        if (sizeBytes + chunk.length > limitBytes) {
          if (!isOverflowing) {
            isOverflowing = true;
            chunks.push(chunk.slice(0, limitBytes - sizeBytes));
            sizeBytes = limitBytes;
            onOverflow();
          }
        } else {
          chunks.push(chunk);
          sizeBytes += chunk.length;
        }
        done();
      },
    }),
    get isOverflowing() {
      return isOverflowing;
    },
    bytes: () => Buffer.concat(chunks),
  };
}

export interface FrameSink {
  readonly writable: Writable;
  /** The oldest whole frame, or null. Taking one lets the program go on. */
  take(): Uint8Array | null;
  readonly waitingCount: number;
  /** Frames wait to be taken, and so does the program. */
  readonly isFull: boolean;
  /** Bytes of a frame that is not whole. */
  readonly partialBytes: number;
  /** Drops everything from now on, so that a killed program's pipe can drain. */
  discard(): void;
}

export interface FrameSinkOptions {
  readonly frameBytes: number;
  /** Whole frames held before the pipe is left to fill up. */
  readonly capacity: number;
  readonly onFrame: () => void;
}

/** Cuts raw video into frames, each in memory of its own, and holds the pipe back while nobody takes them. */
export function createFrameSink({ frameBytes, capacity, onFrame }: FrameSinkOptions): FrameSink {
  const frames: Uint8Array[] = [];
  let current: Uint8Array | null = null;
  let filledBytes = 0;
  let held: { readonly chunk: Uint8Array; readonly offset: number; readonly done: () => void } | null = null;
  let isDiscarding = false;

  const absorb = (chunk: Uint8Array, startOffset: number, done: () => void) => {
    let offset = startOffset;
    while (!isDiscarding && offset < chunk.length) {
      if (frames.length >= capacity) {
        held = { chunk, offset, done };
        return;
      }
      current ??= new Uint8Array(frameBytes);
      const countBytes = Math.min(frameBytes - filledBytes, chunk.length - offset);
      current.set(chunk.subarray(offset, offset + countBytes), filledBytes);
      filledBytes += countBytes;
      offset += countBytes;
      if (filledBytes === frameBytes) {
        frames.push(current);
        current = null;
        filledBytes = 0;
        onFrame();
      }
    }
    done();
  };
  const release = () => {
    if (held !== null) {
      const { chunk, offset, done } = held;
      held = null;
      absorb(chunk, offset, done);
    }
  };
  return {
    writable: quietWritable({ write: (chunk, done) => absorb(chunk, 0, done), final: onFrame }),
    take: () => {
      const frame = frames.shift() ?? null;
      release();
      return frame;
    },
    get waitingCount() {
      return frames.length;
    },
    get isFull() {
      return held !== null;
    },
    get partialBytes() {
      return filledBytes;
    },
    discard: () => {
      isDiscarding = true;
      frames.length = 0;
      release();
    },
  };
}
