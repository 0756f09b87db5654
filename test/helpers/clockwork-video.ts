import type { PlayableVideo } from '../../renderer/features/player/exact-seek.ts';

type FrameCallback = Parameters<PlayableVideo['requestVideoFrameCallback']>[0];

/** A video element that shows a frame only when the test lets one pass, or after a seek. */
export class ClockworkVideo {
  readonly frameSeconds: number;
  /** Presentation time of the first frame, as in files that do not begin at 0. */
  readonly zeroSeconds: number;
  paused = true;
  ended = false;
  muted = false;
  playbackRate = 1;
  duration = 100;
  readyState = 0;
  seeking = false;
  videoWidth = 640;
  /** How far beside the right one the frame is that a seek shows, in frames, one seek after the other. */
  slips: number[] = [];
  readonly soughtSeconds: number[] = [];
  /** Presentation times of the frames shown while it played. */
  readonly shownSeconds: number[] = [];
  readonly #target = new EventTarget();
  #seconds = 0;
  #callbacks = new Map<number, FrameCallback>();
  #nextHandle = 1;

  constructor(frameSeconds: number, zeroSeconds = 0) {
    this.frameSeconds = frameSeconds;
    this.zeroSeconds = zeroSeconds;
  }

  /** As the element that it stands for: only the members that a playback uses are there. */
  get asVideo(): PlayableVideo {
    return this as unknown as PlayableVideo;
  }

  get currentTime(): number {
    return this.#seconds;
  }

  set currentTime(seconds: number) {
    this.#seconds = seconds;
    this.soughtSeconds.push(seconds);
    this.seeking = true;
    this.say('seeking');
    setTimeout(() => {
      if (this.#seconds === seconds) {
        this.seeking = false;
        this.say('seeked');
        this.tell(this.#frameAt(seconds) + (this.slips.shift() ?? 0) * this.frameSeconds);
      }
    }, 1);
  }

  addEventListener(name: string, listener: () => void): void {
    this.#target.addEventListener(name, listener);
  }

  removeEventListener(name: string, listener: () => void): void {
    this.#target.removeEventListener(name, listener);
  }

  requestVideoFrameCallback(callback: FrameCallback): number {
    this.#callbacks.set(this.#nextHandle, callback);
    return this.#nextHandle++;
  }

  cancelVideoFrameCallback(handle: number): void {
    this.#callbacks.delete(handle);
  }

  async play(): Promise<void> {
    this.paused = false;
    this.say('play');
  }

  pause(): void {
    this.paused = true;
  }

  say(name: string): void {
    this.#target.dispatchEvent(new Event(name));
  }

  load(): void {
    this.readyState = 4;
    this.say('loadedmetadata');
    this.tell(this.zeroSeconds);
  }

  /** Tells of a frame without playing on. */
  tell(mediaTime: number): void {
    const callbacks = [...this.#callbacks.values()];
    this.#callbacks.clear();
    for (const callback of callbacks) {
      callback(0, { mediaTime } as VideoFrameCallbackMetadata);
    }
  }

  /** Shows frames, from that of the current time on, until it is paused or `count` have passed. */
  run(count = 1000): void {
    for (let shown = 0; shown < count && !this.paused; shown += 1) {
      const mediaTime = this.#frameAt(this.#seconds);
      this.shownSeconds.push(mediaTime);
      this.tell(mediaTime);
      this.#seconds = this.paused ? this.#seconds : mediaTime + this.frameSeconds;
    }
  }

  #frameAt(seconds: number): number {
    const index = Math.max(0, Math.floor((seconds - this.zeroSeconds) / this.frameSeconds + 1e-6));
    return this.zeroSeconds + index * this.frameSeconds;
  }
}
