import { literalPattern } from '../contract/pattern/literal-pattern.ts';
import { matchesPattern } from '../contract/pattern/pattern.ts';
import { isDeepStrictEqual } from 'node:util';
import { alternativesOf, membersOf } from '../contract/infer/schema-parts.ts';
import { endsInParameter, isSamePath, pathAbove } from '../contract/infer/path-template.ts';
import { isDocumentedUnique, uniqueMembers } from '../contract/infer/unique-members.ts';
import { wordsOf } from '../contract/infer/words.ts';
import type { Content, Contract, Operation, Schema } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { nodeOf } from '../model/location.ts';
import { rememberedByPair } from '../model/remembered.ts';
import type { BodyMember } from './body-members.ts';
import { choosing, exampleSetsOfKey, inSetOrder } from './example-sets.ts';
import { namedExamplesOf } from './examples.ts';
import { freshNumber, freshText } from './fresh-text.ts';
import { withOwnAddresses } from './own-addresses.ts';
import { behindHead, freshInstead, numberInsteadOf, identifyingNames, lettersOf, type SchemaOf } from './instead-of-printed.ts';
import { withoutReadOnly } from './read-only.ts';
import { mismatch } from './request-match.ts';
import { resolvedSchema, typesOf } from './resolved-schema.ts';
import { isJsonType } from '../contract/wire/media-type.ts';
import { askedSchema } from '../contract/asked-content.ts';
import { actsAs } from '../contract/infer/acting.ts';

/** The value of JSON that a document writes as a text, because YAML or an editor made it hard to write otherwise. */
const parsed = (mediaType: string, example: unknown): unknown => {
  if (typeof example !== 'string' || !isJsonType(mediaType)) return undefined;
  try {
    return JSON.parse(example) as unknown;
  } catch {
    return undefined;
  }
};

/**
 * Is a text the example as it is written, and not a value of the schema (OpenAPI 3.1, Media Type Object: an example is "in the correct
 * format as specified by the media type")? Then the schema describes members or numbers, in a notation such as XML that JSON does not show.
 */
const isOtherNotation = (document: Contract['document'], mediaType: string, schema: Schema): boolean => {
  const resolved = resolvedSchema(document, schema);
  const types = typesOf(resolved);
  const isStructured = types.length > 0 ? !types.includes('string') : isObject(resolved) && resolved['properties'] !== undefined;
  return isStructured && !isJsonType(mediaType) && !/^(multipart\/|application\/x-www-form-urlencoded\b)/i.test(mediaType);
};

/** An example that does not match its own schema and so is not sent: where it is, and what it breaks. */
export type UnusableExample = { readonly pointer: string; readonly why: string };

export type BodyExamples = { readonly usable: readonly unknown[]; readonly unusable: readonly UnusableExample[] };

const known = new WeakMap<Contract, Map<string, BodyExamples>>();

/**
 * Examples of a whole body: those of the media type, then those of its schema, without `readOnly` members; first that of the set which is used for the whole
 * request. One that does not match its schema, or that an error response names, is not among the usable ones.
 * @param set The name of another set of examples that comes first.
 */
export const bodyExamples = (contract: Contract, content: Content, set?: string): BodyExamples =>
  set === undefined ? usualExamples(contract, content) : examplesInOrder(contract, content, set);

const examplesInOrder = (contract: Contract, content: Content, set: string | undefined): BodyExamples => {
  const all = known.get(contract) ?? new Map<string, BodyExamples>();
  known.set(contract, all);
  const { location, schemaLocation, choice, inside = '' } = content;
  const alternative = choice && schemaLocation ? nodeOf(schemaLocation) : '';
  const key = JSON.stringify([location.operation ?? '', nodeOf(location), alternative, inside, set ?? '']);
  const found = all.get(key) ?? findExamples(contract, content, set);
  all.set(key, found);
  return found;
};

const usualExamples = rememberedByPair((contract: Contract, content: Content) => examplesInOrder(contract, content, undefined));

