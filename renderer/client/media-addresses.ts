import type { VideoId } from '../../electron/contract/ids.ts';
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

/** The sheet of small pictures, laid out as `sprite` of the video's summary says. */
export function spriteAddress(videoId: VideoId): string {
  return `/sprite/${videoId}`;
}

/** Whether the file of a video can be read just now; tells a missing file from one that the browser cannot play. */
export async function isMediaReachable(videoId: VideoId): Promise<boolean> {
  const answer = await fetch(mediaAddress(videoId), { method: 'HEAD', cache: 'no-store' });
  return answer.ok;
}
