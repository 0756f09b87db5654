import { expect, test, vi } from 'vitest';
import type { Correction } from '../../../../electron/contract/corrections.ts';
import { EngineError } from '../../../../electron/contract/errors.ts';
import { correctionIdSchema } from '../../../../electron/contract/ids.ts';
import type { Handlers } from '../../../../electron/contract/index.ts';
import { SpanEdits } from '../../../../renderer/state/span-edits.svelte.ts';
import { UndoHistory } from '../../../../renderer/state/undo-history.svelte.ts';
import { loopback } from '../../../helpers/loopback.ts';
import { hitOf } from '../../../helpers/search-answers.ts';

/** Keeps corrections as the engine does: one about each moment found by a query. */
function store(kept: Correction[] = []) {
  const handlers: Partial<Handlers> = {
    'corrections.save': async (correction) => {
      const saved = { ...correction, correctionId: correctionIdSchema.parse('c1'), changedAtMs: 1 };
      kept.splice(0, kept.length, saved);
      return saved;
    },
    'corrections.remove': async () => {
      kept.length = 0;
      return {};
    },
    'corrections.list': async () => ({ corrections: [...kept] }),
  };
  const history = new UndoHistory();
  const onChange = vi.fn();
  return { kept, history, onChange, edits: new SpanEdits({ callEngine: loopback(handlers), history, onChange }) };
}

const hit = hitOf();
const wider = { startSeconds: 0.5, endSeconds: 3 };

test('keeps the edges of a hit as a correction of what was found', async () => {
  const { edits, kept, onChange } = store();
  edits.draft(hit, 'person', wider);
  expect(kept).toEqual([]);
  await edits.keep(hit, 'person', 'Edges');
  expect(kept).toMatchObject([{ text: 'person', verdict: 'adjusted', found: hit.range, corrected: wider }]);
  expect(edits.rangeOf(hit, 'person')).toEqual(wider);
  expect(onChange).toHaveBeenLastCalledWith(hit, wider);
});

test('is undone to what was found, and done again', async () => {
  const { edits, kept, history } = store();
  edits.draft(hit, 'person', wider);
  await edits.keep(hit, 'person', 'Edges');
  await history.undo();
  expect(kept).toEqual([]);
  expect(edits.rangeOf(hit, 'person')).toEqual(hit.range);
  await history.redo();
  expect(kept).toMatchObject([{ corrected: wider }]);
  expect(edits.rangeOf(hit, 'person')).toEqual(wider);
});

test('a second change still says what was found, and is undone to the first', async () => {
  const { edits, kept, history } = store();
  edits.draft(hit, 'person', wider);
  await edits.keep(hit, 'person', 'Edges');
  const later = hitOf({ range: wider, correctionId: kept[0]!.correctionId });
  edits.draft(later, 'person', { startSeconds: 0.2, endSeconds: 3 });
  await edits.keep(later, 'person', 'Edges');
  expect(kept).toMatchObject([{ found: hit.range, corrected: { startSeconds: 0.2, endSeconds: 3 } }]);
  await history.undo();
  expect(kept).toMatchObject([{ found: hit.range, corrected: wider }]);
  expect(edits.rangeOf(later, 'person')).toEqual(wider);
});

test('the edges that one query was given are not those of another', () => {
  const { edits } = store();
  edits.draft(hit, 'person', wider);
  expect(edits.rangeOf(hit, 'somebody')).toEqual(hit.range);
});

test('shows what was found again when the change cannot be kept', async () => {
  const history = new UndoHistory();
  const callEngine = loopback({
    'corrections.list': async () => ({ corrections: [] }),
    'corrections.save': async () => Promise.reject(new EngineError('read-only', 'no')),
  });
  const edits = new SpanEdits({ callEngine, history, onChange: vi.fn() });
  edits.draft(hit, 'person', wider);
  await expect(edits.keep(hit, 'person', 'Edges')).rejects.toMatchObject({ code: 'read-only' });
  expect(edits.rangeOf(hit, 'person')).toEqual(hit.range);
  expect(history.undoTitle).toBeNull();
});
