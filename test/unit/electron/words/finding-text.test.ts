import { describe, expect, test } from 'vitest';
import type { Finding, FindingOf } from '../../../../electron/contract/finding.ts';
import { ignoredKindSchema } from '../../../../electron/contract/ignored-why.ts';
import { findingText } from '../../../../electron/words/finding-text.ts';
import { ignoredText } from '../../../../electron/words/ignored-text.ts';
import { englishWords, wordsIn } from '../../../../electron/words/words.ts';

const german = wordsIn('de');

function things(over: Partial<FindingOf<'things'>>): Finding {
  const nothingAsked = { colour: null, size: null, place: null, posture: null };
  return { code: 'things', things: [{ className: 'person', count: 1 }], ...nothingAsked, bestScore: 0.912, ...over };
}

const car = things({ things: [{ className: 'car', count: 1 }], colour: 'red', size: 'large', place: 'left' });
const people = things({ things: [{ className: 'person', count: 2 }], colour: 'black' });
const standing = things({ posture: { asked: 'standing', verdict: 'fits' } });
const traffic = things({
  things: [
    { className: 'bus', count: 1 },
    { className: 'car', count: 3 },
  ],
});

describe('what was found', () => {
  test.each<[Finding, string, string]>([
    [car, 'large red car, best 0.91, on the left', 'Auto (rot), groß, bester Wert 0,91, links'],
    [people, '2 people in black at once, best 0.91', '2 Personen in Schwarz zugleich, bester Wert 0,91'],
    [standing, 'person, best 0.91, upright (tall box)', 'Person, bester Wert 0,91, aufrecht (hoher Rahmen)'],
    [traffic, 'bus, 3 cars at once, best 0.91', 'Bus, 3 Autos zugleich, bester Wert 0,91'],
    [
      { code: 'colour', colour: 'green', share: 0.404 },
      'green, up to 40 % of the picture',
      'grün, bis zu 40 % des Bilds',
    ],
    [{ code: 'light', light: 'dark', level: 0.1 }, 'dark, brightness 10 %', 'dunkel, Helligkeit 10 %'],
    [
      { code: 'camera', move: 'pan-left', ratePerSecond: 0.2 },
      'camera pans left, 20 % of the width a second',
      'Schwenk nach links, 20 % der Breite je Sekunde',
    ],
    [{ code: 'camera', move: 'still', ratePerSecond: null }, 'camera is still', 'Kamera ruht'],
    [
      { code: 'motion', motion: 'fast', place: 'left', isPlaceAsked: true, share: 0.001 },
      'fast movement on the left, up to 1 % of that part',
      'schnelle Bewegung links, bis zu 1 % dieses Teils',
    ],
    [
      { code: 'motion', motion: 'still', place: null, isPlaceAsked: false, share: null },
      'nothing moves',
      'nichts bewegt sich',
    ],
    [{ code: 'cut', cut: 'cut', atSeconds: 2, moreCount: 0 }, 'cut at 2.00 s', 'Schnitt bei 2,00 s'],
    [
      { code: 'cut', cut: 'fade-in', atSeconds: 75.126, moreCount: 2 },
      'fade in at 75.13 s and 2 more',
      'Aufblende bei 75,13 s und 2 weitere',
    ],
    [{ code: 'spoken', text: 'the lord' }, 'says “the lord”', 'sagt „the lord“'],
    [{ code: 'name', words: ['beach', '2023'] }, 'file name has “beach”, “2023”', 'Dateiname hat „beach“, „2023“'],
    [{ code: 'marked' }, 'marked by you', 'von Ihnen markiert'],
  ])('%j is said in each language', (found, english, inGerman) => {
    expect(findingText(found, englishWords)).toBe(english);
    expect(findingText(found, german)).toBe(inGerman);
  });

  test('may hold what looks like a placeholder', () => {
    expect(findingText({ code: 'spoken', text: "{count} don't" }, englishWords)).toBe("says “{count} don't”");
  });
});

describe('why a word is ignored', () => {
  test('is said for every kind, in each language', () => {
    for (const code of ignoredKindSchema.options) {
      const [english, inGerman] = [ignoredText({ code }, englishWords), ignoredText({ code }, german)];
      expect([code, english === inGerman, english.includes('ignored.')]).toEqual([code, false, false]);
    }
  });

  test('names what the detector knows instead', () => {
    const why = { code: 'narrower', classes: ['car', 'bus'], word: 'van' } as const;
    expect(ignoredText({ ...why, classes: [...why.classes] }, englishWords)).toBe(
      'the detector knows “car or bus”, not whether it is “van”',
    );
  });
});
