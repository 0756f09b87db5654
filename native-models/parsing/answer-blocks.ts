const answerBlock = /<answer>([\s\S]*?)<\/answer>/g;
/** The spans that an answer rests on: the released checkpoints write `glue`, the paper's figures `clue`. */
const clueBlock = /<(glue|clue)>([\s\S]*?)<\/\1>/;
const timestepTags = /<\/?timestep>/g;

/** The content of the first `<answer>` block, or null where there is none. */
export function firstAnswer(completion: string): string | null {
  return answersOf(completion)[0] ?? null;
}

/** The content of the last `<answer>` block, or null where there is none. */
export function lastAnswer(completion: string): string | null {
  return answersOf(completion).at(-1) ?? null;
}

/** The content of the first `<glue>` or `<clue>` block, or null where there is none. */
export function firstClue(completion: string): string | null {
  return clueBlock.exec(completion)?.[2] ?? null;
}

/** The same text without `<timestep>` tags, which models put around times anywhere; what stands in them stays. */
export function withoutTimesteps(completion: string): string {
  return completion.replace(timestepTags, '');
}

/** What a completion may consist of, in this order. */
export type AnswerPart = 'think' | 'answer' | 'clue';

/**
 * Whether a completion consists of exactly these blocks, with nothing but white space around and between them. The
 * content of a block may be empty and is not looked at; like the pattern of the released reward it may itself hold
 * tags, as long as the whole can be read as the blocks that are asked for.
 */
export function consistsOf(completion: string, parts: readonly AnswerPart[]): boolean {
  const pattern = parts.map(blockPattern).join('\\s*');
  return new RegExp(`^${pattern}$`).test(completion.trim());
}

/** The two names of a clue do not mix: it is closed as it was opened. */
function blockPattern(part: AnswerPart): string {
  const names = part === 'clue' ? ['glue', 'clue'] : [part];
  return `(?:${names.map((name) => `<${name}>[\\s\\S]*?</${name}>`).join('|')})`;
}

function answersOf(completion: string): string[] {
  return [...completion.matchAll(answerBlock)].map((match) => match[1]!);
}
