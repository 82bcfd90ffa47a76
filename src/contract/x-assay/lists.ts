import {
  answerLocation,
  closed,
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

/** Words that every way of paging may have. */
type AnyPagination = Documented & {
  /** Query parameter that sets the size of a page, as `$request.query.NAME`. */
  readonly limit?: Expression;
  /** Where a page reports the number of items in all pages. */
  readonly total?: Expression;
  /** Where a page shows whether there is a next one. */
  readonly more?: Expression;
};

/** Pagination by cursors: a page has the cursor of the next one. */
export type CursorPagination = AnyPagination & {
  readonly kind: 'cursor';
  /** Query parameter, as `$request.query.NAME`. */
  readonly cursor: Expression;
  /** The cursor of the next page. */
  readonly next: Expression;
  /** A page without a value at `more` is the last one; without this word, such a page does not show whether there is a next one. */
  readonly moreAbsent?: 'ended';
};

/** Pagination by links: a page has the URL of the next one. */
export type LinkPagination = AnyPagination & {
  readonly kind: 'link';
  /** Where a page holds that URL: a header field with links (RFC 8288), of which the one with the relation `next` counts, or a value of the body. */
  readonly next: Expression;
};

/** Words of pages that are asked for by their position. */
type CountedPagination = AnyPagination & {
  /** The position of the first page; without it, the default of the parameter, else 1 for a number and 0 for an offset. */
  readonly first?: number;
  /** Where an answer repeats the position and the size of its page. */
  readonly number?: Expression;
  readonly size?: Expression;
  /** Where a page holds the URL of the next one, besides, as in {@link LinkPagination}. */
  readonly next?: Expression;
};

/** Pagination by page numbers. */
export type PageNumberPagination = CountedPagination & {
  readonly kind: 'page';
  /** Query parameter that takes the number of the page, as `$request.query.NAME`. */
  readonly page: Expression;
};

/** Pagination by offsets: a page begins after so many items. */
export type OffsetPagination = CountedPagination & {
  readonly kind: 'offset';
  /** Query parameter that takes the offset, as `$request.query.NAME`. */
  readonly offset: Expression;
};

export type PaginationStyle = CursorPagination | LinkPagination | PageNumberPagination | OffsetPagination;

/** How a list is paginated: one style, or several of which a server follows at least one completely. */
export type Pagination = PaginationStyle | (Documented & { readonly anyOf: readonly PaginationStyle[] });

export type CollectionConvention = Documented & {
  /** Where the items are; of several expressions the first that gives an array counts. */
  readonly items: Expression | readonly Expression[];
  /** JSON Pointer inside an item to its id; without it, that of the resource type. */
  readonly id?: string;
  /** Names of fixtures whose resources are in the list. */
  readonly known?: readonly string[];
};

/** How an item compares with the value of a filter. */
export type Comparison =
  | 'equals'
  | 'after'
  | 'before'
  | 'atLeast'
  | 'atMost'
  | 'contains'
  | 'startsWith'
  | 'like'
  | 'has'
  | 'hasAll'
  | 'hasAny'
  | 'lacks'
  | 'absent'
  | 'present';

/** The zone in which a day begins; without it, any. */
export type Zone = 'UTC';

/** Filters by the name of their parameter; without `at` it is unknown where an item shows the filtered value. */
export type Filters = Documented &
  Readonly<
    Record<
      string,
      Documented & {
        readonly at?: string;
        /** JSON Pointers to further texts that are searched, with `contains`, or to further values of which any may be the one, with `has`. */
        readonly also?: readonly string[];
        readonly compare?: Comparison;
        readonly included?: true;
        readonly without?: 'out';
        readonly zone?: Zone;
      }
    >
  >;

/** An order that a read asks for by query parameters. */
export type OfferedOrder = {
  /** Values of query parameters, by name. */
  readonly query: Readonly<Record<string, string>>;
  /** JSON Pointer inside an item to the value that they are ordered by. */
  readonly by: string;
  /** Which end comes first. Not needed beside `values` or `blank`. */
  readonly direction?: 'ascending' | 'descending';
  /** The values that stand at the beginning, in their order. What has another value stands behind them, anywhere. */
  readonly values?: readonly (string | number | boolean)[];
  /** Where items stand that show no such value; without it, anywhere. */
  readonly blank?: 'first' | 'last';
};

/** The order of the items. */
export type Ordering = Documented & {
  /** JSON Pointer inside an item to the value that they are ordered by. */
  readonly by?: string;
  readonly direction?: 'ascending' | 'descending';
  /** The values that stand at the beginning, in their order, in place of a direction. What has another value stands behind them, anywhere. */
  readonly values?: readonly (string | number | boolean)[];
  /** Where items stand that show no such value; without it, anywhere. */
  readonly blank?: 'first' | 'last';
  /** Two reads with no write between them give the same order. */
  readonly stable?: Documented;
  /** Orders that a read can ask for. */
  readonly offered?: Documented & { readonly orders: readonly OfferedOrder[] };
};

const anyWords = {
  limit: queryParameter('Parameter that sets the size of a page; its schema has default and maximum.'),
  total: answerLocation('Where a page reports the number of items in all pages.'),
  more: answerLocation('Where a page shows whether there is a next one.'),
};

const countedWords = {
  ...anyWords,
  first: { description: 'The position of the first page; without it, the default of the parameter.', type: 'integer', minimum: 0 },
  number: answerLocation('Where a page repeats its number, or its offset.'),
  size: answerLocation('Where a page repeats its size.'),
  next: answerLocation('Where a page holds the URL of the next one.'),
};

/** Every style by its `kind`: what it means, and its words, of which those that are no option are required. */
const styles: Readonly<
  Record<PaginationStyle['kind'], { readonly means: string; readonly required: readonly string[]; readonly words: object }>
> = {
  cursor: {
    means: 'A page has the cursor of the next one.',
    required: ['cursor', 'next'],
    words: {
      ...anyWords,
      cursor: queryParameter('Parameter that takes the cursor.'),
      next: answerLocation('Where a page holds the cursor of the next one.'),
      moreAbsent: { description: 'The meaning of a page without a value at `more`: it is the last one.', const: 'ended' },
    },
  },
  link: {
    means: 'A page has the URL of the next one.',
    required: ['next'],
    words: { ...anyWords, next: answerLocation('Where a page holds the URL of the next one.') },
  },
  page: {
    means: 'Pages have numbers.',
    required: ['page'],
    words: { ...countedWords, page: queryParameter('Parameter that takes the number of the page.') },
  },
  offset: {
    means: 'A page begins after so many items.',
    required: ['offset'],
    words: { ...countedWords, offset: queryParameter('Parameter that takes the number of items before the page.') },
  },
};

/** The styles are distinguished by `kind`, so that an error is about the style that was meant. */
const oneStyle: JsonSchema = Object.entries(styles).reduce<JsonSchema>(
  (others, [kind, { means, required, words }]) => ({
    if: { type: 'object', properties: { kind: { const: kind } }, required: ['kind'] },
    then: documented(means, ['kind', ...required], { kind: { description: means, const: kind }, ...words }),
    else: others,
  }),
  documented('One style.', ['kind'], { kind: { description: 'How pages follow each other.', enum: Object.keys(styles) } }),
);

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
  id: pointer('Where an item holds its id; without it, where the resource type says.'),
  known: texts('Names of fixtures whose resources are in the list.'),
});

