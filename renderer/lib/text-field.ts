const notTyped = ['checkbox', 'radio', 'range', 'button', 'submit', 'reset', 'color', 'file'];

/** Whether keys that are pressed there are typed into it. */
export function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !notTyped.includes(target.type)) ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}
