import type { Settings } from '../../electron/contract/settings.ts';
import { setLanguage, systemLanguage } from '../lib/messages.svelte.ts';

/** Puts theme, motion and language on the document; the style sheets follow its attributes. */
export function applyAppearance({ theme, motion, language }: Settings): void {
  const root = document.documentElement;
  root.dataset['theme'] = theme;
  root.dataset['motion'] = motion;
  setLanguage(language === 'system' ? systemLanguage() : language);
}
