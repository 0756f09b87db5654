import { z } from 'zod';
import { boxesOfAnAnswer } from '../../../native-models/parsing/box-text.ts';
import type { CornerBox } from '../../../native-models/parsing/box-text.ts';
import type { TimeSpan } from '../../../native-models/rewards/interval-union.ts';
import { EngineError } from '../../contract/errors.ts';

export const annotationSets = ['charades', 'activitynet', 'nextgqa', 'got10k'] as const;
export type AnnotationSet = (typeof annotationSets)[number];

/** One thing that is asked and what is true of it, by the task that its set poses. */
export type AnnotatedItem =
  | { readonly task: 'span'; readonly id: string; readonly durationSeconds: number; readonly truth: TimeSpan }
  | {
      readonly task: 'clues';
      readonly id: string;
      readonly durationSeconds: number;
      readonly truth: readonly TimeSpan[];
      /** The letter of the right option in brackets, as in `(C)`. */
      readonly answer: string;
    }
  | { readonly task: 'track'; readonly id: string; readonly truth: readonly CornerBox[] };

const spanSchema = z.tuple([z.number(), z.number()]);
const momentsSchema = z.record(
  z.string(),
  z.object({
    duration: z.number().positive(),
    timestamps: z.array(spanSchema),
    sentences: z.array(z.string()),
  }),
);
const cluesSchema = z.array(
  z.object({
    id: z.string(),
    duration: z.number().positive(),
    glue: z.array(spanSchema),
    answer: z.string().regex(/^\([A-G]\)/),
  }),
);
const tracksSchema = z.array(
  z.object({
    path: z.string(),
    gt: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])).length(boxesOfAnAnswer),
  }),
);

/**
 * Reads the evaluation annotations of a set in the form in which VideoChat-R1 publishes them. Ids: `<video>#<number of
 * the sentence>`, from 0; the question's own; the last part of a sequence's path. Labels that end before they begin are
 * dropped; truth is not clamped to the stated duration.
 *
 * @throws EngineError `bad-request` that says what is wrong and where.
 */
export function readAnnotations(set: AnnotationSet, text: string): readonly AnnotatedItem[] {
  const value = jsonOf(text);
  if (set === 'got10k') {
    return parse(set, tracksSchema, value).map(({ path, gt }) => ({
      task: 'track',
      id: path.slice(path.lastIndexOf('/') + 1),
      truth: gt,
    }));
  }
  if (set === 'nextgqa') {
    return parse(set, cluesSchema, value).map(({ id, duration, glue, answer }) => ({
      task: 'clues',
      id,
      durationSeconds: duration,
      truth: glue.filter(isForward),
      answer,
    }));
  }
  return Object.entries(parse(set, momentsSchema, value)).flatMap(([video, { duration, timestamps }]) =>
    timestamps
      .map((truth, index) => ({ task: 'span' as const, id: `${video}#${index}`, durationSeconds: duration, truth }))
      .filter(({ truth }) => isForward(truth)),
  );
}

function isForward([start, end]: TimeSpan): boolean {
  return start <= end;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EngineError('bad-request', 'The annotations are not JSON.', { cause: error });
  }
}

function parse<Schema extends z.ZodType>(set: AnnotationSet, schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined ? '' : ` at ${issue.path.join('.')}: ${issue.message}`;
    throw new EngineError('bad-request', `These are not annotations of ${set}${where}.`, { cause: parsed.error });
  }
  return parsed.data;
}
