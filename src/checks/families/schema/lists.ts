import { parseExpression } from '../../../contract/expression.ts';
import { answerOf, headerValues, isSuccess, jsonOf } from '../../../contract/message.ts';
import { isType, membersOf, partsOf } from '../../../contract/infer/schema-parts.ts';
import type { Collection, Contract, Operation } from '../../../contract/model.ts';
import { tokensOf, valueAt } from '../../../contract/pointer.ts';
import { declaredResponses, isElsewhere } from '../../../contract/responses.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { essenceOf, isJsonType } from '../../../contract/wire/media-type.ts';
import type { Answer, Exchange } from '../../../model/exchange.ts';
import { isObject, isScalar } from '../../../model/json.ts';
import { defineObservation } from '../../kit/define.ts';
import { defineRecordingFold } from '../../kit/recording-fold.ts';
import { collectionAt, itemKey, pageItems } from '../../subjects/collection.ts';
import { jsonContent } from '../../../contract/asked-content.ts';

export const listedOnce = defineObservation({
  id: 'schema/listed-once',
  title: 'A list shows each resource once',
  why: 'A resource that is listed twice is counted, billed or started twice.',
  fix: 'Show each resource in one element of the list.',
  reads: 'collection',
  locations: (contract) => contract.collections.filter(({ id }) => id !== undefined).map(({ operation }) => operation.location),
  observe(exchange, contract) {
    const list = collectionAt(contract, exchange.request.operation);
    const items = list && pageItems(list, exchange);
    if (!list || list.id === undefined || !items) return [];
    const keys = items.flatMap((item) => itemKey(list, item) ?? []);
    if (keys.length < 2) return [];
    const { location } = list.operation;
    // A list may have thousands of items.
    const seen = new Set<string>();
    const again = keys.findIndex((key) => seen.size === seen.add(key).size);
    if (again < 0) return [{ location, holds: true }];
    const actual = `${keys[again] ?? ''} again`;
    return [{ location, holds: false, code: 'listed-twice', where: `item ${again + 1}`, expected: 'each id once', actual }];
  },
});

/** An object with fewer members is no structure. */
const leastMembers = 2;

export const itemsAreObjects = defineObservation({
  id: 'schema/items-are-objects',
  title: 'Each item of a list of structured resources is an object with members',
  why: 'A client reads members where structure is documented; a line of text has to be cut apart by guesses.',
  fix: 'Send each item as a JSON object with its parts as members.',
  reads: 'collection',
  locations: (contract) => contract.collections.map(({ operation }) => operation.location),
  observe(exchange, contract) {
    const collection = collectionAt(contract, exchange.request.operation);
    const items = collection && !isElsewhere(exchange) ? pageItems(collection, exchange) : undefined;
    if (!collection || !items) return [];
    const { location } = collection.operation;
    const scalar = items.findIndex(isScalar);
    if (scalar >= 0) {
      const expected = 'a JSON object';
      return [{ location, holds: false, code: 'item-no-object', where: `item ${scalar + 1}`, expected, actual: shown(items[scalar]) }];
    }
    // An item with one member, or of another kind, is neither structure nor a lack of it.
    const isStructured = items.every((item) => isObject(item) && Object.keys(item).length >= leastMembers);
    return items.length > 0 && isStructured ? [{ location, holds: true, times: items.length }] : [];
  },
});

/** Does a body hold its items below `_embedded`, as HAL has them (draft-kelly-json-hal, section 4.1.2). */
const hasEmbedded = (body: unknown): boolean =>
  isObject(body) && isObject(body['_embedded']) && Object.values(body['_embedded']).some((one) => Array.isArray(one));

export const listFound = defineObservation({
  id: 'schema/list-found',
  title: 'A list without a documented body is answered with JSON that holds an array',
  why: 'Where the shape of a list is not documented, this is the least that a client needs to find the items.',
  fix: 'Answer with a JSON array, or a JSON object that holds one among its direct members; and document its shape.',
  reads: 'collection',
  locations: (contract) => contract.collections.map(({ operation }) => operation.location),
  observe(exchange, contract) {
    const collection = collectionAt(contract, exchange.request.operation);
    const answer = answerOf(exchange);
    // The answer to a filter, a mistake or another address may differ; bytes that could not be decoded show nothing.
    if (!collection || !isUnfiltered(exchange) || !isSuccess(exchange) || !answer || answer.text === null) return [];
    const { location } = collection.operation;
    // Where the body is described, the list may be deeper in it.
    const isDescribed = declaredResponses(contract, exchange).some(({ content }) => jsonContent(content)?.schema !== undefined);
    const isFound = hasEmbedded(jsonOf(exchange)) || (isDescribed && pageItems(collection, exchange) !== undefined);
    const actual = isFound ? undefined : withoutList(answer);
    if (actual === undefined) return [{ location, holds: true }];
    if (isOptionalList(contract, exchange, answer) || isInOtherForm(collection.operation, exchange)) return [];
    return [
      {
        location,
        holds: false,
        code: 'no-list-in-body',
        where: '#',
        expected: 'JSON that is an array or holds one among its members',
        actual,
      },
    ];
  },
});

