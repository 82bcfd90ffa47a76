import { tailOf } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation, Schema } from '../../contract/model.ts';
import { parametersIn } from '../../contract/infer/path-template.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { mayBeSent } from '../../generators/request-match.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import { isSettable } from '../../generators/whole-body.ts';
import { nodeOf, type Location } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';
import { saidIn } from '../../contract/said.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import {
  atomic,
  byEntry,
  mayKeepGood,
  saysDuplicateFails,
  saysEachAsSingle,
  saysEachTold,
  saysGoodKept,
  saysInOrder,
  saysLikeOne,
} from './bulk-words.ts';
import { askedSchema } from '../../contract/asked-content.ts';

/** An operation that creates several resources of one type at once, each of which another operation creates, by a POST or under a key of the client by a PUT, and a third one removes. */
export type BulkCreation = Subject & {
  readonly operation: Operation;
  readonly trip: Trip & { readonly remove: Operation };
  readonly list: Collection;
  /** The member of the body that holds the entries; undefined where the body is their list. */
  readonly entries: string | undefined;
  /** The schema of an entry. */
  readonly entry: Schema;
  /** The members of an entry by whose texts, or else by whose moments, its resource can be found in the list, the likeliest first, and the first of them. */
  readonly texts: readonly string[];
  readonly text: string;
  /** Are these moments; only below a parent, of which each bulk creation has one of its own. */
  readonly isByMoment: boolean;
  /** Are these texts of a pattern, which may be as short as "B7"; only below such a parent too. */
  readonly isByPattern: boolean;
  /** Is what it creates below a resource that another operation creates. */
  readonly isBelow: boolean;
  /** A required member, which an entry with a mistake leaves out. */
  readonly required: string;
  /** Does the document say that either all entries are stored or none. */
  readonly isAtomic: boolean;
  /** Does it say, or show by the status 207, that each entry is answered for itself. */
  readonly isByEntry: boolean;
  /** Does it say that the good entries are stored although others have mistakes. */
  readonly isGoodKept: boolean;
  /** Does it say that an entry fails whose values an earlier one of the same body has. */
  readonly isOnceEach: boolean;
  /** Does it say that the answer has one result for each entry. */
  readonly isEachTold: boolean;
  /** Does it say that the answer keeps to the order of the entries. */
  readonly isOrdered: boolean;
  /** The place that the answer tells of the first entry, where a description says so: 0 or 1. */
  readonly firstPlace: number | undefined;
  /** The most entries that the schema allows. */
  readonly most: number | undefined;
};

/** Words of paths by which an operation takes many resources at once. */
export const bulkWords: ReadonlySet<string> = new Set(['bulk', 'batch', 'import', 'many', 'multiple', 'mass', 'several']);

const textsAt = ({ document }: Contract, location: Location): readonly string[] => saidIn(valueAt(document, nodeOf(location)));

/** The effects of an operation whose name or body says that it is about many, or that adds to a collection which nothing empties. */
const bulkEffects: ReadonlySet<string> = new Set(['destructive', 'creates-permanently']);

/** The list of entries in a body: the body itself, or its only list of objects. */
export const entriesIn = (
  contract: Contract,
  schema: Schema,
): { readonly entries: string | undefined; readonly schema: Schema } | undefined => {
  const { document } = contract;
  if (isType(document, schema, 'array')) return { entries: undefined, schema };
  const lists = [...membersOf(document, schema)].filter(([, member]) => isType(document, member, 'array'));
  const [[entries, member] = []] = lists;
  return lists.length === 1 && entries !== undefined && member !== undefined ? { entries, schema: member } : undefined;
};

/** A member of a creation that takes a free text, and that its list shows. */
export const isFreeText = (contract: Contract, { name, schema, required }: BodyMember): boolean =>
  isSettable({ name, required: false }) &&
  (required || name !== '') &&
  typesOf(schema).includes('string') &&
  isObject(schema) &&
  ['enum', 'const', 'format', 'pattern'].every((word) => schema[word] === undefined) &&
  mayBeSent(contract.document, schema, 'ct-0123456789-bulk-entry-1');

