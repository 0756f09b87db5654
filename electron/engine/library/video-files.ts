import { open } from 'node:fs/promises';
import { extname } from 'node:path';

/**
 * Endings by which a folder's files are taken. Pictures that move (gif) count; sound alone does not. A file that is
 * named on its own is taken whatever its ending; the probe then says what it is.
 */
const videoExtensions: ReadonlySet<string> = new Set(
  (
    '3g2 3gp 3gpp amv asf avi avs bik braw cine dav divx dv evo f4v flv gif gxf h264 264 h265 265 hevc ifv insv ivf ' +
    'lrv m1v m2p m2t m2ts m2v m4v mjpeg mjpg mk3d mkv mod mov movie mp2v mp4 mp4v mpe mpeg mpg mpv mts mxf nsv nut ' +
    'nuv ogm ogv ogx ps qt r3d rec rm rmvb tod tp trp ts vfw vob vro webm wmv wtv xesc y4m yuv4mpeg 360'
  )
    .split(' ')
    .map((extension) => `.${extension}`),
);

/** Endings that programs in TypeScript have as well: only the content tells. */
const sharedExtensions: ReadonlySet<string> = new Set(['.ts', '.mts']);

/** Folders that systems and storage boxes keep for themselves. */
const systemFolders: ReadonlySet<string> = new Set([
  '$recycle.bin',
  'system volume information',
  'recycler',
  '#recycle',
  '@eadir',
  '#snapshot',
  'lost+found',
  '__macosx',
  'node_modules',
]);

export function isHiddenName(name: string): boolean {
  return name.startsWith('.');
}

export function isSkippedFolder(name: string): boolean {
  return isHiddenName(name) || systemFolders.has(name.toLowerCase());
}

/** Timed text in a file of its own. */
export function isSidecarName(name: string): boolean {
  return /\.(?:srt|vtt)$/iu.test(name);
}

export function hasVideoExtension(name: string): boolean {
  return videoExtensions.has(extname(name).toLowerCase());
}

/** Whether a file with the ending of a video is one as far as its first bytes tell; only doubtful endings are read. */
export async function isVideoFile(path: string): Promise<boolean> {
  if (!hasVideoExtension(path)) return false;
  if (!sharedExtensions.has(extname(path).toLowerCase())) return true;
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(4096);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return looksLikeTransportStream(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

const syncByte = 0x47;
/** Plain, with time codes (M2TS), with error correction. */
const packetLengths = [188, 192, 204];

/** MPEG transport stream: the sync byte 0x47 four times in the distance of a packet, wherever the first one is. */
export function looksLikeTransportStream(bytes: Uint8Array): boolean {
  return packetLengths.some((length) => {
    for (let start = 0; start < length && start + 3 * length < bytes.length; start += 1) {
      if ([0, 1, 2, 3].every((packet) => bytes[start + packet * length] === syncByte)) return true;
    }
    return false;
  });
}
