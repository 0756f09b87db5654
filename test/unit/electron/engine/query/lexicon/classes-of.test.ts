import { describe, expect, test } from 'vitest';
import { broaderWords } from '../../../../../../electron/engine/query/lexicon/broader-words.ts';
import { classesOf } from '../../../../../../electron/engine/query/lexicon/classes-of.ts';
import { detectorClasses } from '../../../../../../electron/engine/query/lexicon/detector-classes.ts';
import { pluralOf } from '../../../../../../electron/engine/query/lexicon/noun-forms.ts';
import { verbForms } from '../../../../../../electron/engine/query/lexicon/verb-forms.ts';

const names = detectorClasses.map(({ name }) => name);

describe('the classes of the lexicon', () => {
  test('are the 80 of the detector, each once, from person to toothbrush', () => {
    expect(new Set(names).size).toBe(80);
    expect(names).toHaveLength(80);
    expect([names[0], names[2], names[39], names[62], names[79]]).toEqual([
      'person',
      'car',
      'bottle',
      'tv',
      'toothbrush',
    ]);
  });

  test('are each found by their own name', () => {
    expect(names.map((name) => classesOf(name)?.includes(name))).toEqual(names.map(() => true));
  });

  test('are the only ones that broader words stand for', () => {
    const unknown = broaderWords.flatMap(({ classes }) => classes).filter((name) => !names.includes(name));

    expect(unknown).toEqual([]);
  });

  test('share no word among them', () => {
    const owners = new Map<string, string>();
    const shared = detectorClasses.flatMap(({ name, same, narrower }) =>
      [name, ...same, ...narrower].filter((word) => {
        const isTaken = owners.has(word) && owners.get(word) !== name;
        owners.set(word, name);
        return isTaken;
      }),
    );

    expect(shared).toEqual([]);
  });
});

describe('classesOf', () => {
  test.each([
    ['sofa', ['couch']],
    ['Sofas', ['couch']],
    ['people', ['person']],
    ['policewomen', ['person']],
    ['fruit', ['banana', 'apple', 'orange']],
    ['pets', ['cat', 'dog', 'bird']],
    ['Traffic-Lights', ['traffic light']],
    [' knives ', ['knife']],
  ])('knows %s', (word, classes) => {
    expect(classesOf(word)).toEqual(classes);
  });

  test.each(['flower', 'hand', 'constructor', '__proto__', ''])('knows nothing of "%s"', (word) => {
    expect(classesOf(word)).toBeNull();
  });

  test('gives a list that its caller may change', () => {
    classesOf('dog')?.push('cat');

    expect(classesOf('dog')).toEqual(['dog']);
  });
});

describe('forms', () => {
  test.each([
    ['bus', 'buses'],
    ['child', 'children'],
    ['saleswoman', 'saleswomen'],
    ['human', 'humans'],
    ['baby', 'babies'],
    ['traffic light', 'traffic lights'],
    ['bench', 'benches'],
  ])('%s in the plural is %s', (noun, plural) => {
    expect(pluralOf(noun)).toBe(plural);
  });

  test('of verbs double, drop or change their last letter', () => {
    expect(verbForms('run')).toEqual(['run', 'runs', 'running', 'ran']);
    expect(verbForms('dance')).toEqual(['dance', 'dances', 'dancing', 'danced']);
    expect(verbForms('flee')).toContain('fleeing');
    expect(verbForms('hurry')).toEqual(['hurry', 'hurries', 'hurrying', 'hurried']);
    expect(verbForms('cross')).toContain('crosses');
  });
});
