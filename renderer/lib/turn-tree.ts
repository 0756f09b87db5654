import type { ChatTurn } from '../../electron/contract/chat.ts';
import type { TurnId } from '../../electron/contract/ids.ts';

type Turn = Pick<ChatTurn, 'turnId' | 'parentTurnId'>;

/** A turn and those that go on from the same one, in the order of asking. */
export function siblingsOf<T extends Turn>(turns: readonly T[], { parentTurnId }: Turn): T[] {
  return turns.filter((other) => other.parentTurnId === parentTurnId);
}

/** From the first question down: of siblings the chosen one, or else the one that was asked last. */
export function branchPath<T extends Turn>(turns: readonly T[], chosen: ReadonlySet<TurnId>): T[] {
  const byParent = Map.groupBy(turns, ({ parentTurnId }) => parentTurnId);
  const path: T[] = [];
  for (let parentId: TurnId | null = null; ;) {
    const siblings: readonly T[] = byParent.get(parentId) ?? [];
    const next: T | undefined = siblings.find(({ turnId }) => chosen.has(turnId)) ?? siblings.at(-1);
    if (next === undefined || path.includes(next)) {
      return path;
    }
    path.push(next);
    parentId = next.turnId;
  }
}
