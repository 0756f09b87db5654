import { formatRational } from '../../../contract/time/rational.ts';
import type { TrackKey } from '../../../contract/tracks.ts';
import type { ExchangeTrack, ExchangeVideo, TrackExchange } from './exchange-track.ts';
import { fromPixels, round3, round6, secondsOfFrame, toPixels } from './pixel-boxes.ts';
import { clampConfidence, frameNumberOf, TrackCollector } from './track-collector.ts';
import { readXml } from './read-xml.ts';

/** CVAT XML 1.1, tracks of a video: keys as boxes, `outside` from where the thing is not seen. */
export const cvatExchange: TrackExchange = {
  format: 'cvat',
  extension: 'xml',
  looksLike: (text) => /^\s*(<\?xml[^>]*\?>)?\s*<annotations[\s>]/.test(text),
  write: (tracks, video) => ({ text: documentOf(tracks, video), leftOut: [] }),
  read(text, video) {
    const reader = new CvatReader(video);
    readXml(text, 'annotations', reader);
    return reader.collector.result(withoutEnd);
  },
};

/** CVAT says by a box outside, one frame after the last one, that a track ends. */
function withoutEnd(keys: readonly TrackKey[]): readonly TrackKey[] {
  const [last, before] = [keys.at(-1), keys.at(-2)];
  const isEnd = last?.state === 'lost' && before?.state === 'tracked' && last.frameIndex === before.frameIndex + 1;
  return isEnd && last.confidence === 1 && !last.isByHand ? keys.slice(0, -1) : keys;
}

class CvatReader {
  readonly collector = new TrackCollector();
  readonly #video: ExchangeVideo;
  #track: string | null = null;
  #trackCount = 0;
  #box: TrackKey | null = null;
  #attribute: string | null = null;

