import type { SearchHit } from '../../../electron/contract/search.ts';
import { t } from '../../lib/messages.svelte.ts';
import type { Workstation } from '../../state/workstation.svelte.ts';
import { groupHits, orderHits } from './arrange-hits.ts';

/** Shows a hit in the viewer and plays its span. */
export function openHit({ viewer }: Workstation, hit: SearchHit): void {
  viewer.open({ videoId: hit.videoId, title: hit.title, range: hit.range, hit });
}

/** All hits in the order in which the page has them. */
export function hitsAsShown({ search, clips }: Workstation): readonly SearchHit[] {
  const { order, isGrouped } = search.view;
  const ordered = orderHits(search.result?.hits ?? [], { order, clipOf: (videoId) => clips.of(videoId) });
  return isGrouped ? groupHits(ordered).flatMap(({ hits }) => hits) : ordered;
}

/** Opens the hit after the one in the viewer, or before it; without one, the first. */
export function stepThroughHits(station: Workstation, step: 1 | -1): void {
  const hits = hitsAsShown(station);
  const shownId = station.viewer.request?.hit?.hitId;
  const index = hits.findIndex(({ hitId }) => hitId === shownId);
  const next = index === -1 ? hits[0] : hits[index + step];
  if (next === undefined) {
    station.notices.tell(hits.length === 0 ? t('search.none') : t(step === 1 ? 'search.noNext' : 'search.noPrevious'));
    return;
  }
  if (!['library', 'search', 'selection'].includes(station.navigation.page)) {
    station.navigation.go('search');
  }
  openHit(station, next);
  // The keyboard goes with it when it stands on a hit: its letters are then about the one that is shown.
  if (document.activeElement?.matches('[data-hit]') === true) {
    document.querySelector<HTMLElement>(`[data-hit="${CSS.escape(next.hitId)}"]`)?.focus();
  }
}
