import type { Place } from '../../../contract/plan.ts';
import type { Extreme, Intent } from './question.ts';

/** A form of question, and what is asked by it; null where a match turns out to be none. */
export interface QuestionForm {
  readonly pattern: RegExp;
  readonly intent: (groups: Readonly<Record<string, string | undefined>>) => Intent | null;
}

const be = String.raw`(?:is|are|was|were|does|do|did|can|will|has|have)`;
const clips = String.raw`(?:clips?|videos?|files?|recordings?|movies?|films?|footage|selections?)`;
const here = String.raw`(?:\s+(?:in|of|from)\s+(?:the|this|these|those|my|both|all|each|every)?\s*(?:two\s+)?(?:${clips}|scenes?|spans?|shots?|pictures?|frames?))*`;
/** What follows a subject and says no more than that it is seen. */
const seen = String.raw`(?:\s+(?:be\s+)?(?:seen|visible|shown|there|appears?|appearing|show(?:s)? up|on (?:the )?screen|in (?:the )?(?:picture|frame|shot|view|scene|image)|to be seen|present|occurs?|happens?))*`;

const form = (pattern: string, intent: QuestionForm['intent']): QuestionForm => ({
  pattern: new RegExp(`^(?:${pattern})$`, 'iu'),
  intent,
});

const subjectOf = (groups: Readonly<Record<string, string | undefined>>): string => groups['subject']?.trim() ?? '';

/** With a subject, or not at all. */
function about(kind: 'when' | 'is-there' | 'how-often' | 'how-many' | 'which-clip' | 'where'): QuestionForm['intent'] {
  return (groups) => {
    const subject = subjectOf(groups);
    return subject === '' ? null : { kind, subject };
  };
}

function extremeOf(groups: Readonly<Record<string, string | undefined>>): Intent | null {
  const extreme = groups['extreme']!.toLowerCase() as Extreme;
  const subject = subjectOf(groups);
  const what = groups['what']?.toLowerCase() ?? '';
  if (subject !== '') return { kind: 'extreme', extreme, of: 'moment', subject };
  if (/^(?:shot|scene|take)/u.test(what)) return { kind: 'extreme', extreme, of: 'shot' };
  return /^(?:clip|video|file|film)/u.test(what) ? { kind: 'extreme', extreme, of: 'clip' } : null;
}

const englishPlaces: Readonly<Record<string, Place>> = {
  left: 'left',
  right: 'right',
  top: 'top',
  bottom: 'bottom',
  middle: 'centre',
  centre: 'centre',
  center: 'centre',
};

