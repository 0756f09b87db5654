import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packDesktop } from '../../../build/packaging/pack.ts';

const projectFolder = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'timecue-pack-'));
const unpacked = join(folder, 'release', 'linux-unpacked');
const archive = join(unpacked, 'resources', 'app.asar');
const fuseCount = 9;

/** A folder that looks like Electron's release: a program with nothing in it but its fuses, all as they come. */
function standInElectron(): string {
  const dist = join(folder, 'electron');
  mkdirSync(join(dist, 'resources'), { recursive: true });
  mkdirSync(join(dist, 'locales'));
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
  const wire = Buffer.concat([Buffer.from([1, fuseCount]), Buffer.from('101100010'.slice(0, fuseCount))]);
  writeFileSync(
    join(dist, 'electron'),
    Buffer.concat([Buffer.alloc(4096), Buffer.from(sentinel), wire, Buffer.alloc(64)]),
  );
  chmodSync(join(dist, 'electron'), 0o755);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version', 'locales/en-US.pak']) {
    writeFileSync(join(dist, name), '45.4.1');
  }
  return dist;
}

beforeAll(async () => {
  const toolFolder = join(folder, 'tools');
  mkdirSync(toolFolder);
  for (const name of ['ffmpeg', 'ffprobe', 'not-a-tool']) {
    writeFileSync(join(toolFolder, name), '#!/bin/sh\n');
    chmodSync(join(toolFolder, name), 0o755);
  }
  if (!existsSync(join(projectFolder, 'dist', 'renderer', 'index.html'))) {
    throw new Error('The page is not built. Run `npm run build` first.');
  }
  await packDesktop({
    projectFolder,
    kind: 'folder',
    toolFolder,
    outputFolder: join(folder, 'release'),
    electronDist: standInElectron(),
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packaged program', () => {
  test('has every fuse as it was decided', async () => {
    const { version: _version, ...wire } = await getCurrentFuseWire(join(unpacked, 'timecue'));
    const isOn = Object.fromEntries(
      Object.entries(wire).map(([position, state]) => [
        FuseV1Options[Number(position)] ?? `fuse ${position}`,
        String.fromCharCode(Number(state)) === '1',
      ]),
    );
    expect(isOn).toEqual({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
      'fuse 8': true,
    });
  });

  test('holds the built program and what it runs with, and no sources, tests, models or tools of ours', () => {
    const files = listPackage(archive, { isPack: false }).map((file) => file.replaceAll('\\', '/'));
    for (const needed of [
      '/package.json',
      '/dist/renderer/index.html',
      '/dist/desktop/electron/main/main.js',
      '/dist/desktop/electron/preload/preload.cjs',
      '/dist/desktop/electron/engine-process/main.js',
      '/dist/desktop/electron/model-process/utility-process.js',
      '/dist/desktop/electron/engine/ingest/analysis-worker.js',
      '/dist/desktop/native-models/catalog/cards/yolox-nano.json',
      '/node_modules/better-sqlite3/lib/index.js',
      '/node_modules/zod/package.json',
      '/node_modules/electron-log/node.js',
    ]) {
      expect(files).toContain(needed);
    }
    const unwanted =
      /^\/(electron|renderer|native-models|test|build|shared|release)\/|\.(ts|onnx|svelte|map)$|^\/node_modules\/(vite|typescript|electron|svelte|playwright-core|vitest)\//;
    expect(files.filter((file) => unwanted.test(file))).toEqual([]);
    const { main, type } = JSON.parse(extractFile(archive, 'package.json').toString()) as Record<string, string>;
    expect({ main, type }).toEqual({ main: 'dist/desktop/electron/main/main.js', type: 'module' });
  });

  test('has the native files of this system beside the archive, and nothing else', () => {
    const beside = readdirSync(`${archive}.unpacked`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(`${archive}.unpacked`.length + 1));
    expect(beside).toContain(`node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`);
    expect(beside).toContain(
      `node_modules/onnxruntime-node/bin/napi-v6/linux/${process.arch}/onnxruntime_binding.node`,
    );
    expect(beside.filter((file) => !/\.(node|so|so\.\d[\d.]*)$/.test(file))).toEqual([]);
    expect(beside.filter((file) => /win32|darwin|musl/.test(file))).toEqual([]);
    for (const file of beside) {
      expect([file, statFile(archive, file, false)]).toEqual([file, expect.objectContaining({ unpacked: true })]);
    }
  });

  test('brings ffmpeg, ffprobe and the licences', () => {
    const resources = join(unpacked, 'resources');
    for (const tool of ['ffmpeg', 'ffprobe']) {
      expect(statSync(join(resources, 'ffmpeg', tool)).mode & 0o111).not.toBe(0);
    }
    expect(existsSync(join(resources, 'ffmpeg', 'not-a-tool'))).toBe(false);
    expect(readFileSync(join(resources, 'licences', 'third-party.txt'), 'utf8')).toContain('better-sqlite3');
  });
});