/** Has an answer a described media type that is not JSON: the list in another form. */
const isInOtherForm = ({ responses }: Operation, exchange: Exchange): boolean => {
  const [type = ''] = headerValues(exchange, 'Content-Type');
  return responses.some(({ content }) =>
    content.some(({ mediaType }) => !isJsonType(mediaType) && !mediaType.includes('*') && essenceOf(mediaType) === essenceOf(type)),
  );
};

/** Does an answer lack the list only because the document describes it as a member that may be absent. */
const isOptionalList = (contract: Contract, exchange: Exchange, { json }: Answer): boolean => {
  if (json.kind !== 'value' || !isObject(json.value)) return false;
  const { document } = contract;
  const { value } = json;
  return declaredResponses(contract, exchange).some(({ content }) => {
    const schema = jsonContent(content)?.schema;
    const members = membersOf(document, schema);
    const required = partsOf(document, schema).flatMap((part) => part['required'] ?? []);
    const lists = [...members].filter(([, member]) => isType(document, member, 'array')).map(([name]) => name);
    return lists.length > 0 && lists.every((name) => !required.includes(name)) && Object.keys(value).every((name) => members.has(name));
  });
};

const isUnfiltered = ({ request: { base, query, faults } }: Exchange): boolean =>
  base === undefined && query.length === 0 && faults.length === 0;

/** What an answer holds instead of a list; undefined where it holds one. */
const withoutList = ({ json }: Answer): string | undefined => {
  if (json.kind !== 'value') return json.kind === 'none' ? 'an empty body' : `a body that is no JSON: ${json.why}`;
  const { value } = json;
  if (Array.isArray(value)) return undefined;
  if (!isObject(value)) return `JSON that is ${value === null ? 'null' : `a ${typeof value}`}`;
  return Object.values(value).some((member) => Array.isArray(member))
    ? undefined
    : `an object with ${Object.keys(value).join(', ') || 'no members'}`;
};

export const bodyFormRecorded = defineRecordingFold({
  id: 'schema/body-form-recorded',
  title: 'Whether a list is in an object or a bare array, and which members are beside it, is recorded',
  why: 'Where text and example differ, a client has to read both forms; the record shows which one the service has.',
  fix: 'Nothing is broken; the documentation could describe the one form that the service has.',
  locations: (contract) =>
    contract.collections.flatMap(({ operation: { responses } }) =>
      responses.filter(({ status }) => status.startsWith('2')).map(({ location }) => location),
    ),
  records: ['body.form'],
  show(exchange, contract) {
    const collection = collectionAt(contract, exchange.request.operation);
    const form = collection && formOf(collection, exchange);
    return form && { 'body.form': [form] };
  },
  unseen: 'No list was seen',
  most: 12,
  value: (forms) => (forms.length === 1 ? forms[0] : { mixed: forms }),
});

type Form = { readonly form: 'bare' } | { readonly form: 'wrapped'; readonly at: string; readonly beside: readonly string[] };

/** How an answer holds its items; undefined where it is no list. */
const formOf = (collection: Collection, exchange: Exchange): Form | undefined => {
  if (isElsewhere(exchange) || !pageItems(collection, exchange)) return undefined;
  const body = jsonOf(exchange);
  if (Array.isArray(body)) return { form: 'bare' };
  if (!isObject(body)) return undefined;
  const named = collection.items
    .map((expression) => parseExpression(expression))
    .flatMap((parsed) => (parsed?.from === 'response-body' && !parsed.pointer.includes('*') ? [parsed.pointer] : []))
    .find((pointer) => Array.isArray(valueAt(body, pointer)));
  const own = named === undefined ? Object.keys(body).find((name) => Array.isArray(body[name])) : tokensOf(named)[0];
  return {
    form: 'wrapped',
    at: own ?? '',
    beside: Object.keys(body)
      .filter((name) => name !== own)
      .sort(),
  };
};
