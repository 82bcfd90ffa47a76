const rowLinks = '.row-link';

/** The links of a row: its head, then its cells. */
const linksIn = (row: Element): readonly HTMLElement[] => [...row.querySelectorAll<HTMLElement>('.row-link, .cell-link')];

/**
 * Moves the focus in the table: the up and down arrow keys to the same column of the next row, left and right to the head of the row and
 * its cells, Home and End to the first and last row.
 */
export const moveInGrid = (event: KeyboardEvent & { readonly currentTarget: EventTarget | null }): void => {
  const table = event.currentTarget;
  const row = document.activeElement?.closest('tr');
  if (!(table instanceof Element) || row === null || row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const links = linksIn(row);
  const column = links.findIndex((one) => one === document.activeElement);
  if (column < 0) return;
  const rows = [...table.querySelectorAll(rowLinks)].flatMap((one) => one.closest('tr') ?? []);
  const at = rows.indexOf(row);
  const aside = { ArrowRight: column + 1, ArrowLeft: column - 1 }[event.key];
  const along = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  const next = along === undefined ? undefined : rows[along];
  const found = next === undefined ? [] : linksIn(next);
  // A row in which all have the same has one cell.
  const target = aside === undefined ? (found[column] ?? found.at(-1)) : links[aside];
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
};
