import type { Parameter, Schema } from '../../model.ts';
import { escapeToken } from '../../pointer.ts';
import { membersOf } from '../schema-parts.ts';
import { type DescribedList, describedLists } from './collection.ts';
import type { DocumentView, Inference, Suggestion } from './convention.ts';
import { inWords, isOnly, keywordOf, optionalQuery, textOf } from './paging-members.ts';

type Document = DocumentView['document'];

const orderNames = new Set([
  'sort',
  'order',
  'sort by',
  'order by',
  'sortby',
  'orderby',
  'ordering',
  'sort field',
  'order field',
  'sort key',
]);

const directionNames = new Set([
  'direction',
  'order',
  'sort order',
  'sort direction',
  'sort dir',
  'order direction',
  'order dir',
  'sortorder',
  'dir',
]);

const directions: Readonly<Record<string, 'ascending' | 'descending'>> = {
  asc: 'ascending',
  ascending: 'ascending',
  desc: 'descending',
  descending: 'descending',
};

const defaultOf = (document: Document, parameter: Parameter): string | undefined => {
  const value = keywordOf(document, parameter.schema, 'default');
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Values whose order is the same on every server. Texts are ordered by collations, which differ. */
const isOrdered = (document: Document, schema: Schema): boolean =>
  isOnly(document, schema, 'integer') ||
  isOnly(document, schema, 'number') ||
  (isOnly(document, schema, 'string') && ['date', 'date-time'].includes(String(keywordOf(document, schema, 'format'))));

/** Descriptions by which a name of an order stands for something else than the member of that name. */
const isExplained = /\bmeans?\b|\brefers?\b|\bdepend|\bunless\b|relevan|best match|pinned|featured/iu;

/** What a default such as `-created_at`, `created_at:desc` or `created_at` names, and the direction where it shows one. */
const parsed = (text: string): { readonly name: string; readonly direction: 'ascending' | 'descending' | undefined } | undefined => {
  const [, sign, name, word] = /^([+-])?([\w.]+?)(?:[:. ](asc|desc|ascending|descending))?$/iu.exec(text) ?? [];
  if (name === undefined) return undefined;
  return { name, direction: sign === '-' ? 'descending' : sign === '+' ? 'ascending' : directions[word?.toLowerCase() ?? ''] };
};

/** The direction where the default shows none: that of the other parameter, else ascending where the parameter lists the other one with a sign. */
const directionBeside = (document: Document, parameters: readonly Parameter[], sort: Parameter): 'ascending' | 'descending' | undefined => {
  const others = parameters.filter((one) => one !== sort && directionNames.has(inWords(one.name)));
  const [other] = others;
  if (other !== undefined) return others.length === 1 ? directions[(defaultOf(document, other) ?? '').toLowerCase()] : undefined;
  const values = keywordOf(document, sort.schema, 'enum');
  return Array.isArray(values) && values.includes(`-${defaultOf(document, sort) ?? ''}`) ? 'ascending' : undefined;
};

const orderOf = (document: Document, { operation, item }: DescribedList): readonly Suggestion[] => {
  const parameters = optionalQuery(document, operation);
  for (const sort of parameters) {
    const text = orderNames.has(inWords(sort.name)) ? defaultOf(document, sort) : undefined;
    const order = text === undefined ? undefined : parsed(text);
    if (order === undefined || isExplained.test(textOf(document, sort))) continue;
    const named = [...membersOf(document, item)].filter(([name]) =>
      [inWords(order.name), `${inWords(order.name)} at`].includes(inWords(name)),
    );
    const [member] = named;
    const direction = order.direction ?? directionBeside(document, parameters, sort);
    if (named.length !== 1 || member === undefined || direction === undefined || !isOrdered(document, member[1])) continue;
    const by = `/${escapeToken(member[0])}`;
    return [
      {
        operation,
        word: ['ordering'],
        value: { by, direction },
        why: `The default of "${sort.name}" is "${text ?? ''}", ${direction} by ${by}.`,
      },
    ];
  }
  return [];
};

/** `ordering`: only where a parameter of the order has a default that names a member of the items and a direction. */
export const inferOrdering: Inference = (view) => describedLists(view).flatMap((list) => orderOf(view.document, list));
