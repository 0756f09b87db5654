import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TrackFormat, TrackKey } from '../../../../../electron/contract/tracks.ts';
import { readTracks, writeTracks } from '../../../../../electron/engine/tracking/exchange/exchange-formats.ts';
import type { ExchangeTrack, ExchangeVideo } from '../../../../../electron/engine/tracking/exchange/exchange-track.ts';
import { leftOutText } from '../../../../../electron/words/left-out-text.ts';
import { englishWords, wordsIn } from '../../../../../electron/words/words.ts';

const video: ExchangeVideo = {
  ...{ name: 'clip & <co>.mp4', widthPixels: 1280, heightPixels: 720, rate: { num: 30_000, den: 1001 } },
  ...{ timeBase: { num: 1, den: 30_000 }, isVariableRate: false, durationSeconds: 100 },
};
const formats: readonly TrackFormat[] = ['json', 'mot', 'coco', 'dive', 'viame', 'cvat'];
/** Those that write keys; the others write a row a frame. */
const keyed: readonly TrackFormat[] = ['json', 'dive', 'viame', 'cvat'];

const side = (min: number, max: number) => fc.integer({ min, max }).map((value) => value / 1000);
const keyAbout = fc.record({
  gap: fc.integer({ min: 1, max: 30 }),
  box: fc.record({ x: side(-200, 1100), y: side(-200, 1100), width: side(10, 900), height: side(10, 900) }),
  confidence: fc.integer({ min: 0, max: 100 }).map((value) => value / 100),
  isLost: fc.boolean(),
  isByHand: fc.boolean(),
});

/** The first key shows the thing: a file of rows a frame has nothing to say of one that is never seen. */
function keysOf(
  parts: readonly { gap: number; box: TrackKey['box']; confidence: number; isLost: boolean; isByHand: boolean }[],
) {
  let frameIndex = 0;
  return parts.map(({ gap, isLost, ...rest }, index): TrackKey => {
    frameIndex += gap;
    const state = isLost && index > 0 ? 'lost' : 'tracked';
    return { ...rest, frameIndex, timeSeconds: (frameIndex * 1001) / 30_000, state };
  });
}

const labels = fc.oneof(
  fc.constantFrom('person', 'red "car", left', "Zoë & <co> 'x'"),
  fc
    .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
    .map((text) => `x${text.replaceAll(/\p{C}/gu, '')}`.trim()),
);
const track = fc
  .record({ label: labels, parts: fc.array(keyAbout, { minLength: 1, maxLength: 12 }) })
  .map(({ label, parts }): ExchangeTrack => ({
    label,
    origin: 'followed',
    trackerId: 'filter@1',
    keys: keysOf(parts),
  }));
const someTracks = fc.array(track, { minLength: 1, maxLength: 4 });

