import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawClips } from '../../fixtures/draw-clips.ts';
import { FileServer, serveFile } from '../../helpers/file-server.ts';
import { parseCsv } from '../../helpers/parse-csv.ts';
import { sharedFolder } from '../../helpers/shared.ts';
import { cleanEnvironment, timecueFile } from '../../helpers/timecue-process.ts';
import { Workplace } from '../../helpers/workplace.ts';

const projectFolder = fileURLToPath(new URL('../../..', import.meta.url));

let place: Workplace;
let server: FileServer;
/** The lines of the README, without their comments. */
let lines: string[];
const outputs = new Map<string, { code: number; stdout: string; stderr: string }>();

beforeAll(async () => {
  const readme = await readFile(join(projectFolder, 'README.md'), 'utf8');
  const block = /^## A first search\n+```sh\n(.*?)^```/ms.exec(readme)![1]!;
  lines = block
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');
  const clips = await drawClips();
  place = await Workplace.make();
  await place.put(clips.shots.path, '../home/Footage/shots.mp4');
  await place.put(clips.embeddedSubtitles.path, '../home/Footage/talk.mkv');
  server = await FileServer.start();
  const env = await environment();
  for (const line of lines) {
    outputs.set(line, await runLine(line, env));
  }
});

afterAll(async () => {
  await server.stop();
  await place[Symbol.asyncDispose]();
});

/**
 * A home of its own, `npx` that stands for the one of the project's folder, and no network: the model comes from a
 * server on this machine where the shared models are here, and the proxy is one that nobody listens at.
 */
async function environment(): Promise<NodeJS.ProcessEnv> {
  const binFolder = join(place.folder, 'bin');
  await mkdir(binFolder);
  const npx = `#!/bin/sh\n[ "$1" = timecue ] || exit 9\nshift\nexec "${process.execPath}" "${timecueFile}" "$@"\n`;
  await writeFile(join(binFolder, 'npx'), npx);
  await chmod(join(binFolder, 'npx'), 0o755);
  const deadProxy = `http://127.0.0.1:${await freePort()}`;
  const model = sharedFolder === null ? null : join(sharedFolder, 'models', 'yolox-nano', 'yolox_nano.onnx');
  if (model !== null) {
    server.answerWith(serveFile(await readFile(model)));
  }
  return cleanEnvironment({
    HOME: place.home,
    PATH: [binFolder, process.env['PATH']].join(delimiter),
    HTTPS_PROXY: deadProxy,
    https_proxy: deadProxy,
    ...(model === null ? {} : { TIMECUE_MODEL_MIRROR: server.base }),
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function runLine(line: string, env: NodeJS.ProcessEnv) {
  try {
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', line], {
      env,
      cwd: place.home,
      timeout: 300_000,
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

const outputOf = (word: string) => outputs.get(lines.find((line) => line.includes(word))!)!;

/** A hit of `search` as text: score, span, path. */
const hitLine = /^(?<score>[01]\.\d\d) {2}(?<start>\d+:[\d.:]+)–(?<end>\d+:[\d.:]+).* {2}(?<path>\/.*)$/m;

describe('the commands that the README prints', () => {
  test('are the ones that are tried here', () => {
    expect(lines.map((line) => /timecue (\w+)/.exec(line)?.[1])).toEqual([
      'demo',
      'models',
      'index',
      'search',
      'search',
    ]);
  });

  test('draw a demo and find something in it', () => {
    const { code, stdout } = outputOf(' demo');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Looking for: /);
    const { path, score } = hitLine.exec(stdout)!.groups!;
    expect(basename(path!)).toMatch(/^demo-1-.*\.mp4$/);
    expect(Number(score)).toBeGreaterThan(0.5);
  });

  test(sharedFolder === null ? 'say without a network that there is none' : 'install a model, from its server', () => {
    const { code, stdout, stderr } = outputOf(' models');
    if (sharedFolder === null) {
      expect(code).not.toBe(0);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/failed/);
      expect(stderr).toContain('--from <folder>');
    } else {
      expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^yolox-nano is installed/) });
      expect(server.requests.map(({ url }) => url)).toEqual(['/yolox-nano/yolox_nano.onnx']);
    }
  });

  test('index the footage', () => {
    const { code, stdout } = outputOf(' index');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 indexed, 0 already done, 0 failed; 0:2\d of footage at [\d.]+ × real time\n$/);
  });

  test('search, with what was understood first', () => {
    const { code, stdout } = outputs.get(lines[3]!)!;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Looking for: .*2 people.*table/);
    expect(stdout.includes('No good match.') || hitLine.test(stdout)).toBe(true);
    expect(stdout.includes('Missing: objects')).toBe(sharedFolder === null);
  });

  test('save a search and export it', async () => {
    const { code, stdout } = outputs.get(lines[4]!)!;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+ hits? written to .*found\.csv\n$/);
    const found = JSON.parse(await readFile(join(place.home, 'found.json'), 'utf8')) as {
      query: string;
      hits: unknown[];
    };
    expect(found.query).toBe('two people at a table');
    const rows = parseCsv(await readFile(join(place.home, 'found.csv'), 'utf8'));
    expect(rows).toHaveLength(found.hits.length + 1);
    expect(rows[0]).toContain('startSeconds');
  });
});

describe('npx in the folder of the project', () => {
  test('is this program, without asking any registry', async () => {
    const env = cleanEnvironment({ HOME: place.home, npm_config_registry: `http://127.0.0.1:${await freePort()}` });
    const npx = await promisify(execFile)('npx', ['--no', 'timecue', '--version'], {
      env,
      cwd: projectFolder,
    });
    expect(npx.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
