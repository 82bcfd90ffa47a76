import {
  answerLocation,
  named,
  oneOrMore,
  pointer,
  promise,
  documented,
  requirementRules,
  requirementWords,
  queryParameter,
  texts,
  type Expression,
  type JsonSchema,
  type Documented,
} from './schema-forms.ts';

/** Pages that name the next one. */
export type CursorPagination = Documented & {
  readonly kind: 'cursor';
  /** Query parameters, as `$request.query.NAME`. */
  readonly cursor: Expression;
  readonly limit: Expression;
  /** The cursor of the next page, and whether there is one. */
  readonly next: Expression;
  readonly more?: Expression;
  /** A page without the value at `more` is the last one; where this is not said, such a page says nothing of the next one. */
  readonly moreAbsent?: 'ended';
};

/** Pages that are counted. */
export type PageNumberPagination = Documented & {
  readonly kind: 'page';
  /** Query parameters, as `$request.query.NAME`: the number of the page and how many items it holds. */
  readonly page: Expression;
  readonly limit: Expression;
  /** Where an answer repeats the number and the size of its page, and the number of items in all pages. */
  readonly number?: Expression;
  readonly size?: Expression;
  readonly total?: Expression;
};

export type PaginationStyle = CursorPagination | PageNumberPagination;

/** How a list is read page by page: one way, or several of which a server follows at least one completely. */
export type Pagination = PaginationStyle | (Documented & { readonly anyOf: readonly PaginationStyle[] });

export type CollectionConvention = Documented & {
  /** Where the items stand; of several places the first that holds an array counts. */
  readonly items: Expression | readonly Expression[];
  /** Fixtures that name things which the list holds. */
  readonly known?: readonly string[];
};

/** How an item compares with the value of a filter. */
export type Comparison = 'equals' | 'after' | 'before';

/** The zone in which a day begins; where nothing is said it may be any. */
export type Zone = 'UTC';

/** Filters by the name of their parameter; without `at` nothing says where an item shows what is filtered by. */
export type Filters = Documented &
  Readonly<Record<string, Documented & { readonly at?: string; readonly compare?: Comparison; readonly zone?: Zone }>>;

/** In which order the items stand. */
export type Ordering = Documented & {
  /** JSON Pointer inside an item to the value that they are ordered by. */
  readonly by?: string;
  readonly direction?: 'ascending' | 'descending';
  /** Two reads with no write between them give the same order. */
  readonly stable?: Documented;
};

const cursorWords = {
  cursor: queryParameter('Parameter that takes the cursor.'),
  limit: queryParameter('Parameter that sets the size of a page; default and maximum stand in its schema.'),
  next: answerLocation('Where a page holds the cursor of the next one.'),
  more: answerLocation('Where a page says whether there is a next one.'),
  moreAbsent: { description: 'What a page is that has nothing at the place of `more`: the last one.', const: 'ended' },
};

const pageWords = {
  page: queryParameter('Parameter that takes the number of the page.'),
  limit: cursorWords.limit,
  number: answerLocation('Where a page repeats its number.'),
  size: answerLocation('Where a page repeats its size.'),
  total: answerLocation('Where a page tells the number of items in all pages.'),
};

const cursorStyle = documented('A page names the next one by a cursor.', ['kind', 'cursor', 'limit', 'next'], {
  kind: { description: 'A page names the next one by a cursor.', const: 'cursor' },
  ...cursorWords,
});

const pageStyle = documented('Pages are counted.', ['kind', 'page', 'limit'], {
  kind: { description: 'Pages are counted.', const: 'page' },
  ...pageWords,
});

/** Told apart by `kind`, so that an error is about the style that was meant. */
const oneStyle: JsonSchema = {
  if: { type: 'object', properties: { kind: { const: 'page' } }, required: ['kind'] },
  then: pageStyle,
  else: cursorStyle,
};

export const pagination: JsonSchema = {
  description: 'How a list is read page by page.',
  if: { type: 'object', required: ['anyOf'] },
  then: documented('Several ways, of which a server follows at least one completely.', ['anyOf'], {
    anyOf: { description: 'The ways.', type: 'array', minItems: 2, items: oneStyle },
  }),
  else: oneStyle,
};

export const collection = documented('The answer is a list of things.', ['items'], {
  items: oneOrMore('Where the items stand; of several places the first that holds an array counts.', answerLocation('The place.')),
  known: texts('Fixtures that name things which the list holds.'),
});

const filter = documented('A filter.', [], {
  at: pointer('Where an item holds the value that is filtered by, where that is printed.'),
  compare: { description: 'How an item compares with the value; without it, equals.', enum: ['equals', 'after', 'before'] },
  zone: { description: 'The zone in which a day begins that is given as the value; without it, any.', const: 'UTC' },
});

export const filters: JsonSchema = {
  ...named('Query parameters that narrow the list, by name.', filter),
  properties: requirementWords,
  dependentRequired: requirementRules,
};

export const ordering = documented('In which order the items stand.', [], {
  by: pointer('Where an item holds the value that they are ordered by.'),
  direction: { description: 'Which end comes first.', enum: ['ascending', 'descending'] },
  stable: promise('Two reads with no write between them give the same order.'),
});
