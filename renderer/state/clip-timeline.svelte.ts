import type { VideoId } from '../../electron/contract/ids.ts';
import type { CallEngine, Params, Result } from '../../electron/contract/index.ts';
import type { Cue } from '../../electron/contract/timeline.ts';
import type { TimeRange } from '../../electron/contract/time-range.ts';
import {
  fittedView,
  followingView,
  pannedView,
  resizedView,
  secondsAtPixel,
  shownSeconds,
  zoomedView,
  type TimelineView,
} from '../lib/timeline-view.ts';

export type EvidenceQuery = Omit<Params<'search.evidence'>, 'videoId'>;

const zoomStep = 1.6;
/** Of what is shown, that much more is asked for at each side, so that a little panning needs no new answer. */
const cueMargin = 1;
const cueWaitMs = 120;

/** What the timeline knows of one clip, and which part of it is shown. */
export class ClipTimeline {
  readonly videoId: VideoId;
  #facts = $state.raw<Result<'timeline.show'> | null>(null);
  #evidence = $state.raw<Result<'search.evidence'> | null>(null);
  #cues = $state.raw<readonly Cue[]>([]);
  #view = $state.raw<TimelineView>(fittedView(0, 1));
  #areLanesOpen = $state.raw(false);
  #areTracksOpen = $state.raw(true);
  readonly #callEngine: CallEngine;
  #evidenceKey = '';
  #cuesRange: TimeRange | null = null;
  #cueTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(callEngine: CallEngine, videoId: VideoId) {
    this.#callEngine = callEngine;
    this.videoId = videoId;
  }

  /** Null until they are known. */
  get facts(): Result<'timeline.show'> | null {
    return this.#facts;
  }

  /** Of the query asked last; null without one, and while it is not known. */
  get evidence(): Result<'search.evidence'> | null {
    return this.#evidence;
  }

  get cues(): readonly Cue[] {
    return this.#cues;
  }

  get view(): TimelineView {
    return this.#view;
  }

  /** Whether each channel has a lane of its own. */
  get areLanesOpen(): boolean {
    return this.#areLanesOpen;
  }

  /** Whether each track has a place of its own. */
  get areTracksOpen(): boolean {
    return this.#areTracksOpen;
  }

  /** Again when the clip has been analysed further. Never rejects: without an answer, less is drawn. */
  async load(): Promise<void> {
    this.#facts = await this.#callEngine('timeline.show', { videoId: this.videoId }).catch(() => this.#facts);
    this.setDuration(this.#facts?.durationSeconds ?? this.#view.durationSeconds);
    this.#wantCues();
  }

  /** The evidence of a query in this clip; null takes it away. */
  async askEvidence(query: EvidenceQuery | null): Promise<void> {
    const key = JSON.stringify(query);
    if (key === this.#evidenceKey) {
      return;
    }
    this.#evidenceKey = key;
    const answer =
      query === null
        ? null
        : await this.#callEngine('search.evidence', { ...query, videoId: this.videoId }).catch(() => null);
    if (this.#evidenceKey === key) {
      this.#evidence = answer;
    }
  }

  toggleLanes(): void {
    this.#areLanesOpen = !this.#areLanesOpen;
  }

  toggleTracks(): void {
    this.#areTracksOpen = !this.#areTracksOpen;
  }

  setDuration(durationSeconds: number): void {
    if (durationSeconds > 0 && durationSeconds !== this.#view.durationSeconds) {
      this.#see(fittedView(durationSeconds, this.#view.widthPixels));
    }
  }

  setWidth(widthPixels: number): void {
    if (widthPixels > 0 && widthPixels !== this.#view.widthPixels) {
      this.#see(resizedView(this.#view, widthPixels));
    }
  }

  /** By one step around a moment, or around the middle of what is shown. */
  zoom(direction: 'in' | 'out', aroundSeconds = secondsAtPixel(this.#view, this.#view.widthPixels / 2)): void {
    this.zoomBy(direction === 'in' ? 1 / zoomStep : zoomStep, aroundSeconds);
  }

  zoomBy(factor: number, aroundSeconds: number): void {
    this.#see(zoomedView(this.#view, factor, aroundSeconds));
  }

  fit(): void {
    this.#see(fittedView(this.#view.durationSeconds, this.#view.widthPixels));
  }

  panTo(startSeconds: number): void {
    this.#see(pannedView(this.#view, startSeconds));
  }

  /** Keeps the picture in what is shown. */
  follow(seconds: number): void {
    this.#see(followingView(this.#view, seconds));
  }

  dispose(): void {
    clearTimeout(this.#cueTimer);
  }

  #see(view: TimelineView): void {
    if (view !== this.#view) {
      this.#view = view;
      this.#wantCues();
    }
  }

  #wantCues(): void {
    const endSeconds = secondsAtPixel(this.#view, this.#view.widthPixels);
    const known = this.#cuesRange;
    const isKnown = known !== null && known.startSeconds <= this.#view.startSeconds && known.endSeconds >= endSeconds;
    if (this.#facts !== null && this.#facts.cueSources.length > 0 && !isKnown) {
      clearTimeout(this.#cueTimer);
      this.#cueTimer = setTimeout(() => void this.#loadCues(), cueWaitMs);
    }
  }

  async #loadCues(): Promise<void> {
    const margin = cueMargin * shownSeconds(this.#view);
    const range = {
      startSeconds: Math.max(0, this.#view.startSeconds - margin),
      endSeconds: secondsAtPixel(this.#view, this.#view.widthPixels) + margin,
    };
    this.#cuesRange = range;
    const answer = await this.#callEngine('timeline.cues', { videoId: this.videoId, range }).catch(() => null);
    if (this.#cuesRange === range) {
      this.#cues = answer?.cues ?? [];
      // What was cut off is asked for when less of the clip is shown.
      this.#cuesRange = answer === null || answer.isTruncated ? null : range;
    }
  }
}