/** A member that every creation has, with a text of a pattern. */
const isPatterned = ({ document }: Contract, { name, schema, required }: BodyMember): boolean => {
  const resolved = resolvedSchema(document, schema);
  return (
    required &&
    isSettable({ name, required: false }) &&
    isObject(resolved) &&
    typesOf(resolved).includes('string') &&
    typeof resolved['pattern'] === 'string' &&
    ['enum', 'const', 'format'].every((word) => resolved[word] === undefined)
  );
};

/** A member of a creation that takes a moment. */
const isMoment = ({ document }: Contract, { name, schema }: BodyMember): boolean =>
  isSettable({ name, required: false }) &&
  isType(document, schema, 'string') &&
  partsOf(document, schema).some(({ format }) => format === 'date-time');

/** Is an entry described as an object, or as anything, without its members. */
export const isBare = ({ document }: Contract, entry: Schema | undefined): boolean =>
  entry === undefined ||
  (membersOf(document, entry).size === 0 &&
    partsOf(document, entry).every(
      (part) => (part['type'] === undefined || part['type'] === 'object') && part['enum'] === undefined && part['const'] === undefined,
    ));

/** What the described answer says of its list of results: the texts about it, and from which number on it tells their places. */
export const resultOf = (
  { document }: Contract,
  operation: Operation,
): { readonly texts: readonly string[]; readonly firstPlace: number | undefined } => {
  const body = answerSchema(operation);
  const lists = [body, ...membersOf(document, body).values()].filter((one) => isType(document, one, 'array'));
  const texts = [body, ...lists].flatMap((one) => descriptionsIn(document, one));
  const ofPlaces = lists.flatMap((one) =>
    [...membersOf(document, itemsOf(document, one))].flatMap(([name, member]) =>
      /index|position|row|line/iu.test(name) ? descriptionsIn(document, member) : [],
    ),
  );
  const starts = [0, 1].filter((n) =>
    ofPlaces.some((text) =>
      new RegExp(
        String.raw`\b(?:from|at|with) (?:${n}|${['zero', 'one'][n]})\b|\b${n}[- ]based\b|\b${['zero', 'one'][n]}[- ]based\b`,
        'iu',
      ).test(text),
    ),
  );
  return { texts, firstPlace: starts.length === 1 ? starts[0] : undefined };
};

/** The names by which texts may mean a creation or its body: those of its schema and of the operation, its summary, and its method with its path. */
export const bodyNamesOf = ({ document }: Contract, create: Operation): readonly string[] => {
  const content = askedSchema(create.body);
  const node = valueAt(document, nodeOf(create.location));
  const schemas = partsOf(document, content).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref.split('/').at(-1) ?? ''] : []));
  const own = isObject(node) ? [node['summary'], node['operationId']].filter((one) => typeof one === 'string') : [];
  return [...schemas, ...own, create.key];
};

