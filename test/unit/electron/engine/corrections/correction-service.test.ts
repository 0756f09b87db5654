import { beforeEach, describe, expect, test } from 'vitest';
import type { VideoId } from '../../../../../electron/contract/ids.ts';
import type { ParsedParams } from '../../../../../electron/contract/index.ts';
import { systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import { CorrectionService } from '../../../../../electron/engine/corrections/correction-service.ts';
import { addVideo, TemporaryLibrary } from '../store/temporary-library.ts';

type Verdict = ParsedParams<'corrections.save'>;

let library: TemporaryLibrary;
let service: CorrectionService;

beforeEach(() => {
  library = new TemporaryLibrary();
  addVideo(library.db, 'park');
  service = new CorrectionService({ db: library.db, writer: library.db, clock: systemClock });
  return () => library[Symbol.dispose]();
});

const range = (startSeconds: number, endSeconds: number) => ({ startSeconds, endSeconds });
const say = (verdict: Partial<Verdict>) =>
  service.save({
    videoId: 'park' as VideoId,
    text: 'a red car',
    verdict: 'right',
    found: null,
    corrected: null,
    ...verdict,
  });
const all = () => service.list({ text: null, videoId: null }).corrections;

describe('a correction', () => {
  test('is found again by the same query, however it is typed', () => {
    const saved = say({ text: ' A  Red car ', found: range(10, 20) });
    expect(service.ofQuery('a red CAR')).toMatchObject([{ correctionId: saved.correctionId, title: 'park' }]);
    expect(service.ofQuery('a red cart')).toEqual([]);
    expect(service.list({ text: 'A RED CAR', videoId: null }).corrections).toEqual([saved]);
    expect(service.list({ text: null, videoId: 'beach' as VideoId }).corrections).toEqual([]);
  });

  test('replaces what was said before about the same moment', () => {
    const first = say({ verdict: 'wrong', found: range(10, 20) });
    const second = say({ verdict: 'right', found: range(11, 21) });
    expect(second).toMatchObject({ correctionId: first.correctionId, found: range(10, 20) });
    say({ verdict: 'right', found: range(16, 26) });
    say({ verdict: 'right', found: range(10, 20), text: 'another query' });
    expect(all()).toHaveLength(3);
  });

  test('of a moment whose edges were moved before keeps what was found in the first place', () => {
    say({ verdict: 'adjusted', found: range(10, 20), corrected: range(30, 40) });
    const moved = say({ verdict: 'adjusted', found: range(30, 40), corrected: range(31, 44) });
    expect(moved).toMatchObject({ found: range(10, 20), corrected: range(31, 44) });
    expect(say({ verdict: 'right', found: range(31, 44) })).toMatchObject({
      verdict: 'adjusted',
      corrected: range(31, 44),
    });
    expect(all()).toHaveLength(1);
  });

  test('of a moment that was missed stays one, unless it is taken back', () => {
    say({ verdict: 'missed', corrected: range(30, 40) });
    expect(say({ verdict: 'adjusted', found: range(30, 40), corrected: range(31, 41) })).toMatchObject({
      verdict: 'missed',
      found: null,
      corrected: range(31, 41),
    });
    expect(say({ verdict: 'wrong', found: range(31, 41) })).toMatchObject({ verdict: 'wrong' });
    expect(all()).toHaveLength(1);
  });

  test('says where, and of a video that is there', () => {
    const refused = (code: string) => expect.objectContaining({ code });
    expect(() => say({ verdict: 'right' })).toThrow(refused('bad-request'));
    expect(() => say({ verdict: 'adjusted', found: range(1, 2) })).toThrow(refused('bad-request'));
    expect(() => say({ verdict: 'missed', found: range(1, 2) })).toThrow(refused('bad-request'));
    expect(() => say({ videoId: 'gone' as VideoId, found: range(1, 2) })).toThrow(refused('not-found'));
  });

  test('can be taken back, once', () => {
    const { correctionId } = say({ found: range(10, 20) });
    service.remove({ correctionId });
    expect(all()).toEqual([]);
    expect(() => service.remove({ correctionId })).toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});
