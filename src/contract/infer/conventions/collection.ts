import type { Operation, Schema } from '../../model.ts';
import { escapeToken } from '../../pointer.ts';
import { isJsonType } from '../../wire/media-type.ts';
import { isListOfObjects } from '../listed-items.ts';
import { itemsOf, isType, membersOf } from '../schema-parts.ts';
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

const listOf = (document: DocumentView['document'], operation: Operation): DescribedList | undefined => {
  const body = answerSchema(operation);
  if (operation.method !== 'GET' || body === undefined) return undefined;
  if (isType(document, body, 'array')) {
    const item = itemsOf(document, body);
    return item !== undefined && isListOfObjects(document, body) ? { operation, items: '$response.body', item, body } : undefined;
  }
  const lists = [...membersOf(document, body)].filter(([, member]) => isListOfObjects(document, member));
  const [name, member] = lists.find(([one]) => usualNames.includes(one.toLowerCase())) ?? (lists.length === 1 ? (lists[0] ?? []) : []);
  const item = member === undefined ? undefined : itemsOf(document, member);
  return name === undefined || item === undefined ? undefined : { operation, items: `$response.body#/${escapeToken(name)}`, item, body };
};

/** Every read whose answer is described as a list of objects: an array, or an object with one such array, or with one of a usual name. */
export const describedLists = ({ document, operations }: DocumentView): readonly DescribedList[] =>
  operations.filter(({ path }) => !path.endsWith('}')).flatMap((operation) => listOf(document, operation) ?? []);

/** Members that hold nothing but the id of an item. */
const idMembers = ['id', 'uuid', '_id', 'guid'];

/** Where an item holds its id, if it is a text or a whole number under one of the names that no other value has. */
const idOf = (document: DocumentView['document'], item: Schema): { readonly id?: string } => {
  const members = membersOf(document, item);
  const name = idMembers.find((one) => ['string', 'integer'].some((type) => isType(document, members.get(one), type)));
  return name === undefined ? {} : { id: `/${name}` };
};

/** `collection`: where the items of a list are, and the id of one. */
export const inferCollections: Inference = (view) =>
  describedLists(view).map(({ operation, items, item }) => ({
    operation,
    word: ['collection'],
    value: { items, ...idOf(view.document, item) },
    why:
      items === '$response.body'
        ? 'The answer is described as an array of objects.'
        : `The answer is described as an object that holds an array of objects at ${items}.`,
  }));
