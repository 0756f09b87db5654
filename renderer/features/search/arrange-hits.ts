import type { VideoId } from '../../../electron/contract/ids.ts';
import type { VideoSummary } from '../../../electron/contract/library.ts';
import type { SearchHit } from '../../../electron/contract/search.ts';
import type { HitOrder } from '../../state/results-view.svelte.ts';

export interface HitGroup {
  readonly videoId: VideoId;
  readonly title: string;
  readonly hits: readonly SearchHit[];
}

export interface Arrangement {
  readonly order: HitOrder;
  /** What is known of a clip; null while it is not. */
  readonly clipOf: (videoId: VideoId) => VideoSummary | null;
}

/** Hits in the order of a person's choice. As they came is best first. */
export function orderHits(hits: readonly SearchHit[], { order, clipOf }: Arrangement): readonly SearchHit[] {
  if (order === 'score') {
    return hits;
  }
  const filmedMs = ({ videoId }: SearchHit) => clipOf(videoId)?.modifiedAtMs ?? Number.MAX_SAFE_INTEGER;
  return hits.toSorted(
    (a, b) =>
      (order === 'time' ? filmedMs(a) - filmedMs(b) : 0) ||
      a.title.localeCompare(b.title, undefined, { numeric: true }) ||
      a.videoId.localeCompare(b.videoId) ||
      a.range.startSeconds - b.range.startSeconds,
  );
}

/** Ordered hits, clip by clip; a clip stands where its first hit does. */
export function groupHits(ordered: readonly SearchHit[]): readonly HitGroup[] {
  const groups = Map.groupBy(ordered, ({ videoId }) => videoId);
  return [...groups].map(([videoId, hits]) => ({ videoId, title: hits[0]!.title, hits }));
}

export const foldedCount = 3;

export interface ShownGroup extends HitGroup {
  /** What of `hits` is shown on this page. */
  readonly shown: readonly SearchHit[];
  /** How many are folded away; 0 where all are shown or the clip goes on on the next page. */
  readonly hiddenCount: number;
}

/** Groups with those of their hits that are not folded away. */
export function foldGroups(
  groups: readonly HitGroup[],
  isUnfolded: (videoId: VideoId) => boolean,
): readonly ShownGroup[] {
  return groups.map((group) => {
    // A fold that hides a single hit would take as much room as the hit's line.
    const isWhole = isUnfolded(group.videoId) || group.hits.length <= foldedCount + 1;
    const shown = isWhole ? group.hits : group.hits.slice(0, foldedCount);
    return { ...group, shown, hiddenCount: group.hits.length - shown.length };
  });
}

export interface HitPage<T> {
  readonly part: readonly T[];
  /** From 0, of the cards of all pages. */
  readonly firstIndex: number;
  readonly endIndex: number;
  readonly count: number;
}

/** No more cards than this are in the page at a time. */
export const cardsPerPage = 60;

export function pageOfHits(hits: readonly SearchHit[], page: number): HitPage<SearchHit> {
  const { firstIndex, endIndex } = boundsOf(hits.length, page);
  return { part: hits.slice(firstIndex, endIndex), firstIndex, endIndex, count: hits.length };
}

export function pageOfGroups(groups: readonly ShownGroup[], page: number): HitPage<ShownGroup> {
  const count = groups.reduce((sum, { shown }) => sum + shown.length, 0);
  const { firstIndex, endIndex } = boundsOf(count, page);
  const part: ShownGroup[] = [];
  let index = 0;
  for (const group of groups) {
    const groupEnd = index + group.shown.length;
    const shown = group.shown.slice(Math.max(0, firstIndex - index), Math.max(0, endIndex - index));
    if (shown.length > 0) {
      part.push({ ...group, shown, hiddenCount: groupEnd > endIndex ? 0 : group.hiddenCount });
    }
    index = groupEnd;
  }
  return { part, firstIndex, endIndex, count };
}

/** A page that is no longer there is the last one that is. */
function boundsOf(count: number, page: number): { firstIndex: number; endIndex: number } {
  const lastPage = Math.max(0, Math.ceil(count / cardsPerPage) - 1);
  const firstIndex = Math.min(page, lastPage) * cardsPerPage;
  return { firstIndex, endIndex: Math.min(count, firstIndex + cardsPerPage) };
}
