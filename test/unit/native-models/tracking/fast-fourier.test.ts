import { describe, expect, test } from 'vitest';
import { complexPlane, goodLength, PlaneFourier } from '../../../../native-models/tracking/fast-fourier.ts';
import { seededRandom } from '../../../../native-models/policy/seeded-random.ts';

function randomPlane(size: number) {
  const random = seededRandom(size);
  const plane = complexPlane(size);
  plane.real.forEach((_, index) => {
    plane.real[index] = random() - 0.5;
    plane.imaginary[index] = random() - 0.5;
  });
  return plane;
}

describe('PlaneFourier', () => {
  test.each([
    [1, 1],
    [4, 6],
    [12, 10],
    [30, 1],
    [1, 36],
    [20, 16],
    [45, 8],
  ])('of %i × %i is the sum that defines it, transposed', (width, height) => {
    const plane = randomPlane(width * height);
    const { real, imaginary } = structuredClone(plane);
    new PlaneFourier(width, height).forward(plane);
    for (let u = 0; u < width; u += 1) {
      for (let v = 0; v < height; v += 1) {
        let [x, y] = [0, 0];
        for (let index = 0; index < real.length; index += 1) {
          const angle = -2 * Math.PI * (((index % width) * u) / width + (Math.floor(index / width) * v) / height);
          x += real[index]! * Math.cos(angle) - imaginary[index]! * Math.sin(angle);
          y += real[index]! * Math.sin(angle) + imaginary[index]! * Math.cos(angle);
        }
        expect(plane.real[u * height + v]).toBeCloseTo(x, 4);
        expect(plane.imaginary[u * height + v]).toBeCloseTo(y, 4);
      }
    }
  });

  test('comes back to where it began', () => {
    const fourier = new PlaneFourier(40, 36);
    const plane = randomPlane(1440);
    const before = structuredClone(plane);
    fourier.forward(plane);
    fourier.inverse(plane);
    plane.real.forEach((value, index) => expect(value).toBeCloseTo(before.real[index]!, 5));
    plane.imaginary.forEach((value, index) => expect(value).toBeCloseTo(before.imaginary[index]!, 5));
  });

  test('refuses a side with another prime factor', () => {
    expect(() => new PlaneFourier(14, 8)).toThrow(RangeError);
  });
});

test('goodLength is the next even product of 2, 3 and 5', () => {
  expect([0.5, 2, 7, 11, 31, 37, 49].map(goodLength)).toEqual([2, 2, 8, 12, 32, 40, 50]);
});
