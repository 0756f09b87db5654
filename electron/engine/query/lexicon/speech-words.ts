import { verbForms } from './verb-forms.ts';

const withForms = (verbs: string): string[] => verbs.split(' ').flatMap((verb) => verbForms(verb));

/** Openers after which the words that follow are spoken, quoted or not. */
export const speechOpeners: ReadonlySet<string> = new Set([
  ...withForms('say mention'),
  ...verbForms('talk').map((form) => `${form} about`),
  ...verbForms('speak').flatMap((form) => [`${form} about`, `${form} of`]),
  'spoken words',
  'the spoken words',
  'the words',
  'the word',
  'the phrase',
  'the sentence',
  'the line',
  'dialogue',
  'transcript',
  'subtitle',
  'subtitles',
]);
/** Openers that are about speech only when quoted words follow: otherwise they are verbs like others. */
export const quotedSpeechOpeners: ReadonlySet<string> = new Set([
  ...withForms('shout yell whisper scream ask reply answer call utter tell speak hear'),
  'heard',
  'words',
  'word',
  'phrase',
  'line',
]);
/** Openers whose words are looked up apart, not as a phrase: one talks about a thing in many words. */
export const topicOpeners: ReadonlySet<string> = new Set([
  ...withForms('mention'),
  ...verbForms('talk').map((form) => `${form} about`),
  ...verbForms('speak').flatMap((form) => [`${form} about`, `${form} of`]),
]);
/** What shows writing in the picture, which nothing here reads: "a sign that says exit". */
export const writtenSurfaces: ReadonlySet<string> = new Set(
  'sign signs text title caption banner poster label screen board letters writing placard'.split(' '),
);
