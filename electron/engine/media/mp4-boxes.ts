import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

/** What ffprobe does not tell of a track of an MP4 or QuickTime file. */
export interface Mp4Track {
  readonly trackId: number;
  /** Whether the edit list does more than play the whole track from its first sample. */
  readonly hasEditList: boolean;
  readonly isEncrypted: boolean;
}

interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

const moovLimitBytes = 64 * 1024 * 1024;
const topLevelLimit = 10_000;

/**
 * Reads the tracks in the `moov` box (ISO/IEC 14496-12). Any damage gives the tracks read so far: ffprobe judges the
 * file, this only adds to it.
 */
export async function readMp4Tracks(path: string): Promise<readonly Mp4Track[]> {
  const file = await open(path, 'r');
  try {
    const moov = await readMoov(file);
    return moov === null ? [] : boxesIn(moov, 0, moov.length).flatMap((box) => trackOf(moov, box) ?? []);
  } finally {
    await file.close();
  }
}

async function readMoov(file: FileHandle): Promise<Buffer | null> {
  const { size } = await file.stat();
  const head = Buffer.alloc(16);
  let position = 0;
  for (let count = 0; count < topLevelLimit && position + 8 <= size; count += 1) {
    const { bytesRead } = await file.read(head, 0, 16, position);
    const box = bytesRead < 8 ? null : boxAt(head.subarray(0, bytesRead), 0, size - position);
    if (box === null) {
      return null;
    }
    if (box.type === 'moov') {
      const body = Buffer.alloc(Math.min(box.end - box.start, size - position - box.start, moovLimitBytes));
      await file.read(body, 0, body.length, position + box.start);
      return body;
    }
    position += box.end;
  }
  return null;
}

/** The box at an offset: `start` and `end` of its content, relative to the bytes given. */
function boxAt(bytes: Buffer, offset: number, limit: number): Box | null {
  if (offset + 8 > bytes.length) {
    return null;
  }
  const shortSize = bytes.readUInt32BE(offset);
  const type = bytes.toString('latin1', offset + 4, offset + 8);
  if (shortSize === 1) {
    return offset + 16 > bytes.length
      ? null
      : checked({ type, start: offset + 16, end: offset + Number(bytes.readBigUInt64BE(offset + 8)) }, limit);
  }
  return checked({ type, start: offset + 8, end: shortSize === 0 ? limit : offset + shortSize }, limit);
}

function checked(box: Box, limit: number): Box | null {
  return box.end < box.start ? null : { ...box, end: Math.min(box.end, Math.max(limit, box.start)) };
}

function boxesIn(bytes: Buffer, start: number, end: number): Box[] {
  const boxes: Box[] = [];
  let offset = start;
  while (offset < end) {
    const box = boxAt(bytes, offset, Math.min(end, bytes.length));
    if (box === null) {
      break;
    }
    boxes.push(box);
    offset = box.end;
  }
  return boxes;
}

function find(bytes: Buffer, parent: Box, ...path: string[]): Box | null {
  let box: Box | undefined = parent;
  for (const type of path) {
    box = box && boxesIn(bytes, box.start, box.end).find((child) => child.type === type);
  }
  return box ?? null;
}

function trackOf(moov: Buffer, trak: Box): Mp4Track | null {
  const header = trak.type === 'trak' ? find(moov, trak, 'tkhd') : null;
  if (header === null || header.start + 24 > moov.length) {
    return null;
  }
  const trackId = moov.readUInt32BE(header.start + (moov[header.start] === 1 ? 20 : 12));
  const edits = find(moov, trak, 'edts', 'elst');
  const samples = find(moov, trak, 'mdia', 'minf', 'stbl', 'stsd');
  const entries = samples === null ? [] : boxesIn(moov, samples.start + 8, samples.end);
  return {
    trackId,
    hasEditList: edits !== null && isRealEdit(moov, edits),
    isEncrypted: entries.some(({ type }) => /^(enc[vats]|drm[sid])$/.test(type)),
  };
}

function isRealEdit(moov: Buffer, edits: Box): boolean {
  const isLong = moov[edits.start] === 1;
  if (edits.start + (isLong ? 24 : 16) > Math.min(edits.end, moov.length)) {
    return false;
  }
  const entryCount = moov.readUInt32BE(edits.start + 4);
  const mediaTime = isLong ? Number(moov.readBigInt64BE(edits.start + 16)) : moov.readInt32BE(edits.start + 12);
  return entryCount > 1 || mediaTime !== 0;
}
