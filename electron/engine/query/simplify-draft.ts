import { leafOf, type Draft, type Leaf } from './draft.ts';

/** The plan's atoms hold at most this many words. */
const maxWords = 40;
const maxCount = 99;

type LeafDraft = Extract<Draft, { kind: 'leaf' }>;
type ThingUnit = Extract<Draft, { kind: 'thing' }>;

/** Flattens, merges the words of a part, and drops what the rest of the part says already. */
export function simplifyDraft(draft: Draft): Draft | null {
  switch (draft.kind) {
    case 'thing':
    case 'leaf':
      return draft;
    case 'not': {
      const part = simplifyDraft(draft.part);
      return part === null ? null : part.kind === 'not' ? part.part : { kind: 'not', part };
    }
    case 'all':
    case 'any':
    case 'then':
      return simplifyJoin(draft.kind, draft.parts);
  }
}

function simplifyJoin(kind: 'all' | 'any' | 'then', parts: readonly Draft[]): Draft | null {
  const simple = parts.map(simplifyDraft).filter((part) => part !== null);
  const flat = simple.flatMap((part) => (part.kind === kind && 'parts' in part ? part.parts : [part]));
  const kept = kind === 'all' ? simplifyAll(flat) : kind === 'any' ? withoutRepeats(flat) : flat;
  return kept.length > 1 ? { kind, parts: kept } : (kept[0] ?? null);
}

function simplifyAll(parts: readonly Draft[]): Draft[] {
  return mergeWords(mergeMotion(withoutWeaker(countCompany(withoutRepeats(parts)))));
}

function withoutRepeats(parts: readonly Draft[]): Draft[] {
  const seen = new Set<string>();
  return parts.filter((part) => {
    const signature = signatureOf(part);
    const isNew = !seen.has(signature);
    seen.add(signature);
    return isNew;
  });
}

/** Equal for drafts that ask for the same. Two words of different meaning for one class ("man", "woman") are not. */
function signatureOf(draft: Draft): string {
  switch (draft.kind) {
    case 'thing': {
      const { word, colours, size, place, posture, count } = draft.thing;
      const bearer = word.isNarrower ? word.word : (word.noun ?? word.classes.join());
      return JSON.stringify([bearer, word.classes, word.minCount, colours, size, place, posture, count]);
    }
    case 'leaf':
      return JSON.stringify(draft.leaf.content);
    case 'not':
      return `not ${signatureOf(draft.part)}`;
    default:
      return `${draft.kind} [${draft.parts.map(signatureOf).join(' ')}]`;
  }
}

/**
 * "two women and a child" are three persons, although each word alone is only "person" to the detector. Those of whom
 * nothing more is said become one part that asks for as many as were named.
 */
function countCompany(parts: readonly Draft[]): Draft[] {
  const companies = Map.groupBy(parts.filter(isNarrowerThing), ({ thing }) => thing.word.classes.join());
  const replacements = new Map<Draft, Draft | null>();
  for (const company of companies.values()) {
    const countByWord = new Map<string, number>();
    for (const { thing } of company) {
      const count = thing.count?.minCount ?? thing.word.minCount;
      countByWord.set(thing.word.word, Math.max(count, countByWord.get(thing.word.word) ?? 0));
    }
    const total = [...countByWord.values()].reduce((sum, count) => sum + count, 0);
    const plain = company.filter(isPlain);
    const [first] = plain;
    if (first !== undefined && countByWord.size > 1) {
      plain.forEach((part) => replacements.set(part, null));
      const end = Math.max(...plain.map(({ thing }) => thing.end));
      const count = { minCount: Math.min(total, maxCount), maxCount: null };
      replacements.set(first, { kind: 'thing', thing: { ...first.thing, end, count } });
    }
  }
  return parts.map((part) => (replacements.has(part) ? replacements.get(part)! : part)).filter((part) => part !== null);
}

function isNarrowerThing(part: Draft): part is ThingUnit {
  return part.kind === 'thing' && part.thing.word.isNarrower;
}

function isPlain({ thing }: ThingUnit): boolean {
  return thing.colours === null && thing.size === null && thing.place === null && thing.posture === null;
}

/** A bare thing beside the same thing with more said of it adds nothing: "a red car passes, the car stops". */
function withoutWeaker(parts: readonly Draft[]): Draft[] {
  const things = parts.filter((part): part is ThingUnit => part.kind === 'thing');
  return parts.filter((part) => {
    if (part.kind !== 'thing' || !isBare(part)) {
      return true;
    }
    const same = things.filter((other) => other.thing.word.classes.join() === part.thing.word.classes.join());
    const first = same.find(isBare);
    return same.every(isBare) ? part === first : false;
  });
}

function isBare(part: ThingUnit): boolean {
  return isPlain(part) && part.thing.count === null && part.thing.word.minCount === 1;
}

/** "walks fast" is one movement. */
function mergeMotion(parts: readonly Draft[]): Draft[] {
  const motions = parts.filter(isMotion);
  const fastest =
    motions.find(({ leaf }) => leaf.content.kind === 'motion' && leaf.content.motion === 'fast') ?? motions[0];
  if (fastest === undefined || motions.length < 2) {
    return [...parts];
  }
  const place = motions
    .map(({ leaf }) => (leaf.content.kind === 'motion' ? leaf.content.place : null))
    .find((each) => each !== null);
  if (
    fastest.leaf.content.kind !== 'motion' ||
    motions.some(({ leaf }) => leaf.content.kind === 'motion' && leaf.content.motion === 'still')
  ) {
    return [...parts];
  }
  const merged = leafOf({ ...fastest.leaf.content, place: place ?? null }, fastest.leaf);
  return parts.flatMap((part) => (part === fastest ? [merged] : isMotion(part) ? [] : [part]));
}

function isMotion(part: Draft): part is LeafDraft {
  return part.kind === 'leaf' && part.leaf.content.kind === 'motion';
}

/** All words of one part that no picture channel understands are one atom, or several where they are too many. */
function mergeWords(parts: readonly Draft[]): Draft[] {
  const leaves = parts.flatMap((part) =>
    part.kind === 'leaf' && part.leaf.content.kind === 'words' ? [part.leaf] : [],
  );
  const others = parts.filter((part) => !(part.kind === 'leaf' && part.leaf.content.kind === 'words'));
  return [...others, ...chunksOf(leaves.toSorted((a, b) => a.start - b.start))];
}

function chunksOf(leaves: readonly Leaf[]): Draft[] {
  const chunks: { words: string[]; start: number; end: number }[] = [];
  const seen = new Set<string>();
  for (const { content, start, end } of leaves) {
    const fresh = content.kind === 'words' ? content.words.filter((word) => !seen.has(word)) : [];
    fresh.forEach((word) => seen.add(word));
    const last = chunks.at(-1);
    if (last !== undefined && last.words.length + fresh.length <= maxWords) {
      last.words.push(...fresh);
      last.end = Math.max(last.end, end);
    } else if (fresh.length > 0) {
      chunks.push({ words: [...fresh], start, end });
    }
  }
  return chunks.map(({ words, start, end }) => leafOf({ kind: 'words', words }, { start, end }));
}
