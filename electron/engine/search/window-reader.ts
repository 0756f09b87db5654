import type { PlanAtom, QueryPlan } from '../../contract/plan.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import type { GroundingInput, GroundingPolicy } from '../../../native-models/api/grounding-policy.ts';
import { blockCountOf } from '../index/block-space.ts';
import type { CandidateWindow } from '../index/candidate-windows.ts';
import type { IndexedVideo } from '../index/index-source.ts';
import { positiveAtomIds } from '../index/plan-tree.ts';
import type { Turn } from '../index/turn.ts';
import type { BlockRows } from './block-rows.ts';
import { isEnough } from './enough-hits.ts';
import type { EvidenceSource } from './evidence-source.ts';
import type { PlanChannels } from './plan-channels.ts';
import { rankHits } from './rank-hits.ts';
import type { ShotEdges } from './shot-edges.ts';
import { BaselinePolicy } from '../../../native-models/policy/baseline-policy.ts';
import { type FoundSpan, foundSpans, groundingInput } from './span-hits.ts';
import { type EvidencePiece, type Stretch, stretchesOf } from './stretch.ts';
import { type StretchEvidence, stretchEvidence } from './stretch-evidence.ts';
import { windowEvidence } from './window-evidence.ts';

/** What stays the same from window to window of one query. */
export interface QueryRun {
  readonly plan: QueryPlan;
  /** Those that the plan's tree uses. */
  readonly atoms: readonly PlanAtom[];
  readonly channelsByAtom: PlanChannels['channelsByAtom'];
  readonly turn: Turn;
  readonly onProgress: (progress: { readonly doneCount: number; readonly totalCount: number }) => void;
  readonly floor: number;
  readonly limit: number;
}

/** What was put together of windows that are grounded twice: as drafts one by one, then with what lies beside them. */
type EvidenceByWindow = Map<CandidateWindow, StretchEvidence | null>;

export interface WindowReaderOptions {
  readonly source: EvidenceSource;
  readonly blockRows: BlockRows;
  readonly shotEdges: ShotEdges;
  readonly policy: GroundingPolicy;
  readonly stepSeconds: number;
}

/** As much as 64 windows of five minutes: a span that goes on for longer is cut there. */
const maxReadSeconds = 64 * 300;
const maxWindowSeconds = 300;
/** A span this close to the edge of what was read may go on beyond it. */
const touchSeconds = 1;

/** Tells how good a window is; quick, and none of what it finds is shown. */
const draftPolicy = new BaselinePolicy();

/** Stage two of a search: looks at candidate windows step by step and finds the spans in them. */
export class WindowReader {
  readonly #options: WindowReaderOptions;

  constructor(options: WindowReaderOptions) {
    this.#options = options;
  }

