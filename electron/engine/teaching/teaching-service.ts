import type { TeachOptions, TeachOutcome } from '../../../native-models/finetune/teach.ts';
import { LearnedPolicy, type LearnedWeights } from '../../../native-models/policy/learned-policy.ts';
import { EngineError, isAbort, toWireError } from '../../contract/errors.ts';
import type { CallContext } from '../../contract/index.ts';
import type { TaughtLesson, TeachingState, TeachReport, TeachRun } from '../../contract/teaching.ts';
import type { Clock, Logger } from '../base/surroundings.ts';
import type { ReadableDb, WritableDb } from '../store/database.ts';
import { correctionCount } from '../store/queries/index.ts';
import type { LessonBook } from './lesson-book.ts';
import type { PolicyShelf } from './policy-shelf.ts';
import { runTeaching, type TeachingHandle } from './run-teaching.ts';
import type { SwitchablePolicy } from './switchable-policy.ts';
import { TeachProgress } from './teach-progress.ts';

export interface TeachingServiceDeps {
  readonly db: ReadableDb;
  /** Null where the library is only read. */
  readonly writer: WritableDb | null;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly book: LessonBook;
  readonly shelf: PolicyShelf;
  /** What the search asks. */
  readonly policy: SwitchablePolicy;
  readonly shipped: LearnedWeights;
  readonly isTaughtUsed: () => boolean;
  readonly options?: TeachOptions | undefined;
}

interface Live {
  readonly controller: AbortController;
  readonly progress: TeachProgress;
  state: TeachRun['state'];
  handle: TeachingHandle | null;
  /** Never rejects; null where it was cancelled or has failed. */
  ended: Promise<TeachReport | null>;
  error: unknown;
}

const tellEveryMs = 100;
/** Corrections come in bursts: a drag is several. */
const refreshAfterMs = 1_500;