  constructor(video: ExchangeVideo) {
    this.#video = video;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'track') this.#openTrack(attributes);
    else if (name === 'box' && this.#track !== null) this.#box = this.#readBox(attributes);
    else if (name === 'box') this.collector.leaveOut({}, 'cvat-image');
    else if (name === 'attribute') this.#attribute = attributes['name'] ?? null;
    else if (this.#track !== null && /^(polygon|polyline|points|mask|ellipse|cuboid|skeleton)$/.test(name)) {
      this.collector.leaveOut({ track: this.#track }, 'cvat-shape');
    }
  }

  text(text: string): void {
    const box = this.#box;
    if (box === null || this.#attribute === null) return;
    const value = Number(text);
    if (this.#attribute === 'seconds' && text.trim() !== '' && value >= 0 && Number.isFinite(value)) {
      this.#box = { ...box, timeSeconds: value };
    } else if (this.#attribute === 'confidence') {
      this.#box = { ...box, confidence: clampConfidence(value) };
    } else if (this.#attribute === 'by_hand') {
      this.#box = { ...box, isByHand: text.trim() === 'true' };
    }
  }

  close(name: string): void {
    if (name === 'attribute') this.#attribute = null;
    if (name === 'track') this.#track = null;
    if (name === 'box' && this.#box !== null && this.#track !== null) {
      this.collector.add(this.#track, { track: this.#track, frame: String(this.#box.frameIndex) }, this.#box);
    }
    if (name === 'box') this.#box = null;
  }

  #openTrack({ label = '' }: Readonly<Record<string, string>>): void {
    this.#trackCount += 1;
    const name = String(this.#trackCount);
    const about = { label, origin: 'imported', trackerId: 'cvat' } as const;
    this.#track = this.collector.begin(name, { track: name }, about) ? name : null;
  }

  #readBox(attributes: Readonly<Record<string, string>>): TrackKey | null {
    const frameIndex = frameNumberOf(attributes['frame']);
    const where = { track: this.#track ?? '', frame: attributes['frame'] ?? '?' };
    // What lies between two keys follows from them.
    if (attributes['keyframe'] === '0') return null;
    const [left, top, right, bottom] = ['xtl', 'ytl', 'xbr', 'ybr'].map((name) => Number(attributes[name]));
    const box = fromPixels([left!, top!, right! - left!, bottom! - top!], this.#video);
    if (frameIndex === null || box === null) {
      this.collector.leaveOut(where, frameIndex === null ? 'cvat-frame' : 'no-area');
      return null;
    }
    return {
      ...{ timeSeconds: secondsOfFrame(frameIndex, this.#video), frameIndex, box, confidence: 1, isByHand: false },
      state: attributes['outside'] === '1' ? 'lost' : 'tracked',
    };
  }
}

function documentOf(tracks: readonly ExchangeTrack[], video: ExchangeVideo): string {
  const { name, widthPixels, heightPixels, rate, timeBase, durationSeconds } = video;
  const lastFrame = tracks.reduce((last, { keys }) => Math.max(last, keys.at(-1)!.frameIndex), 0);
  const byDuration = durationSeconds === null ? 0 : Math.round((durationSeconds * rate.num) / rate.den);
  const labels = [...new Set(tracks.map(({ label }) => label))].map(
    (label) => `<label><name>${escape(label)}</name><attributes>${attributeList}</attributes></label>`,
  );
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<annotations>',
    '<version>1.1</version>',
    '<meta><task>',
    `<name>${escape(name)}</name><size>${Math.max(lastFrame + 1, byDuration)}</size><mode>interpolation</mode>`,
    `<labels>${labels.join('')}</labels>`,
    `<original_size><width>${widthPixels}</width><height>${heightPixels}</height></original_size>`,
    `<frame_rate>${formatRational(rate)}</frame_rate><time_base>${formatRational(timeBase)}</time_base>`,
    '</task></meta>',
    ...tracks.map((track, id) => trackOf(track, id, video)),
    '</annotations>',
    '',
  ].join('\n');
}

const attributeList = ['seconds', 'confidence', 'by_hand']
  .map((name) => `<attribute><name>${name}</name><mutable>True</mutable><input_type>text</input_type></attribute>`)
  .join('');

function trackOf({ label, keys }: ExchangeTrack, id: number, video: ExchangeVideo): string {
  const last = keys.at(-1)!;
  const boxes = keys.map((key) => boxOf(key, video, attributesOf(key)));
  const endSeconds = round6(last.timeSeconds + secondsOfFrame(1, video));
  const end = { ...last, frameIndex: last.frameIndex + 1, state: 'lost' as const };
  const atEnd = `<attribute name="seconds">${endSeconds}</attribute>`;
  if (last.state === 'tracked') boxes.push(boxOf(end, video, atEnd));
  const source = keys.every(({ isByHand }) => isByHand) ? 'manual' : 'auto';
  return [`<track id="${id}" label="${escape(label)}" source="${source}">`, ...boxes, '</track>'].join('\n');
}

function boxOf({ frameIndex, state, box }: TrackKey, video: ExchangeVideo, attributes: string): string {
  const [x, y, width, height] = toPixels(box, video);
  const corners = `xtl="${x}" ytl="${y}" xbr="${round3(x + width)}" ybr="${round3(y + height)}"`;
  const flags = `outside="${state === 'lost' ? 1 : 0}" occluded="0" keyframe="1"`;
  return `<box frame="${frameIndex}" ${flags} ${corners} z_order="0">${attributes}</box>`;
}

function attributesOf({ timeSeconds, confidence, isByHand }: TrackKey): string {
  const values = { seconds: round6(timeSeconds), confidence: round6(confidence), by_hand: isByHand };
  return Object.entries(values)
    .map(([name, value]) => `<attribute name="${name}">${String(value)}</attribute>`)
    .join('');
}

/** Also without the control characters that XML cannot hold at all. */
function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return text.replaceAll(/[\u0000-\u001f\ufffe\uffff]/g, ' ').replaceAll(/[&<>"']/g, (letter) => entities[letter]!);
}
