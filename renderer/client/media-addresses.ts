import type { VideoId } from '../../electron/contract/ids.ts';

export function mediaAddress(videoId: VideoId): string {
  return `/media/${videoId}`;
}

/** A picture of the video at a time, in seconds. */
export function posterAddress(videoId: VideoId, seconds: number): string {
  return `/poster/${videoId}/${Math.round(seconds * 1000)}`;
}

/** Whether the file of a video can be read just now; tells a missing file from one that the browser cannot play. */
export async function isMediaReachable(videoId: VideoId): Promise<boolean> {
  const answer = await fetch(mediaAddress(videoId), { method: 'HEAD', cache: 'no-store' });
  return answer.ok;
}
