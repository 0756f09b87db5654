import type { ChatCitation } from '../../contract/chat.ts';
import type { VideoId } from '../../contract/ids.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import { formatClockTime, formatPreciseClockTime } from '../../contract/time/clock-time.ts';

export interface CitedMoment {
  readonly videoId: VideoId;
  readonly title: string;
  readonly range: TimeRange;
}

/** Marks that no text of ours or of a clip's name holds: private-use characters around the number of a citation. */
const openMark = '\uE000';
const closeMark = '\uE001';
const marked = /\uE000(\d+)\uE001/gu;
const shortSeconds = 10;

/**
 * Puts an answer together line by line. A moment that is cited stands in the text as its time, and the citation knows
 * where, so that it can be shown as something to press.
 */
export class AnswerText {
  readonly #moments: (CitedMoment & { readonly isNamed: boolean })[] = [];
  readonly #lines: string[] = [];
  readonly #areClipsNamed: boolean;

  /** With `areClipsNamed` each moment is told with the name of its clip: where there are several. */
  constructor({ areClipsNamed }: { readonly areClipsNamed: boolean }) {
    this.#areClipsNamed = areClipsNamed;
  }

  /** What stands for a moment in a sentence that is yet to be said; without the clip's name where that has just been said. */
  cite(moment: CitedMoment, { isNamed = this.#areClipsNamed }: { readonly isNamed?: boolean } = {}): string {
    this.#moments.push({ ...moment, isNamed });
    return `${openMark}${this.#moments.length - 1}${closeMark}`;
  }

  line(text: string): void {
    this.#lines.push(text);
  }

  item(text: string): void {
    this.#lines.push(`- ${text}`);
  }

  finish(): { readonly text: string; readonly citations: ChatCitation[] } {
    const citations: ChatCitation[] = [];
    const source = this.#lines.join('\n');
    let text = '';
    let from = 0;
    for (const match of source.matchAll(marked)) {
      const moment = this.#moments[Number(match[1])];
      text += source.slice(from, match.index);
      from = match.index + match[0].length;
      if (moment === undefined) continue;
      const { videoId, title, range, isNamed } = moment;
      const start = text.length;
      text += isNamed ? `${title} ${rangeText(range)}` : rangeText(range);
      citations.push({ videoId, title, range, textSpan: { start, end: text.length } });
    }
    return { text: text + source.slice(from), citations };
  }
}

/** `0:12–1:05`, and of short spans tenths: `0:12.3–0:15.0`. */
export function rangeText({ startSeconds, endSeconds }: TimeRange): string {
  const isShort = endSeconds - startSeconds < shortSeconds;
  const format = isShort ? tenths : formatClockTime;
  return `${format(startSeconds)}–${format(endSeconds)}`;
}

function tenths(seconds: number): string {
  // Rounded first, so that 59.96 s is 1:00.0.
  return formatPreciseClockTime(Math.round(seconds * 10) / 10).slice(0, -2);
}

/** Names and lines of others cannot hold our marks. */
export function withoutMarks(text: string): string {
  return text.replace(/[\uE000\uE001]/gu, '');
}
