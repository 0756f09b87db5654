import { describe, expect, test } from 'vitest';
import { colourNames } from '../../../../../../electron/contract/colours.ts';
import {
  colourIndexOf,
  colourNameOf,
  oklchOf,
} from '../../../../../../electron/engine/channels/pixels/colour-names.ts';

/** Swatches with the names that people may give them. */
// prettier-ignore
const swatches: readonly [what: string, red: number, green: number, blue: number, names: string][] = [
  ['black', 0, 0, 0, 'black'], ['dark suit', 35, 38, 48, 'black'], ['night', 40, 42, 40, 'black'], ['near black', 25, 25, 28, 'black'],
  ['dark grey', 64, 64, 64, 'grey black'], ['grey', 128, 128, 128, 'grey'], ['silver', 192, 192, 192, 'grey'],
  ['asphalt', 95, 97, 100, 'grey'], ['bluish grey', 120, 130, 140, 'grey'], ['greenish grey', 120, 128, 115, 'grey'],
  ['white', 255, 255, 255, 'white'], ['paper', 235, 232, 225, 'white'], ['ivory', 255, 255, 240, 'white'],
  ['red', 255, 0, 0, 'red'], ['dark red', 139, 0, 0, 'red'], ['red car', 180, 40, 45, 'red'], ['red in dim light', 80, 15, 15, 'red'],
  ['crimson', 220, 20, 60, 'red'], ['brick', 150, 70, 60, 'red brown'],
  ['orange', 255, 165, 0, 'orange'], ['hi-vis vest', 240, 100, 30, 'orange'], ['orange fruit', 230, 130, 30, 'orange'],
  ['yellow', 255, 255, 0, 'yellow'], ['gold', 255, 215, 0, 'yellow'], ['hard hat', 230, 200, 40, 'yellow'], ['taxi', 247, 181, 0, 'yellow orange'],
  ['green', 0, 128, 0, 'green'], ['lime', 0, 255, 0, 'green'], ['grass', 90, 120, 50, 'green'], ['dark grass', 45, 60, 25, 'green'],
  ['leaf in dim light', 20, 45, 15, 'green'], ['pale green', 152, 251, 152, 'green'],
  ['blue', 0, 0, 255, 'blue'], ['navy', 0, 0, 128, 'blue'], ['sky', 135, 206, 235, 'blue'], ['hazy sky', 170, 200, 225, 'blue'],
  ['jeans', 60, 80, 120, 'blue'], ['cyan', 0, 255, 255, 'blue'],
  ['purple', 128, 0, 128, 'purple'], ['indigo', 75, 0, 130, 'purple'], ['violet', 148, 0, 211, 'purple'], ['aubergine', 60, 20, 60, 'purple'],
  ['pink', 255, 192, 203, 'pink'], ['hot pink', 255, 105, 180, 'pink'], ['rose', 230, 140, 150, 'pink'],
  ['saddle', 139, 69, 19, 'brown'], ['light wood', 190, 150, 100, 'brown'], ['dark wood', 90, 60, 35, 'brown'],
  ['wood in dim light', 45, 30, 20, 'brown black'], ['cardboard', 170, 130, 90, 'brown'],
  ['light skin', 240, 200, 175, 'pink brown'], ['skin', 200, 150, 120, 'brown pink'], ['dark skin', 110, 70, 50, 'brown'],
  ['beige wall', 215, 205, 185, 'white grey brown'],
];

describe('colourNameOf', () => {
  test.each(swatches)('calls %s (%i, %i, %i) %s', (...[, red, green, blue, names]) => {
    expect(names.split(' ')).toContain(colourNameOf(red, green, blue));
  });

  test('has a use for every name', () => {
    const used = new Set<string>();
    for (let i = 0; i < 4096; i++) {
      used.add(colourNameOf((i >> 8) * 17, ((i >> 4) & 15) * 17, (i & 15) * 17));
    }
    expect([...used].sort()).toEqual([...colourNames].sort());
  });
});

test('the table of colours agrees with the rules but for the width of its cells', () => {
  const differing = swatches.filter(([, r, g, b]) => colourNames[colourIndexOf(r, g, b)] !== colourNameOf(r, g, b));
  expect(differing.length).toBeLessThanOrEqual(swatches.length * 0.06);
});

test('OKLCh of pure colours is as published', () => {
  const { lightness, chroma, hueDegrees } = oklchOf(255, 0, 0);
  expect([lightness, chroma, hueDegrees]).toEqual([
    expect.closeTo(0.628, 3),
    expect.closeTo(0.2577, 3),
    expect.closeTo(29.23, 1),
  ]);
  expect(oklchOf(255, 255, 255)).toMatchObject({ lightness: expect.closeTo(1, 4), chroma: expect.closeTo(0, 4) });
});
