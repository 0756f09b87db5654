export interface CountRange {
  readonly minCount: number;
  readonly maxCount: number | null;
}

export const numberWords: ReadonlyMap<string, number> = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, value) => [word, value]),
);

const from = (minCount: number): CountRange => ({ minCount, maxCount: null });
const exactly = (count: number): CountRange => ({ minCount: count, maxCount: count });

/** Words that count by themselves. The vague ones are read as their least usual number. */
export const countPhrases: ReadonlyMap<string, CountRange> = new Map([
  ['a couple of', { minCount: 2, maxCount: 3 }],
  ['couple of', { minCount: 2, maxCount: 3 }],
  ['a pair of', exactly(2)],
  ['pair of', exactly(2)],
  ['pairs of', from(2)],
  ['a few', from(3)],
  ['few', from(3)],
  ['several', from(3)],
  ['multiple', from(2)],
  ['various', from(2)],
  ['a number of', from(3)],
  ['a group of', from(3)],
  ['group of', from(3)],
  ['groups of', from(3)],
  ['a row of', from(3)],
  ['a line of', from(3)],
  ['a queue of', from(3)],
  ['a pack of', from(3)],
  ['a herd of', from(3)],
  ['herd of', from(3)],
  ['a flock of', from(3)],
  ['flock of', from(3)],
  ['a bunch of', from(3)],
  ['a crowd of', from(5)],
  ['crowd of', from(5)],
  ['crowds of', from(5)],
  ['many', from(5)],
  ['lots of', from(5)],
  ['a lot of', from(5)],
  ['plenty of', from(5)],
  ['loads of', from(5)],
  ['numerous', from(5)],
  ['a dozen', exactly(12)],
  ['dozens of', from(12)],
  ['hundreds of', from(20)],
  ['a single', exactly(1)],
  ['single', exactly(1)],
  ['lone', exactly(1)],
  ['solitary', exactly(1)],
]);

export type Bound = 'at-least' | 'more-than' | 'at-most' | 'less-than' | 'exactly' | 'about';

/** Words before a number. */
export const boundPhrases: ReadonlyMap<string, Bound> = new Map([
  ['at least', 'at-least'],
  ['no fewer than', 'at-least'],
  ['no less than', 'at-least'],
  ['not less than', 'at-least'],
  ['minimum', 'at-least'],
  ['more than', 'more-than'],
  ['over', 'more-than'],
  ['above', 'more-than'],
  ['at most', 'at-most'],
  ['up to', 'at-most'],
  ['no more than', 'at-most'],
  ['not more than', 'at-most'],
  ['maximum', 'at-most'],
  ['fewer than', 'less-than'],
  ['less than', 'less-than'],
  ['under', 'less-than'],
  ['exactly', 'exactly'],
  ['precisely', 'exactly'],
  ['only', 'exactly'],
  ['just', 'exactly'],
  ['about', 'about'],
  ['around', 'about'],
  ['roughly', 'about'],
  ['approximately', 'about'],
  ['some', 'about'],
]);

/** After these "one" counts nothing: "one of the largest", "one another". */
export const oneIsNoCountBefore: ReadonlySet<string> = new Set(
  'of another by day time side hand more thing'.split(' '),
);
/** After a number these make it a length or a point of time. */
export const timeUnits: ReadonlySet<string> = new Set(
  'second seconds sec secs minute minutes min mins hour hours day days week weeks month months year years am pm frames fps percent'.split(
    ' ',
  ),
);
