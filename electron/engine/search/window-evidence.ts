import type { ChannelId } from '../../contract/channels.ts';
import type { PlanAtom } from '../../contract/plan.ts';
import type { Channel } from '../channels/channel.ts';
import type { CandidateWindow } from '../index/candidate-windows.ts';
import type { Turn } from '../index/turn.ts';
import type { BlockRows } from './block-rows.ts';
import type { EvidenceSource } from './evidence-source.ts';
import { blockRange, type EvidencePiece, windowGrid } from './stretch.ts';

export interface WindowEvidenceRequest {
  readonly window: CandidateWindow;
  readonly atoms: readonly PlanAtom[];
  readonly channelsByAtom: ReadonlyMap<string, readonly Channel<unknown>[]>;
  readonly stepSeconds: number;
  readonly blockRows: BlockRows;
  readonly source: EvidenceSource;
  readonly turn: Turn;
}

/** Channels whose rows are texts in tables of their own. */
const textChannels: ReadonlySet<ChannelId> = new Set(['speech', 'names']);

/** Asks every channel that knows this video for its evidence on each atom. Rows are read once a channel. */
export async function windowEvidence(request: WindowEvidenceRequest): Promise<EvidencePiece[]> {
  const { window, atoms, channelsByAtom, stepSeconds, turn } = request;
  const grid = windowGrid(window, stepSeconds);
  const { frameAspect = null } = window.video;
  const rowsByChannel = new Map<ChannelId, readonly unknown[]>();
  const pieces: EvidencePiece[] = [];
  for (const atom of atoms) {
    for (const channel of channelsByAtom.get(atom.atomId) ?? []) {
      if (!window.video.channels.has(channel.id)) {
        continue;
      }
      const rows = rowsByChannel.get(channel.id) ?? (await rowsOf(request, channel));
      rowsByChannel.set(channel.id, rows);
      await turn.breathe();
      // A video without this channel was left out above, so time without a cue is silence.
      const evidence = channel.evidence({ atom, rows, grid, hasTimedText: true, frameAspect });
      pieces.push({ atomId: atom.atomId, channel: channel.id, grid, evidence });
      await turn.breathe();
    }
  }
  return pieces;
}

async function rowsOf(request: WindowEvidenceRequest, channel: Channel<unknown>): Promise<readonly unknown[]> {
  const { window, blockRows, source, turn } = request;
  const { video, fromBlock, toBlock } = window;
  return textChannels.has(channel.id)
    ? source.textRows({ video, channel: channel.id, range: blockRange(video, fromBlock, toBlock) })
    : blockRows.rows(channel, { video, channel: channel.id, fromBlock, toBlock }, turn);
}