/** Teaches the grounding policy by what people have said, in the background, one teaching at a time. */
export class TeachingService {
  readonly #deps: TeachingServiceDeps;
  readonly #listeners = new Set<() => void>();
  readonly #disposed = new AbortController();
  #live: Live | null = null;
  #refreshTimer: NodeJS.Timeout | null = null;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(deps: TeachingServiceDeps) {
    this.#deps = deps;
    this.applyPolicy();
  }

  show(): TeachingState {
    const { db, shelf, isTaughtUsed, clock } = this.#deps;
    const live = this.#live;
    const history = shelf.history();
    return {
      policyInUse: history.find(({ state }) => state === 'in-use')?.policyId ?? null,
      isTaughtUsed: isTaughtUsed(),
      correctionCount: correctionCount(db),
      run:
        live === null
          ? null
          : {
              state: live.state,
              failure: live.error === null ? null : toWireError(live.error).message,
              ...live.progress.show(clock.monotonicMs()),
            },
      history,
    };
  }

  /** Tells the state at once and whenever it changes, until the signal aborts. */
  watch({ signal, onProgress }: CallContext<'teaching.watch'>): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      let timer: NodeJS.Timeout | null = null;
      const tell = (): void => {
        timer = null;
        onProgress(this.show());
      };
      const listener = (): void => {
        timer ??= setTimeout(tell, tellEveryMs);
      };
      const stop = (): void => {
        if (timer !== null) clearTimeout(timer);
        this.#listeners.delete(listener);
        resolve();
      };
      this.#listeners.add(listener);
      signal.addEventListener('abort', stop, { once: true });
      this.#disposed.signal.addEventListener('abort', stop, { once: true });
      tell();
    });
  }

  lessons(): TaughtLesson[] {
    return this.#deps.book.list();
  }

  /** Something was corrected: keeps its evidence soon, while it is as it was seen. */
  corrected(): void {
    this.#tell();
    if (this.#deps.writer === null || this.#disposed.signal.aborted) return;
    this.#refreshTimer ??= setTimeout(() => {
      this.#refreshTimer = null;
      void this.#refresh(this.#disposed.signal).catch((error: unknown) => {
        if (!isAbort(error)) {
          this.#deps.logger.warn('evidence of corrections was not kept', { error: String(error) });
        }
      });
    }, refreshAfterMs);
  }

  /** Begins in the background. Throws EngineError `conflict`, `read-only`. */
  start({ isDryRun = false }: { readonly isDryRun?: boolean } = {}): TeachingState {
    const writer = this.#writer();
    if (this.#live !== null && this.#live.state !== 'failed') {
      throw new EngineError('conflict', 'A teaching is running already.');
    }
    const live: Live = {
      controller: new AbortController(),
      progress: new TeachProgress(),
      state: 'collecting',
      handle: null,
      ended: Promise.resolve(null),
      error: null,
    };
    this.#live = live;
    live.ended = this.#run(writer, live, isDryRun);
    this.#tell();
    return this.show();
  }

  /**
   * Teaches, and waits for what comes of it. A dry run keeps no policy. Throws as `start`, what the teaching failed with,
   * and the abort reason.
   */
  async teach({
    isDryRun,
    signal,
  }: {
    readonly isDryRun: boolean;
    readonly signal: AbortSignal;
  }): Promise<TeachReport> {
    signal.throwIfAborted();
    this.start({ isDryRun });
    const live = this.#live!;
    const stop = (): void => live.controller.abort();
    signal.addEventListener('abort', stop, { once: true });
    const report = await live.ended;
    signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
    if (report === null) throw live.error;
    return report;
  }

  pause(): TeachingState {
    const live = this.#live;
    if (live?.state === 'running') {
      live.handle?.pause();
      live.progress.pause(this.#deps.clock.monotonicMs());
      live.state = 'paused';
      this.#tell();
    }
    return this.show();
  }

  resume(): TeachingState {
    const live = this.#live;
    if (live?.state === 'paused') {
      live.progress.start(this.#deps.clock.monotonicMs());
      live.state = 'running';
      live.handle?.resume();
      this.#tell();
    }
    return this.show();
  }

  /** Also takes a failure off the page. */
  async cancel(): Promise<TeachingState> {
    const live = this.#live;
    live?.controller.abort();
    await live?.ended;
    if (this.#live === live) this.#live = null;
    this.#tell();
    return this.show();
  }

  /** Throws EngineError `not-found`, `bad-request`, `read-only`. */
  use(policyId: string | null): TeachingState {
    this.#deps.shelf.use(this.#writer(), policyId);
    this.applyPolicy();
    return this.show();
  }

  /** Lets the search ask the policy that is in use, or the one that comes with the program. */
  applyPolicy(): void {
    const { policy } = this.#deps;
    const weights = this.#weightsInUse();
    if (policy.policyId !== weights.policyId) policy.switchTo(new LearnedPolicy(weights));
    this.#tell();
  }

  async dispose(): Promise<void> {
    this.#disposed.abort();
    if (this.#refreshTimer !== null) clearTimeout(this.#refreshTimer);
    this.#live?.controller.abort();
    await this.#live?.ended;
    await this.#refreshing.catch(() => {});
  }

  async #run(writer: WritableDb, live: Live, isDryRun: boolean): Promise<TeachReport | null> {
    const { book, shelf, shipped, clock, options } = this.#deps;
    const { progress, controller } = live;
    const { signal } = controller;
    try {
      await this.#refresh(signal);
      signal.throwIfAborted();
      const current = this.#weightsInUse();
      const task = { current, shipped, lessons: book.lessons(), policyId: shelf.nextPolicyId(), options };
      const onStep: Parameters<typeof runTeaching>[1]['onStep'] = (step) => {
        progress.add(step);
        this.#tell();
      };
      live.handle = runTeaching(task, { signal, onStep });
      live.state = 'running';
      progress.start(clock.monotonicMs());
      const outcome = await live.handle.outcome;
      signal.throwIfAborted();
      const seconds = progress.spentMs(clock.monotonicMs()) / 1000;
      const basePolicyId = current.policyId === shipped.policyId ? null : current.policyId;
      const report = reportOf(outcome, { basePolicyId, seconds });
      if (!isDryRun) shelf.keep(writer, { report, weights: outcome.taught?.weights ?? null });
      this.#live = null;
      this.#tell();
      return report;
    } catch (error) {
      if (signal.aborted) {
        this.#live = null;
      } else {
        live.state = 'failed';
        live.error = error;
        this.#deps.logger.error('teaching failed', error);
      }
    }
    this.#tell();
    return null;
  }

  /** One at a time: two would keep the same evidence twice. */
  #refresh(signal: AbortSignal): Promise<void> {
    const before = this.#refreshing.catch(() => {});
    this.#refreshing = before.then(() => this.#deps.book.refresh(signal)).then(() => this.#tell());
    return this.#refreshing;
  }

  #weightsInUse(): LearnedWeights {
    const { shelf, shipped, isTaughtUsed } = this.#deps;
    return (isTaughtUsed() ? shelf.inUse() : null) ?? shipped;
  }

  #tell(): void {
    this.#listeners.forEach((listener) => listener());
  }

  #writer(): WritableDb {
    const { writer } = this.#deps;
    if (writer === null) {
      throw new EngineError('read-only', 'This engine only reads the library.');
    }
    return writer;
  }
}

function reportOf(
  { verdict, lessonCount, apart, candidates, taught }: TeachOutcome,
  more: Pick<TeachReport, 'basePolicyId' | 'seconds'>,
): TeachReport {
  return {
    ...{ verdict, lessonCount, apart },
    candidates: [...candidates],
    taughtPart: taught?.part ?? null,
    edgeHabit: taught?.weights.edgeHabit ?? null,
    ...more,
  };
}
