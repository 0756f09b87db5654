/** By which the same query is known again: lower case, single spaces. */
export function queryKey(text: string): string {
  return text.normalize('NFC').toLowerCase().trim().replaceAll(/\s+/g, ' ');
}
