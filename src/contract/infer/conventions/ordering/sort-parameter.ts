import type { Parameter } from '../../../model.ts';
import { below, valueAt } from '../../../pointer.ts';
import { nodeOf } from '../../../../model/location.ts';
import { itemsOf } from '../../schema-parts.ts';
import type { DocumentView } from '../convention.ts';
import { isOnly, keywordOf, textOf } from '../paging-members.ts';
import { sentencesOf } from '../../sentences.ts';

type Document = DocumentView['document'];

/** Names in words of a parameter that takes an order. */
export const orderNames = new Set([
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

/** Names in words of a parameter that takes a direction. */
export const directionNames = new Set([
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

export const directions: Readonly<Record<string, 'ascending' | 'descending'>> = {
  asc: 'ascending',
  ascending: 'ascending',
  desc: 'descending',
  descending: 'descending',
};

/** Descriptions by which a name of an order stands for something else than the member of that name. */
export const isExplained =
  /\bmeans?\b(?! (?:(?:in )?(?:the|their) order )?(?:up |down )?from `?\w+`? (?:up |down )?to\b)|\brefers?\b|\bdepend|\bunless\b|relevan|best match|pinned|featured/iu;

/** A clause that only says how a direction is written: "a leading minus means descending". */
const aboutDirection = /[^.;:,]*\b(?:(?:de|a)scending|reversed?|turns? (?:the|its) (?:order|direction))\b[^.;:,]*/giu;

/** The same where the sign is explained behind a colon: "A minus means: descending". */
const aboutSign = /[^.;]*(?:\bminus\b|\bhyphen\b|\bdash\b|`-`|"-")[^.;]*\b(?:descending|reversed?)\b[^.;,]*/giu;

/** What a parameter says of its orders, without how the direction is written. */
export const orderText = (document: Document, sort: Parameter): string =>
  textOf(document, sort).replaceAll(aboutSign, '').replaceAll(aboutDirection, '');

/** Does a parameter list at least one order both with `-` and without, so that one without a sign goes up. */
export const hasSigns = (values: readonly unknown[]): boolean =>
  values.some((value) => typeof value === 'string' && values.includes(`-${value}`));

/** What a default such as `-created_at`, `created_at:desc`, `price_asc` or `created_at` names, and the direction where it shows one. */
export const parsedOrder = (
  text: string,
): { readonly name: string; readonly direction: 'ascending' | 'descending' | undefined } | undefined => {
  const [, sign, name, word] = /^([+-])?([\w.]+?)(?:[:., ](asc|desc|ascending|descending))?$/iu.exec(text) ?? [];
  const words = (name ?? text).split(/(?<=[a-z])(?=(?:Asc|Desc)(?:ending)?$)|[-_](?=(?:asc|desc)(?:ending)?$)/iu);
  const [own = '', last] = words;
  if (sign === undefined && word === undefined && words.length === 2 && /^[\w.-]+$/u.test(own))
    return { name: own, direction: directions[(last ?? '').toLowerCase()] };
  if (name === undefined) return undefined;
  return { name, direction: sign === '-' ? 'descending' : sign === '+' ? 'ascending' : directions[word?.toLowerCase() ?? ''] };
};

/** The texts that a parameter lists, also as the elements of a list. */
export const listedTexts = (document: Document, { schema }: Parameter): readonly string[] => {
  const values = keywordOf(document, schema, 'enum') ?? keywordOf(document, itemsOf(document, schema), 'enum');
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
};

/** A pattern of names between bars, perhaps with a sign before them: `^-?(name|price)$`. */
const ofNames = /^\^?(?<sign>\(?\[?[+-]+\]?\)?\?|-\?)?\(?(?:\?:)?(?<names>\w+(?:\|\w+)+)\)?\$?$/u;

/** A pattern of names with a direction behind each: `^(name|price),(asc|desc)$`. */
const ofDirected =
  /^\^?\(?(?:\?:)?(?<names>\w+(?:\|\w+)+)\)?\(?(?:\?:)?(?<joint>[,: ]|\\[.:]|\[[,:]\])\(?(?:\?:)?(?<first>asc|desc)\|(?:asc|desc)\)?\)?\??\$?$/iu;

/** A key with its direction behind it, as a document prints it: `name,asc`, `createdAt:desc`. */
const directedKey = /^(?<name>[A-Za-z]\w*)(?<joint>[,:])(?<direction>asc|desc)$/iu;

/** Words of a sentence that names members without offering an order by them. */
const notOrders = /\b(?:ties?|tied|tie-?break\w*|equal|not|never|cannot|no longer|except)\b/iu;

/** The orders of a parameter whose values have a direction behind the key: those of its pattern, else those that it prints, also beside the keys that its text names. */
const directedTexts = (document: Document, sort: Parameter): readonly string[] => {
  const items = itemsOf(document, sort.schema);
  const schema = isOnly(document, sort.schema, 'string')
    ? sort.schema
    : items !== undefined && isOnly(document, items, 'string')
      ? items
      : undefined;
  if (schema === undefined) return [];
  const pattern = keywordOf(document, schema, 'pattern');
  const { names, joint, first = '' } = (typeof pattern === 'string' ? ofDirected.exec(pattern)?.groups : undefined) ?? {};
  const written = (isUpper: boolean): readonly string[] => (isUpper ? ['ASC', 'DESC'] : ['asc', 'desc']);
  if (names !== undefined && joint !== undefined) {
    const between = joint.replaceAll(/[\\[\]]/gu, '');
    return names.split('|').flatMap((name) => written(first === first.toUpperCase()).map((one) => `${name}${between}${one}`));
  }
  const text = textOf(document, sort);
  const named = [...text.matchAll(/`([^`]+)`/gu)].map(([, one = '']) => one);
  const listed: readonly Parameter[] = [sort, ...(schema === sort.schema ? [] : [{ ...sort, schema }])];
  const printed = [...listed.flatMap((one) => printedValuesOf(document, one)), ...exampleOf(document, sort), ...named];
  const found = printed.flatMap((one) => {
    const groups = directedKey.exec(one)?.groups;
    return groups === undefined ? [] : [groups];
  });
  const [some] = found;
  if (pattern !== undefined || some === undefined) return [];
  const { joint: between = '', direction = '' } = some;
  // "Ties go by `id`", "not by `note`": what such a sentence names need not be a key.
  const orders = sentencesOf(text)
    .filter((one) => !notOrders.test(one))
    .join(' ');
  const keys = [
    ...found.map((one) => one['name'] ?? ''),
    ...named
      .filter((one) => orders.includes(`\`${one}\``))
      .filter((one) => /^[A-Za-z]\w*$/u.test(one) && directions[one.toLowerCase()] === undefined),
  ];
  return [...new Set(keys)]
    .filter((name) => name !== sort.name)
    .flatMap((name) => written(direction === direction.toUpperCase()).map((one) => `${name}${between}${one}`));
};

/** The example that a parameter prints beside its schema (OpenAPI 3.1, Parameter Object). */
const exampleOf = (document: Document, { location }: Parameter): readonly string[] => {
  const example = valueAt(document, below(nodeOf(location), 'example'));
  return [example].flat().filter((one) => typeof one === 'string');
};

/** The sentences of the whole document that are about its orders: "Lists with a `sort` parameter take a comma-separated list of fields". */
export const rulesOfOrders = (document: Document, { name }: Parameter): string => {
  const text = valueAt(document, '#/info/description');
  return sentencesOf(typeof text === 'string' ? text : '')
    .filter((one) => one.includes(`\`${name}\``) || /\bsort(?:s|ed|ing|able)?\b|\border(?:s|ed)? by\b/iu.test(one))
    .join(' ');
};

/** The orders that a parameter takes where no list of values says so: the names in its pattern, or those that its description prints. */
export const toldTexts = (document: Document, sort: Parameter): readonly string[] => {
  const listed = listedTexts(document, sort);
  if (listed.length > 0) return listed;
  const directed = directedTexts(document, sort);
  if (directed.length > 0) return directed;
  const text = textOf(document, sort);
  const pattern = keywordOf(document, sort.schema, 'pattern');
  const { sign, names } = (typeof pattern === 'string' ? ofNames.exec(pattern)?.groups : undefined) ?? {};
  const isSigned =
    sign !== undefined ||
    /(?:`-`|"-"|\bminus\b|\bhyphen\b|\bdash\b|`-\w+`)[^.;]*\b(?:descending|revers)|\b(?:descending|revers)[^.;]*(?:`-`|"-"|\bminus\b|\bhyphen\b|\bdash\b)/iu.test(
      `${text} ${rulesOfOrders(document, sort)}`,
    ) ||
    printedOrders(document, sort).some((one) => one.startsWith('-'));
  if (!isOnly(document, sort.schema, 'string') || (pattern !== undefined && names === undefined)) return [];
  const printed = names?.split('|') ?? [...text.matchAll(/`(-?[A-Za-z]\w*)`/gu)].map(([, name = '']) => name);
  const plain = [...new Set(printed.map((name) => name.replace(/^-/u, '')))].filter((name) => name !== sort.name);
  return isSigned ? plain.flatMap((name) => [name, `-${name}`]) : printed;
};

/** The keys that the default and the examples of a parameter print, each with its sign. */
const printedOrders = (document: Document, sort: Parameter): readonly string[] =>
  printedValuesOf(document, sort).flatMap((value) => value.split(','));

export const printedValuesOf = (document: Document, { schema }: Parameter): readonly string[] =>
  ['default', 'example', 'examples']
    .flatMap((keyword) => keywordOf(document, schema, keyword) ?? [])
    .filter((value: unknown) => typeof value === 'string');
