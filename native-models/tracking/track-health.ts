/** How a look at a frame answered. */
export interface Answer {
  readonly peak: number;
  readonly energy: number;
  readonly colour: number;
}

export interface Verdict {
  /** 0..1. */
  readonly confidence: number;
  readonly isLost: boolean;
  /** Whether it is sure enough to be learnt from. */
  readonly maySettle: boolean;
}

const E = (k: string, d: number) => Number(process.env[k] ?? d);
const lostBelow = E('LB', 0.35);
const lostFrameCount = 3;
const foundAbove = E('FA', 0.6);
const settleAbove = E('SA', 0.6);
const sureRate = E('SR', 0.1);
const weakRate = E('WR', 0.02);

export class TrackHealth {
  #usual: Answer | null = null;
  #weakCount = 0;
  #isLost = false;

  get isLost(): boolean {
    return this.#isLost;
  }

  judge(answer: Answer): Verdict {
    this.#usual ??= answer;
    const share = (key: keyof Answer): number => Math.min(1, answer[key] / Math.max(1e-6, this.#usual![key]));
    const confidence = Math.max(0, Math.cbrt(Math.max(0, share('peak')) * Math.max(0, share('energy')) * share('colour')));
    if (this.#isLost) {
      this.#isLost = confidence < foundAbove;
      this.#weakCount = 0;
      return { confidence, isLost: this.#isLost, maySettle: false };
    }
    this.#weakCount = confidence < lostBelow ? this.#weakCount + 1 : 0;
    this.#isLost = this.#weakCount >= lostFrameCount;
    const maySettle = confidence >= settleAbove;
    this.#remember(answer, maySettle ? sureRate : weakRate);
    return { confidence, isLost: this.#isLost, maySettle };
  }

  #remember(answer: Answer, rate: number): void {
    const usual = this.#usual!;
    const mix = (key: keyof Answer): number => usual[key] + rate * (answer[key] - usual[key]);
    this.#usual = { peak: mix('peak'), energy: mix('energy'), colour: mix('colour') };
  }
}
