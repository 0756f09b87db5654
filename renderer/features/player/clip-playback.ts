import type { TimeRange } from '../../../electron/contract/time-range.ts';
import type { OpenRequest, PlaybackState, Transport } from '../../state/viewer-session.svelte.ts';
import { ExactSeeker, type KnownFrames, type PlayableVideo } from './exact-seek.ts';

export interface ClipPlaybackOptions {
  readonly video: PlayableVideo;
  readonly frames: KnownFrames;
  /** The frame on the screen. */
  readonly onFrame: (frame: TimeRange) => void;
  readonly onState: (state: PlaybackState) => void;
  /** Seconds; what the element says, for clips of which nothing else is known. */
  readonly onDuration: (seconds: number) => void;
  /** The element shows no picture: it failed, or it plays only the sound of a codec that it does not know. */
  readonly onNoPicture: () => void;
  readonly isLooping: () => boolean;
  /** The span that a loop goes round; null takes the whole clip. */
  readonly loopSpan: () => TimeRange | null;
}

type Mode =
  | { readonly kind: 'resting'; readonly hasEnded: boolean }
  | { readonly kind: 'forward'; readonly speed: number; readonly boundTo: TimeRange | null }
  | { readonly kind: 'backward'; readonly speed: number };

const haveMetadata = 1;
const speeds = [1, 2, 4, 8];
/** How long the first picture may take before its time is taken for 0, as in a page that draws none. */
const firstPictureWaitMs = 8000;
const lateSeconds = 0.1;

/** One video element as a player of exact frames. Seconds count from the first displayed frame. */
export class ClipPlayback implements Transport {
  readonly #options: ClipPlaybackOptions;
  readonly #seeker: ExactSeeker;
  readonly #listeners: readonly (readonly [string, () => void])[];
  readonly #ready: Promise<void>;
  #markReady: () => void = () => {};
  #zeroSeconds = 0;
  #shown: TimeRange = { startSeconds: 0, endSeconds: 0.04 };
  #mode: Mode = { kind: 'resting', hasEnded: false };
  #isDisposed = false;
  /** A picture that comes late says nothing about the first one any more. */
  #hasStarted = false;
  #frameCallback: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Where the picture will be when what was asked for is done. */
  #stepTarget: number | null = null;
  /** What was asked last: an older wish that is still waiting does nothing then. */
  #wish = 0;

