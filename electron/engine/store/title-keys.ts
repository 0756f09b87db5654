/** A title to look letters up in: one form of each letter, lower case, without accents. */
export function foldedTitle(title: string): string {
  return title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** A title to sort by: as people count, so that "clip 9" comes before "clip 10". */
export function titleOrder(title: string): string {
  return foldedTitle(title).replace(/\d+/gu, (digits) => digits.replace(/^0+(?=\d)/u, '').padStart(12, '0'));
}
