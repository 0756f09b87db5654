import type { ChannelId } from '../../../electron/contract/channels.ts';
import type { MissingChannel } from '../../../electron/contract/plan.ts';
import type { SearchResult } from '../../../electron/contract/search.ts';

export interface SearchNote {
  readonly text: string;
  /** A command to type, where that is what helps. */
  readonly command: string | null;
}

/** What a channel knows, to complete "… was not looked for". */
const channelText: Record<ChannelId, string> = {
  shots: 'cuts and fades',
  look: 'colour, light and camera',
  motion: 'movement',
  objects: 'things in the picture',
  speech: 'spoken words',
  names: 'file names',
};

/** What the answer leaves out and why, so that nothing of the query is dropped in silence. */
export function searchNotes({ plan, missingChannels }: SearchResult): SearchNote[] {
  const notes = missingChannels.map((missing) => missingNote(missing, plan.atoms));
  if (plan.root === null) {
    notes.unshift({
      text: 'Nothing in these words says what to look for. Name a thing, a colour, a movement or spoken words.',
      command: null,
    });
  }
  if (plan.ignored.length > 0) {
    const words = plan.ignored.map(({ text, why }) => (why === '' ? `“${text}”` : `“${text}” (${why})`));
    notes.push({ text: `Ignored: ${words.join(', ')}.`, command: null });
  }
  return notes;
}

function missingNote(
  { channel, atomIds, reason, cardId }: MissingChannel,
  atoms: SearchResult['plan']['atoms'],
): SearchNote {
  const labels = atoms.filter(({ atomId }) => atomIds.includes(atomId)).map(({ label }) => `“${label}”`);
  const what = labels.length === 0 ? 'a part of the query' : labels.join(' and ');
  const knows = channelText[channel];
  if (reason === 'not-indexed') {
    return {
      text: `No video has been analysed for ${knows} yet, so ${what} could not be looked for. Start Timecue again to analyse what is missing.`,
      command: null,
    };
  }
  return {
    text: `The model for ${knows} is not installed, so ${what} could not be looked for.${cardId === null ? '' : ' To get it:'}`,
    command: cardId === null ? null : `npx timecue models install ${cardId}`,
  };
}
