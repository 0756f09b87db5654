import { describe, expect, test } from 'vitest';
import { UndoHistory } from '../../../../renderer/state/undo-history.svelte.ts';

/** A number that changes by undoable steps. */
function counter() {
  const history = new UndoHistory();
  const state = { value: 0 };
  const add = (by: number) =>
    history.do({
      title: `+${by}`,
      redo: async () => void (state.value += by),
      undo: async () => void (state.value -= by),
    });
  return { history, state, add };
}

describe('UndoHistory', () => {
  test('takes back and does again, the last first', async () => {
    const { history, state, add } = counter();
    await add(1);
    await add(10);
    expect(await history.undo()).toBe('+10');
    expect(await history.undo()).toBe('+1');
    expect(state.value).toBe(0);
    expect(await history.redo()).toBe('+1');
    expect([state.value, history.undoTitle, history.redoTitle]).toEqual([1, '+1', '+10']);
  });

  test('says null where there is nothing', async () => {
    const { history } = counter();
    expect([await history.undo(), await history.redo(), history.undoTitle]).toEqual([null, null, null]);
  });

  test('forgets what was taken back once something new is done', async () => {
    const { history, add } = counter();
    await add(1);
    await history.undo();
    await add(2);
    expect(await history.redo()).toBeNull();
  });

  test('keeps nothing that failed, and goes on after it', async () => {
    const { history, state, add } = counter();
    const failing = history.do({
      title: 'broken',
      redo: () => Promise.reject(new Error('no')),
      undo: async () => {},
    });
    await expect(failing).rejects.toThrow('no');
    await add(3);
    expect([state.value, history.undoTitle]).toEqual([3, '+3']);
  });

  test('forgets a step that cannot be taken back', async () => {
    const history = new UndoHistory();
    await history.do({ title: 'gone', redo: async () => {}, undo: () => Promise.reject(new Error('gone')) });
    await expect(history.undo()).rejects.toThrow('gone');
    expect([history.undoTitle, history.redoTitle]).toEqual([null, null]);
  });

  test('does one step after the other, however fast they are asked for', async () => {
    const { history, state, add } = counter();
    await Promise.all([add(1), add(2), history.undo(), add(4), history.undo(), history.undo()]);
    expect(state.value).toBe(0);
  });

  test('remembers two hundred steps', async () => {
    const { history, state, add } = counter();
    for (let step = 0; step < 205; step += 1) {
      await add(1);
    }
    while ((await history.undo()) !== null);
    expect(state.value).toBe(5);
  });
});
