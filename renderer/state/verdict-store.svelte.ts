import type { Correction } from '../../electron/contract/corrections.ts';
import type { VideoId } from '../../electron/contract/ids.ts';
import type { CallEngine, Params } from '../../electron/contract/index.ts';
import type { SearchHit } from '../../electron/contract/search.ts';
import type { TimeRange } from '../../electron/contract/time-range.ts';
import type { UndoHistory } from './undo-history.svelte.ts';

interface Moment {
  readonly text: string;
  readonly videoId: VideoId;
  readonly found: TimeRange;
}

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

  /** Whether the range of a hit is what a person made of it, and not what was found. */
  hasOwnEdges(hit: SearchHit): boolean {
    const verdict = this.of(hit)?.verdict;
    return hit.correctionId !== null && (verdict === 'adjusted' || verdict === 'missed');
  }

  /** Says that a hit is right or wrong, or with null takes back what was said. Can be undone. */
  judge(hit: SearchHit, verdict: 'right' | 'wrong' | null, title: string): Promise<void> {
    const before = this.of(hit);
    const text = this.#text;
    const after: NewCorrection | null =
      verdict === null ? null : { videoId: hit.videoId, text, verdict, found: hit.range, corrected: null };
    const found = before?.found ?? before?.corrected ?? hit.range;
    const moment = { text, videoId: hit.videoId, found };
    return this.#history.do({ title, redo: () => this.#put(moment, after), undo: () => this.#put(moment, before) });
  }

  /** Says that nothing of the hits of a clip is what was asked for. Can be undone, as one step. */
  nothingIn(hits: readonly SearchHit[], title: string): Promise<void> {
    const text = this.#text;
    const judged = hits.map((hit) => {
      const before = this.of(hit);
      const found = before?.found ?? before?.corrected ?? hit.range;
      const after: NewCorrection = { videoId: hit.videoId, text, verdict: 'wrong', found: hit.range, corrected: null };
      return { moment: { text, videoId: hit.videoId, found }, before, after };
    });
    const putAll = async (which: 'before' | 'after'): Promise<void> => {
      for (const one of judged) {
        await this.#put(one.moment, one[which]);
      }
    };
    return this.#history.do({ title, redo: () => putAll('after'), undo: () => putAll('before') });
  }

  /** Says that a span is what these words mean, although it was not found, or not like this. Can be undone. */
  meant(videoId: VideoId, range: TimeRange, title: string): Promise<void> {
    const text = this.#text;
    const moment = { text, videoId, found: range };
    const after: NewCorrection = { videoId, text, verdict: 'missed', found: null, corrected: range };
    return this.#history.do({ title, redo: () => this.#put(moment, after), undo: () => this.#put(moment, null) });
  }

  /** Looks up what is kept: each saving has an id of its own, and other words may have been asked meanwhile. */
  async #put({ text, videoId, found }: Moment, wanted: NewCorrection | null): Promise<void> {
    if (wanted !== null) {
      const { verdict, corrected } = wanted;
      await this.#callEngine('corrections.save', { videoId, text, verdict, found: wanted.found, corrected });
    } else {
      const { corrections } = await this.#callEngine('corrections.list', { text, videoId });
      const kept = corrections.find((correction) => isAbout(correction, { videoId, range: found }));
      if (kept !== undefined) {
        await this.#callEngine('corrections.remove', { correctionId: kept.correctionId });
      }
    }
    await this.load(this.#text);
  }

  async #list(): Promise<readonly Correction[] | null> {
    try {
      return (await this.#callEngine('corrections.list', { text: this.#text })).corrections;
    } catch {
      return null;
    }
  }
}

function isAbout(
  { videoId, found, corrected }: Correction,
  { videoId: hitVideoId, range }: Pick<SearchHit, 'videoId' | 'range'>,
): boolean {
  const about = found ?? corrected;
  return (
    about !== null &&
    videoId === hitVideoId &&
    Math.abs(about.startSeconds - range.startSeconds) < sameSeconds &&
    Math.abs(about.endSeconds - range.endSeconds) < sameSeconds
  );
}
