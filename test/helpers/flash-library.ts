import { videoIdSchema } from '../../electron/contract/ids.ts';
import { silentLogger, systemClock } from '../../electron/engine/base/surroundings.ts';
import { CorrectionService } from '../../electron/engine/corrections/correction-service.ts';
import { runFfmpeg } from '../../electron/engine/media/run-ffmpeg.ts';
import { openLibrary } from '../../electron/engine/store/open-library.ts';
import { h264, tools } from '../integration/media/numbered-clip.ts';
import { Workplace } from './workplace.ts';

export interface FoundHit {
  readonly videoId: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export const flashCount = 8;
const everySeconds = 30;

/** A library of one grey clip that turns red for some seconds every half minute, indexed. */
export async function makeFlashLibrary(): Promise<Workplace> {
  const place = await Workplace.make();
  const seconds = flashCount * everySeconds;
  const isRed = Array.from({ length: flashCount }, (_, index) => {
    const startSeconds = index * everySeconds + 10;
    return `between(t,${startSeconds},${startSeconds + 3 + (index % 3)})`;
  }).join('+');
  const inputs = ['gray', 'red'].flatMap((colour) => [
    '-f',
    'lavfi',
    '-i',
    `color=${colour}:s=64x48:r=10:d=${seconds}`,
  ]);
  const graph = `[0:v][1:v]overlay=enable='${isRed}',format=yuv420p[v]`;
  const path = `${place.folder}/flashes.mp4`;
  await runFfmpeg([...inputs, '-filter_complex', graph, '-map', '[v]', ...h264, `file:${path}`], { tools });
  await place.put(path, 'flashes.mp4');
  const { code, stderr } = await place.run(['index', place.footage]);
  if (code !== 0) {
    throw new Error(`The flashes were not indexed: ${stderr}`);
  }
  return place;
}

/** In order of time. */
export async function foundMoments(place: Workplace, text: string): Promise<FoundHit[]> {
  const { stdout } = await place.run(['search', text, '--json']);
  const { hits } = JSON.parse(stdout) as { hits: FoundHit[] };
  return [...hits].sort((a, b) => a.startSeconds - b.startSeconds);
}

/** As a person drags both edges of every hit of "red". */
export function dragMoments(place: Workplace, hits: readonly FoundHit[], bySeconds: (index: number) => number): void {
  const options = { databaseFile: place.databaseFile, clock: systemClock, logger: silentLogger };
  const db = openLibrary({ ...options, mode: 'write' });
  const corrections = new CorrectionService({ db, writer: db, clock: systemClock });
  for (const [index, { videoId, startSeconds, endSeconds }] of hits.entries()) {
    const by = bySeconds(index);
    corrections.save({
      videoId: videoIdSchema.parse(videoId),
      text: 'red',
      verdict: 'adjusted',
      found: { startSeconds, endSeconds },
      corrected: { startSeconds: startSeconds + by, endSeconds: endSeconds + by },
    });
  }
  db.close();
}
