import { colourNames } from '../../electron/contract/colours.ts';
import type { ChannelId } from '../../electron/contract/channels.ts';
import type { Channel, CoveringRow, TermStrength } from '../../electron/engine/channels/channel.ts';
import { lookChannel } from '../../electron/engine/channels/look/look-channel.ts';
import { motionChannel } from '../../electron/engine/channels/motion/motion-channel.ts';
import { objectsChannel } from '../../electron/engine/channels/objects/objects-channel.ts';
import type { FoundObject } from '../../electron/engine/channels/objects/rows.ts';
import { shotsChannel } from '../../electron/engine/channels/shots/shots-channel.ts';

/** A minute of rows of one channel, encoded once and used for many minutes of the library. */
export interface BlockTemplate {
  readonly channel: ChannelId;
  readonly rowCount: number;
  readonly payload: Uint8Array;
  readonly terms: readonly TermStrength[];
}

/** Random numbers 0..1 that are the same in every run (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const blockSeconds = 60;
const samplesPerSecond = 4;
const tracksPerMinute = 5;

/** Share of the tracks that are of each class, the rarest last. */
const classes = [
  ['person', 0.62],
  ['car', 0.2],
  ['bottle', 0.08],
  ['bicycle', 0.06],
  ['dog', 0.035],
  ['giraffe', 0.005],
] as const;

interface Track {
  readonly className: string;
  readonly colour: FoundObject['colours'][number]['name'];
  readonly score: number;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** `count` different minutes of four channels: five tracks a minute, four samples a second, a cut every ten seconds. */
export function blockTemplates(count: number, seed = 1): readonly (readonly BlockTemplate[])[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => {
    const tracks = Array.from({ length: tracksPerMinute }, () => trackFrom(random));
    const samples = Array.from({ length: blockSeconds * samplesPerSecond }, (_, index) => sampleAt(index));
    const brightness = random();
    return [
      template(
        objectsChannel,
        samples.map((row) => ({ ...row, objects: objectsAt(tracks, row.startSeconds, random) })),
      ),
      template(
        lookChannel,
        samples.map((row) => ({
          ...row,
          colourShares: Float32Array.from(colourNames, () => random() / colourNames.length),
          brightness: Math.min(1, Math.max(0, brightness + 0.1 * (random() - 0.5))),
          contrast: 0.2 + 0.1 * random(),
          colourfulness: 0.3 * random(),
          panRightPerSecond: 0.2 * (random() - 0.5),
          tiltUpPerSecond: 0.1 * (random() - 0.5),
          zoomInPerSecond: 0.02 * (random() - 0.5),
        })),
      ),
      template(
        motionChannel,
        samples.map((row) => ({
          ...row,
          cells: Float32Array.from({ length: 9 }, () => 0.3 * random()),
          speedPerSecond: 0.2 * random(),
        })),
      ),
      template(
        shotsChannel,
        samples.map((row, index) => {
          const isCut = index % (10 * samplesPerSecond) === 3;
          return {
            ...row,
            change: isCut ? 0.8 : 0.02 * random(),
            changeOverTwo: isCut ? 0.8 : 0.03 * random(),
            unmatchedShare: isCut ? 0.9 : 0.05 * random(),
            meanLuma: brightness,
            lumaSpread: 0.2,
          };
        }),
      ),
    ];
  });
}

function template<Row extends CoveringRow>(channel: Channel<Row>, rows: readonly Row[]): BlockTemplate {
  return {
    channel: channel.id,
    rowCount: rows.length,
    payload: channel.encode(rows),
    terms: channel.terms(rows),
  };
}

function sampleAt(index: number) {
  const startSeconds = index / samplesPerSecond;
  return { startSeconds, endSeconds: startSeconds + 1 / samplesPerSecond, gapSeconds: 1 / samplesPerSecond };
}

function trackFrom(random: () => number): Track {
  let rest = random();
  const [className] = classes.find(([, share]) => (rest -= share) < 0) ?? classes[0];
  const fromSeconds = random() * (blockSeconds - 5);
  return {
    className,
    colour: colourNames[Math.floor(random() * colourNames.length)]!,
    score: 0.4 + 0.6 * random(),
    fromSeconds,
    toSeconds: fromSeconds + 4 + 20 * random(),
    x: 0.7 * random(),
    y: 0.7 * random(),
    size: 0.05 + 0.25 * random(),
  };
}

function objectsAt(tracks: readonly Track[], seconds: number, random: () => number): FoundObject[] {
  return tracks
    .filter(({ fromSeconds, toSeconds }) => seconds >= fromSeconds && seconds < toSeconds)
    .map(({ className, colour, score, x, y, size }) => ({
      className,
      score: Math.max(0.25, score - 0.15 * random()),
      box: { x, y, width: size, height: size },
      colours: [{ name: colour, share: 0.6 }],
    }));
}

/** The same block at another time of its video: the codec keeps times as differences to the first one. */
export function payloadAt({ channel, payload }: BlockTemplate, startSeconds: number): Uint8Array {
  const moved = payload.slice();
  const firstSecondsOffset = 4 + 2 + 1 + channel.length + 4;
  new DataView(moved.buffer).setFloat64(firstSecondsOffset, startSeconds, true);
  return moved;
}
