import type { Correction } from '../../electron/contract/corrections.ts';
import type { CallEngine, Params } from '../../electron/contract/index.ts';
import type { SearchHit } from '../../electron/contract/search.ts';
import type { UndoHistory } from './undo-history.svelte.ts';

type NewCorrection = Params<'corrections.save'>;

/** Ends of the same moment, as they come back from the store. */
const sameSeconds = 0.001;

/** What a person has said about the moments that the words last asked have found. */
export class VerdictStore {
  #text = '';
  #corrections = $state.raw<readonly Correction[]>([]);
  readonly #callEngine: CallEngine;
  readonly #history: UndoHistory;

  constructor(callEngine: CallEngine, history: UndoHistory) {
    this.#callEngine = callEngine;
    this.#history = history;
  }

  /** Learns what was said about the moments of these words. Never rejects: without it, no verdict is shown. */
  async load(text: string): Promise<void> {
    if (this.#text !== text) {
      this.#text = text;
      this.#corrections = [];
    }
    const corrections = await this.#list();
    if (this.#text === text && corrections !== null) {
      this.#corrections = corrections;
    }
  }

  of(hit: SearchHit): Correction | null {
    return (
      this.#corrections.find(({ correctionId }) => correctionId === hit.correctionId) ??
      this.#corrections.find((correction) => isAbout(correction, hit)) ??
      null
    );
  }

  /** Says that a hit is right or wrong, or with null takes back what was said. Can be undone. */
  judge(hit: SearchHit, verdict: 'right' | 'wrong' | null, title: string): Promise<void> {
    const before = this.of(hit);
    const text = this.#text;
    const after: NewCorrection | null =
      verdict === null ? null : { videoId: hit.videoId, text, verdict, found: hit.range, corrected: null };
    // What is kept just now: other words may have been asked when this is undone.
    let now = before;
    const put = async (wanted: NewCorrection | null): Promise<void> => {
      now = await this.#put(now, wanted);
    };
    return this.#history.do({ title, redo: () => put(after), undo: () => put(before) });
  }

  async #put(now: Correction | null, wanted: NewCorrection | null): Promise<Correction | null> {
    let kept: Correction | null = null;
    if (wanted !== null) {
      const { videoId, text, verdict, found, corrected } = wanted;
      kept = await this.#callEngine('corrections.save', { videoId, text, verdict, found, corrected });
    } else if (now !== null) {
      await this.#callEngine('corrections.remove', { correctionId: now.correctionId });
    }
    await this.load(this.#text);
    return kept;
  }

  async #list(): Promise<readonly Correction[] | null> {
    try {
      return (await this.#callEngine('corrections.list', { text: this.#text })).corrections;
    } catch {
      return null;
    }
  }
}

function isAbout({ videoId, found }: Correction, hit: SearchHit): boolean {
  return (
    found !== null &&
    videoId === hit.videoId &&
    Math.abs(found.startSeconds - hit.range.startSeconds) < sameSeconds &&
    Math.abs(found.endSeconds - hit.range.endSeconds) < sameSeconds
  );
}
