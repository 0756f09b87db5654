import { z } from 'zod';
import { settingsSchema } from '../../contract/settings.ts';
import type { Settings } from '../../contract/settings.ts';

/** Of the form in which settings are kept. A newer program keeps a copy before it writes another form. */
export const settingsVersion = 1;

export const keptSettingsSchema = z.looseObject({ version: z.int().positive() });

export const defaultSettings: Settings = settingsSchema.parse({});

/** Fields that nobody here knows are kept as they are: another version may have written them. */
export interface ReadSettings {
  readonly settings: Settings;
  readonly unknownFields: Readonly<Record<string, unknown>>;
  /** Names of fields that could not be read and have their defaults. */
  readonly unreadable: readonly string[];
}

type FieldName = keyof typeof settingsSchema.shape;

const fieldNames = Object.keys(settingsSchema.shape) as FieldName[];

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(settingsSchema.shape, name);
}

/** Reads field by field, so that one that cannot be read takes no other with it. */
export function readSettingsFields(kept: Readonly<Record<string, unknown>>): ReadSettings {
  const values: Record<string, unknown> = {};
  const unreadable: string[] = [];
  for (const name of fieldNames) {
    const parsed = settingsSchema.shape[name].safeParse(kept[name]);
    values[name] = parsed.success ? parsed.data : defaultSettings[name];
    if (!parsed.success) unreadable.push(name);
  }
  const unknownFields = Object.fromEntries(
    Object.entries(kept).filter(([name]) => !isFieldName(name) && name !== 'version'),
  );
  return { settings: settingsSchema.parse(values), unknownFields, unreadable };
}
