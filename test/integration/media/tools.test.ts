import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { downloadTools, downloadedPaths } from '../../../electron/engine/media/tool-download.ts';
import { findMediaTools } from '../../../electron/engine/media/tools.ts';
import type { FindToolsOptions } from '../../../electron/engine/media/tools.ts';
import { temporaryFolder } from './numbered-clip.ts';

const root = temporaryFolder();
let folderCount = 0;

function emptyFolder(): string {
  folderCount += 1;
  const folder = join(root, `folder-${folderCount}`);
  mkdirSync(folder);
  return folder;
}

const program = (name: string, version: string) => `#!/bin/sh\necho "${name} version ${version} Copyright (c)"\n`;

/** A folder with two programs that call themselves ffmpeg and ffprobe of a version. */
function folderWith(version: string, probeVersion = version): string {
  const folder = emptyFolder();
  for (const [name, each] of [
    ['ffmpeg', version],
    ['ffprobe', probeVersion],
  ] as const) {
    writeFileSync(join(folder, name), program(name, each), { mode: 0o755 });
  }
  return folder;
}

const host = { platform: 'linux', arch: 'x64', isDebianRoot: false } as const;
const find = (options: Partial<FindToolsOptions>) => findMediaTools({ env: {}, allowInstall: false, host, ...options });

describe.skipIf(process.platform === 'win32')('findMediaTools', () => {
  test('prefers settings, then the environment, then the packaged programs, then PATH', async () => {
    const [named, environment, packagedFolder, path] = [
      folderWith('7.0'),
      folderWith('6.1'),
      folderWith('8.0'),
      folderWith('5.1.9-0+deb12u1'),
    ];
    const env = { FFMPEG_PATH: join(environment, 'ffmpeg'), PATH: path };
    const settings = { ffmpegPath: join(named, 'ffmpeg'), ffprobePath: join(named, 'ffprobe') };

    expect(await find({ settings, env, packagedFolder })).toEqual({
      ...{ ffmpegPath: join(named, 'ffmpeg'), ffprobePath: join(named, 'ffprobe'), version: '7.0', source: 'settings' },
    });
    expect(await find({ env, packagedFolder })).toMatchObject({ source: 'environment', version: '6.1' });
    expect(await find({ env: { PATH: path }, packagedFolder })).toMatchObject({ source: 'packaged', version: '8.0' });
    expect(await find({ env: { PATH: `/nowhere:${path}` } })).toMatchObject({
      ...{ source: 'path', version: '5.1.9-0+deb12u1' },
    });
  });

  test('never passes over what was named explicitly', async () => {
    const env = { FFMPEG_PATH: join(emptyFolder(), 'ffmpeg'), PATH: folderWith('6.1') };
    await expect(find({ env })).rejects.toMatchObject({ code: 'tool-missing' });
    await expect(find({ settings: { ffmpegPath: '/bin/true' } })).rejects.toMatchObject({ code: 'tool-missing' });
  });

  test('takes 5.1 to 8 and builds from between releases, and says why not for others', async () => {
    for (const version of ['5.1', 'n6.1.1-7-gabc', '8.0.1', 'N-109542-g2ae1fe6', '2024-07-01-git-1234']) {
      expect(await find({ env: { PATH: folderWith(version) } })).toMatchObject({ version });
    }
    for (const version of ['4.4.2-0ubuntu0.22.04.1', '5.0.3', '9.0', 'unknown']) {
      await expect(find({ env: { PATH: folderWith(version) } })).rejects.toMatchObject({ code: 'unsupported-version' });
    }
    const mixed = find({ env: { PATH: folderWith('6.1', '5.1') } });
    await expect(mixed).rejects.toMatchObject({ code: 'unsupported-version', message: /same build/ });
  });

  test('passes over an old ffmpeg on PATH when a download is there', async () => {
    const cacheFolder = emptyFolder();
    const paths = downloadedPaths(cacheFolder, 'linux-x64');
    mkdirSync(join(paths.ffmpegPath, '..'));
    writeFileSync(paths.ffmpegPath, program('ffmpeg', '7.0.2-static'), { mode: 0o755 });
    writeFileSync(paths.ffprobePath, program('ffprobe', '7.0.2-static'), { mode: 0o755 });

    const found = await find({ env: { PATH: folderWith('4.4') }, cacheFolder });

    expect(found).toMatchObject({ source: 'ffmpeg-static', version: '7.0.2-static' });
  });

  test('names the one line to type on each platform', async () => {
    const lines = { linux: /apt-get install ffmpeg/, darwin: /brew install ffmpeg/, win32: /winget install/ } as const;
    for (const [platform, message] of Object.entries(lines)) {
      const missing = find({ host: { ...host, platform: platform as NodeJS.Platform } });
      await expect(missing).rejects.toMatchObject({ code: 'tool-missing', message });
    }
  });

  test('installs with apt-get as root on Debian, only when it may', async () => {
    const folder = emptyFolder();
    const log = join(folder, 'log');
    const install = `case "$*" in *install*) for n in ffmpeg ffprobe; do
      printf '#!/bin/sh\\necho "%s version 5.1.9 Copyright"\\n' $n > ${folder}/$n; /bin/chmod 755 ${folder}/$n; done;; esac`;
    const script = `#!/bin/sh\necho "$DEBIAN_FRONTEND $*" >> ${log}\necho working on it\n${install}\n`;
    writeFileSync(join(folder, 'apt-get'), script, { mode: 0o755 });
    const options = { env: { PATH: folder }, host: { ...host, arch: 'riscv64', isDebianRoot: true } };
    const said: string[] = [];

    await expect(find(options)).rejects.toMatchObject({ code: 'tool-missing' });
    expect(existsSync(log)).toBe(false);
    const found = await find({ ...options, allowInstall: true, onProgress: (line) => said.push(line) });

    expect(found).toMatchObject({ source: 'apt', version: '5.1.9' });
    expect(readFileSync(log, 'utf8')).toMatch(/^noninteractive update\nnoninteractive install -y .*ffmpeg\n$/);
    expect(said).toContain('working on it');
  });
});

