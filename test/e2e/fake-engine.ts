import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ServedEngine } from '../../electron/cli/serve/served-engine.ts';
import { videoIdSchema, type VideoId } from '../../electron/contract/ids.ts';
import type { Finding } from '../../electron/contract/finding.ts';
import type { Handlers } from '../../electron/contract/index.ts';
import type { QueueSummary } from '../../electron/contract/jobs.ts';
import type { VideoSummary } from '../../electron/contract/library.ts';
import type { SearchHit, SearchResult } from '../../electron/contract/search.ts';
import { KeptInMemory, untilAborted } from '../helpers/kept-in-memory.ts';
import { handlersWith } from '../helpers/loopback.ts';
import { jobOf, queueOf } from '../helpers/queue-of.ts';
import { answerOf, hitOf, planOf, thingAtom } from '../helpers/search-answers.ts';
import { clipOf as summaryWith } from '../helpers/clips.ts';

const person = thingAtom('a1', 'person', { minCount: 2 });
const table = thingAtom('a2', 'table');

/** Clips and how they are drawn: two that Chromium plays, one that it does not. */
const recipes = {
  'market-day.mp4': ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'ultrafast'],
  'workshop.webm': ['-c:v', 'libvpx', '-deadline', 'realtime', '-b:v', '1M'],
  'drone.mov': ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none'],
};
type Clip = keyof typeof recipes;

/** Twelve seconds of a moving picture with its time in it, and a poster of each clip. */
export function drawClips(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const ffmpeg = (args: readonly string[]) =>
    execFileSync(process.env['FFMPEG_PATH'] ?? 'ffmpeg', ['-v', 'error', '-y', ...args]);
  for (const [clip, options] of Object.entries(recipes)) {
    const source = 'testsrc2=size=640x360:rate=25:duration=12';
    ffmpeg(['-f', 'lavfi', '-i', source, ...options, join(folder, clip)]);
    ffmpeg(['-ss', '5', '-i', join(folder, clip), '-frames:v', '1', '-q:v', '5', join(folder, `${clip}.jpg`)]);
  }
}

/** What a page can be shown without an engine: a small library whose answers a test can change. */
export class FakeEngine implements ServedEngine {
  readonly handlers: Handlers;
  readonly #folder: string;
  readonly #watchers = new Set<(queue: QueueSummary) => void>();
  readonly kept = new KeptInMemory();
  videoCount = 3;
  queue = queueOf([
    jobOf('v1', { state: 'running', realTimeFactor: 41.7, remainingSeconds: 70 }),
    jobOf('v2', { remainingSeconds: 40 }),
    jobOf('v3', { state: 'done' }),
  ]);

  constructor(folder: string) {
    this.#folder = folder;
    this.handlers = handlersWith({
      'search.query': async ({ text, withoutAtoms, floor }) => answerTo(text, { withoutAtoms, floor }),
      'library.list': async () => ({
        videos: [],
        totalCount: this.videoCount,
        countByState: { new: 0, queued: 0, indexing: 0, searchable: 0, done: this.videoCount, failed: 0 },
        offlineCount: 0,
        roots: [],
      }),
      'library.watch': (_params, { signal, onProgress }) => untilAborted(signal, () => onProgress({ revision: 1 })),
      ...this.kept.handlers,
      'library.show': async ({ videoId }) => summaryOf(videoId),
      'jobs.watch': (_params, { signal, onProgress }) =>
        new Promise((resolve) => {
          this.#watchers.add(onProgress);
          onProgress(this.queue);
          signal.addEventListener('abort', () => {
            this.#watchers.delete(onProgress);
            resolve({});
          });
        }),
    });
  }

  setQueue(queue: QueueSummary): void {
    this.queue = queue;
    for (const push of this.#watchers) {
      push(queue);
    }
  }

