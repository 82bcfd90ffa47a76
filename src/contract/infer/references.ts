import { answerSchema, describedLists, type DescribedList } from './conventions/collection.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { below } from '../pointer.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { collectionsIn, collectionsNamed, idNames, isResourceName, nounWordsOf } from './id-names.ts';
import { asDescribed } from './held-body.ts';
import { kindBeside } from './kind-beside.ts';
import { endsInParameter, isDirectlyBelow, parametersIn, segmentsOf } from './path-template.ts';
import { singular } from './singular.ts';
import { itemsOf, membersOf, partsOf } from './schema-parts.ts';
import { wordsOf } from './words.ts';
import { byEntry } from './references-by-entry.ts';
import { byOwnKey } from './references-by-own-key.ts';
import { otherTypeTold, parentTold, partByKey } from './references-by-words.ts';
import { typeByKeyTold, typeByStatement } from './stated-references.ts';
import {
  idWords,
  isId,
  isPlainId,
  typeByForm,
  typeByParameter,
  typeByPath,
  typeByProperty,
  typeBySharedKey,
  typeBySharedSchema,
  typeOfEntry,
} from './reference-types.ts';
import { describedNouns, type Document, endings, type MemberWay, nounOf, nounsByDescription } from './described-nouns.ts';
import { askedSchema } from '../asked-content.ts';

/** What a member of a body names. */
export type Reference = {
  /** A resource type of which the run can create one. */
  readonly resourceType: AnyInferred | undefined;
  /** Where what is named stands in the answer to the creation of the type: a JSON pointer of its id; undefined where it is the resource itself. */
  readonly inside?: string;
  /** A list without parameters in its path that shows such resources, and the JSON pointer of the id inside an item. */
  readonly list: { readonly read: Operation; readonly pointer: string } | undefined;
};

/** Members around an id that say nothing about what it names. */
const wrappers: ReadonlySet<string> = new Set(['data', 'attributes', 'relationships', 'links', 'meta']);

/** Levels of members that are examined: an id of a resource linkage is on the fifth, `data.relationships.author.data.id` (JSON:API 1.1, section 7.4). */
const deepest = 5;

/** The last name of a reference to a schema: `PetType` of `#/components/schemas/PetType`. */
const schemaName = (document: Document, schema: Schema | undefined): string | undefined =>
  partsOf(document, schema).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref.split('/').at(-1) ?? ''] : []))[0];

/** The nouns that a member may mean, likeliest first; none where it is no reference. */
const nounsFor = (document: Document, way: MemberWay, schemaAt: (way: MemberWay) => Schema | undefined): readonly string[] => {
  const words = wordsOf(way.at(-1) ?? '');
  const described = (): readonly string[] => describedNouns(document, way, schemaAt(way));
  if (!idWords.has(words.at(-1) ?? '')) {
    const isUuid = partsOf(document, schemaAt(way)).some(({ format }) => format === 'uuid');
    return isUuid ? [...endings(words), ...described()] : [];
  }
  if (words.length > 1) return [...endings(words.slice(0, -1)), ...described()];
  const outer = way.slice(0, -1).findLastIndex((name) => !wrappers.has(name));
  if (outer < 0) return [];
  const around = schemaAt(way.slice(0, outer + 1));
  const named = schemaName(document, around) ?? schemaName(document, itemsOf(document, around));
  return [...endings(wordsOf(way[outer] ?? '')), ...(named === undefined ? [] : endings(wordsOf(named))), ...described()];
};

/** The schema of a member on the way through objects and the items of arrays. */
const schemaOn = (document: Document, schema: Schema | undefined, [name, ...rest]: MemberWay): Schema | undefined => {
  if (name === undefined) return schema;
  const member = membersOf(document, schema).get(name) ?? membersOf(document, itemsOf(document, schema)).get(name);
  return schemaOn(document, member, rest);
};

