import { describe, expect, test } from 'vitest';
import { objectColours, objectColourValue } from '../../../../../../electron/engine/channels/objects/object-colour.ts';
import { filled, withRectangle } from '../drawn-frames.ts';

describe('the colours of an object', () => {
  test('put paint before windows, tyres and shine', () => {
    // A car from the side: paint below, dark windows above, a bright roof line.
    let image = withRectangle(filled([125, 125, 125]), { x: 0.2, y: 0.2, width: 0.6, height: 0.6 }, [25, 25, 28]);
    image = withRectangle(image, { x: 0.2, y: 0.5, width: 0.6, height: 0.25 }, [170, 25, 30]);
    image = withRectangle(image, { x: 0.2, y: 0.2, width: 0.6, height: 0.06 }, [250, 250, 250]);

    const colours = objectColours(image, { x: 0.2, y: 0.2, width: 0.6, height: 0.6 });

    expect(colours[0]!.name).toBe('red');
    expect(objectColourValue(colours, 'red')).toBe(1);
  });

  test('are the same at any size of the box, however many pixels it has', () => {
    const halves = withRectangle(
      filled([30, 60, 200], 416, 234),
      { x: 0, y: 0, width: 0.5, height: 1 },
      [220, 200, 30],
    );

    for (const width of [0.02, 0.3, 1]) {
      const [first, second] = objectColours(halves, { x: 0.5 - width / 2, y: 0.2, width, height: 0.5 });
      expect([first!.name, second!.name].sort()).toEqual(['blue', 'yellow']);
      expect(first!.share).toBeCloseTo(0.5, 1);
    }
  });
});

describe('objectColourValue', () => {
  test('takes red paint that strong light has bleached for red, but not a pink thing for red', () => {
    expect(
      objectColourValue(
        [
          { name: 'pink', share: 0.57 },
          { name: 'red', share: 0.07 },
        ],
        'red',
      ),
    ).toBeGreaterThan(0.5);
    expect(objectColourValue([{ name: 'pink', share: 0.8 }], 'red')).toBe(0);
    expect(objectColourValue([{ name: 'red', share: 0.3 }], 'red')).toBe(1);
  });

  test('asks more of colours that every thing has in part', () => {
    expect(objectColourValue([{ name: 'black', share: 0.22 }], 'black')).toBeLessThan(0.1);
    expect(objectColourValue([{ name: 'green', share: 0.22 }], 'green')).toBe(1);
  });
});
