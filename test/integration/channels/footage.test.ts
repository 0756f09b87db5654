import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ChannelId } from '../../../electron/contract/channels.ts';
import { planAtomSchema } from '../../../electron/contract/plan.ts';
import type { AnalysisFrame, CoveringRow } from '../../../electron/engine/channels/channel.ts';
import { allChannels, createAnalysers } from '../../../electron/engine/channels/registry.ts';
import type { ShotRow } from '../../../electron/engine/channels/shots/rows.ts';
import { shotsOf } from '../../../electron/engine/channels/shots/shots-of.ts';
import { decodeFrames } from '../../../electron/engine/media/decode-frames.ts';
import { thumbOf } from '../../../electron/engine/media/downscale.ts';
import { probeMedia } from '../../../electron/engine/media/probe.ts';
import { sharedFolder } from '../../helpers/shared.ts';
import { tools } from '../media/numbered-clip.ts';

interface Analysis {
  readonly durationSeconds: number;
  readonly rows: ReadonlyMap<ChannelId, readonly CoveringRow[]>;
}

/** What the pixel channels make of a whole file, as the full pass does it. */
async function analyse(file: string): Promise<Analysis> {
  const path = join(sharedFolder!, 'footage', file);
  const facts = await probeMedia(path, { tools });
  const frames: AnalysisFrame[] = [];
  for await (const { timeSeconds, image } of decodeFrames({ path, facts, tools, pass: 'full' }).frames) {
    frames.push({ timeSeconds, image, thumb: thumbOf(image) });
  }
  const durationSeconds = facts.durationSeconds ?? frames.at(-1)!.timeSeconds + 0.25;
  const rows = new Map<ChannelId, CoveringRow[]>();
  for (const [id, analyser] of createAnalysers()) {
    rows.set(
      id,
      frames.flatMap((frame, index) => [...analyser.push(frame, frames[index + 1]?.timeSeconds ?? durationSeconds)]),
    );
  }
  return { durationSeconds, rows };
}

const shotStarts = ({ rows, durationSeconds }: Analysis) =>
  shotsOf(rows.get('shots') as readonly ShotRow[], durationSeconds).map(({ startSeconds }) => startSeconds);

function curve({ rows, durationSeconds }: Analysis, atom: object): Float32Array {
  const base = { atomId: 'a1', span: { start: 0, end: 1 }, isNegated: false, noun: null, lead: null };
  const whole = planAtomSchema.parse({ ...base, ...atom });
  const channel = allChannels.find((one) => rows.has(one.id) && one.atomTerms(whole) !== null)!;
  const stored = channel.decode(channel.encode(rows.get(channel.id)!));
  const grid = { startSeconds: 0, stepSeconds: 0.5, stepCount: Math.ceil(durationSeconds / 0.5) };
  return channel.evidence({ atom: whole, rows: stored, grid }).values;
}

const meanOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.skipIf(sharedFolder === null)('real footage', () => {
  test('has its cuts where the picture changes, and no others', async () => {
    const starts = shotStarts(await analyse('speech/torchcodec_nasa_13013.mp4'));

    // A dissolve about 5.2 s and a cut at 8 s, seen by eye.
    expect(starts).toHaveLength(3);
    expect(Math.abs(starts[1]! - 5.25)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(starts[2]! - 8)).toBeLessThanOrEqual(0.26);
  });

  test.each([
    'library/intel_bottle-detection.mp4',
    'library/intel_car-detection.mp4',
    'library/mdn_flower.mp4',
    'speech/mdn_friday.mp4',
    'grounding/anet_v_ZNVhz7ctTq0.mp4',
    'tracking/otb_jogging.mp4',
    'tracking/vot_bag.mp4',
  ])('of one shot stays one shot: %s', async (file) => {
    expect(shotStarts(await analyse(file))).toEqual([0]);
  });

  test('shows movement while something moves before a fixed camera, and stillness otherwise', async () => {
    const cars = await analyse('library/intel_car-detection.mp4');
    const moving = curve(cars, { kind: 'motion', motion: 'moving', place: null });
    const still = curve(cars, { kind: 'camera', move: 'still' });

    // The manifest has cars from 4.6 to 8.5, 15 to 18.9 and 25.4 to 28 s.
    for (const [from, to] of [
      [10, 17],
      [30, 37],
      [51, 56],
    ] as const) {
      expect(Math.min(...moving.slice(from, to))).toBeGreaterThan(0.7);
    }
    expect(Math.max(...moving.slice(0, 8), ...moving.slice(40, 49))).toBeLessThan(0.3);
    // A car that fills the frame is now and then taken for the camera.
    expect(meanOf(still)).toBeGreaterThan(0.75);
  });

  test('tells a hand-held camera and a car’s from one on a stand', async () => {
    const handHeld = await analyse('grounding/anet_v_ZNVhz7ctTq0.mp4');
    const dashboard = await analyse('tracking/otb_car4.mp4');
    const stand = await analyse('library/intel_bottle-detection.mp4');
    const meanCamera = (of: Analysis, move: string) =>
      meanOf(curve(of, { kind: 'camera', move }).map((value) => value || 0));

    expect(meanCamera(handHeld, 'shake')).toBeGreaterThan(0.6);
    expect(meanCamera(dashboard, 'zoom-in')).toBeGreaterThan(0.35);
    expect(meanCamera(dashboard, 'zoom-out')).toBeLessThan(0.1);
    expect(meanCamera(stand, 'still')).toBeGreaterThan(0.85);
    expect(meanCamera(stand, 'shake')).toBeLessThan(0.05);
  });

  test('has the light that it has', async () => {
    const nasa = await analyse('speech/torchcodec_nasa_13013.mp4');
    const film = await analyse('speech/mdn_friday.mp4');

    expect(Math.min(...curve(nasa, { kind: 'light', light: 'dark' }).slice(0, 9))).toBe(1);
    expect(Math.min(...curve(film, { kind: 'light', light: 'colourless' }))).toBeGreaterThan(0.9);
  });
});