/** The schema of a member of the JSON body of an operation, on the way through objects and the items of arrays; undefined where there is none. */
export const memberSchema = ({ document }: Pick<Contract, 'document'>, operation: Operation, way: MemberWay): Schema | undefined =>
  schemaOn(document, jsonSchemaOf(operation), way);

const jsonSchemaOf = ({ body }: Operation): Schema | undefined => askedSchema(body);

const listWith = (document: Document, lists: readonly DescribedList[], isMeant: (path: string) => boolean): Reference['list'] => {
  for (const { operation: read, item } of lists.filter(({ operation: { path } }) => !path.includes('{') && isMeant(path))) {
    const members = membersOf(document, item);
    const name = idNames({ name: read.path, idParameter: 'id' }).find(
      (one) => idWords.has(wordsOf(one).at(-1) ?? '') && members.has(one) && isId(document, members.get(one)),
    );
    if (name !== undefined) return { read, pointer: below('', name) };
  }
  return undefined;
};

/** What an id names where the member beside it has a value: "a lodge" for `{type: "lodge", id}`. */
export type NamedByKind = { readonly member: string; readonly value: string; readonly reference: Reference };

/** Is a name one for what refers to something, by whatever it is known: its description has to say by what. */
const isReferring = (words: readonly string[]): boolean => ['ref', 'reference'].includes(words.at(-1) ?? '');

/** The member beside an id that says of which kind the named thing is, with its values. */
const kindAt = (document: Document, root: Schema | undefined, way: MemberWay): ReturnType<typeof kindBeside> => {
  const words = wordsOf(way.at(-1) ?? '');
  if (!idWords.has(words.at(-1) ?? '') && !isReferring(words)) return undefined;
  const around = schemaOn(document, root, way.slice(0, -1));
  const of = (schema: Schema | undefined): ReturnType<typeof kindBeside> => kindBeside(document, schema, words.slice(0, -1));
  return of(around) ?? of(itemsOf(document, around));
};

/**
 * What an id in the body of an operation may name, where a member beside it says of which kind that is: one for each of its values that is the noun of a collection,
 * those first of which the run can create one. Of a `ref`, only what its description says that it names: `schedule` for "A name, or the id of one of your schedules". None where
 * nothing beside the id says so.
 */
export const namedByKinds = (contract: Contract, operation: Operation, way: MemberWay): readonly NamedByKind[] => {
  const { document } = contract;
  const root = jsonSchemaOf(operation);
  const kind = kindAt(document, root, way);
  // "A user name, or the id of one of your schedules" is an id for that kind alone.
  const ids = isReferring(wordsOf(way.at(-1) ?? '')) ? describedNouns(document, way, schemaOn(document, root, way)) : undefined;
  const found = (kind?.values ?? []).flatMap((value): readonly NamedByKind[] => {
    const nouns = endings(wordsOf(value));
    const reference =
      ids === undefined || nouns.some((noun) => ids.includes(noun)) ? collectionNamed(contract, operation, nouns) : undefined;
    return kind && reference ? [{ member: kind.member, value, reference }] : [];
  });
  return [...found.filter((one) => one.reference.resourceType), ...found.filter((one) => !one.reference.resourceType)];
};

/**
 * What a member of the body of an operation names, by the kind that a member beside it tells (`{type: "lodge", id}`); by its name: `bookId`, `book_id`, `bookIds`, `book` with the format of a UUID, or the `id` in a member
 * `book`, matched with the noun of a collection; by its description, "One of
 * your addresses", by the form of its ids, by the schema, the pattern or the name that it shares with the parameter in the path of a type of its noun, which may be the last word of
 * the path of the operation, by what the operation says of it, or by a key that is unique among such things, `copyBarcode`. Undefined where nothing is named so. A type whose creation itself needs what the operation creates is left out.
 */