  /**
   * Reads windows, best first, until that is no use any more; then reads on wherever a span that will be shown reaches
   * the edge of what was read.
   */
  async read(run: QueryRun, windows: readonly CandidateWindow[]): Promise<readonly FoundSpan[]> {
    const drafts: EvidenceByWindow = new Map();
    const pieces = await this.#readBest(run, windows, drafts);
    const known = new Map<string, readonly FoundSpan[]>();
    for (let blockCount = 1; ; blockCount *= 2) {
      const spans = await this.#groundAll(run, { pieces, drafts, known });
      const further = furtherWindows(rankHits(spans, run).hits, { read: [...pieces.keys()], blockCount });
      if (further.length === 0 || readSeconds([...pieces.keys(), ...further]) > maxReadSeconds) {
        return spans;
      }
      for (const window of further) {
        pieces.set(window, await this.#piecesOf(run, window));
        await run.turn.breathe();
      }
    }
  }

  /** Everything that is known about a query in one video, in the blocks that a range touches; without one, in all. */
  async readWhole(
    run: QueryRun,
    video: IndexedVideo,
    range: TimeRange = { startSeconds: 0, endSeconds: Number.POSITIVE_INFINITY },
  ): Promise<{ stretch: Stretch; evidence: StretchEvidence | null }> {
    const blockCount = blockCountOf(video);
    const fromBlock = Math.min(blockCount - 1, Math.max(0, Math.floor(range.startSeconds / video.blockSeconds)));
    const toBlock = Math.min(blockCount, Math.max(fromBlock + 1, Math.ceil(range.endSeconds / video.blockSeconds)));
    const windows = cutToWindows({ video, fromBlock, toBlock, score: 0 });
    const pieces: EvidencePiece[] = [];
    for (const window of windows) {
      pieces.push(...(await this.#piecesOf(run, window)));
      await run.turn.breathe();
    }
    const [stretch] = stretchesOf(windows, this.#options.stepSeconds);
    return { stretch: stretch!, evidence: stretchEvidence(run.plan, stretch!, pieces) };
  }

  /** The evidence of a stretch as the policy is given it. */
  inputOf(run: QueryRun, evidence: StretchEvidence): GroundingInput {
    const { video } = evidence.stretch;
    return groundingInput(evidence, {
      plan: run.plan,
      positiveIds: new Set(run.plan.root === null ? [] : positiveAtomIds(run.plan.root)),
      shotEdgesIn: (range) => this.#options.shotEdges.within(video, range),
    });
  }

  async #readBest(
    run: QueryRun,
    windows: readonly CandidateWindow[],
    drafts: EvidenceByWindow,
  ): Promise<Map<CandidateWindow, EvidencePiece[]>> {
    const pieces = new Map<CandidateWindow, EvidencePiece[]>();
    const scores: number[] = [];
    for (const [index, window] of windows.entries()) {
      const { limit, floor } = run;
      if (isEnough({ scores, nextScore: window.score, readWindowCount: index, limit, floor })) {
        run.onProgress({ doneCount: windows.length, totalCount: windows.length });
        break;
      }
      pieces.set(window, await this.#piecesOf(run, window));
      const [stretch] = stretchesOf([window], this.#options.stepSeconds);
      const evidence = evidenceOf(run, stretch!, pieces);
      drafts.set(window, evidence);
      scores.push(...this.#ground(run, evidence, { isDraft: true }).map(({ score }) => score));
      run.onProgress({ doneCount: index + 1, totalCount: windows.length });
      await run.turn.breathe();
    }
    return pieces;
  }

  #piecesOf({ atoms, channelsByAtom, turn }: QueryRun, window: CandidateWindow): Promise<EvidencePiece[]> {
    const { source, blockRows, stepSeconds } = this.#options;
    return windowEvidence({ window, atoms, channelsByAtom, stepSeconds, blockRows, source, turn });
  }

  /** Windows that lie together are grounded in one go. `known` keeps what was found of stretches that did not grow. */
  async #groundAll(run: QueryRun, { pieces, drafts, known }: Reading): Promise<FoundSpan[]> {
    const found: FoundSpan[] = [];
    for (const stretch of stretchesOf([...pieces.keys()], this.#options.stepSeconds)) {
      const { fromBlock, toBlock } = blocksOf(stretch);
      const key = `${String(stretch.video.generationKey)}/${String(fromBlock)}/${String(toBlock)}`;
      const spans =
        known.get(key) ??
        this.#ground(run, draftOf(stretch, drafts) ?? evidenceOf(run, stretch, pieces), { isDraft: false });
      known.set(key, spans);
      found.push(...spans);
      await run.turn.breathe();
    }
    return found;
  }

  /** A draft only tells how good a window is: its edges stay on the grid. */
  #ground(run: QueryRun, evidence: StretchEvidence | null, { isDraft }: { readonly isDraft: boolean }): FoundSpan[] {
    const { policy, shotEdges } = this.#options;
    return evidence === null
      ? []
      : foundSpans({
          plan: run.plan,
          answerableIds: new Set(run.channelsByAtom.keys()),
          evidence,
          shotEdgesIn: isDraft ? null : (range) => shotEdges.within(evidence.stretch.video, range),
          policy: isDraft ? draftPolicy : policy,
        });
  }
}

interface Reading {
  readonly pieces: ReadonlyMap<CandidateWindow, readonly EvidencePiece[]>;
  readonly drafts: EvidenceByWindow;
  readonly known: Map<string, readonly FoundSpan[]>;
}

function evidenceOf(run: QueryRun, stretch: Stretch, pieces: Reading['pieces']): StretchEvidence | null {
  return stretchEvidence(
    run.plan,
    stretch,
    stretch.windows.flatMap((window) => pieces.get(window) ?? []),
  );
}

/** The evidence of a stretch that is one window and was looked at before; null where nothing of it is known too. */
function draftOf({ windows }: Stretch, drafts: EvidenceByWindow): StretchEvidence | null {
  return windows.length === 1 ? (drafts.get(windows[0]!) ?? null) : null;
}

interface Blocks {
  readonly fromBlock: number;
  readonly toBlock: number;
}

function blocksOf({ windows }: Stretch): Blocks {
  return { fromBlock: windows[0]!.fromBlock, toBlock: windows.at(-1)!.toBlock };
}

function readSeconds(windows: readonly CandidateWindow[]): number {
  return windows.reduce((sum, { video, fromBlock, toBlock }) => sum + (toBlock - fromBlock) * video.blockSeconds, 0);
}

/** Blocks, not read yet, on the far side of every edge that a span touches: `blockCount` of them, as windows. */
function furtherWindows(
  spans: readonly FoundSpan[],
  { read, blockCount }: { readonly read: readonly CandidateWindow[]; readonly blockCount: number },
): CandidateWindow[] {
  const isRead = new Set(read.flatMap(blockKeys));
  const further: CandidateWindow[] = [];
  for (const { span, evidence } of spans) {
    const { stretch } = evidence;
    const { video } = stretch;
    const { fromBlock, toBlock } = blocksOf(stretch);
    const wanted: Blocks[] = [];
    if (span.startSeconds <= stretch.grid.startSeconds + touchSeconds) {
      wanted.push({ fromBlock: Math.max(0, fromBlock - blockCount), toBlock: fromBlock });
    }
    if (span.endSeconds >= stretch.endSeconds - touchSeconds) {
      wanted.push({ fromBlock: toBlock, toBlock: Math.min(blockCountOf(video), toBlock + blockCount) });
    }
    for (const window of wanted.flatMap((blocks) => cutToWindows({ ...blocks, video, score: 0 }))) {
      if (!blockKeys(window).some((key) => isRead.has(key))) {
        blockKeys(window).forEach((key) => isRead.add(key));
        further.push(window);
      }
    }
  }
  return further;
}

function blockKeys({ video, fromBlock, toBlock }: CandidateWindow): string[] {
  return Array.from(
    { length: toBlock - fromBlock },
    (_, index) => `${String(video.generationKey)}/${String(fromBlock + index)}`,
  );
}

function cutToWindows(window: CandidateWindow): CandidateWindow[] {
  const most = Math.max(1, Math.floor(maxWindowSeconds / window.video.blockSeconds));
  const windows: CandidateWindow[] = [];
  for (let from = window.fromBlock; from < window.toBlock; from += most) {
    windows.push({ ...window, fromBlock: from, toBlock: Math.min(window.toBlock, from + most) });
  }
  return windows;
}
