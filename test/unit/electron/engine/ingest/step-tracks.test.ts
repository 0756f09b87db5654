import { expect, test } from 'vitest';
import { colourNames } from '../../../../../electron/contract/colours.ts';
import type { LookRow } from '../../../../../electron/engine/channels/look/rows.ts';
import type { ObjectRow } from '../../../../../electron/engine/channels/objects/rows.ts';
import { pixelChannels } from '../../../../../electron/engine/channels/registry.ts';
import type { ShotRow } from '../../../../../electron/engine/channels/shots/rows.ts';
import type { TrackletRow, TrackRow } from '../../../../../electron/engine/channels/tracks/rows.ts';
import { nextTrackNumber } from '../../../../../electron/engine/channels/tracks/track-step.ts';
import { tracksChannel } from '../../../../../electron/engine/channels/tracks/tracks-channel.ts';
import { StepAssembler } from '../../../../../electron/engine/ingest/step-assembler.ts';
import { samplesOfStep, tracksOfStep } from '../../../../../electron/engine/ingest/step-tracks.ts';
import { joinTracklets } from '../../../../../electron/engine/tracking/read-tracklets.ts';

const gapSeconds = 0.25;

function rowsAt(timeSeconds: number, x: number) {
  const span = { startSeconds: timeSeconds, endSeconds: timeSeconds + gapSeconds };
  const look: LookRow = {
    ...span,
    gapSeconds,
    colourShares: new Float32Array(colourNames.length),
    brightness: 0.5,
    contrast: 0.1,
    colourfulness: 0.1,
    panRightPerSecond: 0.02,
    tiltUpPerSecond: 0,
    zoomInPerSecond: 0,
  };
  const shots: ShotRow = {
    ...span,
    gapSeconds,
    change: 0,
    changeOverTwo: 0,
    unmatchedShare: 0,
    meanLuma: 0.5,
    lumaSpread: 0.1,
  };
  const box = { x, y: 0.4, width: 0.1, height: 0.2 };
  const objects: ObjectRow = { ...span, objects: [{ className: 'person', score: 0.8, box, colours: [] }] };
  return { look, shots, objects };
}

/** Samples that lie across the edges of steps of ten seconds. */
const drawn = Array.from({ length: 120 }, (_, index) => rowsAt(0.1 + index * gapSeconds, 0.1 + index * 0.005));
const endSeconds = 30;

function assemble(firstStepIndex: number, trackPast?: { rows: readonly TrackRow[]; nextTrackNumber: number }) {
  const channels = pixelChannels({ withObjects: true });
  const assembler = new StepAssembler({
    stepSeconds: 10,
    firstStepIndex,
    channels,
    ...(trackPast === undefined ? {} : { trackPast }),
  });
  for (const { look, shots, objects } of drawn) {
    assembler.add('look', [look]);
    assembler.add('shots', [shots]);
    assembler.add('objects', [objects]);
  }
  return assembler.finish(endSeconds).map(({ blocks }) => blocks.find(({ channel }) => channel === 'tracks')!.payload);
}

test('a run that goes on after a kill writes the same tracks as one that was not stopped', () => {
  const whole = assemble(0);
  expect(whole).toHaveLength(3);
  const rows = tracksChannel.decode(whole[0]!);
  expect(assemble(1, { rows, nextTrackNumber: nextTrackNumber(rows) })).toEqual(whole.slice(1));
  expect(assemble(1)).not.toEqual(whole.slice(1));
});

test('one thing over three steps is one track, without a look twice at the edges', () => {
  const rows = assemble(0).flatMap((payload) => tracksChannel.decode(payload));
  const tracklets = rows.filter((row): row is TrackletRow => row.kind === 'tracklet');
  expect(tracklets.map(({ startSeconds }) => startSeconds)).toEqual([0.1, 10.1, 20.1].map((t) => expect.closeTo(t, 3)));
  const [track, ...others] = joinTracklets(tracklets);
  expect(others).toEqual([]);
  const times = track!.keys.map(({ timeSeconds }) => timeSeconds);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(track!.keys.at(-1)!.box.x).toBeCloseTo(0.695, 2);
});

test('a cut between the samples ends every track', () => {
  const rows = drawn.slice(0, 40);
  const shots = rows.map(({ shots: row }, index) => ({
    ...row,
    ...(index === 20 ? { change: 0.9, unmatchedShare: 0.95 } : {}),
    ...(index === 20 || index === 21 ? { changeOverTwo: 0.9 } : {}),
  }));
  const step = { look: rows.map(({ look }) => look), shots, objects: rows.map(({ objects }) => objects) };
  expect(samplesOfStep(step).flatMap(({ isCut }, index) => (isCut ? [index] : []))).toEqual([20]);
  const tracklets = tracksOfStep(step, { rows: [], nextTrackNumber: 1 }).filter(({ kind }) => kind === 'tracklet');
  expect(tracklets).toHaveLength(2);
});