export const referenceAt = (contract: Contract, operation: Operation, way: MemberWay): Reference | undefined => {
  const { document } = contract;
  const root = jsonSchemaOf(operation);
  const [byKind] = namedByKinds(contract, operation, way);
  if (byKind) return byKind.reference;
  const nouns = nounsFor(document, way, (part) => schemaOn(document, root, part));
  const schema = schemaOn(document, root, way);
  const byResourceName = resourceNamed(contract, operation, schema);
  if (byResourceName) return byResourceName;
  const named =
    collectionNamed(contract, operation, nouns) ??
    partOfNamed(contract, operation, way, nouns) ??
    partByKey(contract, operation, way, schema, (name, one) => typeAtTop(contract, operation, name, one)) ??
    (nouns.length === 0 ? collectionDescribed(contract, operation, way, schema) : undefined);
  if (named) return named;
  const resourceType =
    typeByProperty(contract, operation, way, schema) ??
    sameTypeAs(contract, operation, way) ??
    otherTypeTold(contract, operation, way, schema) ??
    parentTold(contract, operation, way, schema) ??
    typeByForm(contract, way, schema) ??
    typeBySharedSchema(contract, operation, way, schema) ??
    typeBySharedKey(contract, operation, way, schema) ??
    typeByParameter(contract, operation, way, schema) ??
    typeByPath(contract, operation, way, schema) ??
    typeOfEntry(contract, operation, way, schema) ??
    typeByKeyTold(contract, operation, way, schema) ??
    typeByStatement(contract, operation, way, schema);
  const found = resourceType ? { resourceType } : (byOwnKey(contract, operation, way, schema) ?? byEntry(contract, operation, nouns));
  if (!found) return listAround(contract, operation, nouns);
  return dependsOn(contract, found.resourceType.create, operation.key) ? undefined : { ...found, list: undefined };
};

/** The one list whose noun begins with what the operation is about: `/pickup-windows` for the `windowId` of `POST /pickups`. */
const listAround = (contract: Contract, { path }: Operation, nouns: readonly string[]): Reference | undefined => {
  const about = new Set(segmentsOf(path).flatMap((one) => ('literal' in one ? wordsOf(one.literal).map(singular) : [])));
  const isMeant = (list: string): boolean => {
    const words = nounWordsOf(list);
    return words.some(
      (_, n) => n > 0 && nouns.includes(nounOf(words.slice(n))) && words.slice(0, n).every((word) => about.has(singular(word))),
    );
  };
  const found = listsOf(contract).filter((one) => isMeant(one.operation.path));
  const list = found.length === 1 ? listWith(contract.document, found, isMeant) : undefined;
  return list && { resourceType: undefined, list };
};

/** What a member at the top of a body names, by its name or by a property that its description tells. */
const typeAtTop = (contract: Contract, operation: Operation, name: string, schema: Schema): AnyInferred | undefined => {
  const nouns = nounsFor(contract.document, [name], () => schema);
  return collectionNamed(contract, operation, nouns)?.resourceType ?? typeByProperty(contract, operation, [name], schema);
};

/** Are all members on a way required, so that no body goes without the last one; the entries of a list are. */
const isRequiredOn = (document: Document, schema: Schema | undefined, [name, ...rest]: MemberWay): boolean => {
  if (name === undefined) return true;
  const around = membersOf(document, schema).has(name) ? schema : itemsOf(document, schema);
  const isRequired = partsOf(document, around).some(({ required }) => Array.isArray(required) && required.includes(name));
  return isRequired && isRequiredOn(document, membersOf(document, around).get(name), rest);
};

