import { describe, expect, test } from 'vitest';
import { createQueryPlanner } from '../../../../../electron/engine/query/query-planner.ts';
import { chipText } from '../../../../../electron/words/chip-text.ts';
import { englishWords } from '../../../../../electron/words/words.ts';
import type { AtomKind, AtomOf, QueryPlan } from '../../../../../electron/contract/plan.ts';
import { everydayCases } from './everyday-cases.ts';
import { footageCases } from './footage-cases.ts';
import { languageCases } from './language-cases.ts';
import { ignoredNotation, planNotation } from './plan-notation.ts';

const planner = createQueryPlanner();

function only<K extends AtomKind>(plan: QueryPlan, kind: K): AtomOf<K> {
  const found = plan.atoms.filter((atom): atom is AtomOf<K> => atom.kind === kind);
  expect(found).toHaveLength(1);
  return found[0]!;
}

describe('plans read as a person would read the query', () => {
  test.each(footageCases)('of footage: %s', (query, expected) => {
    expect(planNotation(planner.plan(query))).toBe(expected);
  });

  test.each(everydayCases)('of everyday use: %s', (query, expected) => {
    expect(planNotation(planner.plan(query))).toBe(expected);
  });

  test.each(languageCases)('of language: %s', (query, expected) => {
    expect(planNotation(planner.plan(query))).toBe(expected);
  });
});

describe('atoms carry what the channels need', () => {
  test('a colour, a count and a place belong to their own thing', () => {
    const plan = planner.plan('two red buses on the left and a white truck');

    expect(plan.atoms).toMatchObject([
      { kind: 'thing', classes: ['bus'], colour: 'red', place: 'left', size: null, minCount: 2, maxCount: 2 },
      { kind: 'thing', classes: ['truck'], colour: 'white', place: null, minCount: 1, maxCount: null },
    ]);
  });

  test('a broader word holds all of its classes', () => {
    const thing = only(planner.plan('at least three vehicles'), 'thing');

    expect(thing).toMatchObject({ minCount: 3, maxCount: null });
    expect(thing.classes.toSorted()).toEqual(
      ['airplane', 'bicycle', 'boat', 'bus', 'car', 'motorcycle', 'train', 'truck'].toSorted(),
    );
  });

  test('a bare number is exact, "at least" is open, and a plural alone is one or more', () => {
    expect(only(planner.plan('two dogs'), 'thing')).toMatchObject({ minCount: 2, maxCount: 2 });
    expect(only(planner.plan('at least two dogs'), 'thing')).toMatchObject({ minCount: 2, maxCount: null });
    expect(only(planner.plan('dogs'), 'thing')).toMatchObject({ minCount: 1, maxCount: null });
    expect(only(planner.plan('only one dog'), 'thing')).toMatchObject({ minCount: 1, maxCount: 1 });
  });

  test('quoted words are looked for as a phrase that is spoken, or as a name', () => {
    const plan = planner.plan('person signing "again" in American Sign Language');

    expect(only(plan, 'speech')).toMatchObject({ words: ['again'], isPhrase: true });
    expect(only(plan, 'name')).toMatchObject({ words: ['again'], isHard: false });
  });

  test('words of joining inside a quotation join nothing', () => {
    expect(only(planner.plan('says "now and then, not a dog or a cat"'), 'speech').words).toEqual(
      'now and then not a dog or a cat'.split(' '),
    );
  });

  test('names and dates that the query insists on are hard', () => {
    expect(only(planner.plan('a car in file IMG_0042.mp4'), 'name')).toMatchObject({
      words: ['img', '0042'],
      isHard: true,
    });
    expect(only(planner.plan('a car from march 2024'), 'name')).toMatchObject({
      words: ['march', '2024'],
      isHard: true,
    });
    expect(only(planner.plan('a dog called Rex'), 'name')).toMatchObject({ words: ['rex'], isHard: false });
  });

  test('a line that somebody says keeps its content words for the speech channel', () => {
    expect(only(planner.plan('Tell me, is the lord of the universe in?'), 'words').words).toEqual([
      'tell',
      'lord',
      'universe',
    ]);
    expect(only(planner.plan('How are you?'), 'speech')).toMatchObject({
      words: ['how', 'are', 'you'],
      isPhrase: true,
    });
  });
});

