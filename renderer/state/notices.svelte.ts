import { EngineError, isAbort } from '../../electron/contract/errors.ts';

export interface Notice {
  readonly noticeId: number;
  readonly kind: 'done' | 'failed';
  readonly text: string;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

const shownMs = 6000;
const mostShown = 3;

/** Short words about what has just happened; read aloud, gone after a while. Failures stay until closed. */
export class Notices {
  #notices = $state.raw<readonly Notice[]>([]);
  readonly #wordsOf: (error: EngineError) => string;
  #nextId = 1;

  constructor(wordsOf: (error: EngineError) => string) {
    this.#wordsOf = wordsOf;
  }

  get shown(): readonly Notice[] {
    return this.#notices;
  }

  tell(text: string, action: Notice['action'] = null): void {
    const noticeId = this.#add({ kind: 'done', text, action });
    setTimeout(() => this.close(noticeId), shownMs);
  }

  /** Being stopped is no failure and is not told. */
  fail(error: unknown): void {
    if (!isAbort(error)) {
      const known = error instanceof EngineError ? error : new EngineError('internal', String(error), { cause: error });
      this.#add({ kind: 'failed', text: this.#wordsOf(known), action: null });
    }
  }

  /** What did not work, in words of whoever tried it. Stays until closed. */
  warn(text: string): void {
    this.#add({ kind: 'failed', text, action: null });
  }

  close(noticeId: number): void {
    this.#notices = this.#notices.filter((notice) => notice.noticeId !== noticeId);
  }

  #add(notice: Omit<Notice, 'noticeId'>): number {
    const noticeId = this.#nextId;
    this.#nextId += 1;
    const others = this.#notices.filter(({ text }) => text !== notice.text);
    this.#notices = [...others, { ...notice, noticeId }].slice(-mostShown);
    return noticeId;
  }
}
