import type { SearchResult } from '../../../electron/contract/search.ts';
import { t } from '../../lib/messages.svelte.ts';
import { noFilters, type SearchFilters, type SearchScope } from '../../state/search-session.svelte.ts';

/** What somebody could do who has found nothing. */
export type AdviceAction = 'ask-anew' | 'show-weaker' | 'clear-filters' | 'search-everywhere' | 'ask-again';

export interface Advice {
  readonly text: string;
  readonly action: { readonly kind: AdviceAction; readonly label: string } | null;
}

export interface NoMatchSituation {
  readonly result: Pick<SearchResult, 'weakerCount'>;
  readonly filters: SearchFilters;
  readonly scope: SearchScope | null;
  readonly removedCount: number;
  /** Clips of the library that are not analysed yet, and that could not be. */
  readonly pendingCount: number;
  readonly failedCount: number;
}

/** Why nothing may have been found, the likeliest first, each with what helps. */
export function noMatchAdvice(situation: NoMatchSituation): Advice[] {
  const { result, filters, scope, removedCount, pendingCount, failedCount } = situation;
  const advice: Advice[] = [];
  const add = (text: string, action: Advice['action'] = null) => advice.push({ text, action });
  const filterNames = activeFilterNames(filters);
  if (result.weakerCount > 0) {
    add(t('search.advice.weaker', { count: result.weakerCount }), {
      kind: 'show-weaker',
      label: t('search.weakerShow'),
    });
  }
  if (filterNames.length > 0) {
    add(t('search.advice.filters', { list: filterNames.join(', ') }), {
      kind: 'clear-filters',
      label: t('search.filter.clear'),
    });
  }
  if (scope !== null) {
    add(scopeText(scope), { kind: 'search-everywhere', label: t('search.scopeRemove') });
  }
  if (removedCount > 0) {
    add(t('search.advice.removed'), { kind: 'ask-anew', label: t('search.advice.removedDo') });
  }
  if (pendingCount > 0) {
    add(t('search.advice.indexing', { count: pendingCount }), {
      kind: 'ask-again',
      label: t('search.advice.indexingDo'),
    });
  }
  if (failedCount > 0) {
    add(t('search.advice.failed', { count: failedCount }));
  }
  add(t('search.advice.words'));
  return advice;
}

/** The filters that are on, as their labels are called. */
export function activeFilterNames(filters: SearchFilters): string[] {
  return [
    ...(filters.name !== null ? [t('search.filter.name')] : []),
    ...(filters.minDurationSeconds !== null || filters.maxDurationSeconds !== null ? [t('search.filter.length')] : []),
    ...(filters.fromMs !== null ? [t('search.filter.from')] : []),
    ...(filters.untilMs !== null ? [t('search.filter.until')] : []),
    ...(filters.withoutChannels.length > noFilters.withoutChannels.length ? [t('search.filter.channels')] : []),
  ];
}

function scopeText({ title, videoIds }: SearchScope): string {
  return title === null
    ? t('search.advice.scopeMany', { count: videoIds.length })
    : t('search.advice.scope', { title });
}
