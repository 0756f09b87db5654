import type { ChatCapabilities } from '../../../native-models/api/chat-model.ts';
import { formatPreciseClockTime, parseClockTime } from '../../contract/time/clock-time.ts';
import { timesIn } from './model-text.ts';

type TimeMap = NonNullable<ChatCapabilities['timeMap']>;

/** Blocks in which every number is a time, as the prompts ask for them; an answer only where it is nothing but a span. */
const timeBlocks =
  /<(glue|clue|timestep)>[\s\S]*?(?:<\/\1>|$)|<answer>\s*\d+(?:\.\d+)?\s*(?:to|and|-|–)\s*\d+(?:\.\d+)?\s*(?:<\/answer>|$)/giu;
const timeToken = /(?:\d{1,2}:)?\d{1,3}:\d{2}(?:\.\d+)?|\d+(?:\.\d+)?/gu;

/**
 * A model's text with the times that it names put right, as measured for it; other numbers stay. Whatever reads the text
 * later reads the clock of what was shown.
 */
export function withMappedTimes(raw: string, map: TimeMap | undefined): string {
  if (map === undefined || (map.scale === 1 && map.offsetSeconds === 0)) return raw;
  let out = '';
  let from = 0;
  for (const block of raw.matchAll(timeBlocks)) {
    out += mapNamed(raw.slice(from, block.index), map) + mapTokens(block[0], map);
    from = block.index + block[0].length;
  }
  return out + mapNamed(raw.slice(from), map);
}

function mapNamed(text: string, map: TimeMap): string {
  let out = '';
  let from = 0;
  for (const { textSpan } of timesIn(text)) {
    out += text.slice(from, textSpan.start) + mapTokens(text.slice(textSpan.start, textSpan.end), map);
    from = textSpan.end;
  }
  return out + text.slice(from);
}

function mapTokens(text: string, { scale, offsetSeconds }: TimeMap): string {
  return text.replaceAll(timeToken, (token) => {
    const named = parseClockTime(token);
    if (named === null) return token;
    const seconds = Math.max(0, scale * named + offsetSeconds);
    return token.includes(':') ? formatPreciseClockTime(seconds) : seconds.toFixed(2);
  });
}
