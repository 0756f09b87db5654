import type { VideoId } from '../../contract/ids.ts';
import type { IndexedVideo } from './index-source.ts';

/** All blocks of all searchable videos on one line, so that a score per block is one typed array. */
export class BlockSpace {
  readonly videos: readonly IndexedVideo[];
  readonly blockCount: number;
  /** Ordinal of the first block of each video, and the block count at the end. */
  readonly firstOrdinals: Int32Array;
  /** Index into `videos` of each block. */
  readonly videoIndexes: Int32Array;
  readonly #byGeneration = new Map<number, number>();
  readonly #byVideoKey = new Map<number, number>();
  readonly #byVideoId = new Map<VideoId, number>();

  constructor(videos: readonly IndexedVideo[]) {
    this.videos = videos;
    this.firstOrdinals = new Int32Array(videos.length + 1);
    for (const [index, video] of videos.entries()) {
      this.firstOrdinals[index + 1] = this.firstOrdinals[index]! + blockCountOf(video);
      this.#byGeneration.set(video.generationKey, index);
      this.#byVideoKey.set(video.videoKey, index);
      this.#byVideoId.set(video.videoId, index);
    }
    this.blockCount = this.firstOrdinals[videos.length]!;
    this.videoIndexes = new Int32Array(this.blockCount);
    for (let index = 0; index < videos.length; index += 1) {
      this.videoIndexes.fill(index, this.firstOrdinals[index]!, this.firstOrdinals[index + 1]!);
    }
  }

  /** -1 for a generation that is not searched. */
  indexOfGeneration(generationKey: number): number {
    return this.#byGeneration.get(generationKey) ?? -1;
  }

  indexOfVideoKey(videoKey: number): number {
    return this.#byVideoKey.get(videoKey) ?? -1;
  }

  indexOfVideoId(videoId: VideoId): number {
    return this.#byVideoId.get(videoId) ?? -1;
  }

  /** The video of a block and the block's index inside it. */
  locate(ordinal: number): { readonly video: IndexedVideo; readonly blockIndex: number } {
    const index = this.videoIndexes[ordinal]!;
    return { video: this.videos[index]!, blockIndex: ordinal - this.firstOrdinals[index]! };
  }

  /** Half-open range of the ordinals that media time [startSeconds, endSeconds) of a video touches. */
  ordinalsOf(videoIndex: number, startSeconds: number, endSeconds: number): { from: number; to: number } {
    const first = this.firstOrdinals[videoIndex]!;
    const end = this.firstOrdinals[videoIndex + 1]!;
    const { blockSeconds } = this.videos[videoIndex]!;
    const from = Math.min(end, first + Math.max(0, Math.floor(startSeconds / blockSeconds)));
    const to = Math.max(from + 1, first + Math.ceil(endSeconds / blockSeconds));
    return { from, to: Math.min(end, to) };
  }
}

/** A video has at least one block, also when it is one frame long. */
export function blockCountOf(video: Pick<IndexedVideo, 'durationSeconds' | 'blockSeconds'>): number {
  return Math.max(1, Math.ceil(video.durationSeconds / video.blockSeconds));
}