  constructor(options: ClipPlaybackOptions) {
    this.#options = options;
    const { video } = options;
    this.#ready = new Promise((resolve) => (this.#markReady = resolve));
    this.#seeker = new ExactSeeker({
      video,
      frames: options.frames,
      zeroSeconds: () => this.#zeroSeconds,
      onShown: (frame) => this.#show(frame),
    });
    this.#listeners = [
      ['loadedmetadata', () => this.#takeMetadata()],
      ['error', () => options.onNoPicture()],
      ['ended', () => this.#reachEnd(null)],
      ['timeupdate', () => this.#watchClock()],
    ];
    for (const [name, listener] of this.#listeners) {
      video.addEventListener(name, listener);
    }
    this.#frameCallback = video.requestVideoFrameCallback((_now, { mediaTime }) => {
      this.#start(mediaTime);
      this.#awaitFrame();
    });
    if (video.readyState >= haveMetadata) {
      this.#takeMetadata();
    }
  }

  /** The frame on the screen, or the one that has been asked for and is about to be there. */
  get frame(): TimeRange {
    const wanted = this.#stepTarget ?? this.#seeker.targetSeconds;
    return wanted === null ? this.#shown : this.#options.frames.grid.frameAt(wanted);
  }

  async open(request: OpenRequest): Promise<void> {
    const wish = this.#rest();
    await this.#ready;
    await this.#seekUnless(wish, request.atSeconds ?? request.range?.startSeconds ?? 0);
    if (this.#wish === wish && request.isPlaying) {
      this.#forward(1, request.range);
    }
  }

  seek(seconds: number): void {
    const wasForward = this.#mode.kind === 'forward' ? this.#mode : null;
    const wish = this.#rest();
    void this.#ready
      .then(() => this.#seekUnless(wish, seconds))
      .then(() => {
        if (wasForward !== null && this.#wish === wish) {
          const { boundTo } = wasForward;
          const isInside = boundTo !== null && seconds >= boundTo.startSeconds && seconds < boundTo.endSeconds;
          this.#forward(wasForward.speed, isInside ? boundTo : null);
        }
      });
  }

  play(): void {
    void this.#playForward(1);
  }

  pause(): void {
    if (this.#mode.kind !== 'resting') {
      this.#rest();
    }
  }

  toggle(): void {
    if (this.#mode.kind === 'resting') {
      this.play();
    } else {
      this.pause();
    }
  }

  /** J and L: the first press plays, each further one in the same direction is faster, up to 8 times. */
  shuttle(direction: 1 | -1): void {
    const wanted = direction === 1 ? 'forward' : 'backward';
    const now = this.#mode.kind === wanted ? this.#mode.speed : 0;
    const speed = speeds.find((one) => one > now) ?? speeds.at(-1)!;
    if (direction === 1) {
      void this.#playForward(speed);
    } else {
      void this.#playBackward(speed);
    }
  }

  stepFrames(count: number): void {
    const from = this.#position;
    const wish = this.#rest();
    void this.#ready
      .then(() => this.#options.frames.ensure(from))
      .then(() => {
        const { startSeconds, endSeconds } = this.#options.frames.grid.stepped(from, count);
        return this.#seekUnless(wish, middleOf(startSeconds, endSeconds));
      });
    // A key that repeats counts from where the step before will arrive.
    this.#pendingSteps(from, count);
  }

  stepSeconds(seconds: number): void {
    this.seekResting(Math.max(0, this.#position + seconds));
  }

  /** As `seek`, and stands there. */
  seekResting(seconds: number): void {
    const wish = this.#rest();
    this.#stepTarget = seconds;
    void this.#ready.then(() => this.#seekUnless(wish, seconds));
  }

  dispose(): void {
    this.#isDisposed = true;
    const { video } = this.#options;
    for (const [name, listener] of this.#listeners) {
      video.removeEventListener(name, listener);
    }
    clearTimeout(this.#timer);
    video.cancelVideoFrameCallback(this.#frameCallback);
    this.#seeker.dispose();
    this.#wish += 1;
    this.#mode = { kind: 'resting', hasEnded: false };
    video.pause();
  }

  /** Where the picture is, or will be when what was asked for is done. */
  get #position(): number {
    return this.#stepTarget ?? this.#seeker.targetSeconds ?? middleOf(this.#shown.startSeconds, this.#shown.endSeconds);
  }

  #pendingSteps(from: number, count: number): void {
    const { startSeconds, endSeconds } = this.#options.frames.grid.stepped(from, count);
    this.#stepTarget = middleOf(startSeconds, endSeconds);
  }

  #takeMetadata(): void {
    const { video, onNoPicture, onDuration } = this.#options;
    if (video.videoWidth === 0) {
      onNoPicture();
      return;
    }
    if (Number.isFinite(video.duration)) {
      onDuration(video.duration);
    }
    this.#timer = setTimeout(() => this.#start(0), firstPictureWaitMs);
  }

  /** The first picture says where the clip's own time begins. */
  #start(mediaTime: number): void {
    if (!this.#hasStarted) {
      this.#hasStarted = true;
      clearTimeout(this.#timer);
      this.#zeroSeconds = mediaTime;
      this.#markReady();
    }
  }

  #awaitFrame(): void {
    this.#frameCallback = this.#options.video.requestVideoFrameCallback((_now, { mediaTime }) => {
      if (this.#mode.kind === 'forward' && !this.#options.video.seeking) {
        this.#pass(this.#options.frames.grid.frameNear(mediaTime - this.#zeroSeconds));
      }
      this.#awaitFrame();
    });
  }

  #show(frame: TimeRange): void {
    this.#shown = frame;
    this.#options.onFrame(frame);
  }

  /** A frame while playing: the last one of the span ends it. */
  #pass(frame: TimeRange): void {
    if (this.#mode.kind !== 'forward') {
      return;
    }
    const span = this.#boundary;
    // After a seek, a picture from before it may be told once more.
    if (span !== null && frame.startSeconds > span.endSeconds + lateSeconds * 4 && this.#options.isLooping()) {
      return;
    }
    this.#show(frame);
    if (span !== null && frame.endSeconds >= span.endSeconds - (frame.endSeconds - frame.startSeconds) / 2) {
      this.#reachEnd(span);
    }
  }

  /** Where playing forward has to stop or turn; null at the end of the file. */
  get #boundary(): TimeRange | null {
    if (this.#mode.kind !== 'forward') {
      return null;
    }
    return this.#options.isLooping() ? this.#options.loopSpan() : this.#mode.boundTo;
  }

  /** In a page in the background no frames are told. */
  #watchClock(): void {
    const span = this.#boundary;
    if (span !== null && this.#options.video.currentTime - this.#zeroSeconds > span.endSeconds + lateSeconds) {
      this.#reachEnd(span);
    }
  }

  #reachEnd(span: TimeRange | null): void {
    if (this.#mode.kind !== 'forward') {
      return;
    }
    const { speed, boundTo } = this.#mode;
    const wish = this.#rest(true);
    if (this.#options.isLooping()) {
      const round = this.#options.loopSpan();
      void this.#seekUnless(wish, round?.startSeconds ?? 0).then(() => {
        if (this.#wish === wish) {
          this.#forward(speed, boundTo);
        }
      });
    } else if (span !== null) {
      // The clock may have run past the last frame before it stood still.
      void this.#seekUnless(wish, Math.max(span.startSeconds, span.endSeconds - 0.001));
    }
  }

  /** Stands still; gives the number of this wish. */
  #rest(hasEnded = false): number {
    this.#wish += 1;
    this.#stepTarget = null;
    const wasMoving = this.#mode.kind !== 'resting';
    this.#mode = { kind: 'resting', hasEnded };
    this.#options.video.pause();
    if (wasMoving || hasEnded) {
      this.#options.onState({ kind: hasEnded ? 'ended' : 'paused', speed: 0 });
    }
    return this.#wish;
  }

  async #seekUnless(wish: number, seconds: number): Promise<void> {
    if (this.#wish === wish && !this.#isDisposed) {
      await this.#seeker.seek(Math.max(0, seconds));
      if (this.#wish === wish) {
        this.#stepTarget = null;
      }
    }
  }

  async #playForward(speed: number): Promise<void> {
    const { video } = this.#options;
    const isAtEnd = video.ended;
    const wish = this.#rest();
    // At once: the next press of the key is to know how fast it is already.
    this.#mode = { kind: 'forward', speed, boundTo: null };
    await this.#ready;
    if (isAtEnd) {
      await this.#seekUnless(wish, 0);
    }
    if (this.#wish === wish) {
      this.#forward(speed, null);
    }
  }

  #forward(speed: number, boundTo: TimeRange | null): void {
    const { video, onState } = this.#options;
    this.#seeker.cancel();
    this.#mode = { kind: 'forward', speed, boundTo };
    video.playbackRate = speed;
    onState({ kind: 'playing', speed });
    const wish = this.#wish;
    // A browser may refuse to start by itself; then it stands on the frame and the person starts it.
    video.play().catch(() => {
      if (this.#wish === wish) {
        this.#rest();
      }
    });
  }

  /** By seeks, one after the other, as fast as pictures come; frames are left out rather than the speed. */
  async #playBackward(speed: number): Promise<void> {
    const from = this.#position;
    const wish = this.#rest();
    this.#mode = { kind: 'backward', speed };
    this.#options.onState({ kind: 'playing', speed: -speed });
    await this.#ready;
    const startMs = performance.now();
    for (let seconds = from; this.#wish === wish && seconds > 0;) {
      seconds = Math.max(0, from - (speed * (performance.now() - startMs)) / 1000);
      await this.#seekUnless(wish, seconds);
      await new Promise((resolve) => setTimeout(resolve, 8));
    }
    if (this.#wish === wish) {
      this.#rest();
    }
  }
}

function middleOf(startSeconds: number, endSeconds: number): number {
  return (startSeconds + endSeconds) / 2;
}
