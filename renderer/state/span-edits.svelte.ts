import type { Correction } from '../../electron/contract/corrections.ts';
import type { CorrectionId } from '../../electron/contract/ids.ts';
import type { CallEngine } from '../../electron/contract/index.ts';
import type { SearchHit } from '../../electron/contract/search.ts';
import type { TimeRange } from '../../electron/contract/time-range.ts';
import type { UndoHistory } from './undo-history.svelte.ts';

export interface SpanEditsOptions {
  readonly callEngine: CallEngine;
  readonly history: UndoHistory;
  /** Something about the moments of these words has been kept: they are asked for again. */
  readonly onChange: (hit: SearchHit, range: TimeRange) => void;
}

/** The edges of hits as a person has drawn them; each change is kept as a correction and can be undone. */
export class SpanEdits {
  readonly #options: SpanEditsOptions;
  /** Until the search has been answered again. */
  #ranges = $state.raw<Readonly<Record<string, TimeRange>>>({});

  constructor(options: SpanEditsOptions) {
    this.#options = options;
  }

  /** `text`: the query that found it. */
  rangeOf(hit: SearchHit, text: string): TimeRange {
    return this.#ranges[keyOf(hit, text)] ?? hit.range;
  }

  /** While an edge is being dragged; nothing is kept yet. */
  draft(hit: SearchHit, text: string, range: TimeRange): void {
    this.#ranges = { ...this.#ranges, [keyOf(hit, text)]: range };
  }

  /** Keeps the edges as drafted. Rejects, and shows the edges of before, when that cannot be kept. */
  async keep(hit: SearchHit, text: string, title: string): Promise<void> {
    const after = this.rangeOf(hit, text);
    const { callEngine, history } = this.#options;
    try {
      const kept = await this.#keptAbout(hit, text);
      const found = kept?.found ?? hit.range;
      const before = kept?.corrected ?? found;
      let correctionId: CorrectionId | null = kept?.correctionId ?? null;
      const put = async (corrected: TimeRange): Promise<void> => {
        const correction = { videoId: hit.videoId, text, verdict: 'adjusted' as const, found, corrected };
        ({ correctionId } = await callEngine('corrections.save', correction));
        this.#show(hit, text, corrected);
      };
      const takeBack = async (): Promise<void> => {
        if (kept !== null) {
          const { videoId, verdict, found: about, corrected } = kept;
          ({ correctionId } = await callEngine('corrections.save', {
            videoId,
            text,
            verdict,
            found: about,
            corrected,
          }));
        } else if (correctionId !== null) {
          await callEngine('corrections.remove', { correctionId });
          correctionId = null;
        }
        this.#show(hit, text, before);
      };
      await history.do({ title, redo: () => put(after), undo: takeBack });
    } catch (error) {
      this.draft(hit, text, hit.range);
      throw error;
    }
  }

  /** What has been said about this hit before. */
  async #keptAbout(hit: SearchHit, text: string): Promise<Correction | null> {
    const { corrections } = await this.#options.callEngine('corrections.list', { text, videoId: hit.videoId });
    return (
      corrections.find(({ correctionId }) => correctionId === hit.correctionId) ??
      corrections.find(({ found }) => found !== null && areSame(found, hit.range)) ??
      null
    );
  }

  #show(hit: SearchHit, text: string, range: TimeRange): void {
    this.draft(hit, text, range);
    this.#options.onChange(hit, range);
  }
}

/** A hit of a query is the same one whatever has become of its edges. */
function keyOf({ hitId }: SearchHit, text: string): string {
  return `${hitId} ${text}`;
}

function areSame(a: TimeRange, b: TimeRange): boolean {
  return Math.abs(a.startSeconds - b.startSeconds) < 0.001 && Math.abs(a.endSeconds - b.endSeconds) < 0.001;
}
