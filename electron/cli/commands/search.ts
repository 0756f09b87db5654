import { channelIdSchema, type ChannelId } from '../../contract/channels.ts';
import { EngineError } from '../../contract/errors.ts';
import { searchQuerySchema, type SearchHit, type SearchResult } from '../../contract/search.ts';
import { formatClockTime, formatPreciseClockTime } from '../../contract/time/clock-time.ts';
import type { Engine } from '../../engine/engine.ts';
import { searchResultDocument } from '../../engine/export/search-result-document.ts';
import { chipText } from '../../words/chip-text.ts';
import { findingText } from '../../words/finding-text.ts';
import { ignoredText } from '../../words/ignored-text.ts';
import { englishWords } from '../../words/words.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { withEngine } from '../open-engine.ts';

interface SearchOptions {
  readonly limit: number;
  readonly floor?: number;
  readonly without?: string;
}

/** Finds moments and prints them, best first. No match is an answer, not a failure. */
export async function searchCommand(text: string, options: SearchOptions, context: CommandContext): Promise<number> {
  const { output, signal } = context;
  const query = text.trim();
  if (query === '' || query.length > 500) {
    throw new EngineError('bad-request', 'A search text has 1 to 500 characters.');
  }
  return withEngine(context, { mode: 'read' }, async (engine) => {
    const result = await engine.handlers['search.query'](
      searchQuerySchema.parse({
        text: query,
        limit: options.limit,
        withoutChannels: parseChannels(options.without),
        floor: options.floor ?? null,
      }),
      { signal, onProgress: () => {} },
    );
    const document = searchResultDocument({ query, result, pathOf: (videoId) => engine.view.pathOf(videoId) });
    output.result(document, searchText(engine, result));
    return exitCodes.done;
  });
}

/** `names,speech` → channels; throws `bad-request` with the ones there are. */
export function parseChannels(list: string | undefined): ChannelId[] {
  return (list ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((word) => {
      const parsed = channelIdSchema.safeParse(word);
      if (!parsed.success) {
        throw new EngineError(
          'bad-request',
          `There is no channel "${word}"; there are ${channelIdSchema.options.join(', ')}.`,
        );
      }
      return parsed.data;
    });
}

function searchText(engine: Engine, result: SearchResult): string {
  const { plan, hits, weakerCount, missingChannels } = result;
  const lines: string[] = [];
  if (plan.atoms.length > 0) {
    lines.push(`Looking for: ${plan.atoms.map((atom) => chipText(atom, englishWords)).join(' · ')}`);
  }
  if (plan.ignored.length > 0) {
    lines.push(
      `Ignored: ${plan.ignored.map(({ text, why }) => `${text} (${ignoredText(why, englishWords)})`).join(', ')}`,
    );
  }
  for (const { channel, atomIds, reason, cardId } of missingChannels) {
    const labels = plan.atoms
      .filter(({ atomId }) => atomIds.includes(atomId))
      .map((atom) => chipText(atom, englishWords));
    const remedy =
      reason === 'no-model' && cardId !== null
        ? `install it with: timecue models install ${cardId}, then index again`
        : 'index the footage again';
    lines.push(`Missing: ${channel} would have answered ${labels.join(', ')}; ${remedy}`);
  }
  if (lines.length > 0) {
    lines.push('');
  }
  lines.push(...(hits.length === 0 ? ['No good match.'] : hits.map((hit) => hitText(engine, hit))));
  if (weakerCount > 0) {
    lines.push(`${weakerCount} weaker ${weakerCount === 1 ? 'match' : 'matches'} not shown; --floor 0 shows them.`);
  }
  return lines.join('\n');
}

/** Of shorter spans whole seconds would tell too little. */
const shortSpanSeconds = 10;

function hitText(
  engine: Engine,
  { videoId, title, range, score, reasons, isOffline, edgeUncertaintySeconds }: SearchHit,
): string {
  const isShort = range.endSeconds - range.startSeconds < shortSpanSeconds;
  const format = isShort ? formatPreciseClockTime : formatClockTime;
  const span = `${format(range.startSeconds)}–${format(range.endSeconds)}`;
  const off = edgeUncertaintySeconds > 0 ? ` ±${edgeUncertaintySeconds.toFixed(1)} s` : '';
  const where = isOffline ? `${title} (offline)` : (engine.view.pathOf(videoId) ?? title);
  const why = reasons.map(({ channel, found }) => `${channel}: ${findingText(found, englishWords)}`).join('; ');
  return `${score.toFixed(2)}  ${span}${off}  ${where}${why === '' ? '' : `\n      ${why}`}`;
}
