/**
 * Which of the two documented ways of paging a server offers: page and per_page, cursor and limit, or both. With `both-apart` an
 * answer has only the members of the way that was used; the decorated ones show members of the way that they do not offer.
 */
export type Paging = 'both' | 'both-apart' | 'numbered' | 'cursors' | 'numbered-decorated' | 'cursors-decorated';

export type PagingWays = { readonly numbers: boolean; readonly cursors: boolean };

const ways: Readonly<Record<Paging, PagingWays>> = {
  both: { numbers: true, cursors: true },
  'both-apart': { numbers: true, cursors: true },
  numbered: { numbers: true, cursors: false },
  'numbered-decorated': { numbers: true, cursors: false },
  cursors: { numbers: false, cursors: true },
  'cursors-decorated': { numbers: false, cursors: true },
};

export const waysOf = (paging: Paging): PagingWays => ways[paging];

/** The numbers that describe a page. */
export type PageNumbers = { readonly page: number; readonly per_page: number; readonly total: number };
export type PageCursor = { readonly next_cursor?: string | null };

/** The member meta of a page. `isByCursor`: it was requested by cursor and limit, not by its number or without parameters. */
export const metaOf = (paging: Paging, isByCursor: boolean, numbers: PageNumbers, cursor: PageCursor): object => {
  switch (paging) {
    case 'numbered':
      return numbers;
    case 'numbered-decorated':
      return { ...numbers, next_cursor: null };
    case 'cursors':
      return cursor;
    case 'cursors-decorated':
      return { ...cursor, ...numbers, page: 1 };
    case 'both':
      return isByCursor ? cursor : { ...numbers, ...cursor };
    case 'both-apart':
      return isByCursor ? cursor : numbers;
  }
};
