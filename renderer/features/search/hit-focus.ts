/** Brings the keyboard to the hit where it was last, or to the first one. Whether there is one. */
export function focusHits(): boolean {
  const card = document.querySelector<HTMLElement>('[data-hit][tabindex="0"]');
  card?.focus();
  return card !== null;
}
