import { setImmediate } from 'node:timers/promises';

const bytesPerTurn = 256 * 1024;

/**
 * Text of a file whose encoding nobody wrote down: UTF-16 by its byte order mark, otherwise UTF-8, otherwise (a byte
 * that UTF-8 cannot have) windows-1252, in which every byte is a character. The mark itself is left out.
 */
export function decodeText(bytes: Uint8Array): string {
  return [...decodeInSteps(bytes)].join('');
}

/** The same, giving way to everything else every quarter of a megabyte. Rejects with the signal's reason when aborted. */
export async function decodeTextInTurns(
  bytes: Uint8Array,
  { signal }: { readonly signal: AbortSignal },
): Promise<string> {
  const parts: string[] = [];
  for (const part of decodeInSteps(bytes)) {
    parts.push(part);
    await setImmediate();
    signal.throwIfAborted();
  }
  return parts.join('');
}

function* decodeInSteps(bytes: Uint8Array): Generator<string, void> {
  const encoding = encodingByMark(bytes) ?? (yield* findUtf8(bytes));
  const decoder = new TextDecoder(encoding);
  for (let start = 0; start < bytes.length; start += bytesPerTurn) {
    yield decoder.decode(bytes.subarray(start, start + bytesPerTurn), { stream: true });
  }
  yield decoder.decode();
}

function encodingByMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return 'utf-16le';
  }
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}

/** Looks at all bytes before any is decoded: one that is wrong may be the last. The empty strings are pauses. */
function* findUtf8(bytes: Uint8Array): Generator<string, string> {
  const strict = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let start = 0; start < bytes.length; start += bytesPerTurn) {
      strict.decode(bytes.subarray(start, start + bytesPerTurn), { stream: true });
      yield '';
    }
    strict.decode();
    return 'utf-8';
  } catch (error) {
    if (error instanceof TypeError) {
      return 'windows-1252';
    }
    throw error;
  }
}
