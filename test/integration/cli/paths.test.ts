import { execFile } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawClips, type DrawnClip } from '../../fixtures/draw-clips.ts';
import { cleanEnvironment, documentOf, timecue } from '../../helpers/timecue-process.ts';
import { Workplace } from '../../helpers/workplace.ts';

const projectFolder = fileURLToPath(new URL('../../..', import.meta.url));

interface IndexDocument {
  readonly indexed: number;
  readonly skipped: number;
  readonly failed: readonly unknown[];
}

let clip: DrawnClip;
let place: Workplace;

beforeAll(async () => {
  clip = (await drawClips()).oneFrame;
  place = await Workplace.make();
});

afterAll(() => place[Symbol.asyncDispose]());

/** Indexes and answers what the report counts. */
async function index(path: string, cwd?: string): Promise<IndexDocument> {
  const run = await place.run(['index', '--json', path], cwd === undefined ? {} : { cwd });
  expect(run).toMatchObject({ code: 0 });
  return documentOf<IndexDocument>(run);
}

async function firstPathOf(...words: string[]): Promise<string | undefined> {
  const run = await place.run(['search', '--json', ...words]);
  return documentOf<{ hits: { path: string }[] }>(run).hits[0]?.path;
}

describe('paths as people type them', () => {
  test('are relative to the folder that the command is typed in', async () => {
    await place.put(clip.path, 'plain/relative walk.mp4');
    expect(await index('plain', place.footage)).toMatchObject({ indexed: 1, failed: [] });
    expect(await firstPathOf('file', 'relative')).toBe(join(place.footage, 'plain/relative walk.mp4'));
  });

  test.each(['🎬 drüben – "quoted" & \'single\' %20 #1', 'new\nline', '-leading-dash'])(
    'may be called %j',
    async (name) => {
      const file = await place.put(clip.path, join(name, `${name}.mp4`));
      const folder = name.startsWith('-') ? `./${name}` : name;
      expect(await index(folder, place.footage)).toMatchObject({ failed: [] });
      expect(await index(file)).toMatchObject({ skipped: 1, failed: [] });
      expect((await place.run(['show', '--json', file])).code).toBe(0);
      // Whatever a name holds, a terminal shows it and does not obey it.
      const { stdout } = await place.run(['status']);
      expect(stdout).toContain(name);
    },
  );

  test('may begin with a dash after --', async () => {
    await place.put(clip.path, '-dashed/-also.mp4');
    const run = await place.run(['index', '--json', '--', '-dashed', '-dashed/-also.mp4'], { cwd: place.footage });
    expect(run.code).toBe(0);
    expect(documentOf<IndexDocument>(run).failed).toEqual([]);
  });

  test('may lead through a symbolic link: the library keeps where the footage truly lies', async () => {
    const real = await place.put(clip.path, 'real place/linked.mp4');
    const link = join(place.folder, 'link to it');
    await symlink(join(place.footage, 'real place'), link);
    expect(await index(link)).toMatchObject({ failed: [] });
    const shown = documentOf<{ paths: { path: string }[] }>(
      await place.run(['show', '--json', join(link, 'linked.mp4')]),
    );
    expect(shown.paths.map(({ path }) => path)).toContain(real);
  });

  test('know ~ even where no shell has replaced it', async () => {
    await place.put(clip.path, '../home/Footage/at home.mp4');
    expect(await index('~/Footage')).toMatchObject({ failed: [] });
    expect((await place.run(['show', '--json', '~/Footage/at home.mp4'])).code).toBe(0);
    expect(place.home).not.toBe(homedir());
  });

  test('are those of the caller under npm run, which changes the folder', async () => {
    await place.put(clip.path, 'by npm/typed.mp4');
    const args = [
      'run',
      '-s',
      '--prefix',
      projectFolder,
      'timecue',
      '--',
      'index',
      '--json',
      '--library',
      'lib',
      'by npm',
    ];
    const { stdout } = await promisify(execFile)('npm', args, {
      cwd: place.footage,
      env: cleanEnvironment({ HOME: place.home }),
    });
    expect(documentOf<IndexDocument>({ code: 0, signal: null, stdout, stderr: '' })).toMatchObject({ indexed: 1 });
    const status = await timecue(['status', '--json', '--library', join(place.footage, 'lib')]);
    expect(documentOf<{ roots: { path: string }[] }>(status).roots.map(({ path }) => basename(path))).toEqual([
      'by npm',
    ]);
  });

  test('do not follow a stray INIT_CWD: outside of npm it says nothing', async () => {
    const env = { INIT_CWD: place.home };
    const run = await place.run(['index', '--json', 'plain'], { cwd: place.footage, env });
    expect(run.code).toBe(0);
  });
});

describe('the library', () => {
  test('lies where the environment says when no option does', async () => {
    const file = await place.put(clip.path, 'chosen/chosen.mp4');
    const env = { HOME: place.home, TIMECUE_LIBRARY: join(place.folder, 'chosen library') };
    expect((await timecue(['index', '--json', file], { env })).code).toBe(0);
    const status = documentOf<{ library: string; videoCount: number }>(await timecue(['status', '--json'], { env }));
    expect(status).toMatchObject({ library: env.TIMECUE_LIBRARY, videoCount: 1 });
  });

  test('lies in the data folder of the person when nothing is said', async () => {
    const file = await place.put(clip.path, 'default/default.mp4');
    const env = { HOME: place.home };
    expect((await timecue(['index', '--json', file], { env })).code).toBe(0);
    const { library } = documentOf<{ library: string }>(await timecue(['status', '--json'], { env }));
    expect(library.startsWith(place.home)).toBe(true);
    expect(library).toMatch(/timecue$/);
  });
});
