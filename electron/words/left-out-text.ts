import type { FilePlace, LeftOut } from '../contract/left-out.ts';
import type { Words } from './words.ts';

/** What of a file of tracks was not taken, in words: "track 3, frame 12" and "its box has no area". */
export function leftOutText({ where, why, count = 0 }: LeftOut, words: Words): { where: string; why: string } {
  return { where: placeText(where, words), why: words(`exchange.why.${why}`, { count }) };
}

function placeText({ line, annotation, track, frame, key }: FilePlace, words: Words): string {
  const parts = [
    ...(line === undefined ? [] : [words('exchange.line', { number: String(line) })]),
    ...(annotation === undefined ? [] : [words('exchange.annotation', { number: String(annotation) })]),
    ...(track === undefined ? [] : [words('exchange.track', { name: track })]),
    ...(frame === undefined ? [] : [words('exchange.frame', { number: frame })]),
    ...(key === undefined ? [] : [words('exchange.key', { number: String(key) })]),
  ];
  return parts.length === 0 ? words('exchange.file') : parts.join(', ');
}
