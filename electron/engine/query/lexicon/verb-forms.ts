const irregularForms: ReadonlyMap<string, readonly string[]> = new Map([
  ['run', ['ran']],
  ['drive', ['drove', 'driven']],
  ['ride', ['rode', 'ridden']],
  ['fly', ['flew', 'flown']],
  ['swim', ['swam', 'swum']],
  ['fall', ['fell', 'fallen']],
  ['come', ['came']],
  ['go', ['went', 'gone', 'goes']],
  ['rise', ['risen']],
  ['throw', ['threw', 'thrown']],
  ['speed', ['sped']],
  ['leave', []],
  ['say', ['said']],
  ['tell', ['told']],
  ['speak', ['spoke', 'spoken']],
  ['spin', ['spun']],
  ['sweep', ['swept']],
  ['meet', ['met']],
  ['overtake', ['overtook', 'overtaken']],
]);

const doublingVerbs: ReadonlySet<string> = new Set(
  'run jog skip spin swim drop hop pan slip step stop trot flip scan wag'.split(' '),
);

/** Base, third person, -ing and past forms of an English verb; irregular pasts as far as the lexicon needs them. */
export function verbForms(verb: string): readonly string[] {
  const stem = doublingVerbs.has(verb) ? verb + verb.slice(-1) : verb.replace(/([^e])e$/u, '$1');
  const consonantY = /[^aeiou]y$/u.test(verb);
  const third = consonantY ? verb.replace(/y$/u, 'ies') : /(?:s|x|z|ch|sh)$/u.test(verb) ? `${verb}es` : `${verb}s`;
  const irregular = irregularForms.get(verb);
  const past = irregular ?? [consonantY ? verb.replace(/y$/u, 'ied') : `${stem}ed`];
  return [verb, third, `${stem}ing`, ...past];
}
