import { createHash } from 'node:crypto';
import { EngineError } from '../../contract/errors.ts';
import { savedSearchIdSchema } from '../../contract/ids.ts';
import type { SavedSearchId } from '../../contract/ids.ts';
import type { Handlers } from '../../contract/index.ts';
import type { SearchMemory } from '../../contract/search.ts';
import type { Clock } from '../base/surroundings.ts';
import { inTransaction } from '../store/database.ts';
import type { ReadableDb, WritableDb } from '../store/database.ts';
import * as rows from '../store/queries/search-memory.ts';

/** Many more than anybody keeps, and few enough for one answer. */
const savedLimit = 1000;

export function searchMemoryOf(db: ReadableDb): SearchMemory {
  return { saved: rows.savedSearches(db), recent: rows.recentSearches(db) };
}

/** The same query always has the same id: saving it again gives it its new name. */
function savedSearchIdOf(text: string): SavedSearchId {
  const key = sameText(text);
  return savedSearchIdSchema.parse(createHash('sha256').update(`search ${key}`).digest('base64url').slice(0, 22));
}

/** By which a query is known again: capitals and gaps mean nothing. */
const sameText = (text: string) => text.trim().toLowerCase().replace(/\s+/gu, ' ');

type WritingMemoryHandlers = Pick<
  Handlers,
  'search.remember' | 'search.forgetRecent' | 'search.save' | 'search.removeSaved'
>;

/** What of the memory of searches changes it; every answer is all that is remembered then. */
export function writingMemoryHandlers(db: WritableDb, clock: Clock): WritingMemoryHandlers {
  return {
    'search.remember': async ({ text }) => {
      const known = rows.recentSearches(db).find((recent) => sameText(recent.text) === sameText(text));
      inTransaction(db, () => {
        rows.rememberSearch(db, known?.text ?? text, clock.nowMs());
      });
      return searchMemoryOf(db);
    },
    'search.forgetRecent': async () => {
      rows.forgetRecentSearches(db);
      return searchMemoryOf(db);
    },
    'search.save': async ({ text, name }) => {
      if (rows.savedSearches(db).length >= savedLimit) {
        throw new EngineError(
          'bad-request',
          `No more than ${String(savedLimit)} searches can be saved; remove one first.`,
        );
      }
      rows.saveSearch(db, {
        savedSearchId: savedSearchIdOf(text),
        text,
        name: name || text.slice(0, 200),
        savedAtMs: clock.nowMs(),
      });
      return searchMemoryOf(db);
    },
    'search.removeSaved': async ({ savedSearchId }) => {
      if (!rows.removeSavedSearch(db, savedSearchId)) {
        throw new EngineError('not-found', 'This search is not saved any more.', { details: { savedSearchId } });
      }
      return searchMemoryOf(db);
    },
  };
}
