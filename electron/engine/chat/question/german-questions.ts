import type { Place } from '../../../contract/plan.ts';
import type { QuestionForm } from './english-questions.ts';
import { englishOf } from './german-terms.ts';
import type { Extreme, Intent } from './question.ts';

const be = String.raw`(?:ist|sind|war|waren|wird|werden|kommt|kommen|erscheint|erscheinen|taucht|tauchen|sieht man|sehe ich|sehen wir|zeigt sich|hat|haben)`;
const clips = String.raw`(?:clips?|videos?|dateien?|aufnahmen?|filme?n?|auswahl|material)`;
const here = String.raw`(?:\s+(?:in|im|aus|von|des|der)\s+(?:dem|den|diesem|diesen|dieser|der|beiden|allen|meinem)?\s*(?:${clips}s?|szenen?|spannen?|einstellung(?:en)?|bild(?:ern)?))*`;
const seen = String.raw`(?:\s+(?:zu sehen|sichtbar|im bild|auf dem bildschirm|vor|auf|da|gezeigt|zu erkennen|zu finden|dort))*`;

const form = (pattern: string, intent: QuestionForm['intent']): QuestionForm => ({
  pattern: new RegExp(`^(?:${pattern})$`, 'iu'),
  intent,
});

const subjectOf = (groups: Readonly<Record<string, string | undefined>>, name = 'subject'): string =>
  englishOf(groups[name]?.trim() ?? '');

function about(kind: 'when' | 'is-there' | 'how-often' | 'how-many' | 'which-clip' | 'where'): QuestionForm['intent'] {
  return (groups) => {
    const subject = subjectOf(groups);
    return subject === '' ? null : { kind, subject };
  };
}

function extremeNamed(word: string): Extreme {
  const lower = word.toLowerCase();
  if (/^(?:erst|zuerst)/u.test(lower) || lower.includes('ersten')) return 'first';
  if (/^(?:letzt|zuletzt)/u.test(lower) || lower.includes('letzten')) return 'last';
  return /läng/u.test(lower) ? 'longest' : 'shortest';
}

function extremeOf(groups: Readonly<Record<string, string | undefined>>): Intent | null {
  const extreme = extremeNamed(groups['extreme']!);
  const subject = subjectOf(groups);
  const what = groups['what']?.toLowerCase() ?? '';
  if (subject !== '') return { kind: 'extreme', extreme, of: 'moment', subject };
  if (/^(?:einstellung|szene|schnitt)/u.test(what)) return { kind: 'extreme', extreme, of: 'shot' };
  return /^(?:clip|video|datei|aufnahme|film)/u.test(what) ? { kind: 'extreme', extreme, of: 'clip' } : null;
}

const germanPlaces: Readonly<Record<string, Place>> = {
  links: 'left',
  rechts: 'right',
  oben: 'top',
  unten: 'bottom',
  mitte: 'centre',
};

const extremes = String.raw`(?:zuerst|zuletzt|zum ersten mal|zum letzten mal|das erste mal|das letzte mal)`;
const extremeAdjectives = String.raw`(?:erste[rsn]?|letzte[rsn]?|längste[rsn]?|kürzeste[rsn]?)`;

