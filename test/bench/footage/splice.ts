/**
 * Joins annotated clips into longer ones, so that a moment has other scenes around it and every join is known:
 * `node test/bench/footage/splice.ts --manifest <manifest.json> --out <folder> [--seed 1] [--count 12] [--clips 4]`.
 * The folder then holds the clips, `manifest.json` for `timecue eval grounding`, and `absent.json` for its `--absent`:
 * queries of clips of another folder or group than any that is in the splice.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findMediaTools } from '../../../electron/engine/media/tools.ts';
import {
  parseGroundingManifest,
  type GroundingManifestEntry,
} from '../../../electron/engine/search/grounding-manifest.ts';
import { seededRandom } from '../../../native-models/policy/seeded-random.ts';

const { values } = parseArgs({
  options: {
    manifest: { type: 'string' },
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '12' },
    clips: { type: 'string', default: '4' },
  },
});
if (values.manifest === undefined || values.out === undefined) {
  throw new TypeError('--manifest and --out are needed.');
}
const random = seededRandom(Number(values.seed));
const manifestFile = resolve(values.manifest);
const out = resolve(values.out);
const { scored } = JSON.parse(readFileSync(new URL('split.json', import.meta.url), 'utf8')) as { scored: string[] };
const clips = parseGroundingManifest(readFileSync(manifestFile, 'utf8')).filter(
  ({ file, queries }) => queries.length > 0 && scored.includes(file),
);
const { ffmpegPath } = await findMediaTools({ env: process.env, allowInstall: false });
mkdirSync(out, { recursive: true });

const entries: GroundingManifestEntry[] = [];
const absent: Record<string, string[]> = {};
for (let index = 0; index < Number(values.count); index += 1) {
  const parts = choose(Number(values.clips));
  const file = `splice-${String(index + 1).padStart(2, '0')}.mp4`;
  spliceClips(parts, join(out, file));
  entries.push({ file, ...annotations(parts) });
  absent[file] = absentIn(parts);
}
writeFileSync(join(out, 'manifest.json'), JSON.stringify(entries, null, 1));
writeFileSync(join(out, 'absent.json'), JSON.stringify(absent, null, 1));
console.log(`${String(entries.length)} clips in ${out}`);

/** So many different clips, no two of one kind: "person signing" is one kind, whatever the sign. */
function choose(count: number): GroundingManifestEntry[] {
  const left = [...clips];
  const chosen: GroundingManifestEntry[] = [];
  while (chosen.length < count && left.length > 0) {
    const [clip] = left.splice(Math.floor(random() * left.length), 1);
    if (chosen.every((other) => kindOf(other) !== kindOf(clip!))) {
      chosen.push(clip!);
    }
  }
  return chosen;
}

function kindOf({ file }: GroundingManifestEntry): string {
  return file.includes('/asl/') ? 'asl' : file;
}

function annotations(parts: readonly GroundingManifestEntry[]): Omit<GroundingManifestEntry, 'file'> {
  let offset = 0;
  const queries: GroundingManifestEntry['queries'] = [];
  for (const { durationSeconds, queries: own } of parts) {
    for (const { text, startSeconds, endSeconds } of own) {
      queries.push({ text, startSeconds: offset + startSeconds, endSeconds: offset + endSeconds });
    }
    offset += durationSeconds!;
  }
  return { durationSeconds: offset, queries };
}

/** Three queries of clips that are not in it. Signs are left out: they are all "a person". */
function absentIn(parts: readonly GroundingManifestEntry[]): string[] {
  const others = clips.filter((clip) => kindOf(clip) !== 'asl' && !parts.includes(clip));
  const texts = others.flatMap(({ queries }) => queries.map(({ text }) => text));
  return Array.from({ length: Math.min(3, texts.length) }, () => texts[Math.floor(random() * texts.length)]!);
}

function spliceClips(parts: readonly GroundingManifestEntry[], file: string): void {
  const fit = 'scale=640:360:force_original_aspect_ratio=decrease,pad=640:360:-1:-1,setsar=1,fps=25,format=yuv420p';
  const chains = parts.map(
    ({ durationSeconds }, index) =>
      `[${String(index)}:v:0]trim=0:${String(durationSeconds)},setpts=PTS-STARTPTS,${fit},tpad=stop_mode=clone:stop_duration=1,trim=0:${String(durationSeconds)}[v${String(index)}]`,
  );
  const joined = `${parts.map((_, index) => `[v${String(index)}]`).join('')}concat=n=${String(parts.length)}:v=1:a=0[v]`;
  const inputs = parts.flatMap((part) => ['-i', `file:${join(dirname(manifestFile), ...part.file.split('/'))}`]);
  const args = ['-v', 'error', '-y', ...inputs, '-filter_complex', [...chains, joined].join(';'), '-map', '[v]'];
  const run = spawnSync(ffmpegPath, [...args, '-c:v', 'libx264', '-preset', 'veryfast', '-g', '50', file], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (run.status !== 0) {
    throw new Error(`ffmpeg could not join ${parts.map((part) => part.file).join(', ')}.`);
  }
}
