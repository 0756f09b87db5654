/** A box by its corners `[left, top, right, bottom]`, each 0..1 of the displayed frame. */
export type CornerBox = readonly [left: number, top: number, right: number, bottom: number];

/** The paper's tracking task answers with this many boxes, evenly spread over the clip. */
export const boxesOfAnAnswer = 8;

/**
 * The boxes of a text `[[0.1, 0.2, 0.3, 0.4], …]`: exactly `count` lists of four finite numbers; null otherwise. Line
 * breaks do not matter. Corners in the wrong order are no error of form: such a box overlaps with nothing.
 */
export function parseBoxList(text: string, count: number = boxesOfAnAnswer): CornerBox[] | null {
  let value: unknown;
  try {
    // Python's literals that JSON lacks here: tuples, a comma after the last entry, numbers such as `.5`, `1.` and `+1`.
    value = JSON.parse(
      text
        .replace(/[\r\n]/g, '')
        .trim()
        .replaceAll('(', '[')
        .replaceAll(')', ']')
        .replace(/,\s*\]/g, ']')
        .replace(/(?<![\d.])\.(\d)/g, '0.$1')
        .replace(/(\d)\.(?!\d)/g, '$1.0')
        .replace(/(?<![\deE])\+(\d)/g, '$1'),
    );
  } catch {
    return null;
  }
  return Array.isArray(value) && value.length === count && value.every(isBox) ? value : null;
}

function isBox(value: unknown): value is CornerBox {
  return (
    Array.isArray(value) &&
    value.length === 4 &&
    value.every((corner) => typeof corner === 'number' && Number.isFinite(corner))
  );
}