describe.each(formats)('%s', (format) => {
  test('reads what it wrote, and writes the same again', () => {
    fc.assert(
      fc.property(someTracks, (tracks) => {
        const { text } = writeTracks(format, tracks, video);
        const read = readTracks(null, text, video);
        expect(read.format).toBe(format);
        expect(read.leftOut).toEqual([]);
        const again = readTracks(format, writeTracks(format, read.tracks, video).text, video);
        expect(again.tracks).toEqual(read.tracks);
      }),
      { numRuns: 60 },
    );
  });

  test('survives whatever a file may hold', () => {
    fc.assert(
      fc.property(someTracks, fc.nat(), fc.string(), (tracks, at, noise) => {
        const { text } = writeTracks(format, tracks, video);
        const place = at % text.length;
        const damaged = `${text.slice(0, place)}${noise}${text.slice(place + (at % 7))}`;
        try {
          for (const { keys } of readTracks(format, damaged, video).tracks) expect(keys.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad-request' });
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe.each(keyed)('%s', (format) => {
  test('keeps every key: where, when, how sure, lost or not, by hand or not', () => {
    fc.assert(
      fc.property(someTracks, (tracks) => {
        const { tracks: read } = readTracks(format, writeTracks(format, tracks, video).text, video);
        expect(read.map(({ label }) => label)).toEqual(tracks.map(({ label }) => label));
        tracks.forEach(({ keys }, index) => {
          const back = read[index]!.keys;
          expect(back.map(({ state, isByHand, frameIndex }) => ({ state, isByHand, frameIndex }))).toEqual(
            keys.map(({ state, isByHand, frameIndex }) => ({ state, isByHand, frameIndex })),
          );
          back.forEach((key, keyIndex) => {
            const before = keys[keyIndex]!;
            expect(key.timeSeconds).toBeCloseTo(before.timeSeconds, 5);
            expect(key.confidence).toBeCloseTo(before.confidence, 5);
            expect(Math.abs(key.box.x - before.box.x) * 1280).toBeLessThan(0.002);
            expect(Math.abs(key.box.height - before.box.height) * 720).toBeLessThan(0.002);
          });
        });
      }),
      { numRuns: 60 },
    );
  });
});

const box = { x: 0.1, y: 0.1, width: 0.1, height: 0.2 };
const still: ExchangeTrack = {
  ...{ label: 'dog', origin: 'followed', trackerId: null },
  keys: [0, 10].map((frameIndex) => ({
    ...{ timeSeconds: (frameIndex * 1001) / 30_000, frameIndex, box, confidence: 1, state: 'tracked', isByHand: false },
  })),
};

test('a row of MOTChallenge counts frames from 1 and pixels of the picture as displayed', () => {
  const { text, leftOut } = writeTracks('mot', [still], video);
  expect(text.split('\n')[0]).toBe('1,1,128,72,128,144,1,-1,-1,-1');
  expect(text.trim().split('\n')).toHaveLength(11);
  expect(leftOut.join()).toContain('labels');
});

test('what other programs write is understood', () => {
  const mot = readTracks(
    null,
    '1, 3, 128, 72, 128, 144, 1, -1, -1, -1\r\n2,3,129,72,128,144,1,-1,-1,-1\n9,3,130,72,128,144,1,-1,-1,-1',
    video,
  );
  expect(mot.tracks[0]!.keys.map(({ frameIndex, state }) => `${frameIndex} ${state}`)).toEqual([
    ...['0 tracked', '1 tracked', '2 lost', '8 tracked'],
  ]);
  const dive = readTracks(
    null,
    JSON.stringify({
      tracks: {
        7: {
          ...{
            id: 7,
            begin: 0,
            end: 9,
            confidencePairs: [
              ['fish', 0.4],
              ['shark', 0.6],
            ],
            attributes: {},
          },
          features: [
            { frame: 0, bounds: [0, 0, 10, 10], interpolate: true, keyframe: true },
            { frame: 5, bounds: [0, 0, 10, 10], interpolate: false },
            { frame: 9, bounds: [0, 0, 10, 10] },
          ],
        },
      },
      ...{ groups: {}, version: 2 },
    }),
    video,
  );
  expect(dive.tracks).toMatchObject([{ label: 'shark' }]);
  expect(dive.tracks[0]!.keys.map(({ frameIndex, state }) => `${frameIndex} ${state}`)).toEqual([
    ...['0 tracked', '5 tracked', '6 lost', '9 tracked'],
  ]);
});

test('what is left out is said with its place', () => {
  const rows = ['1,1,0,0,10,10,1,-1,-1,-1', 'x', '2,1,0,0,0,10,1,-1,-1,-1', '3,-1,0,0,10,10,1,-1,-1,-1'];
  const { leftOut } = readTracks('mot', rows.join('\n'), video);
  expect(leftOut).toEqual([
    { where: { line: 2 }, why: 'not-mot' },
    { where: { line: 3 }, why: 'no-area' },
    { where: { line: 4 }, why: 'detection' },
  ]);
  expect(leftOut.map((part) => leftOutText(part, englishWords).where)).toEqual(['line 2', 'line 3', 'line 4']);
  const whole = { where: {}, why: 'more', count: 3 } as const;
  expect(leftOutText(whole, wordsIn('de'))).toEqual({
    where: 'die Datei',
    why: '3 weitere Teile sind nicht aufgeführt',
  });
});

test('XML that brings entities, another root or endless depth is refused', () => {
  const refused = (text: string) =>
    expect(() => readTracks('cvat', text, video)).toThrow(expect.objectContaining({ code: 'bad-request' }));
  refused('<!DOCTYPE a [<!ENTITY b "cccc"><!ENTITY d "&b;&b;&b;">]><annotations>&d;</annotations>');
  refused('<!DOCTYPE a SYSTEM "file:///etc/passwd"><annotations></annotations>');
  refused('<annotations>&made-up;</annotations>');
  refused('<svg></svg>');
  refused('<annotations>'.repeat(100));
  refused('<annotations><track label="a">');
});

test('a file of no format is refused', () => {
  for (const text of ['hello', '{}', '[1,2]', '<html></html>', '\0\0\0']) {
    expect(() => readTracks(null, text, video)).toThrow(expect.objectContaining({ code: 'bad-request' }));
  }
});
