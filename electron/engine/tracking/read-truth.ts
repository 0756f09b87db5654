import { EngineError } from '../../contract/errors.ts';
import type { Box } from '../../contract/time-range.ts';

/** The true boxes of one target, in pixels from the top left; null where a frame has none. */
export interface TargetTruth {
  readonly name: string;
  readonly boxes: readonly (Box | null)[];
}

/**
 * Reads what benchmarks publish: OTB (x, y, width, height a frame, the first pixel being 1), VOT (eight numbers, the
 * corners of a polygon, of which the upright box is taken) and MOTChallenge (frame, id, x, y, width, height, …, both
 * counting from 1; one target an id). Throws EngineError `bad-request` that names the line.
 */
export function readTruth(text: string): readonly TargetTruth[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  while (lines.at(-1) === '') {
    lines.pop();
  }
  const rows = lines.map(numbersOf);
  const widest = Math.max(0, ...rows.map((row) => row.length));
  if (rows.length === 0) {
    throw new EngineError('bad-request', 'The file of true boxes is empty.');
  }
  if (widest === 8 && rows.every((row) => row.length === 8)) {
    return [{ name: '1', boxes: rows.map((row) => boxOfPolygon(row)) }];
  }
  if (widest === 4) {
    return [{ name: '1', boxes: rows.map((row, index) => otbBox(row, index)) }];
  }
  if (widest >= 6) {
    return motTargets(rows);
  }
  throw new EngineError('bad-request', `Lines of ${String(widest)} numbers are no boxes: 4, 8, or at least 6 are.`);
}

function numbersOf(line: string, index: number): number[] {
  if (line === '') {
    return [];
  }
  const values = line.split(/[\s,;]+/).map(Number);
  if (values.some(Number.isNaN)) {
    const isMissing = /nan/i.test(line);
    if (isMissing) {
      return [];
    }
    throw new EngineError('bad-request', `Line ${String(index + 1)} is not numbers: ${line.slice(0, 60)}`);
  }
  return values;
}

function otbBox(row: readonly number[], index: number): Box | null {
  if (row.length === 0) {
    return null;
  }
  if (row.length !== 4) {
    throw new EngineError('bad-request', `Line ${String(index + 1)} has ${String(row.length)} numbers in place of 4.`);
  }
  const [x, y, width, height] = row as [number, number, number, number];
  return width > 0 && height > 0 ? { x: x - 1, y: y - 1, width, height } : null;
}

function boxOfPolygon(row: readonly number[]): Box {
  const xs = row.filter((_, index) => index % 2 === 0);
  const ys = row.filter((_, index) => index % 2 === 1);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

const mostFrames = 1_000_000;

function motTargets(rows: readonly (readonly number[])[]): TargetTruth[] {
  const targets = new Map<number, (Box | null)[]>();
  for (const [index, row] of rows.entries()) {
    const [frame, id, x, y, width, height] = row as readonly number[];
    if (row.length < 6 || !Number.isInteger(frame) || frame! < 1 || frame! > mostFrames) {
      throw new EngineError('bad-request', `Line ${String(index + 1)} is no row of MOTChallenge.`);
    }
    const boxes = targets.get(id!) ?? [];
    while (boxes.length < frame!) {
      boxes.push(null);
    }
    boxes[frame! - 1] = { x: x! - 1, y: y! - 1, width: width!, height: height! };
    targets.set(id!, boxes);
  }
  return [...targets].sort(([a], [b]) => a - b).map(([id, boxes]) => ({ name: String(id), boxes }));
}
