import type { SelectionItemId } from '../../electron/contract/ids.ts';
import type { SelectionItem } from '../../electron/contract/selection.ts';

type Items = readonly SelectionItem[];

/**
 * Takes back what led from `before` to `after`, and only that: what another window has added, renamed or removed since
 * then stays as it is `now`.
 */
export function takeBack({ before, after }: { readonly before: Items; readonly after: Items }, now: Items): Items {
  const afterById = byId(after);
  const beforeById = byId(before);
  const kept = now
    .filter(({ itemId }) => beforeById.has(itemId) || !afterById.has(itemId))
    .map((item) => restored(item, beforeById.get(item.itemId), afterById.get(item.itemId)));
  const whole = withRemoved(kept, before, afterById);
  return isSameOrder(before, after) ? whole : inOrderOf(whole, before, afterById);
}

function byId(items: Items): ReadonlyMap<SelectionItemId, SelectionItem> {
  return new Map(items.map((item) => [item.itemId, item]));
}

/** An item with those of its fields as before that the change had changed. */
function restored(item: SelectionItem, before?: SelectionItem, after?: SelectionItem): SelectionItem {
  if (before === undefined || after === undefined) {
    return item;
  }
  return {
    ...item,
    ...(before.name !== after.name ? { name: before.name } : {}),
    ...(before.note !== after.note ? { note: before.note } : {}),
    ...(before.range.startSeconds !== after.range.startSeconds || before.range.endSeconds !== after.range.endSeconds
      ? { range: before.range }
      : {}),
  };
}

/** What the change had removed comes back behind what stood before it. */
function withRemoved(kept: Items, before: Items, afterById: ReadonlyMap<SelectionItemId, SelectionItem>): Items {
  const keptIds = new Set(kept.map(({ itemId }) => itemId));
  const first: SelectionItem[] = [];
  const behind = new Map<SelectionItemId, SelectionItem[]>();
  let place = first;
  for (const item of before) {
    if (keptIds.has(item.itemId)) {
      place = [];
      behind.set(item.itemId, place);
    } else if (!afterById.has(item.itemId)) {
      place.push(item);
    }
  }
  return [...first, ...kept.flatMap((item) => [item, ...(behind.get(item.itemId) ?? [])])];
}

function isSameOrder(before: Items, after: Items): boolean {
  const beforeIds = new Set(before.map(({ itemId }) => itemId));
  const afterIds = new Set(after.map(({ itemId }) => itemId));
  const common = after.filter(({ itemId }) => beforeIds.has(itemId));
  return before
    .filter(({ itemId }) => afterIds.has(itemId))
    .every(({ itemId }, index) => itemId === common[index]!.itemId);
}

/** The items that the change had moved, in their old order, on the places that they have now. */
function inOrderOf(items: Items, before: Items, afterById: ReadonlyMap<SelectionItemId, SelectionItem>): Items {
  const current = byId(items);
  const moved = before.filter(({ itemId }) => afterById.has(itemId) && current.has(itemId));
  const movedIds = new Set(moved.map(({ itemId }) => itemId));
  let next = 0;
  return items.map((item) => (movedIds.has(item.itemId) ? current.get(moved[next++]!.itemId)! : item));
}
