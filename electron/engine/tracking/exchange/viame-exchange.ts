import { EngineError } from '../../../contract/errors.ts';
import type { FilePlace } from '../../../contract/left-out.ts';
import { formatRational } from '../../../contract/time/rational.ts';
import type { TrackKey } from '../../../contract/tracks.ts';
import { csvCell, csvCells } from './csv-cells.ts';
import type { ExchangeVideo, TrackExchange } from './exchange-track.ts';
import { fromPixels, round3, round6, secondsOfFrame, toPixels } from './pixel-boxes.ts';
import { clampConfidence, frameNumberOf, TrackCollector } from './track-collector.ts';

const head =
  '# 1: Detection or Track-id,2: Video or Image Identifier,3: Unique Frame Identifier,4-7: Img-bbox(TL_x,TL_y,BR_x,BR_y),' +
  '8: Detection or Length Confidence,9: Target Length (0 or -1 if invalid),10-11+: Repeated Species,Confidence Pairs or Attributes';
const leastCells = 9;

/** VIAME: a row a key, frames from 0, corners in pixels, then label and confidence, and what is ours as `(atr)`. */
export const viameExchange: TrackExchange = {
  format: 'viame',
  extension: 'csv',
  looksLike: (text) => /^# 1: Detection or Track-id/.test(text) || isRow(text.split('\n', 1)[0] ?? ''),
  write(tracks, video) {
    const { rate, timeBase } = video;
    const clock = `# metadata,fps: ${round6(rate.num / rate.den)},"frame_rate: ${formatRational(rate)}","time_base: ${formatRational(timeBase)}"`;
    const rows = tracks.flatMap(({ label, keys }, id) => keys.map((key) => rowOf({ id, label, key, video })));
    return { text: [head, clock, ...rows, ''].join('\n'), leftOut: [] };
  },
  read(text, video) {
    const collector = new TrackCollector();
    const lines = text.split(/\r?\n/);
    if (!lines.some(isRow)) {
      throw new EngineError('bad-request', 'There is no row of VIAME (id,time,frame,left,top,right,bottom,…) in it.');
    }
    lines.forEach((line, index) => {
      if (line.trim() !== '' && !line.startsWith('#')) takeRow(line, { line: index + 1 }, { collector, video });
    });
    return collector.result();
  },
};

function isRow(line: string): boolean {
  return !line.startsWith('#') && /^\s*\d+\s*,[^,]*,\s*\d+\s*(,\s*-?[\d.eE+-]+\s*){6}/.test(line);
}

interface Row {
  readonly id: number;
  readonly label: string;
  readonly key: TrackKey;
  readonly video: ExchangeVideo;
}

function rowOf({ id, label, key, video }: Row): string {
  const [x, y, width, height] = toPixels(key.box, video);
  const confidence = round6(key.confidence);
  const corners = [x, y, round3(x + width), round3(y + height)];
  const attributes = [
    `(atr) seconds ${round6(key.timeSeconds)}`,
    `(atr) state ${key.state}`,
    ...(key.isByHand ? ['(atr) byHand true'] : []),
  ];
  const time = clockOf(key.timeSeconds);
  return [id, time, key.frameIndex, ...corners, confidence, -1, csvCell(label), confidence, ...attributes].join(',');
}

/** `00:01:02.345000`, as VIAME names frames of videos. */
function clockOf(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const rest = (seconds % 60).toFixed(6).padStart(9, '0');
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${rest}`;
}

interface Into {
  readonly collector: TrackCollector;
  readonly video: ExchangeVideo;
}

function takeRow(line: string, where: FilePlace, { collector, video }: Into): void {
  const cells = csvCells(line).map((cell) => cell.trim());
  const [id, , frame, left, top, right, bottom, confidence] = cells;
  const frameIndex = frameNumberOf(frame);
  if (cells.length < leastCells || id === undefined || !/^\d+$/.test(id) || frameIndex === null) {
    return collector.leaveOut(where, 'not-viame');
  }
  const box = fromPixels(
    [Number(left), Number(top), Number(right) - Number(left), Number(bottom) - Number(top)],
    video,
  );
  if (box === null) return collector.leaveOut(where, 'no-area');
  const { label, attributes } = endOf(cells.slice(leastCells));
  if (!collector.begin(id, where, { label, origin: 'imported', trackerId: 'viame' })) return;
  const seconds = Number(attributes.get('seconds') ?? Number.NaN);
  collector.add(id, where, {
    timeSeconds: seconds >= 0 && Number.isFinite(seconds) ? seconds : secondsOfFrame(frameIndex, video),
    frameIndex,
    box,
    confidence: clampConfidence(Number(confidence)),
    state: attributes.get('state') === 'lost' ? 'lost' : 'tracked',
    isByHand: attributes.get('byHand') === 'true',
  });
}

/** The surest of the pairs of label and confidence, and the attributes after them. */
function endOf(cells: readonly string[]): { label: string; attributes: ReadonlyMap<string, string> } {
  const attributes = new Map<string, string>();
  let best = { label: 'object', confidence: -Infinity };
  for (let index = 0; index < cells.length; index += 1) {
    const attribute = /^\(atr\)\s+(\S+)\s+(.*)$/.exec(cells[index]!);
    if (attribute !== null) {
      attributes.set(attribute[1]!, attribute[2]!.trim());
    } else if (!cells[index]!.startsWith('(') && cells[index] !== '') {
      const confidence = Number(cells[index + 1]);
      if (confidence > best.confidence) best = { label: cells[index]!, confidence };
      index += 1;
    }
  }
  return { label: best.label, attributes };
}
