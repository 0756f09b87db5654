import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findDemoEncoder, type RunFfmpeg } from './demo-encoder.ts';
import { demoFramesPerSecond, type DemoEvent, type DemoScene } from './demo-scene.ts';
import { subtitleText } from './demo-subtitles.ts';
import { landscapeScene } from './landscape-scene.ts';
import { pamBytes } from './picture.ts';
import { playgroundScene } from './playground-scene.ts';
import { roomScene } from './room-scene.ts';
import { studioScene } from './studio-scene.ts';

export interface DemoClip {
  /** Absolute or relative as `folder` was. */
  readonly file: string;
  readonly subtitleFile: string;
  readonly durationSeconds: number;
  /** What happens in it. Each `text` is a query that needs no model. */
  readonly events: readonly DemoEvent[];
}

export interface DemoLibrary {
  readonly clips: readonly DemoClip[];
}

export interface DrawDemoOptions {
  /** Made where it is missing. Files of an earlier demo in it are replaced, others left alone. */
  readonly folder: string;
  readonly runFfmpeg: RunFfmpeg;
  readonly onProgress: (progress: { readonly doneCount: number; readonly totalCount: number }) => void;
  readonly signal: AbortSignal;
}

const scenes: readonly DemoScene[] = [studioScene, playgroundScene, roomScene, landscapeScene];

/**
 * Draws four clips of 24 to 30 s with subtitles beside them, for a first search on known ground. Pictures are drawn here and
 * moved by ffmpeg; a clip appears under its name when it is whole, and nothing else is left behind.
 */
export async function drawDemo({ folder, runFfmpeg, onProgress, signal }: DrawDemoOptions): Promise<DemoLibrary> {
  signal.throwIfAborted();
  await mkdir(folder, { recursive: true });
  const draftFolder = await mkdtemp(join(folder, '.drawing-'));
  try {
    const encoder = await findDemoEncoder(runFfmpeg, signal);
    const clips: DemoClip[] = [];
    onProgress({ doneCount: 0, totalCount: scenes.length });
    for (const scene of scenes) {
      const draft = join(draftFolder, `${scene.name}.mp4`);
      const pictures = await writePictures(scene, draftFolder);
      signal.throwIfAborted();
      await runFfmpeg([...drawingArguments(scene, pictures), ...encoder, draft], { signal });
      signal.throwIfAborted();
      clips.push(await moveIn(scene, { folder, draft }));
      onProgress({ doneCount: clips.length, totalCount: scenes.length });
    }
    return { clips };
  } finally {
    await rm(draftFolder, { recursive: true, force: true });
  }
}

/** Writes the stills of a scene and gives their files. */
async function writePictures(scene: DemoScene, folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const [index, picture] of scene.drawPictures().entries()) {
    const file = join(folder, `${scene.name}-${index}.pam`);
    await writeFile(file, pamBytes(picture));
    files.push(file);
  }
  return files;
}

function drawingArguments(scene: DemoScene, pictures: readonly string[]): string[] {
  // Each still is read once and shown again and again; `-loop 1` would read the file for every frame.
  const stills = pictures.map((_, index) => `[${index}:v]loop=-1:1,setpts=N/${demoFramesPerSecond}/TB[still${index}]`);
  const toVideo = '[out]scale=out_color_matrix=bt709:out_range=tv,format=yuv420p[video]';
  return [
    ...[
      '-hide_banner',
      '-nostdin',
      '-y',
      ...pictures.flatMap((file) => ['-r', String(demoFramesPerSecond), '-i', file]),
    ],
    ...['-filter_complex', [...stills, scene.filterGraph, toVideo].join(';'), '-map', '[video]'],
    ...['-t', String(scene.durationSeconds), '-g', '50', '-movflags', '+faststart'],
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
  ];
}

async function moveIn(
  scene: DemoScene,
  { folder, draft }: { readonly folder: string; readonly draft: string },
): Promise<DemoClip> {
  const { name, subtitleFormat, cues, durationSeconds, events } = scene;
  const file = join(folder, `${name}.mp4`);
  const subtitleFile = join(folder, `${name}.${subtitleFormat}`);
  // The subtitles first: whoever watches the folder finds them when the video arrives.
  await writeFile(subtitleFile, subtitleText(cues, subtitleFormat));
  await rename(draft, file);
  return { file, subtitleFile, durationSeconds, events };
}
