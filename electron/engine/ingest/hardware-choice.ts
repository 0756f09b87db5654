import { findHardwareDecoding, type HardwareTrial } from '../media/hardware-decoding.ts';
import { currentHost } from '../media/tools.ts';

export type FindDecoding = (trial: HardwareTrial) => Promise<string | null>;

/** Shorter videos are decoded before a trial would have paid. */
const worthwhileFromSeconds = 60;

/** Which decoder of the hardware truly works here, tried once for each kind of video. */
export class HardwareChoice {
  readonly #find: FindDecoding;
  readonly #byKind = new Map<string, string | null>();

  constructor(find: FindDecoding = findHardwareDecoding) {
    this.#find = find;
  }

  /** ffmpeg's name of the method, or null for the processor. Throws when aborted. */
  async methodFor(trial: Omit<HardwareTrial, 'platform'>): Promise<string | null> {
    const { durationSeconds, video } = trial.facts;
    if (durationSeconds !== null && durationSeconds < worthwhileFromSeconds) {
      return null;
    }
    const kind = [video.codec, video.profile, video.pixelFormat, video.codedWidth, video.codedHeight].join(' ');
    const known = this.#byKind.get(kind);
    if (known !== undefined) {
      return known;
    }
    const method = await this.#find({ ...trial, platform: currentHost().platform });
    trial.signal?.throwIfAborted();
    this.#byKind.set(kind, method);
    return method;
  }
}