/** In the order of trying: the narrower forms first. */
export const englishQuestions: readonly QuestionForm[] = [
  form(
    String.raw`(?:(?:please\s+)?(?:list|show|give|name|tell)(?: me)?|what are|which are)\s+(?:all\s+)?(?:of\s+)?(?:the\s+)?(?:different\s+)?(?:shots|scenes|cuts|shot list|list of (?:shots|scenes|cuts))${here}|(?:the )?(?:shot list|list of (?:shots|scenes|cuts))${here}|how many (?:shots|scenes|cuts)(?:\s+${be})?(?:\s+there)?${here}(?:\s+have)?`,
    () => ({ kind: 'shots' }),
  ),
  form(
    String.raw`(?:please\s+)?compare\b.*|what(?:'s| is| are) the differences?\b.*|what (?:is|are) different\b.*|how (?:do|does|are|is) .+ (?:differ|different)\b.*|what do .+ have in common.*`,
    () => ({ kind: 'compare' }),
  ),
  form(String.raw`how (?:often|many times)\s+(?:${be}\s+)?(?<subject>.+?)${seen}${here}`, about('how-often')),
  form(
    String.raw`(?:how long\s+(?:is|are)|what(?:'s| is) the (?:length|duration) of)\s+(?:it|this|that|they|(?:the|this|these|my|all|both|each|every)?\s*(?:the\s+)?(?:two\s+)?${clips}|everything)(?:\s+(?:in all|altogether|in total))?`,
    () => ({ kind: 'how-long', subject: null }),
  ),
  form(String.raw`(?:for )?how long\s+${be}\s+(?<subject>.+?)${seen}${here}`, (groups) => ({
    kind: 'how-long',
    subject: subjectOf(groups),
  })),
  form(
    String.raw`(?:when|where|at (?:what|which) (?:time|point))\s+${be}\s+(?<subject>.+?)${seen}\s+(?:(?:be\s+)?(?:seen|visible|shown)\s+)?(?:for the )?(?<extreme>first|last)(?:\s+time)?${seen}${here}`,
    extremeOf,
  ),
  form(
    String.raw`(?:(?:when|where|what|which|show|find|give|play|name)(?: me)?(?:'s|\s+${be})?\s+)?(?:${clips}\s+${be}\s+)?(?:for\s+)?(?:the\s+)?(?<extreme>first|last|longest|shortest)\s*(?<what>(?:shots?|scenes?|takes?|${clips}|times?|moments?|appearances?|stretch|spans?|parts?)\b)?${here}(?:\s*(?:that|where|when|with|of|in which|is|has|have|shows?|showing)\b)*\s*(?<subject>.*?)${seen}${here}`,
    extremeOf,
  ),
  form(
    String.raw`(?:which|what)\s+(?<what>${clips})\s+(?:is|are)\s+(?:the\s+)?(?<extreme>longest|shortest)`,
    extremeOf,
  ),
  form(
    String.raw`(?:what|who|where|when)\b(?:'s|\s+${be})?(?:\s+(?:someone|somebody|anyone|anybody|they|he|she|people|the\s+\w+|it))?(?:\s+being)?\s+(?:said|say|says|saying|talk|talks|talking|speak|speaks|speaking|spoken|mention|mentions|mentioned|tell|tells|told|hear|heard)\s+(?:about|of|on)\s+(?<subject>.+?)${here}`,
    (groups) => ({ kind: 'said', topic: subjectOf(groups) }),
  ),
  form(
    String.raw`(?:who (?:says?|said|mentions?|mentioned)|when (?:do(?:es)?|did) (?:someone|somebody|anyone|anybody|they|he|she|people) (?:say|mention)|when is|where is|is|are|was)\s+(?<subject>.+?)(?<mentioned>\s+(?:ever\s+)?mentioned|\s+said)?${here}`,
    (groups) => (groups['mentioned'] === undefined ? null : { kind: 'said', topic: subjectOf(groups) }),
  ),
  form(
    String.raw`(?:who (?:says?|said|mentions?|mentioned)|when (?:do(?:es)?|did) (?:someone|somebody|anyone|anybody|they|he|she|people) (?:say|mention))\s+(?<subject>.+?)${here}`,
    (groups) => ({ kind: 'said', topic: subjectOf(groups) }),
  ),
  form(
    String.raw`(?:what|anything)(?:'s|\s+${be})(?:\s+(?:someone|somebody|they|he|she|people|being))?\s+(?:said|say|saying|spoken|talking about|talk about|speaking about|the (?:speech|dialogue|words|transcript))${here}|(?:(?:show|give|print)(?: me)?\s+)?(?:the\s+)?transcript${here}`,
    () => ({ kind: 'said', topic: null }),
  ),
  form(
    String.raw`(?:who|what)(?:'s|\s+${be})\s+(?:(?:seen|visible|shown|standing|sitting)\s+)?(?:on|at|in)\s+the\s+(?<place>left|right|top|bottom|middle|centre|center)(?:\s+(?:side|half|part|edge))?(?:\s+of the (?:picture|frame|image|screen|shot))?${here}`,
    (groups) => ({ kind: 'who-is-at', place: englishPlaces[groups['place']!.toLowerCase()]! }),
  ),
  form(
    String.raw`(?:what|which things|what things|what objects)(?:'s|\s+(?:is|are|can|do|does|was|were))?(?:\s+(?:i|we|you|one))?(?:\s+(?:be|there))?(?:\s+(?:see|seen|shown|visible|to see|happening|happens|going on|on (?:the )?screen|in (?:the )?(?:picture|frame|shot|view|image)|in it|in them))*${here}(?:\s+(?:show|shows|contain|contains))?`,
    () => ({ kind: 'on-screen' }),
  ),
  form(String.raw`(?:what)\s+(?:does|do)\s+(?:it|this|they|(?:the|this|these)\s+${clips})\s+(?:show|contain)`, () => ({
    kind: 'on-screen',
  })),
  form(String.raw`where(?:'s|\s+${be})\s+(?<subject>.+?)${seen}${here}`, about('where')),
  form(
    String.raw`who(?:'s|\s+${be})?(?:\s+(?:be|there))?(?:\s+(?:seen|visible|shown|appears?|on screen|in it|in the (?:picture|frame|shot)))*${here}`,
    () => ({ kind: 'how-many', subject: 'person' }),
  ),
  form(
    String.raw`how many\s+(?<subject>.+?)(?:\s+(?:${be})(?:\s+(?:there|you|we|i))?(?:\s+(?:see|be seen))?)?${seen}(?:\s+at (?:once|the same time|a time|most))?${here}`,
    about('how-many'),
  ),
  form(
    String.raw`(?:in\s+)?(?:which|what)\s+(?:of (?:the|these|my)\s+)?${clips}\s+(?:(?:${be}|has|have|shows?|contains?|features?|with|of|there (?:is|are))\s+)*(?<subject>.+?)${seen}`,
    about('which-clip'),
  ),
  form(
    String.raw`(?:is|are|was|were)\s+there\s+(?:ever\s+)?(?:any\s+|some\s+)?(?<subject>.+?)${seen}${here}|(?:can|could|do)\s+(?:i|you|we|one)\s+see\s+(?:any\s+|some\s+)?(?<subject2>.+?)${here}|(?:do|does|did)\s+(?:any\s+|some\s+)?(?<subject3>.+?)\s+(?:ever\s+)?(?:appear|show up|occur|happen)${here}|(?:is|are|was|were)\s+(?:any\s+|some\s+)?(?<subject4>.+?)\s+(?:ever\s+)?(?:visible|seen|shown|on (?:the )?screen|to be seen|in (?:the )?(?:picture|frame|shot|view))${here}`,
    (groups) => {
      const subject = ['subject', 'subject2', 'subject3', 'subject4'].map((name) => groups[name]?.trim()).find(Boolean);
      return subject === undefined ? null : { kind: 'is-there', subject };
    },
  ),
  form(
    String.raw`(?:when|at (?:what|which) (?:times?|moments?|points?)|from when)(?:'s|\s+${be})?\s+(?:there\s+)?(?<subject>.+?)${seen}${here}`,
    about('when'),
  ),
  form(
    String.raw`(?:please\s+)?(?:find|locate|show|list|look for|search for|give)(?: me)?\s+(?:(?:all|every|the|each)\s+)*(?:(?:moments?|times?|spans?|parts?|places?)\s+(?:with|of|where|when|in which)\s+)?(?<subject>.+?)${seen}${here}`,
    about('when'),
  ),
];
