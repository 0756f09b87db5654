import type { TargetBox, TrackerFrame } from '../../native-models/api/single-target-tracker.ts';
import { seededRandom } from '../../native-models/policy/seeded-random.ts';

/** A square with a texture of its own, in pixels of the scene. */
export interface DrawnThing {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

const sceneWidth = 200;
const sceneHeight = 150;
const random = seededRandom(3);
const ground = Uint8Array.from({ length: 64 * 64 * 3 }, () => 60 + Math.floor(random() * 60));
const texture = Uint8Array.from({ length: 4 * 4 * 3 }, () => Math.floor(random() * 256));

/** One frame: a ground that does not move, and one thing on it or none. */
export function drawScene(thing: DrawnThing | null): TrackerFrame {
  const data = new Uint8Array(sceneWidth * sceneHeight * 3);
  for (let y = 0; y < sceneHeight; y += 1) {
    for (let x = 0; x < sceneWidth; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        data[(y * sceneWidth + x) * 3 + channel] =
          thingColour(thing, { x, y, channel }) ?? ground[(((y >> 2) % 64) * 64 + ((x >> 2) % 64)) * 3 + channel]!;
      }
    }
  }
  return { width: sceneWidth, height: sceneHeight, data };
}

function thingColour(thing: DrawnThing | null, { x, y, channel }: { x: number; y: number; channel: number }) {
  if (thing === null) {
    return null;
  }
  const across = (x - thing.left) / thing.side;
  const down = (y - thing.top) / thing.side;
  const isInside = across >= 0 && across < 1 && down >= 0 && down < 1;
  return isInside ? texture[(Math.floor(down * 4) * 4 + Math.floor(across * 4)) * 3 + channel]! : null;
}

export function boxOf({ left, top, side }: DrawnThing): TargetBox {
  return { x: left / sceneWidth, y: top / sceneHeight, width: side / sceneWidth, height: side / sceneHeight };
}

/** How far a box is from a thing, in pixels between their middles. */
export function distancePixels(box: TargetBox, { left, top, side }: DrawnThing): number {
  return Math.hypot(
    (box.x + box.width / 2) * sceneWidth - left - side / 2,
    (box.y + box.height / 2) * sceneHeight - top - side / 2,
  );
}
