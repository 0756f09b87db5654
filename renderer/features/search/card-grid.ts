type Rectangle = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;

/** Something with a place on the screen, as an element has. */
export interface Placed {
  getBoundingClientRect(): Rectangle;
}

/**
 * Where a key leads from one card of a grid whose rows the window's width makes. `before`: out of the grid at its top;
 * null: the key leads nowhere.
 */
export function nextCard<T extends Placed>(cards: readonly T[], from: T, key: string): T | 'before' | null {
  const index = cards.indexOf(from);
  switch (key) {
    case 'Home':
      return cards[0] ?? null;
    case 'End':
      return cards.at(-1) ?? null;
    case 'ArrowLeft':
      return cards[Math.max(0, index - 1)] ?? null;
    case 'ArrowRight':
      return cards[Math.min(cards.length - 1, index + 1)] ?? null;
    case 'ArrowDown':
      return nearestInRow(cards.slice(index + 1), from, 1) ?? cards.at(-1) ?? null;
    case 'ArrowUp':
      return nearestInRow(cards.slice(0, index).toReversed(), from, -1) ?? 'before';
    default:
      return null;
  }
}

/** Whether no card has another beside it. */
export function isOneColumn(cards: readonly Placed[]): boolean {
  const [first, ...others] = cards.map((card) => card.getBoundingClientRect().left);
  return others.every((left) => first !== undefined && Math.abs(left - first) < 1);
}

/** The card below or above that lies nearest to the middle of this one, in the next row that there is. */
function nearestInRow<T extends Placed>(candidates: readonly T[], from: T, direction: 1 | -1): T | null {
  const start = from.getBoundingClientRect();
  const middle = (start.left + start.right) / 2;
  let rowTop: number | null = null;
  let best: { readonly card: T; readonly distance: number } | null = null;
  for (const card of candidates) {
    const { left, right, top } = card.getBoundingClientRect();
    if ((top - start.top) * direction < 1) {
      continue;
    }
    rowTop ??= top;
    if (Math.abs(top - rowTop) >= 1) {
      break;
    }
    const distance = Math.abs((left + right) / 2 - middle);
    if (best === null || distance < best.distance) {
      best = { card, distance };
    }
  }
  return best?.card ?? null;
}
