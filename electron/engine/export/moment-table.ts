import { formatPreciseClockTime } from '../../contract/time/clock-time.ts';
import type { ShownSelectionItem } from '../../contract/selection.ts';
import { toCsv, type Cell } from './csv.ts';

export interface SelectionDocumentRequest {
  readonly items: readonly ShownSelectionItem[];
  /** Null for a video none of whose files the library knows. */
  readonly pathOf: (videoId: ShownSelectionItem['videoId']) => string | null;
}

/** The selection as it is written to a file: what people named and noted, in their order. */
export function selectionDocument({ items, pathOf }: SelectionDocumentRequest) {
  return {
    moments: items.map(({ videoId, title, range, name, note, query, isOffline }) => ({
      name: name === '' ? title : name,
      path: pathOf(videoId),
      videoId,
      startSeconds: roundMs(range.startSeconds),
      endSeconds: roundMs(range.endSeconds),
      note,
      query,
      isOffline,
    })),
  };
}

const header: readonly Cell[] = [
  'name',
  'path',
  'startSeconds',
  'endSeconds',
  'durationSeconds',
  'start',
  'end',
  'note',
  'query',
  'videoId',
];

/** One row a moment, times both as seconds and as `h:mm:ss.mmm`. */
export function selectionDocumentToCsv({ moments }: ReturnType<typeof selectionDocument>): string {
  const rows = moments.map((moment): readonly Cell[] => [
    moment.name,
    moment.path,
    moment.startSeconds,
    moment.endSeconds,
    roundMs(moment.endSeconds - moment.startSeconds),
    formatPreciseClockTime(moment.startSeconds),
    formatPreciseClockTime(moment.endSeconds),
    moment.note,
    moment.query,
    moment.videoId,
  ]);
  return toCsv([header, ...rows]);
}

function roundMs(seconds: number): number {
  return Number(seconds.toFixed(3));
}
