import { readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

/** Kept beside a half-downloaded file, so that it is continued only while the server still has the same one. */
const validatorSchema = z.object({ address: z.string(), validator: z.string().max(500) });
type Validator = z.infer<typeof validatorSchema>;

/** A strong entity tag, or the date; null when the server gives neither. A weak tag may not be used with ranges. */
export function validatorOf(address: URL, headers: IncomingHttpHeaders): Validator | null {
  const tag = headers.etag?.startsWith('"') ? headers.etag : headers['last-modified'];
  return tag === undefined ? null : { address: address.href, validator: tag };
}

export async function saveValidator(partFile: string, validator: Validator | null): Promise<void> {
  if (validator === null) {
    await removeValidator(partFile);
  } else {
    await writeFile(fileOf(partFile), JSON.stringify(validator));
  }
}

/** The `If-Range` value for this address; null without one: the whole file's hash is checked in any case. */
export async function readValidator(partFile: string, address: URL): Promise<string | null> {
  try {
    const saved = validatorSchema.parse(JSON.parse(await readFile(fileOf(partFile), 'utf8')));
    return saved.address === address.href ? saved.validator : null;
  } catch {
    // Missing or cut off in the middle of writing: then the hash alone decides.
    return null;
  }
}

export async function removeValidator(partFile: string): Promise<void> {
  await rm(fileOf(partFile), { force: true });
}

function fileOf(partFile: string): string {
  return `${partFile}.json`;
}
