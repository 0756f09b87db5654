import { describe, expect, test } from 'vitest';
import { videoIdSchema } from '../../../../electron/contract/ids.ts';
import { SelectionStore, type NewSelectionItem } from '../../../../renderer/state/selection-store.svelte.ts';
import { UndoHistory } from '../../../../renderer/state/undo-history.svelte.ts';
import { KeptInMemory } from '../../../helpers/kept-in-memory.ts';
import { loopback } from '../../../helpers/loopback.ts';

const span = (name: string, startSeconds = 1): NewSelectionItem => ({
  videoId: videoIdSchema.parse('v1'),
  range: { startSeconds, endSeconds: startSeconds + 2 },
  name,
  note: '',
  query: null,
});

/** Two windows on one engine. */
function twoWindows() {
  const kept = new KeptInMemory();
  const open = () => {
    const history = new UndoHistory();
    const store = new SelectionStore(loopback(kept.handlers), history);
    void store.start();
    return {
      store,
      history,
      names: () => store.items.map(({ name }) => name),
      ids: () => store.items.map(({ itemId }) => itemId),
    };
  };
  return { kept, here: open(), there: open(), names: () => kept.selection.items.map(({ name }) => name) };
}

async function withThree() {
  const windows = twoWindows();
  await windows.here.store.add([span('a'), span('b', 4), span('c', 8)], 'three');
  return windows;
}

describe('SelectionStore', () => {
  test('adds in order, knows what it has and how long that is, and the other window sees it', async () => {
    const { here, there, names } = await withThree();
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(here.store.totalSeconds).toBe(6);
    expect(here.store.has(videoIdSchema.parse('v1'), { startSeconds: 4, endSeconds: 6 })).toBe(true);
    expect(here.store.has(videoIdSchema.parse('v1'), { startSeconds: 4, endSeconds: 6.5 })).toBe(false);
    await expect.poll(there.names).toEqual(['a', 'b', 'c']);
  });

  test('moves, renames and removes, and takes all of it back', async () => {
    const { here, names } = await withThree();
    const [a, b, c] = here.ids();
    await here.store.move(c!, a!, 'move');
    await here.store.move(a!, null, 'move');
    expect(names()).toEqual(['c', 'b', 'a']);
    await here.store.amend(b!, { name: 'B' }, 'rename');
    await here.store.remove([c!], 'remove');
    expect(names()).toEqual(['B', 'a']);
    const undone = [];
    for (let step = 0; step < 5; step += 1) {
      await here.history.undo();
      undone.push(names().join(''));
    }
    expect(undone).toEqual(['cBa', 'cba', 'cab', 'abc', '']);
    for (let step = 0; step < 5; step += 1) {
      await here.history.redo();
    }
    expect(names()).toEqual(['B', 'a']);
  });

  test('undoing leaves alone what another window has done since', async () => {
    const { here, there, names } = await withThree();
    const [a, b, c] = here.ids();
    await expect.poll(there.names).toEqual(['a', 'b', 'c']);
    await here.store.remove([b!], 'remove');
    await expect.poll(there.names).toEqual(['a', 'c']);
    await there.store.add([span('d', 20)], 'add');
    await there.store.amend(a!, { name: 'A' }, 'rename');
    await expect.poll(here.names).toEqual(['A', 'c', 'd']);
    await here.history.undo();
    expect(names()).toEqual(['A', 'b', 'c', 'd']);
    await here.store.move(c!, a!, 'move');
    await expect.poll(there.names).toEqual(['c', 'A', 'b', 'd']);
    await there.store.remove([b!], 'remove');
    await expect.poll(here.names).toEqual(['c', 'A', 'd']);
    await here.history.undo();
    expect(names()).toEqual(['A', 'c', 'd']);
  });

  test('does a change again on what is there when another window was faster', async () => {
    const { kept, here, names } = await withThree();
    const stale = here.store.add([span('e', 30)], 'add');
    kept.replaceSelection(kept.selection.items.toReversed());
    await stale;
    expect(names()).toEqual(['c', 'b', 'a', 'e']);
  });

  test('a change that cannot be kept is told and is no step to undo', async () => {
    const history = new UndoHistory();
    const store = new SelectionStore(loopback({}), history);
    await expect(store.add([span('a')], 'add')).rejects.toThrow();
    expect(history.undoTitle).toBeNull();
  });
});