const findExamples = (
  contract: Contract,
  { location, schema, schemaLocation, mediaType, inside, choice }: Content,
  set: string | undefined,
): BodyExamples => {
  const { document } = contract;
  const printed = [valueAt(document, nodeOf(location)), ...(schema === undefined ? [] : [resolvedSchema(document, schema)])].flatMap(
    (node) => namedExamplesOf(document, node),
  );
  const usable: unknown[] = [];
  const unusable: UnusableExample[] = [];
  for (const { value: example } of inSetOrder(printed, choosing(exampleSetsOfKey(contract, location.operation), set))) {
    const candidates = [example, parsed(mediaType, example)]
      .map((one) => (inside === undefined ? one : (valueAt(one, inside) ?? one)))
      .filter((one) => one !== undefined)
      .map((one) => withoutReadOnly(document, schema === undefined ? [] : [schema], one));
    const isWritten = typeof example === 'string' && schema !== undefined && isOtherNotation(document, mediaType, schema);
    const whys = candidates.map((one) =>
      isWritten || schema === undefined || !schemaLocation ? undefined : mismatch(contract, schema, schemaLocation, one),
    );
    const at = whys.indexOf(undefined);
    const isOfOther =
      choice !== undefined && candidates.some((one) => mismatch(contract, choice.schema, choice.schemaLocation, one) === undefined);
    if (at >= 0) usable.push(candidates[at]);
    else if (isOfOther) continue;
    else unusable.push({ pointer: nodeOf(location), why: `breaks ${whys[0]}` });
  }
  return { usable, unusable };
};

/**
 * An example for a body that replaces a resource and has none itself: that of the creation of such resources, where both have the same schema. Undefined where
 * there is none.
 */
export const borrowedExample = (contract: Contract, operation: Operation, { schema, mediaType }: Content): unknown => {
  if (contract.standard.size === 0 || operation.method !== 'PUT' || schema === undefined || !endsInParameter(operation.path))
    return undefined;
  const collection = pathAbove(operation.path);
  const create = contract.operations.find(({ method, path }) => method === 'POST' && isSamePath(path, collection));
  const content = create?.body?.content.find((one) => one.mediaType === mediaType && isDeepStrictEqual(one.schema, schema));
  return content && bodyExamples(contract, content).usable[0];
};

/** Members that services commonly require to be unique; only the letters of their names are compared. */
const uniqueNames = new Set(['name', 'title', 'slug', 'email', 'username', 'login', 'code', 'key', 'sku']);

/** Members by which people know a resource: services seldom keep them apart. */
const naming = new Set(['name', 'title']);

/** Last words of members whose pattern describes a value of the world, which nobody may make up. */
const worldly = new Set(
  'country currency phone telephone mobile fax postcode zip code iban bic vat locale language lang color colour time date day month year timezone zone version unit hash sha checksum id'.split(
    ' ',
  ),
);

const isUnique = (document: Contract['document'], member: SchemaOf): boolean =>
  uniqueNames.has(lettersOf(member.name)) || isDocumentedUnique(document, member.schema);

/** Words of paths where a client authenticates: a made-up name there is a failed attempt to log in. */
const admitting: ReadonlySet<string> = new Set(
  'login logon signin auth oauth oauth2 authenticate authentication authorize authorise authorization token tokens'.split(' '),
);
/** Words of members by which a session is one of a caller who signs in. */
const telling: ReadonlySet<string> = new Set(
  'password passwd passphrase passcode secret pin otp assertion username login credential credentials token'.split(' '),
);

/** Words by which an operation that asks for a credential itself may as well manage what it is called after: `POST /tokens` with a name for the new token. */
const managed: ReadonlySet<string> = new Set(['token', 'tokens']);

/**
 * Does an operation let callers in, by the last words of its path: `/login`, `/auth/tokens`, or `/sessions` with a password or a user name. Authors, the sessions of a
 * timetable, and tokens that a known caller names and removes do not.
 */
const admits = ({ document, operations }: Contract, { path, body, secured }: Operation): boolean => {
  const words = wordsOf(path.split('/').at(-1) ?? '');
  const letting = words.filter((word, n) => admitting.has(word) || (['log', 'sign'].includes(word) && words[n + 1] === 'in'));
  const asked = askedSchema(body);
  const names = asked === undefined ? [] : alternativesOf(document, asked).flatMap((one) => [...membersOf(document, one).keys()]);
  const isTold = names.some((name) => wordsOf(name).some((word) => telling.has(word) || word === 'grant'));
  if (letting.length > 0) {
    const isManaged = secured && names.length > 0 && !isTold && letting.every((word) => managed.has(word));
    return !isManaged || !operations.some((one) => one.method === 'DELETE' && isSamePath(pathAbove(one.path), path));
  }
  return (words.includes('session') || words.includes('sessions')) && isTold;
};

/** Does the operation create something? The document shows it by a 201, or by the path of an item below. */
export const isCreation = rememberedByPair((contract: Contract, operation: Operation): boolean => {
  const { method, path, effect, inferred, responses } = operation;
  const creates = effect.startsWith('creates');
  if (creates && inferred === undefined) return true;
  if (admits(contract, operation)) return false;
  if (creates) return true;
  if (method !== 'POST' && method !== 'PUT') return false;
  const itemPath = new RegExp(`^${literalPattern(path)}/\\{[^{}/]+\\}$`);
  return (
    responses.some(({ status }) => status === '201') ||
    (method === 'POST' && contract.operations.some((other) => itemPath.test(other.path)))
  );
});

