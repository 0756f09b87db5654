import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { checkIntegrity } from '../../../../../../electron/engine/store/integrity.ts';
import { ftsAnd } from '../../../../../../electron/engine/store/match-expression.ts';
import {
  cueSourcesOf,
  cuesIn,
  removeCues,
  replaceCues,
  searchCues,
} from '../../../../../../electron/engine/store/queries/index.ts';
import type { Cue } from '../../../../../../electron/engine/store/queries/index.ts';
import { addVideo, TemporaryLibrary } from '../temporary-library.ts';

const cuesSaying = (word: string, count: number): Cue[] =>
  Array.from({ length: count }, (_, index) => ({
    startSeconds: index * 2,
    endSeconds: index * 2 + 1.5,
    text: `${word} number ${index}`,
  }));

const everything = { startSeconds: 0, endSeconds: 1e9, limit: 1e6 };

describe('replaceCues', () => {
  test('replaces what one source says and leaves the others', async () => {
    using library = new TemporaryLibrary();
    const videoKey = addVideo(library.db, 'v');
    await replaceCues(library.db, { videoKey, source: 'a', language: 'en', cues: cuesSaying('old', 3) });
    await replaceCues(library.db, { videoKey, source: 'b', language: null, cues: cuesSaying('other', 2) });
    await replaceCues(library.db, { videoKey, source: 'a', language: 'en', cues: cuesSaying('new', 4) });
    expect(searchCues(library.db, ftsAnd(['old']), 10)).toEqual([]);
    expect(searchCues(library.db, ftsAnd(['new']), 10)).toHaveLength(4);
    expect(searchCues(library.db, ftsAnd(['other']), 10)).toHaveLength(2);
    expect(cueSourcesOf(library.db, videoKey)).toEqual([
      { source: 'a', language: 'en' },
      { source: 'b', language: null },
    ]);
    await removeCues(library.db, { videoKey, source: 'a' });
    expect(cuesIn(library.db, { videoKey, ...everything })).toHaveLength(2);
    library.db.exec("INSERT INTO cue_fts (cue_fts, rank) VALUES ('integrity-check', 1)");
    expect(checkIntegrity(library.db)).toEqual([]);
  });

  test('shows the old reading or the new one at every moment, never a mixture', async () => {
    using library = new TemporaryLibrary();
    const videoKey = addVideo(library.db, 'v');
    await replaceCues(library.db, { videoKey, source: 'a', language: null, cues: cuesSaying('old', 300) });
    const seen = new Set<string>();
    let isDone = false;
    const replacing = replaceCues(
      library.db,
      { videoKey, source: 'a', language: null, cues: cuesSaying('new', 500) },
      { turnMs: 0.1 },
    ).finally(() => {
      isDone = true;
    });
    while (!isDone) {
      const words = cuesIn(library.db, { videoKey, ...everything }).map(({ text }) => text.split(' ')[0]);
      seen.add(`${words.length} ${[...new Set(words)].join('+')}`);
      await nextTurn();
    }
    await replacing;
    expect([...seen].sort()).toEqual(['300 old', '500 new']);
  });

  test('leaves the old reading when it is stopped, and clears up the next time', async () => {
    using library = new TemporaryLibrary();
    const videoKey = addVideo(library.db, 'v');
    await replaceCues(library.db, { videoKey, source: 'a', language: null, cues: cuesSaying('old', 3) });
    const controller = new AbortController();
    const cues = (function* () {
      yield* cuesSaying('new', 2000);
      controller.abort();
      yield* cuesSaying('new', 2000);
    })();
    const options = { signal: controller.signal, turnMs: 1 };
    await expect(replaceCues(library.db, { videoKey, source: 'a', language: null, cues }, options)).rejects.toThrow();
    expect(searchCues(library.db, ftsAnd(['new']), 10)).toEqual([]);
    expect(cuesIn(library.db, { videoKey, ...everything })).toHaveLength(3);
    await removeCues(library.db, { videoKey, source: 'none' });
    expect(library.db.prepare('SELECT count(*) FROM cue').pluck().get()).toBe(3);
  });

  test('takes 20,000 cues in many turns', async () => {
    using library = new TemporaryLibrary();
    const videoKey = addVideo(library.db, 'v');
    let turnCount = 0;
    let isDone = false;
    const watching = (async () => {
      while (!isDone) {
        await nextTurn();
        turnCount += 1;
      }
    })();
    await replaceCues(library.db, { videoKey, source: 'a', language: null, cues: cuesSaying('word', 20_000) });
    isDone = true;
    await watching;
    expect(turnCount).toBeGreaterThan(10);
    expect(searchCues(library.db, ftsAnd(['19999']), 10)).toHaveLength(1);
  });
});

describe('cuesIn', () => {
  test('gives what touches the half-open range, long cues that began before it too', async () => {
    using library = new TemporaryLibrary();
    const videoKey = addVideo(library.db, 'v');
    const cues = [
      { startSeconds: 0, endSeconds: 100, text: 'long' },
      { startSeconds: 1, endSeconds: 10, text: 'ends as it begins' },
      { startSeconds: 12, endSeconds: 13, text: 'inside' },
      { startSeconds: 20, endSeconds: 21, text: 'begins as it ends' },
    ];
    await replaceCues(library.db, { videoKey, source: 'a', language: null, cues });
    const found = cuesIn(library.db, { videoKey, startSeconds: 10, endSeconds: 20, limit: 10 });
    expect(found.map(({ text }) => text)).toEqual(['long', 'inside']);
  });
});
