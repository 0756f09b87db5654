export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/**
 * The one way in which a key with its modifiers is written: `Mod+Shift+K`, `Space`, `?`. `Mod` is Cmd on a Mac and
 * Ctrl elsewhere. Shift is not written where it has made the character itself, as with `?`. Null for a modifier alone.
 */
export function shortcutOf(press: KeyPress, onMac: boolean = isMac): string | null {
  const { key } = press;
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Process', 'Unidentified'].includes(key)) {
    return null;
  }
  const isLetter = key.length === 1 && key.toUpperCase() !== key.toLowerCase();
  const isOtherCharacter = key.length === 1 && !isLetter && key !== ' ';
  const mod = onMac ? press.metaKey : press.ctrlKey;
  const other = onMac ? press.ctrlKey : press.metaKey;
  return [
    ...(mod ? ['Mod'] : []),
    ...(other ? [onMac ? 'Ctrl' : 'Meta'] : []),
    ...(press.altKey ? ['Alt'] : []),
    ...(press.shiftKey && !isOtherCharacter ? ['Shift'] : []),
    key === ' ' ? 'Space' : isLetter ? key.toUpperCase() : key,
  ].join('+');
}

const shownKeys: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Mod: isMac ? '⌘' : 'Ctrl',
  Alt: isMac ? '⌥' : 'Alt',
};

/** As people read it: `Ctrl + →`. */
export function shownShortcut(shortcut: string): string {
  const parts = shortcut === '+' ? ['+'] : shortcut.split('+');
  return parts.map((part) => shownKeys[part] ?? part).join(' + ');
}
