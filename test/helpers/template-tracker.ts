import type {
  SingleTargetTracker,
  TargetBox,
  TargetState,
  TrackerFrame,
} from '../../native-models/api/single-target-tracker.ts';

const searchPixels = 12;
const lostDifference = 40;

/** Finds the picture of the first box again, near where it was: enough for drawn clips. Its address is a tracker module. */
export class TemplateTracker implements SingleTargetTracker {
  readonly trackerId = 'template@1';
  #template: TrackerFrame | null = null;
  #box: TargetBox = { x: 0, y: 0, width: 0, height: 0 };

  async start(frame: TrackerFrame, box: TargetBox): Promise<void> {
    this.#box = box;
    this.#template = frame;
    this.#origin = pixelsOf(frame, box);
  }

  #origin = { x: 0, y: 0, width: 1, height: 1 };

  async correct(frame: TrackerFrame, box: TargetBox): Promise<void> {
    await this.start(frame, box);
  }

  async next(frame: TrackerFrame): Promise<TargetState> {
    if (this.#template === null) throw new Error('Nothing was started.');
    const at = pixelsOf(frame, this.#box);
    let best = { x: at.x, y: at.y, difference: Infinity };
    for (let dy = -searchPixels; dy <= searchPixels; dy += 1) {
      for (let dx = -searchPixels; dx <= searchPixels; dx += 1) {
        const difference = this.#differenceAt(frame, at.x + dx, at.y + dy) + 0.001 * (Math.abs(dx) + Math.abs(dy));
        if (difference < best.difference) best = { x: at.x + dx, y: at.y + dy, difference };
      }
    }
    const confidence = Math.max(0, 1 - best.difference / lostDifference);
    if (confidence === 0) return { box: this.#box, confidence, state: 'lost' };
    this.#box = {
      ...this.#box,
      x: this.#box.x + (best.x - at.x) / frame.width,
      y: this.#box.y + (best.y - at.y) / frame.height,
    };
    return { box: this.#box, confidence, state: 'tracked' };
  }

  /** Mean difference of a grid of pixels, a little around the box too. */
  #differenceAt(frame: TrackerFrame, x: number, y: number): number {
    const { width, height, ...origin } = this.#origin;
    let sum = 0;
    let count = 0;
    for (let row = -2; row < height + 2; row += 2) {
      for (let column = -2; column < width + 2; column += 2) {
        const here = lumaAt(frame, x + column, y + row);
        const there = lumaAt(this.#template!, origin.x + column, origin.y + row);
        sum += Math.abs(here - there);
        count += 1;
      }
    }
    return sum / count;
  }
}

function pixelsOf({ width, height }: TrackerFrame, box: TargetBox) {
  return {
    x: Math.round(box.x * width),
    y: Math.round(box.y * height),
    width: Math.round(box.width * width),
    height: Math.round(box.height * height),
  };
}

function lumaAt({ width, height, data }: TrackerFrame, x: number, y: number): number {
  if (x < 0 || y < 0 || x >= width || y >= height) return 0;
  const at = (y * width + x) * 3;
  return (data[at]! + 2 * data[at + 1]! + data[at + 2]!) / 4;
}

export const createTracker = async (): Promise<SingleTargetTracker> => new TemplateTracker();
