import { describe, expect, test } from 'vitest';
import { channelIdSchema } from '../../../../../electron/contract/channels.ts';
import type { CoveringRow } from '../../../../../electron/engine/channels/channel.ts';
import { detectionsToRow } from '../../../../../electron/engine/channels/objects/rows.ts';
import { allChannels, createAnalysers, pixelChannels } from '../../../../../electron/engine/channels/registry.ts';
import { atomOf, framesOf, gridOver, scene } from './drawn-frames.ts';

const images = Array.from({ length: 12 }, (_, index) =>
  scene({ shiftX: index * 2, square: [40, index * 2, 12], seed: index < 8 ? 1 : 2 }),
);

/** Rows of every channel, made as the product makes them. */
function rowsByChannel(): Map<string, CoveringRow[]> {
  const analysers = createAnalysers();
  const rows = new Map<string, CoveringRow[]>(allChannels.map(({ id }) => [id, []]));
  for (const frame of framesOf(images)) {
    const endSeconds = frame.timeSeconds + 0.25;
    for (const [id, analyser] of analysers) {
      rows.get(id)!.push(...analyser.push(frame, endSeconds));
    }
    const detections = [{ className: 'car', score: 0.7, box: { x: 0.4, y: 0.1, width: 0.2, height: 0.3 } }];
    rows.get('objects')!.push(detectionsToRow({ frame, endSeconds, detections }));
  }
  rows.set('tracks', [
    { kind: 'camera', startSeconds: 0, endSeconds: 3, keys: [{ timeSeconds: 0, x: 0, y: 0, scale: 1 }] } as CoveringRow,
    {
      kind: 'tracklet',
      trackNumber: 1,
      className: 'car',
      isContinued: false,
      continues: false,
      startSeconds: 0,
      endSeconds: 3,
      keys: [
        { timeSeconds: 0, score: 0.8, box: { x: 0.1, y: 0.4, width: 0.1, height: 0.1 } },
        { timeSeconds: 2.75, score: 0.8, box: { x: 0.8, y: 0.4, width: 0.1, height: 0.1 } },
      ],
    } as CoveringRow,
  ]);
  rows.set('speech', [{ startSeconds: 0, endSeconds: 2, text: 'a red car' } as CoveringRow]);
  rows.set('names', [{ startSeconds: 0, endSeconds: 3, words: ['red', 'car'] } as CoveringRow]);
  return rows;
}

describe('the channels', () => {
  const rows = rowsByChannel();

  test('are all there, once each', () => {
    expect(allChannels.map(({ id }) => id).sort()).toEqual([...channelIdSchema.options].sort());
    expect(pixelChannels({ withObjects: true }).map(({ id }) => id)).toEqual([
      ...createAnalysers().keys(),
      'objects',
      'tracks',
    ]);
    expect(pixelChannels({ withObjects: false }).map(({ id }) => id)).toEqual([...createAnalysers().keys()]);
  });

  test.each(allChannels)('$id says the same of stored rows, and a second storing changes nothing', (channel) => {
    const payload = channel.encode(rows.get(channel.id)!);
    const stored = channel.decode(payload);

    expect(channel.encode(stored)).toEqual(payload);
    // What hardly shows may fall to either side of the floor.
    const clear = (of: readonly CoveringRow[]) =>
      channel.terms(of).flatMap(({ term, strength }) => (strength > 0.1 ? [term] : []));
    expect(clear(stored)).toEqual(clear(rows.get(channel.id)!));
    expect(channel.decode(channel.encode([]))).toEqual([]);
  });

  test.each(allChannels)(
    '$id never takes a damaged block for rows without saying so, nor throws anything else',
    (channel) => {
      const payload = channel.encode(rows.get(channel.id)!);
      for (let length = 0; length < payload.length; length += 7) {
        expect(() => channel.decode(payload.slice(0, length))).toThrow(
          expect.objectContaining({ code: 'library-corrupt' }),
        );
      }
      for (let at = 0; at < payload.length; at++) {
        const damaged = payload.slice();
        damaged[at]! ^= 0xff;
        try {
          channel.decode(damaged);
        } catch (error) {
          expect(error).toMatchObject({ code: 'library-corrupt' });
        }
      }
    },
  );

  test.each(allChannels)('$id answers in 0 to 1 and never leaves the grid', (channel) => {
    const atoms = [
      atomOf({ kind: 'thing', classes: ['car'], colour: 'red', size: null, place: 'top', minCount: 1, maxCount: 1 }),
      atomOf({ kind: 'colour', colour: 'green' }),
      atomOf({ kind: 'light', light: 'bright' }),
      atomOf({ kind: 'camera', move: 'pan-left' }),
      atomOf({ kind: 'motion', motion: 'fast', place: 'centre' }),
      atomOf({ kind: 'cut', cut: 'cut' }),
      atomOf({ kind: 'speech', words: ['red'], isPhrase: true }),
      atomOf({ kind: 'name', words: ['car'], isHard: true }),
      atomOf({ kind: 'words', words: ['red', 'car'] }),
    ];
    const answered = atoms.filter((atom) => channel.atomTerms(atom) !== null);
    // `tracks` is only drawn and exported so far.
    expect(answered.length > 0).toBe(channel.id !== 'tracks');
    for (const atom of atoms) {
      const { values } = channel.evidence({ atom, rows: rows.get(channel.id)!, grid: gridOver(4) });
      expect(values).toHaveLength(8);
      expect([...values].every((value) => Number.isNaN(value) || (value >= 0 && value <= 1))).toBe(true);
      expect([...values].some((value) => !Number.isNaN(value))).toBe(answered.includes(atom));
    }
  });
});
