/** The keys that go to the part before and to the one after. */
export type MoveKeys = { readonly previous: string; readonly next: string };

const vertical: MoveKeys = { previous: 'ArrowUp', next: 'ArrowDown' };

/** Moves the focus among the parts of a list that a selector names, by two arrow keys, Home and End. */
export const moveFocus = (
  event: KeyboardEvent & { readonly currentTarget: EventTarget | null },
  selector: string,
  { previous, next }: MoveKeys = vertical,
): void => {
  const list = event.currentTarget;
  if (!(list instanceof Element) || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = [...list.querySelectorAll<HTMLElement | SVGElement>(selector)];
  const at = all.findIndex((one) => one === document.activeElement);
  if (at < 0) return;
  const to = { [next]: at + 1, [previous]: at - 1, Home: 0, End: all.length - 1 }[event.key];
  const target = to === undefined ? undefined : all[to];
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
};
