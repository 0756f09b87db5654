import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChatSource } from '../../../../../../electron/contract/chat.ts';
import { scopeOf } from '../../../../../../electron/engine/chat/scope.ts';
import { TalkedLibrary } from '../../../../../helpers/talked-library.ts';

let library: TalkedLibrary;

const key = (timeSeconds: number, x: number) => ({
  timeSeconds,
  frameIndex: Math.round(timeSeconds * 25),
  box: { x, y: 0.4, width: 0.1, height: 0.2 },
  confidence: 1,
  state: 'tracked' as const,
  isByHand: false,
});

beforeEach(async () => {
  library = new TalkedLibrary();
  await library.add({
    name: 'park',
    durationSeconds: 40,
    seen: [
      { className: 'dog', from: 4, to: 8 },
      { className: 'dog', from: 20, to: 31 },
      { className: 'person', from: 2, to: 30, count: 2 },
    ],
    cuts: [12],
    cues: [
      { startSeconds: 3, endSeconds: 5, text: 'Look at the rocket over there' },
      { startSeconds: 22, endSeconds: 24, text: 'It is only a kite' },
    ],
    tracks: [{ label: 'dog', keys: [key(4, 0.1), key(8, 0.8)], endSeconds: 8.04 }],
  });
  await library.add({ name: 'street', durationSeconds: 20, seen: [{ className: 'car', from: 5, to: 9 }] });
  await library.add({ name: 'blind', durationSeconds: 20, hasDetector: false });
});

afterEach(() => library[Symbol.dispose]());

const clip = (videoId: string): ChatSource => ({ kind: 'video', videoId: videoId as never });
const span = (videoId: string, startSeconds: number, endSeconds: number): ChatSource => ({
  kind: 'span',
  videoId: videoId as never,
  range: { startSeconds, endSeconds },
});

async function ask(question: string, ...sources: ChatSource[]) {
  const scope = scopeOf(sources, library.scopes);
  const answer = await library.answerer().answer({ question, scope, language: 'en' }, new AbortController().signal);
  const spans = answer.citations.map(({ videoId, range }) => [videoId, range.startSeconds, range.endSeconds]);
  return { ...answer, spans };
}

const about = (seconds: number) => expect.closeTo(seconds, 0);

describe('IndexAnswerer', () => {
  test('tells when something is seen, each moment cited where the text names it', async () => {
    const { text, spans, citations } = await ask('When is a dog seen?', clip('park'));
    expect(text).toContain('“dog”: found 2 times');
    expect(spans).toEqual([
      ['park', about(4), about(8)],
      ['park', about(20), about(31)],
    ]);
    expect(citations.map(({ textSpan }) => text.slice(textSpan!.start, textSpan!.end))).toEqual([
      '0:04.0–0:08.0',
      '0:20–0:31',
    ]);
  });

  test('cites nothing outside the chosen span', async () => {
    const { spans } = await ask('When is a dog seen?', span('park', 6, 25));
    expect(spans).toEqual([
      ['park', 6, about(8)],
      ['park', about(20), 25],
    ]);
  });

  test('answers German in German', async () => {
    const { text } = await ask('Wie oft ist ein Hund zu sehen?', clip('park'));
    expect(text).toContain('„Hund“: 2-mal gefunden.');
  });

  test('counts the most at once', async () => {
    const { text, spans } = await ask('How many people are there at once?', clip('park'));
    expect(text).toContain('at most 2 at once');
    expect(spans).toEqual([['park', about(2), about(30)]]);
  });

  test.each([
    ['When is the dog first seen?', 4, 8],
    ['When is the dog last seen?', 20, 31],
    ['Show the longest moment with a dog', 20, 31],
  ])('%s', async (question, from, to) => {
    expect((await ask(question, clip('park'))).spans).toEqual([['park', about(from), about(to)]]);
  });

  test('quotes what is said about something, and nothing else', async () => {
    const { text, spans } = await ask('What is said about rockets?', clip('park'));
    expect(text).toContain('“Look at the rocket over there”');
    expect(text).not.toContain('kite');
    expect(spans).toEqual([['park', 3, 5]]);
  });

  test('lists what is on screen in a span', async () => {
    const { text } = await ask('What is on screen between 0:10 and 0:18?', clip('park'));
    expect(text).toContain('2 people at once');
    expect(text).not.toContain('dog');
    expect(text).toContain('2 shots; no lines of speech');
  });

  test('lists shots', async () => {
    const { spans } = await ask('List the shots', clip('park'));
    expect(spans).toEqual([
      ['park', 0, 40],
      ['park', 0, 12],
      ['park', 12, 40],
    ]);
  });

  test('tells where a followed thing is', async () => {
    const { text } = await ask('Where is the dog?', clip('park'));
    expect(text).toContain('dog, first on the left, then on the right');
  });

  test('tells where a thing is that was seen and not followed', async () => {
    const { text, spans } = await ask('Where is the car?', clip('street'));
    expect(text).toContain('car on the left');
    expect(spans).toEqual([['street', about(5), about(9)]]);
  });

  test('tells who is in a part of the picture', async () => {
    const { text } = await ask('Who is on the left?', clip('park'));
    expect(text).toContain('In the picture, on the left:');
    expect(text).toMatch(/2 people at once — 0:02–0:30/u);
    expect((await ask('Who is on the right?', clip('park'))).text).toContain('sure of nothing');
  });

  test('compares two clips, and asks for two where there are more', async () => {
    const { text } = await ask('Compare the two clips', clip('park'), clip('street'));
    expect(text).toContain('Only in the first: 2 people at once, dog');
    expect(text).toContain('Only in the second: car');
    expect((await ask('Compare the clips', clip('park'))).text).toContain('choose exactly two');
  });

  test('finds the clip', async () => {
    const { text, spans } = await ask('Which clip shows a car?', clip('park'), clip('street'));
    expect(text).toContain('found in one clip');
    expect(spans).toEqual([['street', about(5), about(9)]]);
  });

  test('says what was not found, and what was not looked for', async () => {
    const { text, spans } = await ask('When does a jealous horse appear?', clip('park'));
    expect(text).toContain('“horse” was not found');
    expect(text).toContain('Not looked for: “jealous”');
    expect(spans).toEqual([]);
  });

  test('says that no detector has looked', async () => {
    const { text } = await ask('How many dogs are there?', clip('blind'));
    expect(text).toContain('install the detector');
  });

  test.each(['Why does the dog bark?', 'When is he happy?', 'Summarise the clip', 'When is entropy seen?'])(
    'says that "%s" needs a model',
    async (question) => {
      const { needsModel, text, spans } = await ask(question, clip('park'));
      expect(needsModel).toBe(true);
      expect(text).toContain('a language model is needed');
      expect(spans).toEqual([]);
    },
  );
});
