import type { UndoHistory } from './undo-history.svelte.ts';
import type { Marks, ViewerSession } from './viewer-session.svelte.ts';

/** Changes of in and out that can be undone. */
export class MarkEdits {
  readonly #viewer: ViewerSession;
  readonly #history: UndoHistory;

  constructor(viewer: ViewerSession, history: UndoHistory) {
    this.#viewer = viewer;
    this.#history = history;
  }

  /** An in point after the out point takes that away, and the other way round. */
  set(change: Partial<Marks>, title: string): Promise<void> {
    const before = this.#viewer.marks;
    const after = ordered({ ...before, ...change }, typeof change.inSeconds === 'number' ? 'inSeconds' : 'outSeconds');
    if (after.inSeconds === before.inSeconds && after.outSeconds === before.outSeconds) {
      return Promise.resolve();
    }
    return this.replace(before, after, title);
  }

  /** For what has been shown already while it was dragged: `before` is what undoing brings back. */
  replace(before: Marks, after: Marks, title: string): Promise<void> {
    const videoId = this.#viewer.request?.videoId;
    const put = async (marks: Marks): Promise<void> => {
      // Another clip has marks of its own.
      if (this.#viewer.request?.videoId === videoId) {
        this.#viewer.setMarks(marks);
      }
    };
    return this.#history.do({ title, redo: () => put(after), undo: () => put(before) });
  }
}

function ordered(marks: Marks, kept: keyof Marks): Marks {
  const { inSeconds, outSeconds } = marks;
  if (inSeconds === null || outSeconds === null || inSeconds < outSeconds) {
    return marks;
  }
  return kept === 'inSeconds' ? { inSeconds, outSeconds: null } : { inSeconds: null, outSeconds };
}
