export type CursorPage<Item> = {
  readonly items: readonly Item[];
  /** How many of the chosen items follow after the page. */
  readonly left: number;
};

/**
 * The page of at most `limit` chosen items behind a position in the whole list. The position is that of an item, not a number, so
 * that items added before it do not move the page.
 *
 * @param isChosen Gets each item with its index in the whole list.
 * @param after Index of the item behind which the page begins, -1 for the beginning.
 */
export const cursorPage = <Item>(
  list: readonly Item[],
  after: number,
  limit: number,
  isChosen: (item: Item, index: number) => boolean,
): CursorPage<Item> => {
  const items: Item[] = [];
  let left = 0;
  for (let index = after + 1; index < list.length; index += 1) {
    const item = list[index];
    if (item === undefined || !isChosen(item, index)) continue;
    if (items.length < limit) items.push(item);
    else left += 1;
  }
  return { items, left };
};