/** In the order of trying: the narrower forms first. */
export const germanQuestions: readonly QuestionForm[] = [
  form(
    String.raw`(?:(?:bitte\s+)?(?:liste|zeige?|nenne|gib)(?:\s+(?:mir|uns|bitte))*(?:\s+alle)?(?:\s+(?:die|der))?|welche|was sind die)\s*(?:verschiedenen\s+)?(?:einstellungen|szenen|schnitte)(?:\s+(?:gibt es|auf))?${here}|(?:liste (?:aller|der) )?(?:einstellungen|szenen|schnitte)|wie viele (?:einstellungen|szenen|schnitte)\b.*`,
    () => ({ kind: 'shots' }),
  ),
  form(
    String.raw`(?:bitte\s+)?vergleiche?\b.*|was (?:ist|sind) (?:der|die) unterschiede?\b.*|(?:worin|wie|was) unterscheide[nt]\b.*`,
    () => ({
      kind: 'compare',
    }),
  ),
  form(String.raw`wie (?:oft|häufig)\s+(?:${be}\s+)?(?<subject>.+?)${seen}${here}${seen}`, about('how-often')),
  form(
    String.raw`wie lange?\s+(?:ist|sind|dauert|dauern|geht)\s+(?:es|das|sie|(?:der|die|das|dieser|diese|dieses|alle)?\s*(?:beiden\s+)?${clips}|alles)(?:\s+(?:insgesamt|zusammen))?`,
    () => ({ kind: 'how-long', subject: null }),
  ),
  form(String.raw`wie lange\s+${be}\s+(?<subject>.+?)${seen}${here}${seen}`, (groups) => ({
    kind: 'how-long',
    subject: subjectOf(groups),
  })),
  form(String.raw`(?:wann|wo)\s+${be}\s+(?<subject>.+?)\s+(?<extreme>${extremes})${seen}${here}${seen}`, extremeOf),
  form(String.raw`(?:wann|wo)\s+${be}\s+(?<extreme>${extremes})\s+(?<subject>.+?)${seen}${here}${seen}`, extremeOf),
  form(
    String.raw`(?:(?:wann|was|wo|wer|welche[rs]?|zeige?|nenne|finde)(?:\s+mir)?(?:\s+${be})?\s+)?(?:der|die|das|den)\s+(?<extreme>${extremeAdjectives})\s*(?<what>(?:einstellung(?:en)?|szene|schnitt|clip|video|datei|aufnahme|film|mal|stelle|moment|auftritt)\b)?${here}(?:\s*(?:mit|von|in dem|in der|wo))?\s*(?<subject>.*?)${seen}${here}`,
    extremeOf,
  ),
  form(
    String.raw`welche[rs]?\s+(?<what>${clips}|einstellung|szene)\s+ist\s+(?:am\s+|der\s+|die\s+|das\s+)(?<extreme>längsten?|kürzesten?)`,
    extremeOf,
  ),
  form(
    String.raw`(?:was|wann|wo|wer)\s+(?:wird|wurde|sagt|sagen|sagte|erzählt|erzählen|spricht|sprechen|redet|reden|hört man)(?:\s+(?:man|er|sie|jemand|der \w+|die \w+|denn))?\s+(?:über|von|zu|zum|zur)\s+(?<subject>.+?)(?:\s+(?:gesagt|erzählt|gesprochen|geredet|erwähnt))?${here}`,
    (groups) => ({ kind: 'said', topic: groups['subject']!.trim() }),
  ),
  form(
    String.raw`(?:wann|wo|wird)\s+(?:wird\s+)?(?<subject>.+?)\s+(?:erwähnt|gesagt|genannt)${here}|wer (?:sagt|erwähnt)\s+(?<subject2>.+?)${here}|wann sagt (?:jemand|er|sie|man)\s+(?<subject3>.+?)${here}`,
    (groups) => ({
      kind: 'said',
      topic: (groups['subject'] ?? groups['subject2'] ?? groups['subject3'] ?? '').trim() || null,
    }),
  ),
  form(
    String.raw`was\s+(?:wird|wurde|sagt|sagen|sprechen|hört)(?:\s+(?:man|er|sie|jemand|dort|hier))?(?:\s+(?:gesagt|gesprochen))?${here}(?:\s+(?:gesagt|gesprochen))?|(?:worüber|wovon) (?:wird|sprechen|reden)\b.*|(?:das )?transkript`,
    () => ({ kind: 'said', topic: null }),
  ),
  form(
    String.raw`(?:wer|was)\s+${be}\s+(?:zu sehen\s+)?(?:in der\s+)?(?<place>links|rechts|oben|unten|mitte)(?:\s+(?:im bild|zu sehen))*${here}`,
    (groups) => ({ kind: 'who-is-at', place: germanPlaces[groups['place']!.toLowerCase()]! }),
  ),
  form(
    String.raw`was\s+(?:ist|sind|sieht man|sehe ich|sehen wir|passiert|geschieht|gibt es|zeigt|zeigen)(?:\s+(?:es|da|dort|hier|denn|alles|das|der|die|diese[rs]?|beiden))*(?:\s+${clips})?${seen}${here}${seen}(?:\s+zu sehen)?`,
    () => ({ kind: 'on-screen' }),
  ),
  form(String.raw`wo\s+${be}\s+(?<subject>.+?)${seen}${here}${seen}`, about('where')),
  form(String.raw`wer\s+${be}${seen}${here}${seen}`, () => ({ kind: 'how-many', subject: 'person' })),
  form(
    String.raw`wie viele\s+(?<subject>.+?)(?:\s+(?:${be}|gibt es))?(?:\s+(?:gleichzeitig|auf einmal|höchstens))?${seen}${here}${seen}`,
    about('how-many'),
  ),
  form(
    String.raw`(?:in\s+)?welche[rmsn]?\s+(?:der\s+)?${clips}\s+(?:(?:${be}|zeigt|zeigen|enthält|enthalten|hat|haben|mit|gibt es)\s+)*(?<subject>.+?)${seen}`,
    about('which-clip'),
  ),
  form(
    String.raw`gibt es\s+(?:irgendwo\s+|auch\s+)?(?<subject>.+?)${seen}${here}${seen}|(?:ist|sind|sieht man|kommt|kommen|taucht|tauchen|erscheint|erscheinen)\s+(?:irgendwo\s+|auch\s+)?(?<subject2>.+?)${seen}${here}${seen}`,
    (groups) => {
      const subject = subjectOf(groups) || subjectOf(groups, 'subject2');
      return subject === '' ? null : { kind: 'is-there', subject };
    },
  ),
  form(
    String.raw`(?:wann|zu welche[rnm] zeit(?:en)?|um welche zeit)(?:\s+${be})?\s+(?<subject>.+?)${seen}${here}${seen}`,
    about('when'),
  ),
  form(
    String.raw`(?:bitte\s+)?(?:finde|suche|zeige?|nenne)(?:\s+(?:mir|uns|bitte))*\s+(?:alle\s+)?(?:(?:stellen|momente|zeiten)\s+(?:mit|von|an denen|in denen)\s+)?(?<subject>.+?)${seen}${here}`,
    about('when'),
  ),
];
