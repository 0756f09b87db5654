import { hasMessage, t } from './messages.svelte.ts';

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** The key's place on the keyboard, `KeyX`. */
  readonly code?: string;
  getModifierState?(modifier: 'AltGraph'): boolean;
}

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
const silentKeys = new Set([
  ...['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'NumLock', 'ScrollLock', 'Fn'],
  ...['Dead', 'Process', 'Unidentified'],
]);

/**
 * The one way in which a key with its modifiers is written: `Mod+Shift+K`, `Space`, `?`. `Mod` is Cmd on a Mac and
 * Ctrl elsewhere. Shift is not written where it has made the character itself, as with `?`. Null for a modifier alone.
 */
export function shortcutOf(press: KeyPress, onMac: boolean = isMac): string | null {
  const key = keyOf(press, onMac);
  if (silentKeys.has(key)) {
    return null;
  }
  const isLetter = key.length === 1 && key.toUpperCase() !== key.toLowerCase();
  const isOtherCharacter = key.length === 1 && !isLetter && key !== ' ';
  // AltGr makes characters, and says on Windows that Ctrl and Alt are down.
  const isMade = isOtherCharacter && press.getModifierState?.('AltGraph') === true;
  const mod = !isMade && (onMac ? press.metaKey : press.ctrlKey);
  const other = !isMade && (onMac ? press.ctrlKey : press.metaKey);
  return [
    ...(mod ? ['Mod'] : []),
    ...(other ? [onMac ? 'Ctrl' : 'Meta'] : []),
    ...(press.altKey && !isMade ? ['Alt'] : []),
    ...(press.shiftKey && !isOtherCharacter ? ['Shift'] : []),
    key === ' ' ? 'Space' : isLetter ? key.toUpperCase() : key,
  ].join('+');
}

/** On a Mac, Alt and a letter make another character; meant is the letter. */
function keyOf({ key, altKey, code = '' }: KeyPress, onMac: boolean): string {
  return onMac && altKey && /^Key[A-Z]$/.test(code) ? code.slice(3) : key;
}

const signs: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' };
const macSigns: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥' };

/** As people read it, in the language that is shown: `Ctrl + →`. */
export function shownShortcut(shortcut: string): string {
  // The plus itself is the last key, alone or after modifiers.
  const parts = shortcut.endsWith('+')
    ? [...shortcut.slice(0, -1).split('+').filter(Boolean), '+']
    : shortcut.split('+');
  return parts.map(shownKey).join(' + ');
}

function shownKey(part: string): string {
  const messageKey = `commands.key.${part}`;
  const sign = signs[part] ?? (isMac ? macSigns[part] : undefined);
  return sign ?? (hasMessage(messageKey) ? t(messageKey) : part);
}
