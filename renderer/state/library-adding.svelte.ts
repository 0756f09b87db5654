import { EngineError, isAbort } from '../../electron/contract/errors.ts';
import type { RootId } from '../../electron/contract/ids.ts';
import type { CallEngine } from '../../electron/contract/index.ts';
import type { ScanReport } from '../../electron/contract/library.ts';
import type { ChosenPlace } from '../../electron/contract/places.ts';

/** What is looked through: places that are new, the drawn clips, a folder once more, a folder at its new place. */
export type AddingTask =
  | { readonly kind: 'add'; readonly place: ChosenPlace; readonly title: string }
  | { readonly kind: 'demo' }
  | { readonly kind: 'rescan'; readonly rootId: RootId; readonly title: string }
  | { readonly kind: 'relink'; readonly rootId: RootId; readonly place: ChosenPlace; readonly title: string };

export type ScanCounts = Omit<ScanReport, 'rootId'>;

export interface AddingFailure {
  readonly task: AddingTask;
  readonly error: EngineError;
}

export type AddingStatus =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      readonly task: AddingTask;
      readonly doneCount: number;
      /** Null where nobody knows before the end. */
      readonly totalCount: number | null;
      readonly waitingCount: number;
    }
  | { readonly kind: 'ended'; readonly counts: ScanCounts | null; readonly failures: readonly AddingFailure[] };

/** Brings footage into the library, one place after the other. */
export class LibraryAdding {
  #status = $state.raw<AddingStatus>({ kind: 'idle' });
  readonly #callEngine: CallEngine;
  #waiting: AddingTask[] = [];
  #controller: AbortController | null = null;

  constructor(callEngine: CallEngine) {
    this.#callEngine = callEngine;
  }

  get status(): AddingStatus {
    return this.#status;
  }

  get isRunning(): boolean {
    return this.#status.kind === 'running';
  }

  /**
   * Works on the tasks when those before are done. What comes while one runs joins it, and gets null; otherwise what
   * became of all of them. Never rejects.
   */
  async run(tasks: readonly AddingTask[]): Promise<Extract<AddingStatus, { kind: 'ended' }> | null> {
    this.#waiting.push(...tasks);
    if (this.#controller !== null || this.#waiting.length === 0) {
      return null;
    }
    const controller = new AbortController();
    this.#controller = controller;
    const failures: AddingFailure[] = [];
    let counts: ScanCounts | null = null;
    for (let task = this.#waiting.shift(); task !== undefined; task = this.#waiting.shift()) {
      try {
        counts = sumOf(counts, await this.#scan(task, controller.signal));
      } catch (error) {
        if (!isAbort(error)) {
          const known =
            error instanceof EngineError ? error : new EngineError('internal', String(error), { cause: error });
          failures.push({ task, error: known });
        }
      }
    }
    this.#controller = null;
    const ended = { kind: 'ended', counts, failures } as const;
    this.#status = failures.length > 0 ? ended : { kind: 'idle' };
    return ended;
  }

  /** What was found stays; a later scan finds the rest. */
  stop(): void {
    this.#waiting = [];
    this.#controller?.abort();
  }

  /** Puts away what was told. */
  close(): void {
    if (this.#status.kind === 'ended') {
      this.#status = { kind: 'idle' };
    }
  }

  #scan(task: AddingTask, signal: AbortSignal): Promise<ScanReport> {
    const report = (doneCount: number, totalCount: number | null = null) => {
      this.#status = { kind: 'running', task, doneCount, totalCount, waitingCount: this.#waiting.length };
    };
    report(0);
    const options = { signal, onProgress: ({ doneCount }: { doneCount: number }) => report(doneCount) };
    switch (task.kind) {
      case 'add':
        return this.#callEngine('library.add', { place: task.place }, options);
      case 'rescan':
        return this.#callEngine('library.rescan', { rootId: task.rootId }, options);
      case 'relink':
        return this.#callEngine('library.relinkRoot', { rootId: task.rootId, place: task.place }, options);
      case 'demo': {
        const onProgress = (progress: { doneCount: number; totalCount: number }) =>
          report(progress.doneCount, progress.totalCount);
        return this.#callEngine('library.addDemo', {}, { signal, onProgress });
      }
    }
  }
}

function sumOf(before: ScanCounts | null, { rootId: _rootId, ...counts }: ScanReport): ScanCounts {
  if (before === null) {
    return counts;
  }
  const names = Object.keys(counts) as (keyof ScanCounts)[];
  return Object.fromEntries(names.map((name) => [name, before[name] + counts[name]])) as unknown as ScanCounts;
}
