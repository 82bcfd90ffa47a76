import { calledByPath } from './called-by-path.ts';
import { answerSchema } from './conventions/collection.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { nodeOf } from '../../model/location.ts';
import { isObject, valueAt } from '../pointer.ts';
import { type AnyInferred, itemOf } from './covering.ts';
import { idNames, nounWordsOf } from './id-names.ts';
import { beginsWith, isSamePath, parametersIn } from './path-template.ts';
import { descriptionsIn, itemsOf, membersOf, partsOf } from './schema-parts.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';
import { askedSchema } from '../asked-content.ts';
import { type Document, endings, type MemberWay, nounOf } from './described-nouns.ts';

/** Last words of names that are ids. */
export const idWords: ReadonlySet<string> = new Set(['id', 'ids', 'uuid', 'uuids', 'guid', 'identifier']);

const idTypes = ['string', 'integer', 'number'];

export const isId = (document: Document, schema: Schema | undefined): boolean => {
  const types = partsOf(document, schema).flatMap(({ type }) => [type].flat());
  return types.length === 0 || types.some((type) => idTypes.includes(String(type)));
};

/** Is the parameter in the path of a resource its id, and not its name or another property. */
export const isPlainId = ({ idParameter, name }: AnyInferred): boolean => {
  const words = wordsOf(idParameter);
  return idWords.has(words.at(-1) ?? '') || nounOf(words) === nounOf(nounWordsOf(name));
};

/**
 * The resource type whose resources a member names by another property than an id: `bookSlug` where the path of one is `/books/{slug}`, or `book` with the
 * description "Slug of the book". A list names several of them so: `shelves` with "Names of shelves", where the path of one is `/shelves/{shelfName}`. Of what is created below
 * another resource, only where the operation is below that as well, the body names that beside, or the member is called after a key that holds anywhere: `cardUid` for `/guests/{guestId}/cards/{uid}`.
 */
export const typeByProperty = (
  contract: Contract,
  operation: Operation,
  way: MemberWay,
  schema: Schema | undefined,
): AnyInferred | undefined => {
  const { document } = contract;
  const words = wordsOf(way.at(-1) ?? '');
  const items = itemsOf(document, schema);
  const described = new Set(
    [...descriptionsIn(document, schema), ...descriptionsIn(document, items)].flatMap(wordsOf).flatMap((word) => [word, singular(word)]),
  );
  const found = onlyType(contract, (one) => {
    const noun = nounOf(nounWordsOf(one.name));
    const property = wordsOf(one.idParameter);
    if (noun === '' || idWords.has(property.at(-1) ?? '')) return false;
    // The parameter may say itself what it names: `bookingNumber`.
    const own = property.join('').startsWith(noun) ? property.join('').slice(noun.length) : property.join('');
    const isWhole = own !== '' && nounOf(words) === `${noun}${own}`;
    const isReached = isWithinReach(contract, operation, way, one) || (isWhole && way.length === 1 && isKnownAnywhere(property));
    if (parametersIn(one.name).length > 0 && (isAboutOne(operation, one) || !isReached)) return false;
    return isWhole || (nounOf(words) === noun && property.every((word) => described.has(word) || described.has(singular(word))));
  });
  return found && isId(document, items ?? schema) ? found : undefined;
};

/** Words of keys that number or name things among those beside them alone. */
const amongOthers: ReadonlySet<string> = new Set(
  'name title label number no nr num index position order rank line row sequence seq type kind date day month year version key code'.split(
    ' ',
  ),
);

/** Does a key tell a thing wherever it is used: a `uid`, a `serial` or a `barcode`, and not a name or a number that each parent gives anew. */
const isKnownAnywhere = (property: readonly string[]): boolean => property.every((word) => !amongOthers.has(word));

/** Is an operation about one resource of a type itself, or about something below that: its body then says what that is called. */
const isAboutOne = ({ path }: Operation, type: AnyInferred): boolean => beginsWith(path, itemOf(type).path);

/** The path of what a type is created below; empty where it is below nothing. */
const pathAround = (type: AnyInferred): string => {
  const { path } = itemOf(type);
  const parents = path.slice(0, path.lastIndexOf('{'));
  return parents.slice(0, parents.lastIndexOf('}') + 1);
};

