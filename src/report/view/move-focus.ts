/** Moves the focus among the parts of a list that a selector names, by the arrow keys, Home and End. */
export const moveFocus = (event: KeyboardEvent & { readonly currentTarget: EventTarget | null }, selector: string): void => {
  const list = event.currentTarget;
  if (!(list instanceof Element) || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = [...list.querySelectorAll<HTMLElement>(selector)];
  const at = all.findIndex((one) => one === document.activeElement);
  if (at < 0) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  const next = to === undefined ? undefined : all[to];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
};
