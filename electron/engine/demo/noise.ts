/** A number in 0..1 that belongs to a place on an integer grid, the same everywhere and always. */
function atGrid(column: number, row: number): number {
  let mixed = Math.imul(column, 0x27d4eb2d) ^ Math.imul(row, 0x165667b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
}

/** Smooth noise in 0..1 with hills about one unit apart. */
export function smoothNoise(x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const right = ease(x - column);
  const down = ease(y - row);
  const top = atGrid(column, row) * (1 - right) + atGrid(column + 1, row) * right;
  const bottom = atGrid(column, row + 1) * (1 - right) + atGrid(column + 1, row + 1) * right;
  return top * (1 - down) + bottom * down;
}

/** Noise in 0..1 with detail at four sizes, each half of the one before. */
export function cloudyNoise(x: number, y: number): number {
  let sum = 0;
  for (let octave = 0; octave < 4; octave += 1) {
    sum += smoothNoise(x * 2 ** octave + octave * 17, y * 2 ** octave + octave * 31) / 2 ** (octave + 1);
  }
  return sum / 0.9375;
}

/** -0.5..0.5 for each pixel: hides the steps of a gradient. */
export function grain(x: number, y: number): number {
  return atGrid(x + 7919, y + 104_729) - 0.5;
}

function ease(part: number): number {
  return part * part * (3 - 2 * part);
}