describe('downloadTools', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  const packed = { ffmpeg: gzipSync(program('ffmpeg', '7.0.2')), ffprobe: gzipSync(program('ffprobe', '7.0.2')) };
  const sum = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const expected = { ffmpeg: sum(packed.ffmpeg), ffprobe: sum(packed.ffprobe) };

  async function serve(answer: (name: 'ffmpeg' | 'ffprobe') => Uint8Array | 'hang' | 404): Promise<string> {
    server = createServer((request, response) => {
      const name = request.url?.includes('/b6.1.1/ffprobe-linux-x64.gz') === true ? 'ffprobe' : 'ffmpeg';
      const body = answer(name);
      if (body === 404) {
        response.writeHead(404).end();
      } else if (body === 'hang') {
        response.writeHead(200, { 'content-length': 1000 });
        response.write('some');
      } else {
        response.writeHead(200, { 'content-length': body.length }).end(body);
      }
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test('puts both programs in place, once', async () => {
    let requestCount = 0;
    const baseAddress = await serve((name) => {
      requestCount += 1;
      return packed[name];
    });
    const cacheFolder = emptyFolder();
    const request = { target: 'linux-x64', cacheFolder, baseAddress, expected };
    const progress: number[] = [];

    const paths = await downloadTools({ ...request, onProgress: ({ doneBytes }) => progress.push(doneBytes) });
    await downloadTools(request);

    expect(readFileSync(paths.ffprobePath, 'utf8')).toBe(program('ffprobe', '7.0.2'));
    expect(requestCount).toBe(2);
    expect(progress.length).toBeGreaterThan(0);
    expect(readdirSync(join(paths.ffmpegPath, '..'))).toEqual(['ffmpeg', 'ffprobe']);
  });

  test.each([
    ['has another checksum', () => gzipSync('something else'), /not what was expected/],
    ['is not there', () => 404 as const, /answered 404/],
    ['stops coming', () => 'hang' as const, /Nothing came/],
  ])('leaves nothing behind when the file %s', async (_name, answer, message) => {
    const cacheFolder = emptyFolder();
    const baseAddress = await serve(answer);

    const run = downloadTools({ target: 'linux-x64', cacheFolder, baseAddress, expected, stallMs: 300 });

    await expect(run).rejects.toMatchObject({ code: 'network', message });
    const { ffmpegPath } = downloadedPaths(cacheFolder, 'linux-x64');
    expect(readdirSync(join(ffmpegPath, '..'))).toEqual([]);
  });

  test('can be stopped', async () => {
    const baseAddress = await serve(() => 'hang');
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const request = { target: 'linux-x64', cacheFolder: emptyFolder(), baseAddress, expected };
    await expect(downloadTools({ ...request, signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' });
  });

  test('is not tried for a platform without a known checksum', async () => {
    const run = downloadTools({ target: 'sunos-x64', cacheFolder: emptyFolder() });
    await expect(run).rejects.toMatchObject({ code: 'tool-missing' });
  });
});
