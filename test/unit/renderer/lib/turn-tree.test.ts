import { expect, test } from 'vitest';
import type { TurnId } from '../../../../electron/contract/ids.ts';
import { branchPath, siblingsOf } from '../../../../renderer/lib/turn-tree.ts';

const turn = (turnId: string, parentTurnId: string | null) => ({
  turnId: turnId as TurnId,
  parentTurnId: parentTurnId as TurnId | null,
});
const turns = [turn('a', null), turn('b', 'a'), turn('c', 'a'), turn('d', 'b'), turn('e', 'c')];
const path = (...chosen: string[]) => branchPath(turns, new Set(chosen as TurnId[])).map(({ turnId }) => turnId);

test('of siblings the last asked is shown, unless another is chosen', () => {
  expect(path()).toEqual(['a', 'c', 'e']);
  expect(path('b')).toEqual(['a', 'b', 'd']);
  expect(siblingsOf(turns, turn('b', 'a')).map(({ turnId }) => turnId)).toEqual(['b', 'c']);
});

test('turns in a circle end', () => {
  expect(branchPath([turn('a', 'b'), turn('b', 'a')], new Set())).toEqual([]);
});
