import {
  answerLocation,
  named,
  oneOrMore,
  pointer,
  requirement,
  documented,
  requirementRules,
  requirementWords,
  queryParameter,
  texts,
  type Expression,
  type JsonSchema,
  type Documented,
} from './schema-forms.ts';

/** Pagination by cursors: a page has the cursor of the next one. */
export type CursorPagination = Documented & {
  readonly kind: 'cursor';
  /** Query parameters, as `$request.query.NAME`. */
  readonly cursor: Expression;
  readonly limit: Expression;
  /** The cursor of the next page, and whether there is one. */
  readonly next: Expression;
  readonly more?: Expression;
  /** A page without a value at `more` is the last one; without this word, such a page does not show whether there is a next one. */
  readonly moreAbsent?: 'ended';
};

/** Pagination by page numbers. */
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

/** How a list is paginated: one style, or several of which a server follows at least one completely. */
export type Pagination = PaginationStyle | (Documented & { readonly anyOf: readonly PaginationStyle[] });

export type CollectionConvention = Documented & {
  /** Where the items are; of several expressions the first that gives an array counts. */
  readonly items: Expression | readonly Expression[];
  /** Names of fixtures whose resources are in the list. */
  readonly known?: readonly string[];
};

/** How an item compares with the value of a filter. */
export type Comparison = 'equals' | 'after' | 'before';

/** The zone in which a day begins; without it, any. */
export type Zone = 'UTC';

/** Filters by the name of their parameter; without `at` it is unknown where an item shows the filtered value. */
export type Filters = Documented &
  Readonly<Record<string, Documented & { readonly at?: string; readonly compare?: Comparison; readonly zone?: Zone }>>;

/** The order of the items. */
export type Ordering = Documented & {
  /** JSON Pointer inside an item to the value that they are ordered by. */
  readonly by?: string;
  readonly direction?: 'ascending' | 'descending';
  /** Two reads with no write between them give the same order. */
  readonly stable?: Documented;
};

const cursorWords = {
  cursor: queryParameter('Parameter that takes the cursor.'),
  limit: queryParameter('Parameter that sets the size of a page; its schema has default and maximum.'),
  next: answerLocation('Where a page holds the cursor of the next one.'),
  more: answerLocation('Where a page shows whether there is a next one.'),
  moreAbsent: { description: 'The meaning of a page without a value at `more`: it is the last one.', const: 'ended' },
};

const pageWords = {
  page: queryParameter('Parameter that takes the number of the page.'),
  limit: cursorWords.limit,
  number: answerLocation('Where a page repeats its number.'),
  size: answerLocation('Where a page repeats its size.'),
  total: answerLocation('Where a page reports the number of items in all pages.'),
};

const cursorStyle = documented('A page has the cursor of the next one.', ['kind', 'cursor', 'limit', 'next'], {
  kind: { description: 'A page has the cursor of the next one.', const: 'cursor' },
  ...cursorWords,
});

const pageStyle = documented('Pages have numbers.', ['kind', 'page', 'limit'], {
  kind: { description: 'Pages have numbers.', const: 'page' },
  ...pageWords,
});

/** The styles are distinguished by `kind`, so that an error is about the style that was meant. */
const oneStyle: JsonSchema = {
  if: { type: 'object', properties: { kind: { const: 'page' } }, required: ['kind'] },
  then: pageStyle,
  else: cursorStyle,
};

export const pagination: JsonSchema = {
  description: 'How a list is paginated.',
  if: { type: 'object', required: ['anyOf'] },
  then: documented('Several styles, of which a server follows at least one completely.', ['anyOf'], {
    anyOf: { description: 'The styles.', type: 'array', minItems: 2, items: oneStyle },
  }),
  else: oneStyle,
};

export const collection = documented('The answer is a list of resources.', ['items'], {
  items: oneOrMore('Where the items are; of several locations the first with an array counts.', answerLocation('The location.')),
  known: texts('Names of fixtures whose resources are in the list.'),
});

const filter = documented('A filter.', [], {
  at: pointer('Where an item holds the filtered value, if that is documented.'),
  compare: { description: 'How an item compares with the value; without it, equals.', enum: ['equals', 'after', 'before'] },
  zone: { description: 'The zone in which a day begins, where the value is a day; without it, any.', const: 'UTC' },
});

export const filters: JsonSchema = {
  ...named('Query parameters that narrow the list, by name.', filter),
  properties: requirementWords,
  dependentRequired: requirementRules,
};

export const ordering = documented('The order of the items.', [], {
  by: pointer('Where an item holds the value that they are ordered by.'),
  direction: { description: 'Which end comes first.', enum: ['ascending', 'descending'] },
  stable: requirement('Two reads with no write between them give the same order.'),
});
