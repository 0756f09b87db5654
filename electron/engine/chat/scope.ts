import type { ChatSource, ChatWindow } from '../../contract/chat.ts';
import { EngineError } from '../../contract/errors.ts';
import type { FolderId, VideoId } from '../../contract/ids.ts';
import type { TimeRange } from '../../contract/time-range.ts';

/** What the library says about the clips that a question may be about. */
export interface ScopeLibrary {
  /** Null for a clip that is not there any more. */
  videoOf(videoId: VideoId): { readonly title: string; readonly durationSeconds: number | null } | null;
  /** Everything below a folder, in the order of names; empty for one that holds nothing any more. */
  videosOf(folderId: FolderId): readonly VideoId[];
}

/** A stretch that a question is about. */
export interface ScopeWindow extends ChatWindow {
  /** Whether it is the whole clip, so that its edges say nothing. */
  readonly isWhole: boolean;
}

/** What a question is about: stretches in the order they were chosen, those of one clip disjoint and rising. */
export interface Scope {
  readonly windows: readonly ScopeWindow[];
  readonly videoIds: ReadonlySet<VideoId>;
}

/** A clip whose length is not known yet goes on for as long as clips do. */
const longestSeconds = 86_400;

/** Throws EngineError `not-found` when nothing of what was chosen is in the library. */
export function scopeOf(sources: readonly ChatSource[], library: ScopeLibrary): Scope {
  const byVideo = new Map<VideoId, { readonly title: string; readonly length: number; ranges: TimeRange[] }>();
  const add = (videoId: VideoId, range: TimeRange | null) => {
    const video = library.videoOf(videoId);
    if (video === null) return;
    const length = video.durationSeconds ?? longestSeconds;
    const known = byVideo.get(videoId) ?? { title: video.title, length, ranges: [] };
    const startSeconds = Math.min(range?.startSeconds ?? 0, length);
    const endSeconds = Math.min(range?.endSeconds ?? length, length);
    if (startSeconds < endSeconds) known.ranges.push({ startSeconds, endSeconds });
    byVideo.set(videoId, known);
  };
  for (const source of sources) {
    if (source.kind === 'folder') library.videosOf(source.folderId).forEach((videoId) => add(videoId, null));
    else add(source.videoId, source.kind === 'span' ? source.range : null);
  }
  const windows = [...byVideo].flatMap(([videoId, { title, length, ranges }]) =>
    unionOf(ranges).map((range) => ({ videoId, title, range, isWhole: isWhole(range, length) })),
  );
  if (windows.length === 0) {
    throw new EngineError('not-found', 'Nothing of what was chosen is in the library.');
  }
  return { windows, videoIds: new Set(windows.map(({ videoId }) => videoId)) };
}

function isWhole({ startSeconds, endSeconds }: TimeRange, length: number): boolean {
  return startSeconds === 0 && endSeconds >= length;
}

/** The same stretches, but of each clip only what lies in a range of its time; null when nothing does. */
export function scopeWithin({ windows }: Scope, range: TimeRange): Scope | null {
  const inside = windows.flatMap((window): ScopeWindow[] => {
    const cut = commonRange(window.range, range);
    return cut === null ? [] : [{ ...window, range: cut, isWhole: false }];
  });
  return inside.length === 0 ? null : { windows: inside, videoIds: new Set(inside.map(({ videoId }) => videoId)) };
}

/** The parts of a range of one clip that lie inside the scope, rising. */
export function insideScope({ windows }: Scope, videoId: VideoId, range: TimeRange): TimeRange[] {
  return windows.flatMap((window) => {
    const cut = window.videoId === videoId ? commonRange(window.range, range) : null;
    return cut === null ? [] : [cut];
  });
}

/** Disjoint and rising, covering the same time; ranges that touch become one. */
export function unionOf(ranges: readonly TimeRange[]): TimeRange[] {
  const union: TimeRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.startSeconds - b.startSeconds)) {
    const last = union.at(-1);
    if (last !== undefined && range.startSeconds <= last.endSeconds) {
      const endSeconds = Math.max(last.endSeconds, range.endSeconds);
      union[union.length - 1] = { startSeconds: last.startSeconds, endSeconds };
    } else {
      union.push(range);
    }
  }
  return union;
}

/** Null where two ranges have no time in common. */
export function commonRange(a: TimeRange, b: TimeRange): TimeRange | null {
  const startSeconds = Math.max(a.startSeconds, b.startSeconds);
  const endSeconds = Math.min(a.endSeconds, b.endSeconds);
  return startSeconds < endSeconds ? { startSeconds, endSeconds } : null;
}

export function lengthOf(ranges: readonly TimeRange[]): number {
  return ranges.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0);
}
