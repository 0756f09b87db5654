import { z } from 'zod';
import { familyParametersSchema } from './family-parameters.ts';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const fileSizeSchema = z.int().positive().max(200_000_000_000);

/** A file name inside the model's folder: no separator and no leading dot, so that no card can write elsewhere. */
const fileNameSchema = z.string().regex(/^[A-Za-z0-9_][\w.-]{0,127}$/);

/**
 * A change made to a downloaded file before it is used; without it the file is installed as it is. The result is the
 * same on every machine, so it has a size and a hash of its own.
 */
export const filePatchSchema = z.object({
  kind: z.literal('symbolic-picture-size'),
  sizeBytes: fileSizeSchema,
  sha256: sha256Schema,
});

export const cardFileSchema = z
  .object({
    /** Its name in the model's folder, and in a mirror or a folder that it is installed from. */
    path: fileNameSchema,
    /** The file of one commit, so that it cannot change under the hash. */
    address: z.url({ protocol: /^https$/ }),
    /** Size and hash of what the address gives. */
    sizeBytes: fileSizeSchema,
    sha256: sha256Schema,
    patch: filePatchSchema.optional(),
  })
  .readonly();
export type CardFile = z.infer<typeof cardFileSchema>;

/** One model of the catalogue: what it is for, whose it is, where it comes from, and how its family is to run it. */
export const modelCardSchema = z
  .object({
    id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/),
    /** Raised when files or parameters change, so that stored outputs of the old ones are told apart. */
    revision: z.int().min(1),
    title: z.string().min(1).max(80),
    /** One sentence for people: what it brings them. */
    purpose: z.string().min(1).max(300),
    /** SPDX identifier, or the licence's own name where it has none. */
    licence: z.string().min(1).max(80),
    /** The page of the upstream project at the pinned commit. */
    sourcePage: z.url({ protocol: /^https$/ }),
    /** Channels that use it in this version; empty when nothing does yet. */
    channels: z.array(z.string().regex(/^[a-z][a-z-]{0,30}$/)),
    isExperimental: z.boolean(),
    /** Limits that were seen, so that nobody looks for the fault elsewhere. */
    notes: z.array(z.string().min(1).max(400)),
    files: z.array(cardFileSchema).min(1),
    family: familyParametersSchema,
  })
  .refine((card) => new Set(card.files.map((file) => file.path.toLowerCase())).size === card.files.length, {
    message: 'Two files have the same name.',
  })
  .refine((card) => card.family.files.every((name) => card.files.some((file) => file.path === name)), {
    message: 'The family names a file that the card does not bring.',
  })
  .readonly();
export type ModelCard = z.infer<typeof modelCardSchema>;

/** What stored outputs name: `yolox-nano@1`. */
export function modelIdOf(card: Pick<ModelCard, 'id' | 'revision'>): string {
  return `${card.id}@${card.revision}`;
}

/** Size and hash of the file as it lies in the model's folder, after its patch. */
export function installedForm(file: CardFile): { readonly sizeBytes: number; readonly sha256: string } {
  return file.patch ?? file;
}
