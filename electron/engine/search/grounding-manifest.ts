import { z } from 'zod';
import { EngineError } from '../../contract/errors.ts';

const manifestQuerySchema = z
  .object({ text: z.string().trim().min(1), startSeconds: z.number().nonnegative(), endSeconds: z.number() })
  .refine((query) => query.startSeconds < query.endSeconds, 'endSeconds must be after startSeconds');

/** Files without queries are allowed: a manifest may list footage for other purposes too. */
const manifestEntrySchema = z.object({
  /** Relative to the manifest. */
  file: z.string().min(1),
  durationSeconds: z.number().nonnegative().nullish(),
  queries: z.array(manifestQuerySchema).default([]),
});

export type GroundingManifestEntry = z.infer<typeof manifestEntrySchema>;

/** Parses the text of a manifest. Throws EngineError `bad-request` that says what is wrong and where. */
export function parseGroundingManifest(text: string): readonly GroundingManifestEntry[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new EngineError('bad-request', 'The manifest is not JSON.', { cause: error });
  }
  const parsed = z.array(manifestEntrySchema).safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined ? '' : ` at ${issue.path.join('.')}: ${issue.message}`;
    throw new EngineError('bad-request', `The manifest is not a list of files with queries${where}.`, {
      cause: parsed.error,
    });
  }
  return parsed.data;
}