const filter = documented('A filter.', [], {
  at: pointer('Where an item holds the filtered value, if that is documented.'),
  compare: {
    description: 'How an item compares with the value; without it, equals.',
    enum: [
      'equals',
      'after',
      'before',
      'atLeast',
      'atMost',
      'contains',
      'startsWith',
      'like',
      'has',
      'hasAll',
      'hasAny',
      'lacks',
      'absent',
      'present',
    ],
  },
  also: {
    description:
      'Where an item holds further texts that are searched, with `contains`, or further values of which any may be the one, with `has`.',
    type: 'array',
    minItems: 1,
    items: pointer('The location.'),
  },
  without: { description: 'An item without a number at the location is left out by a bound.', const: 'out' },
  included: { description: 'An item with the bound itself is within it, where the bound is a number.', const: true },
  zone: { description: 'The zone in which a day begins, where the value is a day; without it, any.', const: 'UTC' },
});

export const filters: JsonSchema = {
  ...named('Query parameters that narrow the list, by name.', filter),
  properties: requirementWords,
  dependentRequired: requirementRules,
};

const direction: JsonSchema = { description: 'Which end comes first.', enum: ['ascending', 'descending'] };
const firstValues: JsonSchema = {
  description:
    'The values that stand at the beginning, in their order, in place of a direction. What has another value stands behind them.',
  type: 'array',
  minItems: 1,
  items: { type: ['string', 'number', 'boolean'] },
};

const blank = { description: 'Where items stand that show no such value.', enum: ['first', 'last'] };

export const ordering = documented('The order of the items.', [], {
  by: pointer('Where an item holds the value that they are ordered by.'),
  direction,
  values: firstValues,
  blank,
  stable: requirement('Two reads with no write between them give the same order.'),
  offered: documented('Orders that a read can ask for.', ['orders'], {
    orders: {
      description: 'Each order, with the query that asks for it.',
      type: 'array',
      minItems: 1,
      items: closed('An order.', ['query', 'by'], {
        query: {
          description: 'Values of query parameters, by name.',
          type: 'object',
          minProperties: 1,
          additionalProperties: { type: 'string' },
        },
        by: pointer('Where an item holds the value that they are ordered by.'),
        direction,
        values: firstValues,
        blank,
      }),
    },
  }),
});
