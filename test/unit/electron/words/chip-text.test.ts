import { describe, expect, test } from 'vitest';
import { planAtomSchema } from '../../../../electron/contract/plan.ts';
import { createQueryPlanner } from '../../../../electron/engine/query/query-planner.ts';
import { chipText } from '../../../../electron/words/chip-text.ts';
import { englishWords, wordsIn } from '../../../../electron/words/words.ts';

const planner = createQueryPlanner();
const german = wordsIn('de');
const chips = (text: string, words = englishWords) => planner.plan(text).atoms.map((atom) => chipText(atom, words));

describe('a chip', () => {
  test.each([
    ['two people in red on the left', '2 people in red on the left', '2 Personen in Rot links'],
    ['a standing person', 'person standing', 'Person, stehend'],
    ['a large red car', 'red car, large in the frame', 'Auto (rot), groß im Bild'],
    ['exactly one dog', 'only 1 dog', 'nur 1 Hund'],
    ['a vehicle', 'vehicle', 'Fahrzeug'],
    ['the camera pans left', 'camera pans left', 'Schwenk nach links'],
    ['something moves on the right', 'movement on the right', 'Bewegung rechts'],
    ['folder holidays', 'folder: holidays', 'Ordner: holidays'],
    ['says lord', 'says: lord', 'sagt: lord'],
  ])('of “%s” is worded in the language of who reads it', (text, english, inGerman) => {
    expect(chips(text)).toContain(english);
    expect(chips(text, german)).toContain(inGerman);
  });

  test('of what must not be there says so', () => {
    expect(chips('a person without a dog')).toEqual(['person', 'not: dog']);
    expect(chips('a person without a dog', german)).toEqual(['Person', 'nicht: Hund']);
  });

  test('of very long words ends in an ellipsis within 200 characters', () => {
    const [chip] = chips('x'.repeat(450));
    expect(chip).toHaveLength(200);
    expect(chip!.endsWith('…')).toBe(true);
  });

  test('names a class that there are no words for as it is', () => {
    const unknown = { ...planner.plan('a dog').atoms[0]!, classes: ['forklift'] };
    expect(chipText(planAtomSchema.parse(unknown), german)).toBe('forklift');
  });
});
