import type { MissingChannel } from '../../../electron/contract/plan.ts';
import type { SearchResult } from '../../../electron/contract/search.ts';
import { chipText } from '../../../electron/words/chip-text.ts';
import { ignoredText } from '../../../electron/words/ignored-text.ts';
import { t } from '../../lib/messages.svelte.ts';

export interface SearchNote {
  readonly text: string;
  /** The model that would help, where one would. */
  readonly cardId: string | null;
}

/** What the answer leaves out and why, so that nothing of the query is dropped in silence. */
export function searchNotes({ plan, missingChannels }: Pick<SearchResult, 'plan' | 'missingChannels'>): SearchNote[] {
  const notes = missingChannels.map((missing) => missingNote(missing, plan.atoms));
  if (plan.root === null) {
    notes.unshift({ text: t('search.note.nothing'), cardId: null });
  }
  if (plan.ignored.length > 0) {
    const words = plan.ignored.map(({ text: word, why }) =>
      t('search.note.ignoredWhy', { word, why: ignoredText(why, t) }),
    );
    notes.push({ text: t('search.note.ignored', { words: words.join(', ') }), cardId: null });
  }
  return notes;
}

function missingNote(
  { channel, atomIds, reason, cardId }: MissingChannel,
  atoms: SearchResult['plan']['atoms'],
): SearchNote {
  const labels = atoms
    .filter(({ atomId }) => atomIds.includes(atomId))
    .map((atom) => t('search.note.ignoredWord', { word: chipText(atom, t) }));
  const what =
    labels.length === 0 ? t('search.note.part') : labels.reduce((first, second) => t('search.and', { first, second }));
  const values = { channel: t(`search.channel.${channel}`), what };
  return reason === 'not-indexed'
    ? { text: t('search.note.notIndexed', values), cardId: null }
    : { text: t('search.note.noModel', values), cardId };
}
