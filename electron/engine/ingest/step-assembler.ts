import type { ChannelId } from '../../contract/channels.ts';
import type { Channel, CoveringRow, TermStrength } from '../channels/channel.ts';
import type { LookRow } from '../channels/look/rows.ts';
import type { ObjectRow } from '../channels/objects/rows.ts';
import type { ShotRow } from '../channels/shots/rows.ts';
import type { TrackRow } from '../channels/tracks/rows.ts';
import { nextTrackNumber, type TrackPast } from '../channels/tracks/track-step.ts';
import { tracksOfStep } from './step-tracks.ts';

/** The rows of one channel in one step, encoded, with what the index keeps of them. */
export interface StepBlock {
  readonly channel: ChannelId;
  readonly rowCount: number;
  readonly payload: Uint8Array;
  readonly terms: readonly TermStrength[];
}

export interface AssembledStep {
  readonly stepIndex: number;
  readonly blocks: readonly StepBlock[];
}

export interface StepAssemblerOptions {
  readonly stepSeconds: number;
  /** Rows before this step are dropped: they were decoded only to give the analysers their past. */
  readonly firstStepIndex: number;
  /** `tracks` after those that it is made from. */
  readonly channels: readonly Channel<CoveringRow>[];
  /** What `tracks` knows of the step before the first; left out at the beginning. */
  readonly trackPast?: TrackPast;
}

const noPast: TrackPast = { rows: [], nextTrackNumber: 1 };

/**
 * Sorts the rows of all channels into steps of media time. A row that crosses the edge of a step is kept in both,
 * cut at the edge, so that a block alone says everything about its step.
 */
export class StepAssembler {
  readonly #stepSeconds: number;
  readonly #channels: readonly Channel<CoveringRow>[];
  readonly #rows = new Map<number, Map<ChannelId, CoveringRow[]>>();
  #nextStepIndex: number;
  #trackPast: TrackPast;

  constructor({ stepSeconds, firstStepIndex, channels, trackPast = noPast }: StepAssemblerOptions) {
    this.#stepSeconds = stepSeconds;
    this.#channels = channels;
    this.#nextStepIndex = firstStepIndex;
    this.#trackPast = trackPast;
  }

  add(channel: ChannelId, rows: readonly CoveringRow[]): void {
    for (const row of rows) {
      const last = Math.max(this.#stepOf(row.startSeconds), Math.ceil(row.endSeconds / this.#stepSeconds) - 1);
      for (let step = this.#stepOf(row.startSeconds); step <= last; step += 1) {
        this.#rowsOf(step, channel)?.push(this.#cut(row, step));
      }
    }
  }

  /** Steps that end at or before this media time; call it only when every row that starts before it was added. */
  takeUntil(timeSeconds: number): AssembledStep[] {
    const steps: AssembledStep[] = [];
    while ((this.#nextStepIndex + 1) * this.#stepSeconds <= timeSeconds) {
      steps.push(this.#take());
    }
    return steps;
  }

  /** What is left, up to the end of the video; at least one step, also for a video of one frame. */
  finish(durationSeconds: number): AssembledStep[] {
    const lastStep = Math.max(0, Math.ceil(durationSeconds / this.#stepSeconds) - 1);
    const steps: AssembledStep[] = [];
    while (this.#nextStepIndex <= lastStep) {
      steps.push(this.#take());
    }
    return steps;
  }

  #stepOf(seconds: number): number {
    return Math.max(0, Math.floor(seconds / this.#stepSeconds));
  }

  #rowsOf(step: number, channel: ChannelId): CoveringRow[] | null {
    if (step < this.#nextStepIndex) {
      return null;
    }
    const channels = this.#rows.get(step) ?? new Map<ChannelId, CoveringRow[]>();
    this.#rows.set(step, channels);
    const rows = channels.get(channel) ?? [];
    channels.set(channel, rows);
    return rows;
  }

  #cut(row: CoveringRow, step: number): CoveringRow {
    const startSeconds = Math.max(row.startSeconds, step * this.#stepSeconds);
    const endSeconds = Math.min(row.endSeconds, (step + 1) * this.#stepSeconds);
    return startSeconds === row.startSeconds && endSeconds === row.endSeconds
      ? row
      : { ...row, startSeconds, endSeconds: Math.max(startSeconds, endSeconds) };
  }

  #take(): AssembledStep {
    const stepIndex = this.#nextStepIndex;
    const byChannel = this.#rows.get(stepIndex);
    this.#rows.delete(stepIndex);
    this.#nextStepIndex += 1;
    const kept = new Map<ChannelId, readonly CoveringRow[]>();
    const blocks = this.#channels.map((channel): StepBlock => {
      const rows = channel.id === 'tracks' ? this.#tracks(kept) : (byChannel?.get(channel.id) ?? []);
      const payload = channel.encode(rows);
      // As the rows are kept, rounded: an analysis that goes on after a kill has only those of the step before.
      const stored = channel.decode(payload);
      kept.set(channel.id, stored);
      return { channel: channel.id, rowCount: rows.length, payload, terms: channel.terms(stored) };
    });
    const tracks = (kept.get('tracks') ?? []) as readonly TrackRow[];
    this.#trackPast = { rows: tracks, nextTrackNumber: nextTrackNumber(tracks, this.#trackPast.nextTrackNumber) };
    return { stepIndex, blocks };
  }

  #tracks(kept: ReadonlyMap<ChannelId, readonly CoveringRow[]>): readonly TrackRow[] {
    const rows = {
      look: (kept.get('look') ?? []) as readonly LookRow[],
      objects: (kept.get('objects') ?? []) as readonly ObjectRow[],
      shots: (kept.get('shots') ?? []) as readonly ShotRow[],
    };
    return tracksOfStep(rows, this.#trackPast);
  }
}