  async mediaFile(videoId: VideoId) {
    const clip = clipOf(videoId);
    return clip === null ? null : { path: join(this.#folder, clip), allowedRoots: [this.#folder] };
  }

  async pictureFile(_kind: 'poster' | 'sprite', videoId: VideoId) {
    const clip = clipOf(videoId);
    return clip === null ? null : { path: join(this.#folder, `${clip}.jpg`), allowedRoots: [this.#folder] };
  }

  proxyFile(): null {
    return null;
  }

  exportFile(): null {
    return null;
  }

  forgetExport(): void {}
}

function clipOf(videoId: VideoId): Clip | null {
  return ({ v1: 'market-day.mp4', v2: 'workshop.webm', v3: 'drone.mov' } as Record<string, Clip>)[videoId] ?? null;
}

function summaryOf(videoId: VideoId): VideoSummary {
  return summaryWith(videoId, {
    title: clipOf(videoId) ?? 'gone.mp4',
    durationSeconds: 12,
    widthPixels: 640,
    heightPixels: 360,
    codec: videoId === 'v3' ? 'hevc' : 'h264',
  });
}

type Span = readonly [startSeconds: number, endSeconds: number];

/** A hill of evidence around a span, with a stretch that was never decoded. */
function hillAround([startSeconds, endSeconds]: Span): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: 24 }, (_, step) => {
    const seconds = step / 2;
    if (seconds >= 10.5) {
      return Number.NaN;
    }
    const isInside = seconds >= startSeconds && seconds < endSeconds;
    return isInside ? 0.75 + 0.2 * Math.sin(step) : Math.abs(0.2 * Math.sin(step * 2));
  });
}

function seen(className: string, count: number, bestScore: number): Finding {
  const nothingMore = { colour: null, size: null, place: null, posture: null };
  return { code: 'things', things: [{ className, count }], ...nothingMore, bestScore };
}

function moment(id: string, span: Span, over: Partial<SearchHit>): SearchHit {
  const [startSeconds, endSeconds] = span;
  const videoId = videoIdSchema.parse(id);
  return hitOf({
    hitId: `${id}-${startSeconds}`,
    videoId,
    title: clipOf(videoId) ?? 'gone.mp4',
    range: { startSeconds, endSeconds },
    bestSeconds: (startSeconds + endSeconds) / 2,
    reasons: [
      { channel: 'objects', atomId: 'a1', found: seen('person', 2, 0.91), strength: 0.91 },
      { channel: 'objects', atomId: 'a2', found: seen('dining table', 1, 0.74), strength: 0.74 },
    ],
    curve: { startSeconds: 0, stepSeconds: 0.5, values: hillAround(span) },
    ...over,
  });
}

function answerTo(
  text: string,
  asked: { readonly withoutAtoms: readonly string[]; readonly floor: number | null },
): SearchResult {
  if (text === 'nothing') {
    return answerOf({ plan: planOf(text, []), hits: [] });
  }
  const hits = [
    moment('v1', [4, 6.5], { score: 0.93 }),
    moment('v2', [2, 3.5], { score: 0.81, edgeUncertaintySeconds: 1 }),
    moment('v3', [1, 4], { score: 0.74 }),
    moment('v1', [8.52, 9.48], { score: 0.66 }),
    moment('v9', [8, 11], { score: 0.6, isOffline: true }),
  ];
  const weaker = [moment('v2', [7, 8], { score: 0.21 }), moment('v2', [9, 9.5], { score: 0.12 })];
  const plan = {
    ...planOf(text, [person, table]),
    ignored: [{ span: { start: 0, end: 7 }, text: 'quietly', why: { code: 'adverb' as const } }],
  };
  const isAll = asked.floor === 0;
  return answerOf({
    plan,
    hits: asked.withoutAtoms.length > 0 ? hits.slice(0, 2) : isAll ? [...hits, ...weaker] : hits,
    weakerCount: isAll ? 0 : weaker.length,
    missingChannels: [{ channel: 'speech', atomIds: [], reason: 'not-indexed', cardId: null }],
    tookMs: 12.4,
  });
}
