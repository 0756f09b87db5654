/**
 * The keys that tell the others, joined linearly (Ramer, Douglas, Peucker): the first and the last, those that must
 * stay, and whatever is further off than `errorOf` allows, which answers above 1 for too much.
 */
export function simplifyPath<Key>(
  keys: readonly Key[],
  {
    errorOf,
    mustStay = () => false,
  }: {
    readonly errorOf: (key: Key, between: readonly [Key, Key]) => number;
    readonly mustStay?: (key: Key, index: number) => boolean;
  },
): Key[] {
  const isKept = keys.map((key, index) => index === 0 || index === keys.length - 1 || mustStay(key, index));
  const anchors = isKept.flatMap((kept, index) => (kept ? [index] : []));
  const open = anchors.slice(1).map((last, index): [number, number] => [anchors[index]!, last]);
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [first, last] = span;
    let worst = -1;
    let largest = 1;
    for (let index = first + 1; index < last; index++) {
      const error = errorOf(keys[index]!, [keys[first]!, keys[last]!]);
      if (error > largest) {
        worst = index;
        largest = error;
      }
    }
    if (worst >= 0) {
      isKept[worst] = true;
      open.push([first, worst], [worst, last]);
    }
  }
  return keys.filter((_key, index) => isKept[index]);
}
