/** How a look at a frame answered. */
export interface Answer {
  /** Height of the filter's peak. */
  readonly peak: number;
  /** How much it stands out (average peak-to-correlation energy). */
  readonly energy: number;
  /** Mean likelihood of the target's colours in its box, 0..1. */
  readonly colour: number;
}

export interface Verdict {
  /** 0..1. */
  readonly confidence: number;
  readonly isLost: boolean;
  /** Whether it is sure enough to be learnt from. */
  readonly maySettle: boolean;
}

/** Below this for so many frames the target is lost. */
const lostBelow = 0.3;
const lostFrameCount = 3;
/** From this on a lost target is found again. */
const foundFrom = 0.6;
const settleFrom = 0.7;
/** How quickly what is usual follows sure and weak answers: a thing that changes its shape answers weakly at first. */
const sureRate = 0.1;
const weakRate = 0.05;

/**
 * Whether a target is still what answers: answers are compared with what is usual for it (the cube root of the product
 * of three shares). A filter's height alone does not tell (it answers a smooth background too), nor does its energy.
 */
export class TrackHealth {
  #usual: Answer | null = null;
  #weakCount = 0;
  #isLost = false;

  get isLost(): boolean {
    return this.#isLost;
  }

  judge(answer: Answer): Verdict {
    this.#usual ??= answer;
    const share = (key: keyof Answer): number =>
      Math.max(0, Math.min(1, answer[key] / Math.max(1e-6, this.#usual![key])));
    const confidence = Math.cbrt(share('peak') * share('energy') * share('colour'));
    if (this.#isLost) {
      this.#isLost = confidence < foundFrom;
      this.#weakCount = 0;
      return { confidence, isLost: this.#isLost, maySettle: false };
    }
    this.#weakCount = confidence < lostBelow ? this.#weakCount + 1 : 0;
    this.#isLost = this.#weakCount >= lostFrameCount;
    const maySettle = confidence >= settleFrom;
    this.#remember(answer, maySettle ? sureRate : weakRate);
    return { confidence, isLost: this.#isLost, maySettle };
  }

  #remember(answer: Answer, rate: number): void {
    const usual = this.#usual!;
    const mix = (key: keyof Answer): number => usual[key] + rate * (answer[key] - usual[key]);
    this.#usual = { peak: mix('peak'), energy: mix('energy'), colour: mix('colour') };
  }
}
