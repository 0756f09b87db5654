import { colourNames } from '../../../contract/colours.ts';
import type { ColourName } from '../../../contract/colours.ts';
import { placeSchema, sizeSchema } from '../../../contract/plan.ts';
import type { AtomOf, PlanAtom } from '../../../contract/plan.ts';
import type { TermStrength } from '../channel.ts';
import { TermCollector } from '../evidence-grid.ts';
import { objectColourValue } from './object-colour.ts';
import type { FoundObject, ObjectRow } from './rows.ts';
import { placeValue, presenceOf, sizeValue } from './thing-value.ts';

/** Counts at once that have a term of their own. */
const counts = [2, 3, 5] as const;

/**
 * `car`, `car#2` (two or more at once; also 3 and 5), `car+red`, `car@left`, `car~small`: the best that a block has.
 */
export function objectTerms(rows: readonly ObjectRow[]): readonly TermStrength[] {
  const collector = new TermCollector();
  for (const { objects } of rows) {
    for (const object of objects) {
      addObject(collector, object);
    }
    addCounts(collector, objects);
  }
  return collector.terms();
}

function addObject(collector: TermCollector, { className, score, box, colours }: FoundObject): void {
  const presence = presenceOf(score);
  collector.add(className, presence);
  for (const name of colourNames) {
    collector.add(colourTerm(className, name), presence * objectColourValue(colours, name));
  }
  for (const place of placeSchema.options) {
    collector.add(`${className}@${place}`, presence * placeValue(box, place));
  }
  for (const size of sizeSchema.options) {
    collector.add(`${className}~${size}`, presence * sizeValue(box, size));
  }
}

function addCounts(collector: TermCollector, objects: readonly FoundObject[]): void {
  const scoresOf = new Map<string, number[]>();
  for (const { className, score } of objects) {
    scoresOf.set(className, [...(scoresOf.get(className) ?? []), presenceOf(score)]);
  }
  for (const [className, scores] of scoresOf) {
    scores.sort((a, b) => b - a);
    for (const count of counts) {
      collector.add(`${className}#${count}`, scores[count - 1] ?? 0);
    }
  }
}

function colourTerm(className: string, colour: ColourName): string {
  return `${className}+${colour}`;
}

/**
 * One term for each class, the most selective of what is asked: the colour, else the count, else the place, else the
 * size. With several classes a count may be made up of them all, so the class alone is asked for.
 */
export function objectAtomTerms(atom: PlanAtom): readonly string[] | null {
  return atom.kind === 'thing' ? atom.classes.map((className) => className + suffixOf(atom)) : null;
}

function suffixOf({ colour, minCount, classes, place, size }: AtomOf<'thing'>): string {
  const count = counts.findLast((known) => known <= minCount);
  if (colour !== null) {
    return `+${colour}`;
  }
  if (count !== undefined && classes.length === 1) {
    return `#${count}`;
  }
  return place === null ? (size === null ? '' : `~${size}`) : `@${place}`;
}