/** The same without those that only members name which a body may leave out; all of a body that is not said to need any member. */
export const typesAlwaysNamedIn = (contract: Contract, operation: Operation): readonly AnyInferred[] => {
  const { document } = contract;
  const root = jsonSchemaOf(operation);
  const whole = asDescribed(operation);
  if (whole !== operation) {
    const ways = waysIn(document, jsonSchemaOf(whole));
    const always = ways.filter((way) => isRequiredOn(document, jsonSchemaOf(whole), way));
    const [sure, open] = [always, ways.filter((way) => !always.includes(way))].map(
      (some) => new Set(some.flatMap((way) => referenceAt(contract, whole, way)?.resourceType ?? [])),
    );
    return typesNamedIn(contract, operation).filter((type) => sure?.has(type) === true || open?.has(type) !== true);
  }
  const required = new Set(partsOf(document, root).flatMap((part) => part['required'] ?? []));
  if (required.size === 0) return typesNamedIn(contract, operation);
  const typesOf = (isMeant: (name: string) => boolean): ReadonlySet<AnyInferred> =>
    new Set(
      [...membersOf(document, root).keys()].filter(isMeant).flatMap((name) => referenceAt(contract, operation, [name])?.resourceType ?? []),
    );
  const [always, sometimes] = [typesOf((name) => required.has(name)), typesOf((name) => !required.has(name))];
  return typesNamedIn(contract, operation).filter((type) => always.has(type) || !sometimes.has(type));
};

/** Words that name another resource of the same type by its part in an action. */
const partWords: ReadonlySet<string> = new Set(
  'target source destination other into from to original duplicate winner survivor surviving primary secondary counterpart'.split(' '),
);

/** The type of the resource that the path of an action names, where a member names another one by its part in the action: `target_id` of `POST /tickets/{id}/merge`. */
const sameTypeAs = (contract: Contract, operation: Operation, way: MemberWay): AnyInferred | undefined => {
  const words = wordsOf(way.at(-1) ?? '');
  const parts = words.filter((word) => !idWords.has(word));
  const isPart = way.length === 1 && parts.length > 0 && parts.length < words.length && parts.every((word) => partWords.has(word));
  if (!isPart || operation.method !== 'POST' || endsInParameter(operation.path)) return undefined;
  const named = [coveredBy(contract, operation), coveredByLasting(contract, operation)]
    .flatMap((all) => [...all.values()])
    .at(-1)?.resourceType;
  return named && isDirectlyBelow(operation.path, itemOf(named).path) ? named : undefined;
};

/** What a resource name stands for, as the pattern of the member or its examples show it: a room, for `^halls/[^/]+/rooms/[^/]+$` and `/v1/halls/{hall}/rooms/{room}`. */
const resourceNamed = (contract: Contract, operation: Operation, schema: Schema | undefined): Reference | undefined => {
  const { document, inferredResourceTypes, lastingResourceTypes } = contract;
  const [collections] = [schema, itemsOf(document, schema)].flatMap((one) => collectionsNamed(document, one));
  if (!collections) return undefined;
  const isMeant = (path: string): boolean => collectionsIn(path).join('/') === collections.join('/');
  const named = (answer: Schema | undefined, collection: string): boolean =>
    isResourceName(document, collection, 'name', membersOf(document, answer).get('name'));
  const resourceType = [...inferredResourceTypes, ...lastingResourceTypes].find(
    (one) => isMeant(one.name) && named(answerSchema(one.create), one.name) && !dependsOn(contract, one.create, operation.key),
  );
  const read = listsOf(contract).find((one) => isMeant(one.operation.path) && named(one.item, one.operation.path));
  const list = read && !read.operation.path.includes('{') ? { read: read.operation, pointer: below('', 'name') } : undefined;
  return (resourceType ?? list) ? { resourceType, list } : undefined;
};

/** The collection that the first known one of some nouns names. */
const collectionNamed = (contract: Contract, operation: Operation, nouns: readonly string[]): Reference | undefined => {
  for (const noun of nouns) {
    const isMeant = (path: string): boolean => nounOf(nounWordsOf(path)) === noun;
    const resourceType = typesCalled(contract, noun)
      .filter((one) => isPlainId(one) && !dependsOn(contract, one.create, operation.key))
      .toSorted((a, b) => a.name.split('{').length - b.name.split('{').length)[0];
    const list = listWith(contract.document, listsOf(contract), isMeant);
    if (resourceType ?? list) return { resourceType, list };
  }
  return undefined;
};

