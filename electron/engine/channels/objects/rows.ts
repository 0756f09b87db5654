import { colourNames } from '../../../contract/colours.ts';
import type { ColourName } from '../../../contract/colours.ts';
import type { Box } from '../../../contract/time-range.ts';
import type { Detection } from '../../../../native-models/api/object-detector.ts';
import { BlockReader, BlockWriter, byteToUnit, uint16ToUnit, unitToByte, unitToUint16 } from '../block-codec.ts';
import type { BlockFormat } from '../block-codec.ts';
import type { AnalysisFrame, CoveringRow } from '../channel.ts';
import { COLOURS_KEPT, objectColours } from './object-colour.ts';
import type { ColourShare } from './object-colour.ts';

export interface FoundObject {
  readonly className: string;
  /** 0..1, as the detector gives it. */
  readonly score: number;
  readonly box: Box;
  /** The most telling colours of the object, at most three, with their shares of it. */
  readonly colours: readonly ColourShare[];
}

/** The objects of one frame; a frame without any has a row too, for it was looked at. */
export interface ObjectRow extends CoveringRow {
  readonly objects: readonly FoundObject[];
}

export const objectsFormat: BlockFormat = { channel: 'objects', version: 1 };

/** Weaker detections are noise; those above are kept, so that weak evidence can be counted. */
export const MIN_SCORE = 0.25;
/** What does not move by itself: weaker looks at it are kept until it is known whether many agree (`steadyRows`). */
export const steadyClasses: ReadonlySet<string> = new Set(['bench', 'bed', 'couch', 'dining table']);
const MIN_STEADY_SCORE = 0.1;
/** More than the detector gives for a crowd; what is beyond the strongest of these is dropped. */
const MAX_OBJECTS = 100;

export interface DetectionsOfFrame {
  readonly frame: AnalysisFrame;
  readonly endSeconds: number;
  readonly detections: readonly Detection[];
}

/** What is kept of the detections in a frame: those of score 0.25 or more and weaker ones of what stands still, best first, each with its colours. */
export function detectionsToRow({ frame, endSeconds, detections }: DetectionsOfFrame): ObjectRow {
  const objects = detections
    .filter(({ className, score }) => score >= (steadyClasses.has(className) ? MIN_STEADY_SCORE : MIN_SCORE))
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_OBJECTS)
    .map(({ className, score, box }) => ({ className, score, box, colours: objectColours(frame.image, box) }));
  return { startSeconds: frame.timeSeconds, endSeconds, objects };
}

const boxSides = ['x', 'y', 'width', 'height'] as const;
const NO_COLOUR = 255;

/** After the times: the class names, then for each row the count of objects, then a column for each of their fields. */
export function encodeObjectRows(rows: readonly ObjectRow[]): Uint8Array {
  const objects = rows.flatMap((row) => row.objects);
  const vocabulary = [...new Set(objects.map(({ className }) => className))];
  const indexOf = new Map(vocabulary.map((className, index) => [className, index]));
  const writer = new BlockWriter(objectsFormat, rows)
    .textColumn(vocabulary)
    .uint16Column(rows.map((row) => row.objects.length))
    .uint16Column(objects.map(({ className }) => indexOf.get(className)!))
    .uint8Column(objects.map(({ score }) => unitToByte(score)));
  for (const side of boxSides) {
    writer.uint16Column(objects.map(({ box }) => unitToUint16(box[side])));
  }
  for (let rank = 0; rank < COLOURS_KEPT; rank++) {
    const colours = objects.map((object) => object.colours[rank]);
    writer.uint8Column(colours.map((colour) => (colour === undefined ? NO_COLOUR : colourNames.indexOf(colour.name))));
    writer.uint8Column(colours.map((colour) => unitToByte(colour?.share ?? 0)));
  }
  return writer.finish();
}

export function decodeObjectRows(payload: Uint8Array): readonly ObjectRow[] {
  const reader = new BlockReader(payload, objectsFormat);
  const vocabulary = reader.textColumn();
  const counts = reader.uint16Column();
  const objects = decodeObjects(
    reader,
    vocabulary,
    counts.reduce((sum, count) => sum + count, 0),
  );
  reader.finish();
  let next = 0;
  return Array.from({ length: reader.rowCount }, (_, i) => {
    const from = next;
    next += counts[i]!;
    return {
      startSeconds: reader.startSeconds[i]!,
      endSeconds: reader.endSeconds[i]!,
      objects: objects.slice(from, next),
    };
  });
}

function decodeObjects(reader: BlockReader, vocabulary: readonly string[], count: number): FoundObject[] {
  const classes = reader.uint16Column(count);
  const scores = reader.uint8Column(count);
  const sides = boxSides.map(() => reader.uint16Column(count));
  const colours = Array.from({ length: COLOURS_KEPT }, () => ({
    names: reader.uint8Column(count),
    shares: reader.uint8Column(count),
  }));
  return Array.from({ length: count }, (_, i) => {
    const className = vocabulary[classes[i]!];
    if (className === undefined) {
      throw reader.corrupt(`object ${i} has a class that the block does not name`);
    }
    const [x, y, width, height] = sides.map((side) => uint16ToUnit(side[i]!)) as [number, number, number, number];
    const named = colours.flatMap(({ names, shares }): ColourShare[] => {
      const name = colourOf(reader, names[i]!);
      return name === null ? [] : [{ name, share: byteToUnit(shares[i]!) }];
    });
    return { className, score: byteToUnit(scores[i]!), box: { x, y, width, height }, colours: named };
  });
}

function colourOf(reader: BlockReader, index: number): ColourName | null {
  if (index === NO_COLOUR) {
    return null;
  }
  const name = colourNames[index];
  if (name === undefined) {
    throw reader.corrupt(`${index} is no colour`);
  }
  return name;
}
