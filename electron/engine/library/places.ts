import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EngineError } from '../../contract/errors.ts';
import { placeIdSchema } from '../../contract/ids.ts';
import type { PlaceId } from '../../contract/ids.ts';
import type { ChosenPlace, NamedPlace } from '../../contract/places.ts';

/** The oldest are forgotten beyond this; a page that still shows one is told to choose again. */
const placeLimit = 100_000;

/** Which paths the opaque ids of places stand for, as long as the engine lives. */
export class Places {
  readonly #idByPath = new Map<string, PlaceId>();
  readonly #pathById = new Map<PlaceId, string>();

  /** The same path always has the same id. */
  name(path: string, shownName = basename(path) || path): NamedPlace {
    const known = this.#idByPath.get(path);
    if (known !== undefined) return { placeId: known, name: shownName };
    const placeId = placeIdSchema.parse(randomUUID());
    this.#idByPath.set(path, placeId);
    this.#pathById.set(placeId, path);
    this.#forgetOldest();
    return { placeId, name: shownName };
  }

  /** Throws EngineError `not-found` for an id that was never given out, or long ago. */
  pathOf(placeId: PlaceId): string {
    const path = this.#pathById.get(placeId);
    if (path === undefined) throw new EngineError('not-found', 'That place is no longer known; choose it again.');
    return path;
  }

  /** Absolute path of what a person chose or typed. Throws EngineError `not-found`, `bad-request`. */
  resolve(place: ChosenPlace): string {
    return 'path' in place ? typedPath(place.path) : this.pathOf(place.placeId);
  }

  #forgetOldest(): void {
    if (this.#idByPath.size <= placeLimit) return;
    const [oldest] = this.#idByPath;
    if (oldest === undefined) return;
    this.#idByPath.delete(oldest[0]);
    this.#pathById.delete(oldest[1]);
  }
}

/**
 * A path as people type and paste it: with `~`, in quotation marks, as a file address. Throws EngineError `bad-request`
 * for one that is not whole, for nobody knows what it is relative to.
 */
export function typedPath(text: string, home = homedir()): string {
  const bare = text.trim().replace(/^(["'])(.*)\1$/u, '$2');
  if (/^file:\/\//iu.test(bare)) return pathOfAddress(bare);
  const path = bare === '~' || /^~[\\/]/u.test(bare) ? join(home, bare.slice(1)) : bare;
  if (!isAbsolute(path) || path.includes('\0')) {
    throw new EngineError('bad-request', `Type the whole path, from the top: "${text}" is only a part of one.`);
  }
  const whole = normalize(path);
  return whole.length > 1 && /[\\/]$/u.test(whole) && dirname(whole) !== whole ? whole.slice(0, -1) : whole;
}

function pathOfAddress(address: string): string {
  try {
    return fileURLToPath(address);
  } catch (error) {
    throw new EngineError('bad-request', `"${address}" is no address of a file on this machine.`, { cause: error });
  }
}
