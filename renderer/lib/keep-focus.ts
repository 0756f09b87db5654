/**
 * For a list whose rows and buttons come and go by themselves: when what has the keyboard vanishes, the keyboard goes to
 * what stands at its place in the same row, or else to `fallback()`, instead of out of the list. An attachment.
 */
export function keepFocus(fallback: () => HTMLElement | null): (list: HTMLElement) => () => void {
  return (list) => {
    let held: { readonly element: Element; readonly row: Element | null; readonly indexFromEnd: number } | null = null;
    const buttonsOf = (row: Element | null) => [...(row?.querySelectorAll<HTMLElement>('button') ?? [])];
    const take = ({ target }: FocusEvent) => {
      const element = target as Element;
      const row = element.closest('li');
      const buttons = buttonsOf(row);
      held = { element, row, indexFromEnd: buttons.length - buttons.findIndex((button) => button === element) };
    };
    const release = ({ target, relatedTarget }: FocusEvent) => {
      // What is taken out of the page loses the keyboard, too; but then nobody has led it elsewhere.
      queueMicrotask(() => {
        const isLedAway =
          relatedTarget === null ? (target as Element).isConnected : !list.contains(relatedTarget as Node);
        held = isLedAway && held?.element === target ? null : held;
      });
    };
    const observer = new MutationObserver(() => {
      if (held === null || document.activeElement !== document.body) {
        return;
      }
      const buttons = held.row?.isConnected === true ? buttonsOf(held.row) : [];
      (buttons.at(-Math.min(held.indexFromEnd, buttons.length)) ?? fallback())?.focus();
    });
    list.addEventListener('focusin', take);
    list.addEventListener('focusout', release);
    observer.observe(list, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      list.removeEventListener('focusin', take);
      list.removeEventListener('focusout', release);
    };
  };
}