describe('the order and size of a plan', () => {
  test('atoms are numbered in the order of the text, whatever the order in time', () => {
    const plan = planner.plan('a dog appears after the cat');

    expect(plan.atoms.map((atom) => [atom.atomId, chipText(atom, englishWords)])).toEqual([
      ['a1', 'dog'],
      ['a2', 'cat'],
    ]);
    expect(plan.root).toEqual({
      kind: 'then',
      nodes: [
        { kind: 'atom', atomId: 'a2' },
        { kind: 'atom', atomId: 'a1' },
      ],
    });
  });

  test('more words than an atom holds go into several, none is lost', () => {
    const words = Array.from(
      { length: 90 },
      (_, index) => `zq${String.fromCharCode(97 + (index % 26))}${String(index)}`,
    );
    const found = planner.plan(words.join(' ')).atoms.map((atom) => (atom.kind === 'words' ? atom.words : []));

    expect(found.map((each) => each.length)).toEqual([40, 40, 10]);
    expect(found.flat()).toEqual(words);
  });
});

describe('what is not understood is said', () => {
  test('a verb, a relation and a direction are named as such', () => {
    expect(ignoredNotation(planner.plan('a hand takes the left bottle away'))).toEqual([
      'takes: a verb',
      'away: a direction',
    ]);
    expect(ignoredNotation(planner.plan('two people at a table'))).toEqual(['at: a relation']);
  });

  test('a woman is looked for as a person, the rest is reported and kept as a soft word', () => {
    const plan = planner.plan('woman in a red coat');

    expect(only(plan, 'thing')).toMatchObject({ classes: ['person'], colour: 'red' });
    expect(only(plan, 'words').words).toEqual(['woman', 'coat']);
    expect(ignoredNotation(plan)).toEqual(['woman: the detector knows “person”, not whether it is “woman”']);
  });

  test('a count of something unknown is not given to something else', () => {
    const plan = planner.plan('two hands lift three bottles');

    expect(only(plan, 'thing')).toMatchObject({ classes: ['bottle'], minCount: 3 });
    expect(ignoredNotation(plan)).toContain('two: a count of something the detector does not know');
  });

  test('the absence of something unknown is reported, not looked for', () => {
    const plan = planner.plan('people without hats');

    expect(planNotation(plan)).toBe('[person]');
    expect(ignoredNotation(plan)).toEqual(['hats: nothing here can tell its absence']);
  });

  test('writing in the picture, ranges of dates and lengths are reported', () => {
    expect(ignoredNotation(planner.plan('a sign that says exit'))).toEqual([
      'says exit: writing in the picture is not read',
    ]);
    expect(ignoredNotation(planner.plan('before 2023'))).toEqual(['before 2023: a range of dates']);
    expect(ignoredNotation(planner.plan('5 seconds'))).toEqual(['5 seconds: a length or time']);
  });
});

describe('spans point at the words they were read from', () => {
  test('of things with their attributes, of words and of what is ignored', () => {
    const text = 'The small RED  car, on a hill, says “hello there”';
    const plan = planner.plan(text);
    const textOf = (kind: AtomKind): string[] =>
      plan.atoms.filter((atom) => atom.kind === kind).map(({ span }) => text.slice(span.start, span.end));

    expect(textOf('thing')).toEqual(['small RED  car']);
    expect(textOf('words')).toEqual(['hill']);
    expect(textOf('speech')).toEqual(['says “hello there”']);
    expect(plan.ignored.map(({ span }) => text.slice(span.start, span.end))).toEqual(
      plan.ignored.map(({ text: part }) => part),
    );
  });

  test('after characters that change their length in lower case or take two units', () => {
    const text = 'İİİ 🐕🐕 ﬁne a red car';
    const [thing] = planner.plan(text).atoms.filter((atom) => atom.kind === 'thing');

    expect(text.slice(thing!.span.start, thing!.span.end)).toBe('red car');
  });
});
