// Writes timecode.json beside itself: which label the n-th frame of a day carries, by writing every label of a day down
// in order and crossing out those that SMPTE ST 12-1 drops. It shares no code and no formula with the product.
// Run: node test/golden/make-timecode.ts
import { writeFileSync } from 'node:fs';

interface Counting {
  readonly rate: string;
  readonly framesPerSecond: number;
  readonly isDropFrame: boolean;
}

const plain = (rate: string, framesPerSecond: number): Counting => ({ rate, framesPerSecond, isDropFrame: false });
const dropping = (rate: string, framesPerSecond: number): Counting => ({ rate, framesPerSecond, isDropFrame: true });

const countings: readonly Counting[] = [
  plain('24000/1001', 24),
  plain('24', 24),
  plain('25', 25),
  plain('30000/1001', 30),
  dropping('30000/1001', 30),
  plain('30', 30),
  plain('48', 48),
  plain('50', 50),
  plain('60000/1001', 60),
  dropping('60000/1001', 60),
  plain('60', 60),
  dropping('120000/1001', 120),
  plain('120', 120),
];

/** Labels that people quote, and those around each place where something is dropped, carried or wrapped. */
const isKept = ([minuteOfDay, second, frame]: readonly [number, number, number], framesPerSecond: number): boolean =>
  [0, 1, 9, 10, 11, 59, 60, 600, 1439].includes(minuteOfDay) &&
  (second === 0 || second === 59) &&
  (frame < 9 || frame >= framesPerSecond - 2);

const twoDigits = (value: number): string => String(value).padStart(2, '0');

function countLabels({ rate, framesPerSecond, isDropFrame }: Counting) {
  const samples: [frameCount: number, label: string][] = [];
  const droppedAtMinute = framesPerSecond === 30 ? 2 : framesPerSecond === 60 ? 4 : 8;
  let frameCount = 0;
  for (let minuteOfDay = 0; minuteOfDay < 24 * 60; minuteOfDay += 1) {
    for (let second = 0; second < 60; second += 1) {
      for (let frame = 0; frame < framesPerSecond; frame += 1) {
        if (isDropFrame && minuteOfDay % 10 !== 0 && second === 0 && frame < droppedAtMinute) {
          continue;
        }
        if (isKept([minuteOfDay, second, frame], framesPerSecond)) {
          const clock = [Math.floor(minuteOfDay / 60), minuteOfDay % 60, second].map(twoDigits).join(':');
          const frames = framesPerSecond > 100 ? String(frame).padStart(3, '0') : twoDigits(frame);
          samples.push([frameCount, `${clock}${isDropFrame ? ';' : ':'}${frames}`]);
        }
        frameCount += 1;
      }
    }
  }
  return { rate, isDropFrame, framesPerDay: frameCount, samples };
}

const madeBy = 'node test/golden/make-timecode.ts (every label of a day written down in order, dropped ones crossed out)';
const lines = countings.map((counting) => JSON.stringify(countLabels(counting)));
const text = `{"madeBy":${JSON.stringify(madeBy)},"countings":[\n${lines.join(',\n')}\n]}\n`;
writeFileSync(new URL('timecode.json', import.meta.url), text);
