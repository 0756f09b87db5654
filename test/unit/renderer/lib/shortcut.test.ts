import { describe, expect, test } from 'vitest';
import { shortcutOf, shownShortcut, type KeyPress } from '../../../../renderer/lib/shortcut.ts';

const press = (key: string, over: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...over,
});

describe('shortcutOf', () => {
  test.each([
    ['a letter, in capitals', press('k'), 'K'],
    ['a letter with Caps Lock on', press('K'), 'K'],
    ['a letter with Shift', press('L', { shiftKey: true }), 'Shift+L'],
    ['what Shift makes, without Shift', press('?', { shiftKey: true }), '?'],
    ['the space bar', press(' '), 'Space'],
    ['an arrow with Shift', press('ArrowLeft', { shiftKey: true }), 'Shift+ArrowLeft'],
    ['modifiers, always in one order', press('z', { ctrlKey: true, shiftKey: true, altKey: true }), 'Mod+Alt+Shift+Z'],
    ['the Windows key', press('k', { metaKey: true }), 'Meta+K'],
    ['a plus', press('+', { shiftKey: true }), '+'],
  ])('writes %s', (_name, keys, shortcut) => {
    expect(shortcutOf(keys, false)).toBe(shortcut);
  });

  test.each(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Process'])(
    '%s alone is none',
    (key) => {
      expect(shortcutOf(press(key), false)).toBeNull();
    },
  );

  test('takes a character that AltGr makes as that character', () => {
    const made = press('[', { ctrlKey: true, altKey: true, getModifierState: () => true });
    expect(shortcutOf(made, false)).toBe('[');
  });

  test('on a Mac, Cmd is Mod and Ctrl is itself', () => {
    expect(shortcutOf(press('f', { metaKey: true }), true)).toBe('Mod+F');
    expect(shortcutOf(press('f', { ctrlKey: true }), true)).toBe('Ctrl+F');
  });

  test('on a Mac, Alt and a letter is the letter, whatever it types', () => {
    expect(shortcutOf(press('≈', { altKey: true, code: 'KeyX' }), true)).toBe('Alt+X');
  });
});

test.each([
  ['Mod+Shift+K', 'Ctrl + Shift + K'],
  ['ArrowRight', '→'],
  ['+', '+'],
  ['Mod++', 'Ctrl + +'],
  ['Escape', 'Esc'],
  ['F1', 'F1'],
])('%s is shown as %s', (shortcut, shown) => {
  expect(shownShortcut(shortcut)).toBe(shown);
});
