import { z } from 'zod';
import { defineMethod } from './method.ts';

export const deviceChoiceSchema = z.enum(['auto', 'cpu', 'webgpu', 'cuda', 'directml', 'coreml']);
export const unitsSchema = z.enum(['timecode', 'seconds', 'frames']);
export type Units = z.infer<typeof unitsSchema>;

/** A key as it is kept: modifiers in this order, then the key: `Ctrl+Shift+KeyK` never, `Ctrl+Shift+K` always. */
export const shortcutSchema = z.string().min(1).max(40);

/** Every setting has a default, so that an older or a damaged file loses no more than what cannot be read. */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'dark', 'light']).default('dark'),
  motion: z.enum(['system', 'reduced', 'full']).default('system'),
  language: z.enum(['system', 'en', 'de']).default('system'),
  units: unitsSchema.default('timecode'),
  /** Keys of commands that the person has set themselves; an empty list takes the key away. */
  shortcuts: z.record(z.string().max(64), z.array(shortcutSchema).max(4)).default({}),
  device: deviceChoiceSchema.default('auto'),
  /** Frames looked at a second in the full pass. */
  samplesPerSecond: z.union([z.literal(1), z.literal(2), z.literal(4), z.literal(8)]).default(4),
  proxyCacheBytes: z.int().min(100_000_000).max(1_000_000_000_000).default(20_000_000_000),
  /** No network at all: no downloads, no links, no servers but those on this machine. */
  isNetworkOff: z.boolean().default(false),
  /** Spans are found by what was taught in the library, where something was. */
  isTaughtPolicyUsed: z.boolean().default(true),
  isFirstRunDone: z.boolean().default(false),
});
export type Settings = z.infer<typeof settingsSchema>;

export const settingsMethods = {
  /** A long call: its progress carries the settings at once and after every change, from whichever window. */
  'settings.watch': defineMethod({ params: z.object({}), progress: settingsSchema, result: z.object({}) }),
  'settings.get': defineMethod({ params: z.object({}), progress: z.never(), result: settingsSchema }),
  /** Only what is named changes. Kept on disk before the answer. */
  'settings.change': defineMethod({
    params: z.object({ changes: z.record(z.string().max(64), z.json()) }),
    progress: z.never(),
    result: settingsSchema,
  }),
};
