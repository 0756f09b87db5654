import type { Settings } from '../contract/settings.ts';
import { nearestLanguage, wordsIn, type Language, type Words } from '../words/words.ts';

/** What menus and dialogs are worded in: as the settings say, until those are known as the system prefers. */
export class DesktopLanguage {
  readonly #systemLanguage: Language;
  #language: Language;

  /** `preferred`: language tags of the system, the best first. */
  constructor(preferred: readonly string[]) {
    this.#systemLanguage = nearestLanguage(preferred);
    this.#language = this.#systemLanguage;
  }

  get words(): Words {
    return wordsIn(this.#language);
  }

  /** Takes what the settings say; true when words change by it. */
  set(wanted: Settings['language']): boolean {
    const before = this.#language;
    this.#language = wanted === 'system' ? this.#systemLanguage : wanted;
    return this.#language !== before;
  }
}
