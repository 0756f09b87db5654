import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { basename, delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawClips } from '../../fixtures/draw-clips.ts';
import { parseCsv } from '../../helpers/parse-csv.ts';
import { cleanEnvironment, timecueFile } from '../../helpers/timecue-process.ts';

const home = mkdtempSync(join(tmpdir(), 'timecue-readme-'));

/** The commands of the block under "A first search", as they are printed. */
function printedCommands(): string[] {
  const readme = readFileSync(resolve('README.md'), 'utf8');
  const block = /## A first search\s+```sh\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  return block.split('\n').filter((line) => line.trim() !== '');
}

/** Runs a line in a shell with an empty home, where `npx` starts this checkout. */
async function run(line: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const env = cleanEnvironment({ HOME: home, PATH: `${join(home, 'bin')}${delimiter}${process.env['PATH'] ?? ''}` });
  const child = spawn('sh', ['-c', line], { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

beforeAll(async () => {
  const clips = await drawClips();
  mkdirSync(join(home, 'bin'));
  mkdirSync(join(home, 'Footage'));
  writeFileSync(join(home, 'bin', 'npx'), `#!/bin/sh\nshift\nexec "${process.execPath}" "${timecueFile}" "$@"\n`);
  chmodSync(join(home, 'bin', 'npx'), 0o755);
  copyFileSync(clips.shots.path, join(home, 'Footage', basename(clips.shots.path)));
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the first search of the README', () => {
  const [demo = '', install = '', index = '', search = '', searchAndExport = ''] = printedCommands();

  test('is five lines', () => {
    expect(printedCommands()).toHaveLength(5);
  });

  test('draws the demo, indexes it and finds something with its times', async () => {
    const { code, stdout } = await run(demo);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[01]\.\d\d {2}\d+:\d\d\.\d{3}–\d+:\d\d\.\d{3} {2}.*\.mp4$/m);
  });

  test('installs the model, or says how to without a network', async () => {
    const { code, stdout, stderr } = await run(install);
    expect(install).toContain('models install yolox-nano');
    expect(code === 0 ? stdout : stderr).toMatch(code === 0 ? /yolox-nano is installed/ : /--from/);
  });

  test('indexes a folder of the person', async () => {
    const { code, stdout } = await run(index);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^1 indexed, 0 already done, 0 failed/),
    });
  });

  test('answers in words, also when nothing fits or the model is missing', async () => {
    const { code, stdout } = await run(search);
    expect(code).toBe(0);
    expect(stdout).toContain('Looking for: 2 people');
  });

  test('saves what it found as a document and as a table', async () => {
    expect(await run(searchAndExport)).toMatchObject({ code: 0 });
    const found = JSON.parse(readFileSync(join(home, 'found.json'), 'utf8')) as { query: string; hits: unknown[] };
    expect(found.query).toBe('two people at a table');
    const [header, ...rows] = parseCsv(readFileSync(join(home, 'found.csv'), 'utf8'));
    expect(header?.slice(0, 4)).toEqual(['query', 'path', 'startSeconds', 'endSeconds']);
    expect(rows).toHaveLength(found.hits.length);
  });
});