/** The same by a description alone, `keeper` with "Id of the warden": what is below another resource may have to be below a certain one, so that it is left out. */
const collectionDescribed = (
  contract: Contract,
  operation: Operation,
  way: MemberWay,
  schema: Schema | undefined,
): Reference | undefined => {
  const found = collectionNamed(contract, operation, nounsByDescription(contract.document, way.at(-1) ?? '', schema));
  return found?.resourceType !== undefined && parametersIn(found.resourceType.name).length > 0 ? undefined : found;
};

/**
 * A part of another resource that the same body names: `categoryId` beside `concertId`, where the answer to the creation of a concert lists `priceCategories` with
 * ids. Undefined where several resources have such parts.
 */
const partOfNamed = (contract: Contract, operation: Operation, way: MemberWay, nouns: readonly string[]): Reference | undefined => {
  if (nouns.length === 0) return undefined;
  const { document } = contract;
  const root = jsonSchemaOf(operation);
  const members = [...membersOf(document, root).keys()].filter((name) => name !== way[0]);
  const found = members.flatMap((name): Reference[] => {
    const nounsBeside = nounsFor(document, [name], (part) => schemaOn(document, root, part));
    const named = collectionNamed(contract, operation, nounsBeside)?.resourceType;
    const answer = named && answerSchema(named.create);
    if (!named || answer === undefined) return [];
    return [...membersOf(document, answer)].flatMap(([part, schema]): Reference[] => {
      const id = ['id', 'uuid'].find((one) => membersOf(document, itemsOf(document, schema)).has(one));
      const isMeant = endings(wordsOf(part)).some((noun) => nouns.includes(noun));
      return id !== undefined && isMeant ? [{ resourceType: named, list: undefined, inside: below('', part, 0, id) }] : [];
    });
  });
  return found.length === 1 ? found[0] : undefined;
};

const namedTypes = new WeakMap<Operation, readonly AnyInferred[]>();

/** The resource types that the members of the body of an operation name, each once. */
export const typesNamedIn = (contract: Contract, operation: Operation): readonly AnyInferred[] => {
  const known = namedTypes.get(operation);
  if (known) return known;
  const { document } = contract;
  const root = jsonSchemaOf(operation);
  // What the service sets itself is no part of what is sent, although the same schema describes both.
  const isSent = (name: string): boolean =>
    !partsOf(document, membersOf(document, root).get(name) ?? true).some(({ readOnly }) => readOnly === true);
  const ways = [...waysIn(document, root), ...[...membersOf(document, root).keys()].map((name) => [name])].filter(([name = '']) =>
    isSent(name),
  );
  const whole = asDescribed(operation);
  const found = [
    ...new Set([
      ...ways.flatMap((way) => referenceAt(contract, operation, way)?.resourceType ?? []),
      ...(whole === operation ? [] : typesNamedIn(contract, whole)),
    ]),
  ];
  namedTypes.set(operation, found);
  return found;
};

const byNoun = new WeakMap<Contract['operations'], ReadonlyMap<string, readonly AnyInferred[]>>();

const grouped = (types: readonly AnyInferred[]): ReadonlyMap<string, readonly AnyInferred[]> => {
  const groups = new Map<string, AnyInferred[]>();
  for (const one of types) {
    const noun = nounOf(nounWordsOf(one.name));
    groups.set(noun, [...(groups.get(noun) ?? []), one]);
  }
  return groups;
};

/** The resource types whose collection has a noun. */
const typesCalled = ({ operations, inferredResourceTypes, lastingResourceTypes }: Contract, noun: string): readonly AnyInferred[] => {
  const known = byNoun.get(operations) ?? grouped([...inferredResourceTypes, ...lastingResourceTypes]);
  byNoun.set(operations, known);
  return known.get(noun) ?? [];
};

const lists = new WeakMap<Contract['operations'], readonly DescribedList[]>();