/** Does a member have the name of a resource of a type: `shelf`, `shelfId` or `shelfCode` of `/shelves/{shelfCode}`. */
const isNamedAfter = (name: string, type: AnyInferred): boolean => {
  const words = wordsOf(name);
  const noun = nounOf(nounWordsOf(type.name));
  const own = idWords.has(words.at(-1) ?? '') ? words.slice(0, -1) : words;
  return noun !== '' && (endings(own).includes(noun) || nounOf(words) === nounOf(wordsOf(type.idParameter)));
};

/** Does the body of an operation name, beside a member, the one resource that a type is created below: the shelf beside the box of that. */
const namesAbove = (
  { document, inferredResourceTypes, lastingResourceTypes }: Contract,
  { body }: Operation,
  way: MemberWay,
  around: string,
): boolean => {
  const above = [...inferredResourceTypes, ...lastingResourceTypes].find((one) => isSamePath(itemOf(one).path, around));
  if (!above || parametersIn(around).length !== 1) return false;
  const inside = way.slice(0, -1).reduce<Schema | undefined>((schema, name) => {
    const member = membersOf(document, schema).get(name) ?? membersOf(document, itemsOf(document, schema)).get(name);
    return member;
  }, askedSchema(body));
  const beside = [...membersOf(document, inside).keys(), ...membersOf(document, itemsOf(document, inside)).keys()];
  return beside.some((name) => name !== way.at(-1) && isNamedAfter(name, above));
};

/** May an operation name a resource of a type by something that tells it only among those below the same resource: it is below that itself, or names it as well. */
const isWithinReach = (contract: Contract, operation: Operation, way: MemberWay, type: AnyInferred): boolean => {
  const around = pathAround(type);
  return around === '' || operation.path.startsWith(`${around}/`) || namesAbove(contract, operation, way, around);
};

/** What gives the ids of a type their form: the schemas that they refer to, and patterns with letters in them, such as `^adr_[0-9a-z]+$`. */
const formsOf = (document: Document, schema: Schema | undefined): readonly string[] => {
  const parts = [...partsOf(document, schema), ...partsOf(document, itemsOf(document, schema))];
  return parts.flatMap(({ $ref, pattern }) => [
    ...(typeof $ref === 'string' ? [$ref] : []),
    ...(typeof pattern === 'string' && /^\^[A-Za-z]{2,}[-_:]/u.test(pattern) ? [pattern] : []),
  ]);
};

const byForm = new WeakMap<Contract['operations'], ReadonlyMap<string, readonly AnyInferred[]>>();

const typesByForm = ({
  document,
  operations,
  inferredResourceTypes,
  lastingResourceTypes,
}: Contract): ReadonlyMap<string, readonly AnyInferred[]> => {
  const known = byForm.get(operations);
  if (known) return known;
  const found = new Map<string, AnyInferred[]>();
  for (const one of [...inferredResourceTypes, ...lastingResourceTypes]) {
    const members = membersOf(document, answerSchema(one.create));
    const id = idNames(one).find((name) => members.has(name));
    if (id === undefined || !isPlainId(one)) continue;
    for (const form of new Set(formsOf(document, members.get(id)))) found.set(form, [...(found.get(form) ?? []), one]);
  }
  byForm.set(operations, found);
  return found;
};

/** The only type whose ids have the form of a member: `senderId` with the pattern of the ids of addresses, or the same `$ref`. */
export const typeByForm = (contract: Contract, way: MemberWay, schema: Schema | undefined): AnyInferred | undefined => {
  if (!idWords.has(wordsOf(way.at(-1) ?? '').at(-1) ?? '') || way.length > 1) return undefined;
  const found = new Set(formsOf(contract.document, schema).flatMap((form) => typesByForm(contract).get(form) ?? []));
  return found.size === 1 ? [...found][0] : undefined;
};

/** The named schemas that a schema refers to. */
const schemasNamed = (document: Document, schema: Schema | undefined): readonly string[] =>
  partsOf(document, schema).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));

/** The one type that suits, of all that a run can create; undefined where several do. */
const onlyType = (
  { inferredResourceTypes, lastingResourceTypes }: Contract,
  suits: (one: AnyInferred) => boolean,
): AnyInferred | undefined => {
  const found = [...inferredResourceTypes, ...lastingResourceTypes].filter(suits);
  return found.length === 1 ? found[0] : undefined;
};

/** Does the path of one of a type name it by a parameter with a schema that suits. */
const isNamedBy = ({ operations }: Contract, one: AnyInferred, suits: (schema: Schema) => boolean): boolean => {
  const { path } = itemOf(one);
  return operations.some(
    ({ path: its, parameters }) =>
      its === path && parameters.some((other) => other.in === 'path' && other.name === one.idParameter && suits(other.schema)),
  );
};