const bulkOf = (contract: Contract, operation: Operation): BulkCreation | undefined => {
  const { document } = contract;
  const schema = askedSchema(operation.body);
  const last = tailOf(operation.path).at(-1) ?? operation.path.split('/').at(-1) ?? '';
  const isBulk = wordsOf(last.replaceAll(':', ' ')).some((word) => bulkWords.has(word));
  if (operation.method !== 'POST' || !isBulk || !bulkEffects.has(operation.effect) || operation.inferred?.reaches !== undefined)
    return undefined;
  const held = schema === undefined ? undefined : entriesIn(contract, schema);
  if (!held || operation.unsupported !== undefined) return undefined;
  const array = resolvedSchema(document, held.schema);
  const described = isObject(array) && isObject(array['items']) ? (array['items'] as Schema) : undefined;
  const path = operation.path.replace(/(?:\/|:)[^/:]*$/u, '');
  const trip = roundTrips(contract).find(
    (one) =>
      one.addsTo === path &&
      one.create.effect === 'creates' &&
      (one.create.method === 'POST' || parametersIn(one.itemPath).length === 1) &&
      (parametersIn(one.itemPath).length === 1 || (!one.isFlat && parametersIn(one.itemPath).length === parametersIn(path).length + 1)),
  );
  if (!trip?.remove || !trip.list) return undefined;
  const texts = [operation.location, ...operation.responses.map(({ location }) => location)].flatMap((one) => textsAt(contract, one));
  const around = [...texts, ...descriptionsIn(document, held.schema), ...descriptionsIn(document, described)];
  const entry =
    isBare(contract, described) && saysLikeOne(around, nounWordsOf(path).join(' '), bodyNamesOf(contract, trip.create))
      ? trip.asked
      : described;
  if (entry === undefined) return undefined;
  const names = membersOf(document, entry);
  if (!bodyMembers(contract, trip.create).every(({ name, required }) => !required || names.has(name))) return undefined;
  // What a PUT creates under a key of the client needs that key in its entry.
  if (trip.create.method === 'PUT' && !names.has(trip.id)) return undefined;
  const shown = placeIn(contract, trip.read ?? trip.create, trip.id)?.schema ?? true;
  const members = bodyMembers(contract, trip.create).filter(({ name }) => names.has(name));
  const isShown = ({ name }: BodyMember): boolean => membersOf(document, shown).has(name);
  const isBelow = parametersIn(trip.itemPath).length > 1;
  const [free = [], moments = [], patterned = []] = [isFreeText, isMoment, isPatterned].map((isMark) =>
    members.filter((one) => isShown(one) && isMark(contract, one)).toSorted((a, b) => Number(b.required) - Number(a.required)),
  );
  const isByMoment = isBelow && free.length === 0 && moments.length > 0;
  const isByPattern = isBelow && free.length === 0 && moments.length === 0;
  const marks = isByMoment ? moments : isByPattern ? patterned : free;
  const [text] = marks;
  const needed = new Set(partsOf(document, entry).flatMap(({ required }) => (Array.isArray(required) ? (required as unknown[]) : [])));
  const required = members.filter(({ name }) => needed.has(name)).toSorted((a, b) => Number(a === text) - Number(b === text))[0];
  if (!text || !required) return undefined;
  const result = resultOf(contract, operation);
  const most = isObject(array) && typeof array['maxItems'] === 'number' ? array['maxItems'] : undefined;
  const is207 = operation.responses.some(({ status }) => status === '207');
  const isAtomic =
    !is207 &&
    !mayKeepGood(texts) &&
    texts.some((one) => atomic.test(one)) &&
    !texts.some((one) => byEntry.test(one) || /\bnot atomic\b/iu.test(one));
  return at(operation.location, {
    operation,
    trip: { ...trip, remove: trip.remove },
    list: trip.list,
    entries: held.entries,
    entry,
    texts: marks.map(({ name }) => name),
    text: text.name,
    isByMoment,
    isByPattern,
    isBelow,
    required: required.name,
    isAtomic,
    isByEntry: !isAtomic && (is207 || texts.some((one) => byEntry.test(one)) || mayKeepGood(texts)),
    isGoodKept: !isAtomic && saysGoodKept(texts),
    isOnceEach: saysDuplicateFails(around) || (saysEachAsSingle(around) && !/\b(?:duplicat\w*|twice)\b/iu.test(around.join(' '))),
    isEachTold: saysEachTold([...texts, ...result.texts]),
    isOrdered: saysInOrder([...texts, ...result.texts]),
    firstPlace: result.firstPlace,
    most,
  });
};

const known = new WeakMap<Contract, readonly BulkCreation[]>();

/** Every such operation of a contract that is held to the standard requirements: `POST /crates/bulk` beside `POST /crates`, or `PUT /crates/{code}`, with a list of the same bodies. */
export const bulkCreations = (contract: Contract): readonly BulkCreation[] => {
  const found =
    known.get(contract) ?? (contract.standard.size === 0 ? [] : contract.operations.flatMap((one) => bulkOf(contract, one) ?? []));
  known.set(contract, found);
  return found;
};
