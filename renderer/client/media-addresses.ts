import type { ExportId, VideoId } from '../../electron/contract/ids.ts';
import { libraryAddress } from './library-address.ts';

export function mediaAddress(videoId: VideoId): string {
  return libraryAddress(`/media/${videoId}`);
}

/** What was made of a video that the browser cannot play itself. */
export function proxyAddress(videoId: VideoId): string {
  return libraryAddress(`/proxy/${videoId}`);
}

/** A picture of the video at a time, in seconds. */
export function posterAddress(videoId: VideoId, seconds: number): string {
  return libraryAddress(`/poster/${videoId}/${Math.round(seconds * 1000)}`);
}

/** A file that has been prepared; it is given out once. */
export function exportAddress(exportId: ExportId): string {
  return libraryAddress(`/export/${exportId}`);
}

/** The sheet of small pictures of a video; how it is laid out, `timeline.show` says. */
export function spriteAddress(videoId: VideoId): string {
  return libraryAddress(`/sprite/${videoId}`);
}

/** Whether the file of a video can be read just now; tells a missing file from one that the browser cannot play. */
export async function isMediaReachable(videoId: VideoId): Promise<boolean> {
  const answer = await fetch(mediaAddress(videoId), { method: 'HEAD', cache: 'no-store' });
  return answer.ok;
}