/**
 * The type that a member, or a list, has the noun of, and whose path names one of it by a parameter with the very schema of the member, or of an entry: `account` with the schema of
 * `accountNumber` in `/books/{bookCode}/accounts/{accountNumber}`. Below a parent, only that of which the operation is below as well, or which the body names beside.
 */
export const typeBySharedSchema = (
  contract: Contract,
  operation: Operation,
  way: MemberWay,
  schema: Schema | undefined,
): AnyInferred | undefined => {
  const { document } = contract;
  const named = [...schemasNamed(document, schema), ...schemasNamed(document, itemsOf(document, schema))];
  if (named.length === 0 || !['POST', 'PUT', 'PATCH'].includes(operation.method)) return undefined;
  const words = wordsOf(way.at(-1) ?? '');
  return onlyType(contract, (one) => {
    const noun = nounOf(nounWordsOf(one.name));
    const isCalled = noun !== '' && (endings(words).includes(noun) || nounOf(words) === nounOf(wordsOf(one.idParameter)));
    return (
      isCalled &&
      isWithinReach(contract, operation, way, one) &&
      one.create.key !== operation.key &&
      isNamedBy(contract, one, (other) => schemasNamed(document, other).some((ref) => named.includes(ref)))
    );
  });
};

/** Words that many things call their keys by, so that a member with such a name may be that of anything. */
const anyKey: ReadonlySet<string> = new Set(
  'id uuid guid identifier key slug number no nr code name title label ref reference handle email mail login date type kind'.split(' '),
);

/** The patterns of a schema, or of the entries of a list. */
const patternsOf = (document: Document, schema: Schema | undefined): readonly string[] =>
  [...partsOf(document, schema), ...partsOf(document, itemsOf(document, schema))].flatMap(({ pattern }) =>
    typeof pattern === 'string' ? [pattern] : [],
  );

/** The schema of the object that a member is in. */
const schemaAround = (document: Document, root: Schema | undefined, way: MemberWay): Schema | undefined =>
  way.slice(0, -1).reduce<Schema | undefined>((schema, name) => {
    const member = membersOf(document, schema).get(name) ?? membersOf(document, itemsOf(document, schema)).get(name);
    return membersOf(document, member).size > 0 ? member : itemsOf(document, member);
  }, root);

/** Does an object hold all that the creation of a resource needs: it is such a resource itself, as in an import of many. */
const isOneItself = (document: Document, around: Schema | undefined, { create }: AnyInferred): boolean => {
  const held = membersOf(document, around);
  const needed = partsOf(document, askedSchema(create.body)).flatMap(({ required }): readonly unknown[] =>
    Array.isArray(required) ? required : [],
  );
  return needed.length > 0 && needed.every((name) => held.has(String(name)));
};

/**
 * The type whose path names one of it by a parameter with the very name and pattern of a member, at the top of a body or in its lists: `plate` with `^[A-Z]{2}-\d{3,4}$` for `/vehicles/{plate}`.
 * Not by a word that anything may have as its key, nor in what is itself such a resource.
 */
export const typeBySharedKey = (
  contract: Contract,
  operation: Operation,
  way: MemberWay,
  schema: Schema | undefined,
): AnyInferred | undefined => {
  const { document } = contract;
  const name = way.at(-1) ?? '';
  const patterns = patternsOf(document, schema);
  const words = wordsOf(name);
  if (patterns.length === 0 || (words.length === 1 && anyKey.has(words[0] ?? ''))) return undefined;
  if (!['POST', 'PUT', 'PATCH'].includes(operation.method) || parametersIn(operation.path).includes(name)) return undefined;
  const around = schemaAround(document, askedSchema(operation.body), way);
  return onlyType(
    contract,
    (one) =>
      one.idParameter === name &&
      one.create.key !== operation.key &&
      !isAboutOne(operation, one) &&
      operation.path !== one.name &&
      parametersIn(one.name).length === 0 &&
      isNamedBy(contract, one, (other) => patternsOf(document, other).some((pattern) => patterns.includes(pattern))) &&
      !isOneItself(document, around, one),
  );
};

/** Keywords of a text or number that is no id of anything: one of few values, or of a form of its own. */
const ownForm = ['enum', 'const', 'default', 'pattern', 'minimum', 'maximum', 'multipleOf'] as const;