/**
 * Which values of a request must be of our own: all that must not repeat where it creates something, texts alone where it replaces or changes a resource and
 * describes a conflict with others.
 */
export const ownValuesOf = (contract: Contract, operation: Operation): 'all' | 'texts' | 'none' => {
  if (isCreation(contract, operation)) return 'all';
  const { effect, responses } = operation;
  const mayConflict =
    ['PUT', 'PATCH'].includes(actsAs(operation)) && effect === 'changes' && responses.some(({ status }) => status === '409');
  return mayConflict ? 'texts' : 'none';
};

/** A value for a member that must not repeat, in place of a printed one that may be taken already; undefined for all other members. */
export const freshUnique = (document: Contract['document'], member: SchemaOf, shown: unknown, fresh: string): string | undefined =>
  typeof shown === 'string' && isUnique(document, member) ? freshInstead({ document }, member, shown, fresh) : undefined;

/** The largest whole number that every 32-bit integer type can hold. */
const mostCommon = 2_147_483_647;

/** An id that no resource has, for a creation whose body must bring one. */
const freshId = ({ document }: Contract, { schema }: SchemaOf, fresh: string): unknown => {
  if (!typesOf(schema).some((type) => type === 'integer' || type === 'number')) return freshText(document, schema, fresh);
  const bound = (keyword: string): number | undefined => {
    const value = isObject(schema) ? schema[keyword] : undefined;
    return typeof value === 'number' ? value : undefined;
  };
  return freshNumber(fresh, Math.max(bound('minimum') ?? 1, 1_000_000), bound('maximum') ?? mostCommon);
};

/** An example of a body as it is sent, and which of its members the run made up. */
export type OwnExample = { readonly value: Readonly<Record<string, unknown>>; readonly madeUp: readonly string[] };

const askedOf = ({ body }: Operation): Schema | undefined => askedSchema(body);

/** A member of an example that the body itself does not describe, as one of its alternatives does, or as the example shows it. */
const memberOfAlternatives = ({ document }: Contract, operation: Operation, name: string, shown: unknown): SchemaOf => {
  const described = alternativesOf(document, askedOf(operation))
    .map((one) => membersOf(document, one).get(name))
    .find((one) => one !== undefined);
  if (described !== undefined) return { name, schema: resolvedSchema(document, described) };
  return { name, schema: typeof shown === 'string' ? { type: 'string' } : true };
};

const knownUnique = new WeakMap<Operation, ReadonlySet<string>>();

/** Is a form that of a time of the day, or of a day: a made-up one may be at night, or in another year. */
const isOfTime = (pattern: string): boolean =>
  ['09:30', '09:30:00', '2026-05-04'].some((time) => matchesPattern(pattern, time) === true) &&
  !['A', 'AB-123', '12345'].some((other) => matchesPattern(pattern, other) === true);

/** Is a form that of a length of time (ISO 8601-1, section 5.5.2; `3600s` as JSON of Protocol Buffers has it): a made-up one may be longer than anything lasts, or none of the steps that a service takes. */
const isOfLength = (pattern: string): boolean =>
  ['PT30M', 'PT75M', 'PT1H', 'P1D', 'P2W', 'P3M', 'PT1H30M', '3600s', '90s', '45m', '2h'].some(
    (length) => matchesPattern(pattern, length) === true,
  ) && !['A', 'AB-123', '12345', 'PX123', 'PX12345', 'P1234567'].some((other) => matchesPattern(pattern, other) === true);

/** Is a form that of a media type (RFC 6838, section 4.2): a made-up one is none that a service knows. */
const isMediaType = (pattern: string): boolean =>
  ['image/png', 'application/pdf', 'text/plain'].some((type) => matchesPattern(pattern, type) === true) &&
  !['A', 'AB-123', '12345'].some((other) => matchesPattern(pattern, other) === true);

/** A text that the service requires, in a form of its own. */
const isPatterned = ({ name, schema, required }: BodyMember): boolean =>
  required &&
  isObject(schema) &&
  typeof schema['pattern'] === 'string' &&
  schema['format'] === undefined &&
  !isOfTime(schema['pattern']) &&
  !isOfLength(schema['pattern']) &&
  !worldly.has(wordsOf(name).at(-1) ?? '') &&
  !isMediaType(schema['pattern']);

