import { expect, test } from 'vitest';
import { UndoHistory } from '../../../../renderer/state/undo-history.svelte.ts';
import { VerdictStore } from '../../../../renderer/state/verdict-store.svelte.ts';
import { KeptInMemory } from '../../../helpers/kept-in-memory.ts';
import { loopback } from '../../../helpers/loopback.ts';
import { hitOf } from '../../../helpers/search-answers.ts';

function stores() {
  const kept = new KeptInMemory();
  const history = new UndoHistory();
  return { kept, history, verdicts: new VerdictStore(loopback(kept.handlers), history) };
}

const verdictsOf = (kept: KeptInMemory) => kept.corrections.map(({ text, verdict }) => `${text}: ${verdict}`);

test('a verdict is kept with the words and the span, and can be undone and done again', async () => {
  const { kept, history, verdicts } = stores();
  await verdicts.load('person');
  await verdicts.judge(hitOf(), 'right', 'right');
  expect(kept.corrections).toMatchObject([{ text: 'person', verdict: 'right', found: hitOf().range, corrected: null }]);
  await verdicts.judge(hitOf(), 'wrong', 'wrong');
  expect([verdictsOf(kept), verdicts.of(hitOf())?.verdict]).toEqual([['person: wrong'], 'wrong']);
  await history.undo();
  expect(verdicts.of(hitOf())?.verdict).toBe('right');
  await history.undo();
  expect([kept.corrections, verdicts.of(hitOf())]).toEqual([[], null]);
  await history.redo();
  expect(verdictsOf(kept)).toEqual(['person: right']);
});

test('a verdict is undone after other words were asked', async () => {
  const { kept, history, verdicts } = stores();
  await verdicts.load('person');
  await verdicts.judge(hitOf(), 'right', 'right');
  await verdicts.load('dog');
  expect(verdicts.of(hitOf())).toBeNull();
  await history.undo();
  expect(kept.corrections).toEqual([]);
  await history.redo();
  expect(verdictsOf(kept)).toEqual(['person: right']);
});

test('a verdict is about one span of one clip', async () => {
  const { verdicts } = stores();
  await verdicts.load('person');
  await verdicts.judge(hitOf(), 'right', 'right');
  expect(verdicts.of(hitOf({ range: { startSeconds: 1, endSeconds: 3.5 } }))).toBeNull();
});

test('without an answer no verdict is shown', async () => {
  const verdicts = new VerdictStore(loopback({}), new UndoHistory());
  await verdicts.load('person');
  expect(verdicts.of(hitOf())).toBeNull();
});
