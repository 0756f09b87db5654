import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { shippedPackages } from '../../../build/scripts/licences.ts';

test('every package that the program runs with is named with its version and licence', () => {
  const page = readFileSync(fileURLToPath(new URL('../../../THIRD-PARTY-LICENCES.md', import.meta.url)), 'utf8');
  const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  for (const { name, version, licence } of shippedPackages()) {
    expect(rows, `${name}: run node build/scripts/licences.ts`).toContainEqual(['', name, version, licence, '']);
    expect(licence).not.toBe('');
  }
});
