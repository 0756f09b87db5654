import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EngineError } from '../../contract/errors.ts';
import { settingsSchema } from '../../contract/settings.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Logger } from '../base/surroundings.ts';
import {
  defaultSettings,
  isFieldName,
  keptSettingsSchema,
  readSettingsFields,
  settingsVersion,
} from './read-settings.ts';
import type { ReadSettings } from './read-settings.ts';

export interface SettingsStoreDeps {
  /** Null keeps the settings in memory only. */
  readonly file: string | null;
  readonly logger: Logger;
}

export type SettingsListener = (settings: Settings, before: Settings) => void;

const followEveryMs = 1000;
const nothing: ReadSettings = { settings: defaultSettings, unknownFields: {}, unreadable: [] };

/**
 * What a person has set, in one small file of their own, shared by all libraries. A field that cannot be read falls
 * back alone; a file that cannot be read at all is kept beside as `….broken`.
 */
export class SettingsStore {
  readonly #deps: SettingsStoreDeps;
  readonly #listeners = new Set<SettingsListener>();
  #kept: ReadSettings;

  constructor(deps: SettingsStoreDeps) {
    this.#deps = deps;
    this.#kept = this.#read();
  }

  get current(): Settings {
    return this.#kept.settings;
  }

  /**
   * Changes only what is named, writes it, and tells everybody. Read anew before, so that what another program has
   * changed meanwhile stays. Throws EngineError `bad-request` for a name or value that does not fit (nothing changes
   * then), `permission-denied` or `disk-full` when the file cannot be written.
   */
  change(changes: Readonly<Record<string, unknown>>): Settings {
    const before = this.#kept.settings;
    const latest = this.#read();
    const settings = settingsSchema.parse({ ...latest.settings, ...checkedChanges(changes) });
    this.#write({ ...latest, settings });
    this.#kept = { ...latest, settings };
    this.#tell(before);
    return settings;
  }

  /** Takes over what other programs change in the file, within a second or so. Returns how to stop. */
  follow(): () => void {
    const { file } = this.#deps;
    if (file === null) return () => {};
    const look = (): void => {
      const before = this.#kept.settings;
      this.#kept = this.#read();
      if (JSON.stringify(this.#kept.settings) !== JSON.stringify(before)) this.#tell(before);
    };
    let seen: string | null = null;
    const timer = setInterval(() => {
      void stampOf(file).then((stamp) => {
        if (stamp !== seen) look();
        seen = stamp;
      });
    }, followEveryMs);
    timer.unref();
    return () => clearInterval(timer);
  }

  /** Returns how to stop listening. */
  onChange(listener: SettingsListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(before: Settings): void {
    for (const listener of [...this.#listeners]) listener(this.#kept.settings, before);
  }

  #read(): ReadSettings {
    const { file, logger } = this.#deps;
    if (file === null) return this.#kept ?? nothing;
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return nothing;
      // What cannot be read just now is no reason to forget it: the next change writes all that is known.
      logger.error('settings.unreadable', error);
      return this.#kept ?? nothing;
    }
    try {
      const kept = keptSettingsSchema.parse(JSON.parse(text));
      // Before this version writes its own form over it.
      if (kept.version !== settingsVersion) copyFileSync(file, `${file}.version-${String(kept.version)}`);
      const read = readSettingsFields(kept);
      if (read.unreadable.length > 0) logger.warn('settings.fields-unreadable', { fields: read.unreadable.join(', ') });
      return read;
    } catch (error) {
      logger.error('settings.broken', error);
      keepBroken(file);
      return this.#kept ?? nothing;
    }
  }

  /** Whole or not at all: written beside, then put in its place. */
  #write({ settings, unknownFields }: ReadSettings): void {
    const { file } = this.#deps;
    if (file === null) return;
    const part = `${file}.${String(process.pid)}.part`;
    try {
      mkdirSync(dirname(file), { recursive: true });
      const text = JSON.stringify({ version: settingsVersion, ...unknownFields, ...settings }, null, 2);
      writeFileSync(part, `${text}\n`, { flush: true });
      renameSync(part, file);
    } catch (error) {
      rmSync(part, { force: true });
      throw toSettingsError(error);
    }
  }
}

function checkedChanges(changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  for (const [name, value] of Object.entries(changes)) {
    const parsed = isFieldName(name) ? settingsSchema.shape[name].safeParse(value) : null;
    if (parsed === null || !parsed.success) {
      const reason =
        parsed === null ? 'there is no such setting' : (parsed.error.issues[0]?.message ?? 'it does not fit');
      throw new EngineError('bad-request', `"${name}" cannot be set: ${reason}.`, { details: { setting: name } });
    }
  }
  return { ...changes };
}

/** Another one after every change; empty where there is no file. */
async function stampOf(file: string): Promise<string> {
  return stat(file).then(
    ({ mtimeMs, size, ino }) => [mtimeMs, size, ino].join(),
    () => '',
  );
}

function keepBroken(file: string): void {
  try {
    renameSync(file, `${file}.broken`);
  } catch {
    // It stays where it is; the next change writes over it.
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

function toSettingsError(error: unknown): unknown {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new EngineError('disk-full', 'The settings could not be kept: the disk is full.', { cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new EngineError('permission-denied', 'The settings could not be kept: their folder may not be written.', {
      cause: error,
    });
  }
  return error;
}
