/** Part of a file, both ends included, as HTTP counts. */
export interface ByteRange {
  readonly firstByte: number;
  readonly lastByte: number;
}

export type WantedBytes = ByteRange | 'whole' | 'unsatisfiable';

/**
 * Which bytes a Range header asks for (RFC 9110 §14): `0-`, `N-`, `N-M` and `-N`, cut to the size of the file. A
 * header that is malformed, in another unit or names several ranges is ignored, as the RFC allows: the whole file.
 */
export function readRange(header: string | null, sizeBytes: number): WantedBytes {
  const match = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header ?? '');
  if (match === null) {
    return 'whole';
  }
  const [, firstText = '', lastText = ''] = match;
  if (firstText === '') {
    return lastText === '' ? 'whole' : readSuffix(Number(lastText), sizeBytes);
  }
  const firstByte = Number(firstText);
  const lastByte = lastText === '' ? Number.POSITIVE_INFINITY : Number(lastText);
  if (lastByte < firstByte) {
    return 'whole';
  }
  return firstByte >= sizeBytes ? 'unsatisfiable' : { firstByte, lastByte: Math.min(lastByte, sizeBytes - 1) };
}

/** The last `count` bytes; all of them when there are fewer. */
function readSuffix(count: number, sizeBytes: number): WantedBytes {
  if (count === 0 || sizeBytes === 0) {
    return 'unsatisfiable';
  }
  return { firstByte: Math.max(0, sizeBytes - count), lastByte: sizeBytes - 1 };
}
