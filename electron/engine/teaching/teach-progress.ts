import type { TeachStep } from '../../../native-models/finetune/teach.ts';
import type { TaughtStep, TeachRun } from '../../contract/teaching.ts';

const mostSteps = 1000;

/** How far a teaching is, and its curves. */
export class TeachProgress {
  #steps: TaughtStep[] = [];
  /** Of how many steps one is kept. */
  #every = 1;
  #last: TeachStep | null = null;
  #spentMs = 0;
  #runningSinceMs: number | null = null;

  start(nowMs: number): void {
    this.#runningSinceMs ??= nowMs;
  }

  pause(nowMs: number): void {
    this.#spentMs = this.spentMs(nowMs);
    this.#runningSinceMs = null;
  }

  add(step: TeachStep): void {
    this.#last = step;
    if (this.#stepsDone() % this.#every !== 0) {
      return;
    }
    this.#steps.push({ runIndex: step.runIndex, stepIndex: step.stepIndex, reward: step.reward, kl: step.kl });
    if (this.#steps.length >= mostSteps) {
      this.#every *= 2;
      this.#steps = this.#steps.filter((_, index) => index % 2 === 0);
    }
  }

  /** Without pauses. */
  spentMs(nowMs: number): number {
    return this.#spentMs + (this.#runningSinceMs === null ? 0 : nowMs - this.#runningSinceMs);
  }

  show(nowMs: number): Pick<TeachRun, 'progress' | 'secondsLeft' | 'runCount' | 'steps'> {
    const total = this.#last === null ? 0 : this.#last.runCount * this.#last.stepCount;
    const progress = total === 0 ? 0 : this.#stepsDone() / total;
    const secondsLeft = progress === 0 ? null : ((1 - progress) / progress) * (this.spentMs(nowMs) / 1000);
    return { progress, secondsLeft, runCount: this.#last?.runCount ?? 0, steps: this.#steps };
  }

  #stepsDone(): number {
    return this.#last === null ? 0 : this.#last.runIndex * this.#last.stepCount + this.#last.stepIndex + 1;
  }
}
