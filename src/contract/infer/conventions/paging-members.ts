import { nodeOf } from '../../../model/location.ts';
import type { Operation, Parameter, Schema } from '../../model.ts';
import { escapeToken, isObject, valueAt } from '../../pointer.ts';
import { isType, membersOf, partsOf } from '../schema-parts.ts';
import { withDeepMembers } from '../deep-parameters.ts';
import { wordsOf } from '../words.ts';
import type { DescribedList } from './collection.ts';
import type { DocumentView } from './convention.ts';

type Document = DocumentView['document'];

/** A value beside the items of a list, or in a header field of its answer. */
export type PageMember = {
  /** Its name in words: `next page token`. */
  readonly words: string;
  /** The name of the object around it in words; empty at the top and in a header. */
  readonly around: string;
  /** Runtime expression, such as `$response.body#/meta/total`. */
  readonly at: string;
  readonly schema: Schema;
  /** Each answer has it. */
  readonly isRequired: boolean;
};

/** A name in words, in any case style: `pageSize`, `page_size` and `page[size]` are `page size`. */
export const inWords = (name: string): string => wordsOf(name).join(' ');

/** Objects beside the items that are about the pages. */
const containers = new Set(
  [
    'meta',
    'metadata',
    'pagination',
    'paging',
    'page',
    'page info',
    'page meta',
    'paging info',
    'pagination info',
    'paging metadata',
  ].concat(['pagination metadata', 'response metadata', 'result info', 'links', 'cursors', 'cursor', 'next', 'next page']),
);

const deepest = 2;

const isRequiredIn = (document: Document, schema: Schema, name: string): boolean =>
  partsOf(document, schema).some(({ required }) => Array.isArray(required) && required.includes(name));

/** The link to the next page in an object of links that describes each of them alike (HAL, section 4.1.1; JSON:API 1.1, Links). */
const linksIn = (document: Document, schema: Schema, around: string): readonly (readonly [string, Schema])[] => {
  if (around !== 'links' || membersOf(document, schema).has('next')) return [];
  const each = partsOf(document, schema)
    .map(({ additionalProperties }) => additionalProperties)
    .find((one) => isObject(one));
  return each === undefined ? [] : [['next', each]];
};

const below = (document: Document, schema: Schema, at: string, around: string, isAround: boolean, depth: number): readonly PageMember[] =>
  [...membersOf(document, schema), ...linksIn(document, schema, around)].flatMap(([name, member]) => {
    const words = inWords(name);
    const here = `${at}/${escapeToken(name)}`;
    const isRequired = isAround && isRequiredIn(document, schema, name);
    const inner = depth < deepest && containers.has(words) ? below(document, member, here, words, isRequired, depth + 1) : [];
    return [{ words, around, at: here, schema: member, isRequired }, ...inner];
  });

/** The values beside the items of a list: in its body, and in the objects there that are about pages. None where the body is an array. */
export const pageMembers = (document: Document, { body, items }: DescribedList): readonly PageMember[] => {
  if (isType(document, body, 'array')) return [];
  const [, envelope] = /^\$response\.body#\/([^/]+)\/[^/]+$/u.exec(items) ?? [];
  const inside = envelope === undefined ? undefined : membersOf(document, body).get(envelope);
  return [
    ...below(document, body, '$response.body#', '', true, 0),
    ...(inside === undefined
      ? []
      : below(document, inside, `$response.body#/${envelope}`, '', isRequiredIn(document, body, envelope ?? ''), 0)),
  ];
};

/** The header fields that the successes of a list describe. */
export const pageHeaders = ({ operation: { responses } }: DescribedList): readonly PageMember[] =>
  responses
    .filter(({ status }) => /^2(?:\d\d|XX)$/u.test(status))
    .flatMap(({ headers }) => headers)
    .map(({ name, schema, required }) => ({
      words: inWords(name),
      around: '',
      at: `$response.header.${name}`,
      schema,
      isRequired: required,
    }));

const descriptionsOf = (document: Document, schema: unknown): readonly string[] =>
  partsOf(document, schema)
    .flatMap(({ description, title }) => [description, title])
    .filter((text) => typeof text === 'string');

/** What a schema says of itself in words: its description and its title. */
export const descriptionOf = (document: Document, schema: unknown): string => descriptionsOf(document, schema).join(' ');

