import { z } from 'zod';
import { channelIdSchema } from '../../contract/channels.ts';
import { EngineError } from '../../contract/errors.ts';
import { formatPreciseClockTime } from '../../contract/time/clock-time.ts';
import { toCsv, type Cell } from './csv.ts';

const documentHitSchema = z.object({
  path: z.string(),
  videoId: z.string(),
  startSeconds: z.number().nonnegative(),
  endSeconds: z.number().nonnegative(),
  score: z.number(),
  reasons: z.array(z.object({ channel: channelIdSchema, text: z.string() }).loose()).default([]),
});

/** What `search --json` writes and `export --from` reads; fields that are not named here pass through unread. */
export const searchDocumentSchema = z.object({ query: z.string(), hits: z.array(documentHitSchema.loose()) }).loose();
export type SearchDocument = z.infer<typeof searchDocumentSchema>;

const largestDocumentCharacters = 64 * 1024 * 1024;

/** Throws EngineError `bad-request` with the place of the fault. */
export function parseSearchDocument(text: string): SearchDocument {
  if (text.length > largestDocumentCharacters) {
    throw new EngineError('bad-request', 'The search file is larger than 64 MiB.');
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new EngineError('bad-request', 'The search file is not JSON. Make one with: timecue search --json …', {
      cause: error,
    });
  }
  const parsed = searchDocumentSchema.safeParse(value);
  if (!parsed.success) {
    throw new EngineError(
      'bad-request',
      `The search file is not what timecue search --json writes:\n${z.prettifyError(parsed.error)}`,
    );
  }
  return parsed.data;
}

const header: readonly Cell[] = [
  'query',
  'path',
  'startSeconds',
  'endSeconds',
  'durationSeconds',
  'start',
  'end',
  'score',
  'reasons',
  'videoId',
];

/** One row a hit, times both as seconds and as `h:mm:ss.mmm`. */
export function searchDocumentToCsv({ query, hits }: SearchDocument): string {
  const rows = hits.map((hit): readonly Cell[] => [
    query,
    hit.path,
    roundTo(hit.startSeconds, 3),
    roundTo(hit.endSeconds, 3),
    roundTo(hit.endSeconds - hit.startSeconds, 3),
    formatPreciseClockTime(hit.startSeconds),
    formatPreciseClockTime(hit.endSeconds),
    roundTo(hit.score, 4),
    hit.reasons.map(({ channel, text }) => `${channel}: ${text}`).join('; '),
    hit.videoId,
  ]);
  return toCsv([header, ...rows]);
}

function roundTo(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
