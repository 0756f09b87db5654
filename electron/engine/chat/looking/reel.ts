import type { ChatWindow } from '../../../contract/chat.ts';
import type { VideoId } from '../../../contract/ids.ts';
import type { TimeRange } from '../../../contract/time-range.ts';
import { commonRange } from '../scope.ts';

/** A piece of a reel: a stretch of a clip, and where it begins in the reel. */
export interface ReelPiece extends ChatWindow {
  readonly reelSeconds: number;
}

/**
 * Stretches of clips one after the other, as a model sees them: its clock runs from 0 to `durationSeconds`, whatever
 * the footage's own times are. Whatever time a model names is one of the reel, and is told back in those of the clips.
 */
export class Reel {
  readonly pieces: readonly ReelPiece[];
  readonly durationSeconds: number;

  constructor(windows: readonly ChatWindow[]) {
    let reelSeconds = 0;
    this.pieces = windows.map(({ videoId, title, range }) => {
      const piece = { videoId, title, range, reelSeconds };
      reelSeconds += range.endSeconds - range.startSeconds;
      return piece;
    });
    this.durationSeconds = reelSeconds;
  }

  get windows(): ChatWindow[] {
    return this.pieces.map(({ videoId, title, range }) => ({ videoId, title, range }));
  }

  /** Whether a time of the reel is the same in the clip: one clip, from its beginning. */
  get isPlain(): boolean {
    return this.pieces.length === 1 && this.pieces[0]!.range.startSeconds === 0;
  }

  /** The stretches of clips that a span of the reel shows; none for a span outside of it. */
  toClips(span: TimeRange): ChatWindow[] {
    return this.pieces.flatMap(({ videoId, title, range, reelSeconds }) => {
      const offset = range.startSeconds - reelSeconds;
      const shifted = { startSeconds: span.startSeconds + offset, endSeconds: span.endSeconds + offset };
      const cut = commonRange(shifted, range);
      return cut === null ? [] : [{ videoId, title, range: cut }];
    });
  }

  /** The clip and its time at a time of the reel, which is kept inside it. */
  at(seconds: number): { readonly piece: ReelPiece; readonly timeSeconds: number } {
    const piece = this.pieces.findLast(({ reelSeconds }) => reelSeconds <= seconds + 1e-9) ?? this.pieces[0]!;
    const { range, reelSeconds } = piece;
    const timeSeconds = Math.min(
      range.endSeconds,
      Math.max(range.startSeconds, range.startSeconds + seconds - reelSeconds),
    );
    return { piece, timeSeconds };
  }

  /** Where a stretch of a clip is in the reel, by pieces. */
  toReel(videoId: VideoId, range: TimeRange): TimeRange[] {
    return this.pieces.flatMap((piece) => {
      const cut = piece.videoId === videoId ? commonRange(range, piece.range) : null;
      if (cut === null) return [];
      const offset = piece.reelSeconds - piece.range.startSeconds;
      return [{ startSeconds: cut.startSeconds + offset, endSeconds: cut.endSeconds + offset }];
    });
  }
}
