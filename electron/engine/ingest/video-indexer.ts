import { EngineError, fileFaults, isAbort } from '../../contract/errors.ts';
import type { VideoId } from '../../contract/ids.ts';
import type { JobKind } from '../../contract/jobs.ts';
import type { ObjectDetector } from '../../../native-models/api/object-detector.ts';
import type { Clock, LibraryPaths, Logger } from '../base/surroundings.ts';
import { saveNamesOfVideo } from '../library/file-names.ts';
import { mediaFactsSchema, type MediaFacts } from '../media/media-facts.ts';
import type { MediaTools } from '../media/media-tools.ts';
import { probeMedia } from '../media/probe.ts';
import type { WritableDb } from '../store/database.ts';
import { saveFailure, saveProbe, videoById, type VideoRow } from '../store/queries/index.ts';
import { analyseVideo } from './analyse-video.ts';
import { isQuickPassUseful } from './passes.ts';
import { HardwareChoice } from './hardware-choice.ts';
import type { IndexRun, VideoUnderWork } from './index-run.ts';
import { writePictures } from './picture-stage.ts';
import { refreshSubtitles } from './subtitle-stage.ts';

export interface VideoIndexerDeps {
  readonly db: WritableDb;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly paths: LibraryPaths;
  readonly tools: () => Promise<MediaTools>;
  /** Asked anew for every video: a model may have been installed or removed meanwhile. */
  readonly detector: () => ObjectDetector | null;
  /** Frames looked at a second in the full pass, asked anew for every video. */
  readonly samplesPerSecond: () => number;
  /** An online copy of the video inside its root, or null. */
  readonly resolveFile: (videoId: VideoId) => Promise<{ readonly path: string } | null>;
}

/**
 * Brings one video one pass further: probe, timed text, analysis, pictures. Safe to run twice and to kill at any
 * moment: what is committed is not done again.
 */
export class VideoIndexer {
  readonly #deps: VideoIndexerDeps;
  readonly #controller = new AbortController();
  readonly #hardware = new HardwareChoice();
  #lastText: Promise<void> = Promise.resolve();
  /** Videos whose text is being read: the same text read twice at once would be there twice. */
  readonly #readingText = new Map<VideoId, Promise<void>>();

  constructor(deps: VideoIndexerDeps) {
    this.#deps = deps;
  }

  /** Throws EngineError with why the video cannot be indexed; the failure is kept with the video as well. */
  async run(videoId: VideoId, kind: JobKind, run: IndexRun): Promise<'done' | 'skipped'> {
    const { db, resolveFile } = this.#deps;
    const video = videoById(db, videoId);
    if (video === null) {
      return 'skipped';
    }
    const file = await resolveFile(videoId);
    if (file === null) {
      throw new EngineError('file-missing', `${video.title} is offline: no copy of it can be read now.`);
    }
    try {
      const outcome = await this.#index({ video, path: file.path, kind, run });
      saveFailure(db, video.videoKey, null);
      return outcome;
    } catch (error) {
      if (error instanceof EngineError && fileFaults.has(error.code)) {
        saveFailure(db, video.videoKey, { code: error.code, message: error.message, details: error.details });
      }
      throw error;
    }
  }

  /** Reads timed text again after files beside the video have changed; one video after the other, in the background. */
  refreshText(videoId: VideoId): Promise<void> {
    this.#lastText = this.#lastText
      .then(() => this.#refreshText(videoId))
      .catch((error: unknown) => {
        if (!isAbort(error)) {
          this.#deps.logger.error('ingest.text-failed', error, { videoId });
        }
      });
    return this.#lastText;
  }

  /** Resolves when no text is being read in the background. */
  textSettled(): Promise<void> {
    return this.#lastText;
  }

  /** Stops what runs in the background and waits for it; jobs are stopped by their own signals. */
  async dispose(): Promise<void> {
    this.#controller.abort();
    await this.#lastText;
  }

  async #refreshText(videoId: VideoId): Promise<void> {
    const { signal } = this.#controller;
    signal.throwIfAborted();
    const { db, resolveFile } = this.#deps;
    const video = videoById(db, videoId);
    const file = video === null || video.probeJson === null ? null : await resolveFile(videoId);
    // Without a probe the video is still to be indexed, and its text will be read then.
    if (video === null || file === null) {
      return;
    }
    const facts = await this.#facts(video, file.path, signal);
    const tools = await this.#deps.tools();
    await this.#readText(tools, { video, path: file.path, facts, signal, onProgress: () => {} });
  }

  async #readText(tools: MediaTools, work: VideoUnderWork): Promise<void> {
    const { videoId } = work.video;
    const before = this.#readingText.get(videoId) ?? Promise.resolve();
    const reading = before.catch(() => {}).then(() => refreshSubtitles({ ...this.#deps, tools }, work));
    this.#readingText.set(videoId, reading);
    try {
      await reading;
    } finally {
      if (this.#readingText.get(videoId) === reading) {
        this.#readingText.delete(videoId);
      }
    }
  }

  async #index({
    video,
    path,
    kind,
    run,
  }: {
    video: VideoRow;
    path: string;
    kind: JobKind;
    run: IndexRun;
  }): Promise<'done' | 'skipped'> {
    run.onProgress({ stage: 'probe', doneSeconds: 0, totalSeconds: video.durationSeconds });
    const facts = await this.#facts(video, path, run.signal);
    const work: VideoUnderWork = { video, path, facts, ...run };
    const stageDeps = { ...this.#deps, tools: await this.#deps.tools(), hardware: this.#hardware };
    if (kind === 'key-frames') {
      await this.#readText(stageDeps.tools, work);
      if (!isQuickPassUseful(facts)) {
        return 'skipped';
      }
    }
    await analyseVideo(stageDeps, { ...work, pass: kind });
    await writePictures(stageDeps, work);
    run.onProgress({ stage: 'finish', doneSeconds: facts.durationSeconds ?? 0, totalSeconds: facts.durationSeconds });
    return 'done';
  }

  /** Probed once a content; a stored probe that does not parse (an older version's) is made anew. */
  async #facts(video: VideoRow, path: string, signal: AbortSignal): Promise<MediaFacts> {
    const stored = video.probeJson === null ? null : mediaFactsSchema.safeParse(JSON.parse(video.probeJson));
    if (stored?.success === true) {
      return stored.data;
    }
    const { db, tools } = this.#deps;
    const facts = await probeMedia(path, { tools: await tools(), signal });
    saveProbe(db, video.videoKey, { probeJson: JSON.stringify(facts), durationSeconds: facts.durationSeconds });
    // The day on which it was made is among its names.
    saveNamesOfVideo(db, video.videoKey);
    return facts;
  }
}