/**
 * The members of the JSON body of an operation that its words, or those of its answer 409, name as unique. Where it describes 409, also those whose names identify
 * one resource, and where nothing else does, the required texts in a form of their own: the value of an example may be taken.
 */
const namedUnique = ({ document }: Contract, operation: Operation, members: readonly BodyMember[]): ReadonlySet<string> => {
  const found = knownUnique.get(operation);
  if (found) return found;
  const asked = askedOf(operation);
  const named = asked === undefined ? [] : uniqueMembers(document, operation, asked);
  const mayConflict = operation.responses.some(({ status }) => status === '409');
  const identifying = mayConflict ? members.filter(({ name }) => identifyingNames.has(lettersOf(name))).map(({ name }) => name) : [];
  const isKnown =
    named.length + identifying.length > 0 || members.some((member) => isUnique(document, member) && !naming.has(lettersOf(member.name)));
  const patterned = mayConflict && !isKnown ? members.filter(isPatterned).map(({ name }) => name) : [];
  const unique = new Set([...named, ...identifying, ...patterned]);
  knownUnique.set(operation, unique);
  return unique;
};

/** Last words of members by which people call something, and that hardly any service minds. */
const callingWords: ReadonlySet<string> = new Set([
  'name',
  'title',
  'label',
  'subject',
  'description',
  'summary',
  'note',
  'notes',
  'comment',
]);

/** Does a success show that something is new: 201, or Location. Elsewhere only a text of the run that the answer repeats does. */
const tellsNew = ({ responses }: Operation): boolean =>
  responses.some(
    ({ status, headers }) => status === '201' || (status.startsWith('2') && headers.some(({ name }) => name.toLowerCase() === 'location')),
  );

/**
 * An example of a creation, with the values that must not repeat made fresh. Where nothing else shows that what is created is new, what it is called is made fresh. An `id` is left to the service or, where one is required, made
 * fresh as well, so that no existing resource is overwritten. A change that would make the whole break its schema is not made.
 * @param choice `makes`: with `texts`, ids stay as they are. `taken`: members whose printed values answers showed to be taken.
 */
export const ownExample = (
  contract: Contract,
  operation: Operation,
  members: readonly BodyMember[],
  example: Readonly<Record<string, unknown>>,
  fresh: (name: string) => string,
  fits: (value: Readonly<Record<string, unknown>>) => boolean,
  { makes = 'all', taken }: { readonly makes?: 'all' | 'texts'; readonly taken?: ReadonlySet<string> | undefined } = {},
): OwnExample => {
  const madeUp: string[] = [];
  const unique = new Set([...namedUnique(contract, operation, members), ...(taken ?? [])]);
  let value = example;
  for (const [name, shown] of Object.entries(example)) {
    const member = members.find((one) => one.name === name) ?? memberOfAlternatives(contract, operation, name, shown);
    const { [name]: _, ...without } = value;
    const isId = lettersOf(name) === 'id';
    if (isId && makes === 'texts') continue;
    if (isId && fits(without)) {
      value = without;
      continue;
    }
    const ofTaken = taken?.has(name) === true ? withOwnAddresses({ [name]: shown }, fresh) : undefined;
    const own = isListed(member)
      ? undefined
      : ofTaken !== undefined && ofTaken.madeUp.length > 0
        ? ofTaken.value[name]
        : isId
          ? freshId(contract, member, fresh(name))
          : taken?.has(name) === true && typeof shown === 'number'
            ? numberInsteadOf(contract, member, shown, fresh(name))
            : unique.has(name) && typeof shown === 'string'
              ? (behindHead(contract, operation, member, shown, fresh(name)) ?? freshInstead(contract, member, shown, fresh(name)))
              : freshUnique(contract.document, member, shown, fresh(name));
    if (own === undefined || !fits({ ...value, [name]: own })) continue;
    value = { ...value, [name]: own };
    madeUp.push(name);
  }
  if (makes === 'all' && madeUp.length === 0 && !tellsNew(operation)) {
    const called = Object.entries(value).flatMap(([name, shown]) => {
      const member = members.find((one) => one.name === name);
      const isName = typeof shown === 'string' && callingWords.has(wordsOf(name).at(-1) ?? '');
      const own = member && isName && !isListed(member) ? freshInstead(contract, member, shown, fresh(name)) : undefined;
      return own !== undefined && fits({ ...value, [name]: own }) ? [[name, own] as const] : [];
    });
    const [first] = called;
    if (first) return { value: { ...value, [first[0]]: first[1] }, madeUp: [first[0]] };
  }
  return { value, madeUp };
};

const isListed = ({ schema }: SchemaOf): boolean => isObject(schema) && (schema['enum'] !== undefined || schema['const'] !== undefined);