const listsOf = ({ document, operations }: Contract): readonly DescribedList[] => {
  const known =
    lists.get(operations) ??
    describedLists({
      document,
      operations: operations.filter(({ effect, unsupported }) => effect === 'safe' && unsupported === undefined),
    });
  lists.set(operations, known);
  return known;
};

/** Does a request to an operation need a resource that another one creates: in its path or its body, or because of what these need. */
const dependsOn = (contract: Contract, operation: Operation, other: string): boolean => needsOf(contract, operation).has(other);

const needs = new WeakMap<Operation, ReadonlySet<string>>();

/** The keys of an operation and of all creations that a request to it may need, one because of another. */
const needsOf = (contract: Contract, operation: Operation): ReadonlySet<string> => {
  const known = needs.get(operation);
  if (known) return known;
  const reached = new Set([operation.key]);
  const open = [operation];
  for (let one = open.pop(); one !== undefined; one = open.pop())
    for (const create of creationsFor(contract, one)) {
      if (reached.has(create.key)) continue;
      reached.add(create.key);
      open.push(create);
    }
  needs.set(operation, reached);
  return reached;
};

const creations = new WeakMap<Operation, readonly Operation[]>();

/** The creations of what the path and the members of the body of an operation may name. */
const creationsFor = (contract: Contract, operation: Operation): readonly Operation[] => {
  const known = creations.get(operation);
  if (known) return known;
  const inPath = [coveredBy(contract, operation), coveredByLasting(contract, operation)].flatMap((all) =>
    [...all.values()].map(({ resourceType }) => resourceType.create),
  );
  const { document } = contract;
  const root = jsonSchemaOf(asDescribed(operation));
  const ways = waysIn(document, root);
  const nouns = ways.flatMap((way) => [
    ...nounsFor(document, way, (part) => schemaOn(document, root, part)),
    ...(kindAt(document, root, way)?.values ?? []).flatMap((value) => endings(wordsOf(value))),
  ]);
  const described = [...ways, ...[...membersOf(document, root).keys()].map((name) => [name])].flatMap((way) =>
    nounsByDescription(document, way.at(-1) ?? '', schemaOn(document, root, way)),
  );
  const named = [
    ...[...new Set([...nouns, ...described])].flatMap((noun) => typesCalled(contract, noun)),
    ...ways.flatMap((way) => typeByForm(contract, way, schemaOn(document, root, way)) ?? []),
    ...ways.flatMap((way) => typeByStatement(contract, operation, way, schemaOn(document, root, way)) ?? []),
    ...[...membersOf(document, root)].flatMap(([name, schema]) =>
      [typeByKeyTold, typeByProperty, typeBySharedSchema].flatMap((typeBy) => typeBy(contract, operation, [name], schema) ?? []),
    ),
    ...[...membersOf(document, root)].flatMap(([name, schema]) => byOwnKey(contract, operation, [name], schema)?.resourceType ?? []),
    ...nouns.flatMap((noun) => byEntry(contract, operation, [noun])?.resourceType ?? []),
  ];
  const found = [...inPath, ...named.map(({ create }) => create)];
  creations.set(operation, found);
  return found;
};

/** The ways to the members of a schema that may be ids; what several members describe alike is looked through once. */
const waysIn = (
  document: Document,
  schema: Schema | undefined,
  around: MemberWay = [],
  seen = new Set<unknown>(),
): readonly MemberWay[] => {
  if (around.length >= deepest) return [];
  return [...membersOf(document, schema), ...membersOf(document, itemsOf(document, schema))].flatMap(([name, member]) => {
    const way = [...around, name];
    const parts = partsOf(document, member);
    const isNamed = idWords.has(wordsOf(name).at(-1) ?? '') || parts.some(({ format }) => format === 'uuid');
    const isNew = parts.every((part) => !seen.has(part));
    for (const part of parts) seen.add(part);
    return [...(isNamed ? [way] : []), ...(isNew ? waysIn(document, member, way, seen) : [])];
  });
};
