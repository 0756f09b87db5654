import type { FindingOf } from '../../../contract/finding.ts';
import type { AtomOf } from '../../../contract/plan.ts';
import type { MatchedObject } from './thing-value.ts';

/** What is seen at once, strongest first; objects that hardly count are not told, unless the count needs them. */
export function describeThings(matches: readonly MatchedObject[], atom: AtomOf<'thing'>): FindingOf<'things'> {
  const floor = Math.max(0.2, matches[0]!.value / 2);
  const told = matches.filter(({ value }, index) => value >= floor || index < atom.minCount);
  const countOf = new Map<string, number>();
  for (const { object } of told) {
    countOf.set(object.className, (countOf.get(object.className) ?? 0) + 1);
  }
  const { colour, size, place } = atom;
  return {
    code: 'things',
    things: Array.from(countOf, ([className, count]) => ({ className, count })),
    colour,
    size,
    place,
    posture: postureOf(told, atom),
    bestScore: Math.max(...told.map(({ object }) => object.score)),
  };
}

/** Of the strongest one: a hint that comes from the shape of a box. */
function postureOf(told: readonly MatchedObject[], { posture }: AtomOf<'thing'>): FindingOf<'things'>['posture'] {
  const verdict = told[0]?.posture ?? null;
  return posture === undefined || verdict === null ? null : { asked: posture, verdict };
}