/**
 * The type whose path names one of it by a parameter that is called as a member is, and as the type: `berth` for `/berths/{berth}`. Not where the operation is about one of the type
 * itself, such as its own creation, whose member is what it is called.
 */
export const typeByParameter = (
  contract: Contract,
  operation: Operation,
  way: MemberWay,
  schema: Schema | undefined,
): AnyInferred | undefined => {
  const { document } = contract;
  const name = way.at(-1) ?? '';
  const parts = partsOf(document, schema);
  const isFree = parts.every(
    (part) => ownForm.every((one) => part[one] === undefined) && [undefined, 'uuid'].includes(part['format'] as string | undefined),
  );
  const isScalar = parts.some(({ type }) => [type].flat().some((one) => one === 'string' || one === 'integer'));
  if (!isFree || !isScalar || !['POST', 'PUT', 'PATCH'].includes(operation.method)) return undefined;
  return onlyType(contract, (one) => {
    const noun = nounOf(nounWordsOf(one.name));
    const isCalled = one.idParameter === name && noun !== '' && nounOf(wordsOf(name)) === noun;
    return (
      isCalled && one.create.key !== operation.key && !parametersIn(operation.path).includes(name) && parametersIn(one.name).length === 0
    );
  });
};

/**
 * The type whose property a member is together with the last word of the path of its operation: a voucher for the `code` of `PUT /stays/{id}/voucher`, where the path of one is
 * `/vouchers/{code}`, or for its `id`.
 */
export const typeByPath = (
  contract: Contract,
  operation: Operation,
  way: MemberWay,
  schema: Schema | undefined,
): AnyInferred | undefined => {
  const called = calledByPath(contract, operation, way);
  if (called === undefined) return undefined;
  const byProperty = typeByProperty(contract, operation, [called], schema);
  const noun = nounOf(wordsOf(called).slice(0, -wordsOf(way.at(-1) ?? '').length));
  const isIdOfIt = idWords.has(wordsOf(way.at(-1) ?? '').join(' '));
  const found = isIdOfIt
    ? [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].filter(
        (one) => isPlainId(one) && nounOf(nounWordsOf(one.name)) === noun && parametersIn(one.name).length === 0,
      )
    : [];
  const type = byProperty ?? (found.length === 1 && isId(contract.document, schema) ? found[0] : undefined);
  return type?.create.key === operation.key ? undefined : type;
};

/** Last words of a path at which many of its collection are changed: `/issues/bulk`. */
const ofMany: ReadonlySet<string> = new Set('bulk batch many multiple'.split(' '));

/** First words of the name or the summary of an operation that changes what there is. */
const changesThem = /^(?:(?:bulk|batch|mass)[\s_-]*)?(?:updat|chang|edit|patch|modif|mov|assign|adjust)/iu;

/**
 * The type whose collection an operation changes many of, for the `id` of an entry: an issue for `{items: [{id, changes}]}` of `POST /issues/bulk`, or of `PATCH /issues`. Of a POST, its
 * name or its summary has to say that it changes them: else the id may be that of a new one.
 */
export const typeOfEntry = (
  contract: Contract,
  operation: Operation,
  way: MemberWay,
  schema: Schema | undefined,
): AnyInferred | undefined => {
  const { document, inferredResourceTypes, lastingResourceTypes } = contract;
  const [list, name, ...inner] = way;
  const entries = list === undefined ? undefined : membersOf(document, askedSchema(operation.body)).get(list);
  const isOfEntry = name !== undefined && inner.length === 0 && idWords.has(name) && itemsOf(document, entries) !== undefined;
  if (!isOfEntry || !isId(document, schema)) return undefined;
  const { operationId, summary } = asSaid(valueAt(document, nodeOf(operation.location)));
  const isTold = [operationId, summary].some((text) => typeof text === 'string' && changesThem.test(text));
  if (operation.method !== 'PATCH' && !(operation.method === 'POST' && isTold)) return undefined;
  const segments = operation.path.split('/');
  const collection = ofMany.has(segments.at(-1) ?? '') ? segments.slice(0, -1).join('/') : operation.path;
  const found = [...inferredResourceTypes, ...lastingResourceTypes].filter((one) => {
    const { path } = itemOf(one);
    return isPlainId(one) && isSamePath(path.slice(0, path.lastIndexOf('/{')), collection);
  });
  return found.length === 1 ? found[0] : undefined;
};

const asSaid = (node: unknown): Readonly<Record<string, unknown>> => (isObject(node) ? node : {});
