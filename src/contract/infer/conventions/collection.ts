import type { Operation, Schema } from '../../model.ts';
import { escapeToken } from '../../pointer.ts';
import { isJsonType } from '../../wire/media-type.ts';
import { isNounOf } from '../id-names.ts';
import { isListOfObjects } from '../listed-items.ts';
import { itemsOf, isType, membersOf } from '../schema-parts.ts';
import { wordsOf } from '../words.ts';
import type { DocumentView, Inference } from './convention.ts';

/** A list that an operation answers: where its items are, and what one of them looks like. */
export type DescribedList = {
  readonly operation: Operation;
  /** Runtime expression, such as `$response.body#/data`. */
  readonly items: string;
  readonly item: Schema;
  /** The schema of the whole answer. */
  readonly body: Schema;
};

/** Members that hold the items beside something else that is a list too, likeliest first. */
const usualNames = ['data', 'items', 'results', 'values', 'entries', 'records', 'list', 'content', 'value', 'objects', 'rows'];

/** The JSON schema of an operation's answer 200, else of its first success. */
export const answerSchema = ({ responses }: Operation): Schema | undefined => {
  const successes = responses.filter(({ status }) => /^2(?:\d\d|XX)$/.test(status));
  const response = successes.find(({ status }) => status === '200') ?? successes[0];
  return response?.content.find(({ mediaType }) => isJsonType(mediaType))?.schema;
};

/** A list in an object: the one of a usual name, else the only one. */
const listIn = (document: DocumentView['document'], body: Schema): { readonly at: string; readonly schema: Schema } | undefined => {
  const lists = [...membersOf(document, body)].filter(([, member]) => isListOfObjects(document, member));
  const [name, schema] = lists.find(([one]) => usualNames.includes(one.toLowerCase())) ?? (lists.length === 1 ? (lists[0] ?? []) : []);
  return name === undefined || schema === undefined ? undefined : { at: `/${escapeToken(name)}`, schema };
};

/** Members that hold what an answer is about: `_embedded` of HAL (draft-kelly-json-hal, section 4.1.2), and other envelopes. */
const envelopes = ['_embedded', 'data', 'result', 'response', 'payload'];

/** A list in the one envelope of an answer, if its name is usual or that of the collection: another one may be a part of a single resource. */
const listInside = (document: DocumentView['document'], body: Schema, path: string): ReturnType<typeof listIn> => {
  const members = membersOf(document, body);
  const [name, ...others] = envelopes.filter((one) => members.has(one));
  const found = name === undefined || others.length > 0 ? undefined : listIn(document, members.get(name) ?? true);
  const isMeant = name === '_embedded' || (found && (usualNames.includes(found.at.slice(1)) || isNamedBy(path, found.at)));
  return found && name !== undefined && isMeant ? { at: `/${name}${found.at}`, schema: found.schema } : undefined;
};

/** Is a list called like the last segment of a path. */
const isNamedBy = (path: string, at: string): boolean =>
  wordsOf(at).join(' ') === wordsOf(path.split('/').findLast((segment) => segment !== '') ?? '').join(' ');

/** The list of objects in the answer of an operation as the document describes it; undefined where it describes none, or several. */
export const listShownBy = (document: DocumentView['document'], operation: Operation): DescribedList | undefined => {
  const body = answerSchema(operation);
  if (body === undefined) return undefined;
  if (isType(document, body, 'array')) {
    const item = itemsOf(document, body);
    return item !== undefined && isListOfObjects(document, body) ? { operation, items: '$response.body', item, body } : undefined;
  }
  const found = listIn(document, body) ?? listInside(document, body, operation.path);
  const item = found && itemsOf(document, found.schema);
  return found === undefined || item === undefined ? undefined : { operation, items: `$response.body#${found.at}`, item, body };
};

/** Every read whose answer is described as a list of objects: an array, or an object with one such array, or with one of a usual name. */
export const describedLists = ({ document, operations }: Pick<DocumentView, 'document' | 'operations'>): readonly DescribedList[] =>
  operations
    .filter(({ method, path }) => method === 'GET' && !path.endsWith('}'))
    .flatMap((operation) => listShownBy(document, operation) ?? []);

/** Members that hold nothing but the id of an item. */
const idMembers = ['id', 'uuid', '_id', 'guid'];

/** The name of the path parameter of the operation that reads one item of a list; undefined where none does. */
const itemParameter = ({ operations }: DocumentView, list: Operation): string | undefined =>
  operations
    .filter(({ method, path }) => method === 'GET' && path.startsWith(`${list.path}/`))
    .flatMap(({ path }) => /^\{([^{}/]+)\}$/u.exec(path.slice(list.path.length + 1))?.[1] ?? [])[0];

/**
 * Where an item holds its id, if it is a text or a whole number: under one of the names that no other value has, else under the name by which the path
 * of one item takes it, alone (`{slug}`) or after the noun of the item (`{crateKey}`).
 */
const idOf = (view: DocumentView, { operation, item }: DescribedList): { readonly id?: string } => {
  const members = membersOf(view.document, item);
  const isId = (name: string): boolean => ['string', 'integer'].some((type) => isType(view.document, members.get(name), type));
  const parameter = itemParameter(view, operation);
  const last = wordsOf(parameter ?? '').at(-1) ?? '';
  const taken = parameter === undefined ? [] : [parameter, ...(isNameOfItem(parameter, operation.path) ? [last] : [])];
  const name = [...idMembers, ...taken].find(isId);
  return name === undefined ? {} : { id: `/${escapeToken(name)}` };
};

/** Words of a path parameter that name one member of the item: `{crateKey}` takes `key`. */
const ownWords: ReadonlySet<string> = new Set(['key', 'slug', 'code', 'number', 'handle', 'sku', 'reference', 'serial', 'name']);

const isNameOfItem = (parameter: string, path: string): boolean => {
  const words = wordsOf(parameter);
  return ownWords.has(words.at(-1) ?? '') && words.slice(0, -1).every((word) => isNounOf(word, path));
};

/** `collection`: where the items of a list are, and the id of one. */
export const inferCollections: Inference = (view) =>
  describedLists(view).map(({ operation, items, ...list }) => ({
    operation,
    word: ['collection'],
    value: { items, ...idOf(view, { operation, items, ...list }) },
    why:
      items === '$response.body'
        ? 'The answer is described as an array of objects.'
        : `The answer is described as an object that holds an array of objects at ${items}.`,
  }));
