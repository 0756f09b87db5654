import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../../../renderer/styles/tokens.css', import.meta.url), 'utf8');

/** The colours that a block of the style sheet names, by token. */
function tokensOf(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6});/g)].map(([, name, hex]) => [name, hex]),
  );
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replaceAll(/[0-9a-f]/g, '$&$&') : hex;
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(full.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter! + 0.05) / (darker! + 0.05);
}

const dark = tokensOf(':root');
const themes = {
  dark,
  light: { ...dark, ...tokensOf(":root[data-theme='light']") },
  'light of the system': { ...dark, ...tokensOf("  :root[data-theme='system']") },
};
const surfaces = ['background', 'surface', 'surface-raised'];
const texts = ['text', 'text-muted', 'accent', 'heat', 'warning', 'error'];

describe.each(Object.entries(themes))('in the theme %s', (_name, colours) => {
  test.each(texts.flatMap((text) => surfaces.map((surface) => [text, surface] as const)))(
    '%s can be read on %s',
    (text, surface) => {
      expect(contrast(colours[text]!, colours[surface]!)).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each([
    ['on-accent', 'accent'],
    ['text', 'warning-surface'],
    ['warning', 'warning-surface'],
  ])('%s can be read on %s', (text, surface) => {
    expect(contrast(colours[text]!, colours[surface]!)).toBeGreaterThanOrEqual(4.5);
  });

  test('the edges of fields and what has the focus are seen', () => {
    for (const surface of ['background', 'surface']) {
      expect(contrast(colours['accent']!, colours[surface]!)).toBeGreaterThanOrEqual(3);
    }
  });
});

test('the light theme that is chosen and the one of the system are the same', () => {
  expect(themes['light of the system']).toEqual(themes.light);
});
