import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import type { Configuration } from 'electron-builder';
import { describe, expect, test } from 'vitest';
import { iconPng } from '../../../build/packaging/draw-icon.ts';
import { packagingConfiguration } from '../../../build/packaging/electron-builder.ts';
import { videoEndings } from '../../../electron/main/video-endings.ts';

const require = createRequire(import.meta.url);
const { validateConfiguration } = require('app-builder-lib/out/util/config/config.js') as {
  validateConfiguration: (config: Configuration, logger: { isEnabled: boolean; add: () => void }) => Promise<void>;
};
const quiet = { isEnabled: false, add: () => {} };
const configuration = packagingConfiguration({ toolFolder: '/tools' });

describe('the packaging configuration', { timeout: 30_000 }, () => {
  test('fits the schema of electron-builder', async () => {
    await expect(validateConfiguration(configuration, quiet)).resolves.toBeUndefined();
  });

  test.each([
    ['asarUnpak', { ...configuration, asarUnpak: [] }],
    ['a fuse', { ...configuration, electronFuses: { ...configuration.electronFuses, runAsNod: false } }],
    ['a key of Linux', { ...configuration, linux: { ...configuration.linux, maintaner: 'x' } }],
  ])('with %s misspelt does not', async (_what, misspelt) => {
    await expect(validateConfiguration(misspelt as Configuration, quiet)).rejects.toThrow(/Invalid configuration/);
  });

  test('decides on every fuse that electron-builder knows', () => {
    const schema = JSON.parse(readFileSync(require.resolve('app-builder-lib/scheme.json'), 'utf8')) as {
      definitions: { FuseOptionsV1: { properties: Record<string, unknown> } };
    };
    // The last one is an action for a Mac's signature, which electron-builder does itself.
    const known = Object.keys(schema.definitions.FuseOptionsV1.properties).filter(
      (name) => name !== 'resetAdHocDarwinSignature',
    );
    expect(Object.keys(configuration.electronFuses!).sort()).toEqual(known.sort());
  });

  test('offers the same videos on every system, and takes none away from other programs', () => {
    const installer = readFileSync(new URL('../../../build/packaging/installer.nsh', import.meta.url), 'utf8');
    const onWindows = [...installer.matchAll(/ACTION} "(\w+)"/g)].map(([, ending]) => ending);
    expect(onWindows).toEqual([...videoEndings]);
    for (const { fileAssociations } of [configuration.mac!, configuration.linux!]) {
      const list = fileAssociations as { ext: string; rank: string; mimeType: string }[];
      expect(list.map(({ ext }) => ext)).toEqual([...videoEndings]);
      expect(list.every(({ rank, mimeType }) => rank === 'Alternate' && mimeType !== undefined)).toBe(true);
    }
  });
});

test('the icon is a PNG with a clear corner and an amber middle', () => {
  const png = iconPng(64);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([64, 64]);
  const dataAt = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(dataAt + 4, dataAt + 4 + png.readUInt32BE(dataAt - 4)));
  const at = (column: number, row: number): number[] => [...rows.subarray(row * 257 + 1 + 4 * column).subarray(0, 4)];
  expect(at(0, 0)[3]).toBe(0);
  expect(at(32, 32)).toEqual([0xf2, 0xb8, 0x4b, 255]);
});
