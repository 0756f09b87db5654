import { expect, test } from 'vitest';
import { searchNotes } from '../../../../../renderer/features/search/search-notes.ts';
import { answerOf, planOf, thingAtom } from '../../../../helpers/search-answers.ts';

const plan = planOf('dog and cat', [thingAtom('a1', 'dog'), thingAtom('a2', 'cat')]);
const missing = { channel: 'objects', atomIds: ['a1', 'a2'], reason: 'no-model', cardId: 'yolox-nano' } as const;

test('an answer that leaves nothing out has no notes', () => {
  expect(searchNotes(answerOf())).toEqual([]);
});

test('a missing model is named with what it would have looked for and how to get it', () => {
  expect(searchNotes(answerOf({ plan, missingChannels: [{ ...missing, atomIds: ['a1', 'a2'] }] }))).toEqual([
    {
      text: 'The model for things in the picture is not installed, so “dog” and “cat” could not be looked for.',
      cardId: 'yolox-nano',
    },
  ]);
});

test('a model that nothing brings has no card', () => {
  const [note] = searchNotes(answerOf({ plan, missingChannels: [{ ...missing, atomIds: ['a1'], cardId: null }] }));
  expect(note).toEqual({ text: expect.stringMatching(/“dog” could not be looked for\.$/), cardId: null });
});

test('a channel that no video has is told from a missing model', () => {
  const [note] = searchNotes(
    answerOf({ plan, missingChannels: [{ ...missing, atomIds: ['a1'], reason: 'not-indexed' }] }),
  );
  expect(note).toMatchObject({
    text: expect.stringContaining('No video has been analysed'),
    cardId: null,
  });
});

test('ignored words are said with why', () => {
  const ignored = [
    { span: { start: 0, end: 4 }, text: 'very', why: { code: 'adverb' as const } },
    { span: { start: 5, end: 9 }, text: 'chef', why: { code: 'narrower' as const, classes: ['person'], word: 'chef' } },
  ];
  expect(searchNotes(answerOf({ plan: { ...plan, ignored } }))).toEqual([
    {
      text: 'Ignored: “very” (an adverb), “chef” (the detector knows “person”, not whether it is “chef”).',
      cardId: null,
    },
  ]);
});

test('a query of which nothing was understood says what would be', () => {
  expect(searchNotes(answerOf({ plan: planOf('of the', []) }))[0]!.text).toContain('Name a thing');
});