/** What a parameter says of itself in words, text by text: where one ends without a full stop, the next one does not go on with it. */
export const textsOf = (document: Document, { location, schema }: Pick<Parameter, 'location' | 'schema'>): readonly string[] => {
  const node = valueAt(document, nodeOf(location));
  const own = isObject(node) && typeof node['description'] === 'string' ? node['description'] : '';
  return [own, ...descriptionsOf(document, schema)];
};

/** The same as one text. */
export const textOf = (document: Document, { location, schema }: Parameter): string => {
  const [own = ''] = textsOf(document, { location, schema });
  return `${own} ${descriptionOf(document, schema)}`;
};

/** The same without what a schema says that other places share: "An opaque id. Do not read anything into it" is not about this parameter. */
export const ownTextOf = (document: Document, parameter: Parameter): string => {
  const node = valueAt(document, nodeOf(parameter.location));
  const own = isObject(node) && typeof node['description'] === 'string' ? node['description'] : '';
  const isShared = isObject(node) && isObject(node['schema']) && typeof node['schema']['$ref'] === 'string';
  return own !== '' && isShared ? own : textOf(document, parameter);
};

/** The query parameters of an operation that a read may leave out, and that are not on their way out; each member of a `deepObject` by itself. */
export const optionalQuery = (document: Document, { parameters }: Operation): readonly Parameter[] =>
  withDeepMembers(document, parameters).filter((one) => {
    const node = valueAt(document, nodeOf(one.location));
    const isDeprecated = (isObject(node) && node['deprecated'] === true) || /\bdeprecated\b/iu.test(textOf(document, one));
    return one.in === 'query' && !one.required && !isDeprecated;
  });

/** The value of a keyword of a schema, references followed. */
export const keywordOf = (document: Document, schema: unknown, keyword: string): unknown =>
  partsOf(document, schema)
    .map((part) => part[keyword])
    .find((value) => value !== undefined);

/** Does a schema describe only values of one type, besides null. An `anyOf` or `oneOf` with null counts as what is beside it. */
export const isOnly = (document: Document, schema: unknown, type: string): boolean => {
  const types = partsOf(document, schema).flatMap((part) => [part['type']].flat().filter((one) => one !== undefined));
  if (types.length > 0) return types.every((one) => one === type || one === 'null') && types.includes(type);
  const choices = partsOf(document, schema).flatMap(({ anyOf, oneOf }) =>
    [anyOf, oneOf].flatMap((one): unknown[] => (Array.isArray(one) ? one : [])),
  );
  const told = choices.filter((one) => !(isObject(one) && one['type'] === 'null'));
  return told.length === 1 && isOnly(document, told[0], type);
};

/** The expression for the value of a query parameter. */
export const expression = ({ name }: Parameter): string => `$request.query.${name}`;

/** The optional query parameter with a name; undefined where there is none. */
export const parameterCalled = (document: Document, operation: Operation, name: unknown): Parameter | undefined =>
  optionalQuery(document, operation).find((one) => one.name === name);

/** Sentences that say with which number or offset the pages begin. */
const says = (first: 0 | 1): RegExp => {
  const number = first === 0 ? '(?:0|zero)' : '(?:1|one)';
  return new RegExp(
    `\\b${number}[- ](?:based|indexed)|\\b(?:(?:start|begin)(?:s|ing)?|count(?:s|ed|ing)?) (?:at|from|with) ${number}\\b|\\bfirst (?:page |one )?(?:is|has) (?:page |number )?${number}\\b|\\b${number} (?:is|for) the first\\b|defaults? (?:to|is|value is|:) ?\`?${number}\\b`,
    'iu',
  );
};

/** The position of the first page, as the default, the least value or the description of its parameter shows it; undefined where none does. */
export const firstOf = (document: Document, parameter: Parameter): 0 | 1 | undefined => {
  const given = keywordOf(document, parameter.schema, 'default');
  if (given === 0 || given === 1) return given;
  if (given !== undefined) return undefined;
  if (keywordOf(document, parameter.schema, 'minimum') === 1) return 1;
  const text = textOf(document, parameter);
  const [zero, one] = [says(0).test(text), says(1).test(text)];
  return zero === one ? undefined : zero ? 0 : 1;
};
