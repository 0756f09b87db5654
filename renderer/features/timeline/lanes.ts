import type { EvidenceCurve } from '../../../electron/contract/search.ts';
import { chipText } from '../../../electron/words/chip-text.ts';
import { t } from '../../lib/messages.svelte.ts';
import type { ClipTimeline } from '../../state/clip-timeline.svelte.ts';
import { rowsHeight, trackRowPixels } from './track-rows.ts';

export type LaneKind =
  'ruler' | 'pictures' | 'shots' | 'fused' | 'channel' | 'moments' | 'tracks' | 'trackRows' | 'subtitles';

/** One line of the timeline; heights in CSS pixels. */
export interface Lane {
  readonly laneId: string;
  readonly kind: LaneKind;
  readonly top: number;
  readonly height: number;
  /** What a lane of evidence draws. */
  readonly curve: EvidenceCurve | null;
  /** Which channel and part of the query, for a lane of its own. */
  readonly label: string;
}

const heights: Readonly<Record<LaneKind, number>> = {
  ruler: 24,
  pictures: 40,
  shots: 12,
  fused: 28,
  channel: 16,
  moments: 24,
  tracks: 16,
  trackRows: trackRowPixels,
  subtitles: 20,
};
const gap = 2;
const mostChannelLanes = 8;

export interface LaneWish {
  readonly hasMoments: boolean;
  /** Lines of tracks; null without a track. */
  readonly trackRowCount: number | null;
}

/** The lines that there is something to draw in. */
export function lanesOf(
  timeline: ClipTimeline,
  { hasMoments, trackRowCount }: LaneWish,
): { lanes: readonly Lane[]; height: number } {
  const { facts, evidence, areLanesOpen, areTracksOpen } = timeline;
  const lanes: Lane[] = [];
  let top = 0;
  const add = (kind: LaneKind, over: Partial<Lane> = {}): void => {
    const lane = { laneId: kind, kind, top, height: heights[kind], curve: null, label: '', ...over };
    lanes.push(lane);
    top += lane.height + gap;
  };
  add('ruler');
  if (facts !== null && facts.sprite !== null) {
    add('pictures');
  }
  if ((facts?.shotStarts.length ?? 0) > 0) {
    add('shots');
  }
  if (evidence !== null) {
    add('fused', { curve: evidence.fused });
  }
  if (evidence !== null && areLanesOpen) {
    for (const [index, { channel, atom, curve }] of evidence.lanes.slice(0, mostChannelLanes).entries()) {
      add('channel', {
        laneId: `channel-${index}`,
        curve,
        label: `${t(`search.channel.${channel}`)} · ${chipText(atom, t)}`,
      });
    }
  }
  if (hasMoments) {
    add('moments');
  }
  if (trackRowCount !== null) {
    add('tracks');
    if (areTracksOpen) {
      add('trackRows', { height: rowsHeight(trackRowCount) });
    }
  }
  if ((facts?.cueSources.length ?? 0) > 0) {
    add('subtitles');
  }
  return { lanes, height: top };
}
