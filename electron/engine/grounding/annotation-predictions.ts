import { z } from 'zod';
import { EngineError } from '../../contract/errors.ts';

const predictionSchema = z.union([
  /** What a language model wrote, with its tags. */
  z.object({ id: z.string(), output: z.string() }),
  /** Spans of a policy, best first, in seconds; for questions also the letter of the chosen option. */
  z.object({
    id: z.string(),
    spans: z.array(z.tuple([z.number().nonnegative(), z.number().nonnegative()])),
    answer: z
      .string()
      .regex(/^[A-G]$/)
      .optional(),
  }),
  z.object({ id: z.string(), boxes: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])) }),
]);

export type AnnotationPrediction = z.output<typeof predictionSchema>;

/**
 * Reads predictions by id: a JSON list, or one JSON object a line.
 *
 * @throws EngineError `bad-request` for anything else, and for an id that is predicted twice.
 */
export function readPredictions(text: string): ReadonlyMap<string, AnnotationPrediction> {
  const byId = new Map<string, AnnotationPrediction>();
  for (const [index, value] of valuesOf(text).entries()) {
    const parsed = predictionSchema.safeParse(value);
    if (!parsed.success) {
      throw new EngineError(
        'bad-request',
        `Prediction ${index + 1} needs an id and one of: output (text), spans ([[start, end], …]), boxes.`,
        { cause: parsed.error },
      );
    }
    if (byId.has(parsed.data.id)) {
      throw new EngineError('bad-request', `${parsed.data.id} is predicted twice.`);
    }
    byId.set(parsed.data.id, parsed.data);
  }
  return byId;
}

function valuesOf(text: string): unknown[] {
  try {
    return text.trimStart().startsWith('[')
      ? (JSON.parse(text) as unknown[])
      : text
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map((line): unknown => JSON.parse(line));
  } catch (error) {
    throw new EngineError('bad-request', 'The predictions are neither a JSON list nor one JSON object a line.', {
      cause: error,
    });
  }
}
