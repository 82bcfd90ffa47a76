import type { Contract, Operation, Schema } from '../model.ts';
import { isObject } from '../pointer.ts';
import { answerSchema } from './conventions/collection.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { isSamePath, pathAbove, tailOf } from './path-template.ts';
import { heldVersion } from './held-version.ts';
import { keptInChange } from './kept-in-change.ts';
import { type ListedWith, listedOfKind, listedPerson, listedWith } from './listed-with.ts';
import { type NumberedVersions, versionInBody } from './numbered-versions.ts';
import { type PartOfOwn, partedTypeOf, partOfOwn } from './part-of-own.ts';
import { referenceAt } from './references.ts';
import { type MemberWay } from './described-nouns.ts';
import { linkedResource, resourceMembers, wrappedName } from './resource-object.ts';
import { isType, itemsOf, membersOf, partsOf } from './schema-parts.ts';
import { singular } from './singular.ts';
import { spanNames } from './span-names.ts';
import { wordsOf } from './words.ts';
import { type ListedBelow, listedBelow } from './listed-below.ts';
import { type SuitedAmount, suitedAmount, type SuitedLeast } from './suited-amounts.ts';
import { askedSchema } from '../asked-content.ts';

/** A member at the top of the body of an action whose value depends on the resource in its path. */
export type SuitedMember = { readonly member: string } & (
  | SuitedAmount
  | SuitedLeast
  | {
      /** Ids of what belongs to the resource. */
      readonly kind: 'ids';
      readonly isList: boolean;
      /** The ids are numbers. */
      readonly isNumber: boolean;
      /** Members of the resource that list such ids, the narrowest first: `outstandingTicketIds`, `ticketIds`. */
      readonly shownIn: readonly string[];
      /** Members of the resource that list such things as objects, and the member of each that is its id: `passengers` by `id`. */
      readonly heldIn: readonly { readonly list: string; readonly id: string }[];
      /** How the run creates what the ids name, where the resource itself lists none yet. */
      readonly parts: Parts | undefined;
    }
  | ListedBelow
  | ({
      /** The number of a version that the resource had before. */
      readonly kind: 'numbered';
    } & NumberedVersions)
  | {
      /** When the resource ends: not before it begins, nor after it ends already. */
      readonly kind: 'end';
      /** The member of the resource that shows when it begins. */
      readonly begin: string;
    }
  | ({
      /** The id of one of the parts that the resource lists, with what it has to have: "an attachment of this application of kind PROPOSAL". */
      readonly kind: 'part';
    } & PartOfOwn)
  | ({
      /** The id of something that a list elsewhere shows with a value that it has to have: "a user with role REVIEWER"; or of any person there: `assigneeId`. */
      readonly kind: 'elsewhere';
    } & ListedWith)
  | {
      /** The version of the resource that a client has read. */
      readonly kind: 'version';
    }
  | {
      /** What cannot be changed, and has to be sent as it is. */
      readonly kind: 'kept';
    }
  | {
      /** What the answer to the creation of the resource, or to another action on it, tells, and no read shows: the code to fetch it with. */
      readonly kind: 'told';
    }
);

/** What is created below something that the creation of a resource names: units of the item that a reservation is for. */
export type Parts = {
  readonly part: AnyInferred;
  /** The type that the parts are created below. */
  readonly parent: AnyInferred;
  /** The way to the member of the body of the creation that names the parent. */
  readonly namedAt: MemberWay;
};

/** The operation acts on one resource of this type, which this operation reads. */
export type ActedType = { readonly resourceType: AnyInferred; readonly read: Operation };

/** The type of the resource right above the end of the path of an action; undefined where the run cannot create or read it. */
export const actedTypeOf = (contract: Contract, operation: Operation): ActedType | undefined =>
  operation.method === 'POST' ? partedTypeOf(contract, operation) : undefined;

/** The type of the resource that an action is on, with the operation whose answers show one: the read, else, where nothing reads or lists them, the creation. */
const shownTypeOf = (contract: Contract, operation: Operation): ActedType | undefined => {
  const acted = actedTypeOf(contract, operation);
  if (acted) return acted;
  const resourceType = unreadTypeOf(contract, operation);
  return resourceType && { resourceType, read: resourceType.create };
};

/** The type of the resource that an action is on, where no read shows one of it. */
export const unreadTypeOf = (contract: Contract, operation: Operation): AnyInferred | undefined => {
  if (operation.method !== 'POST' || operation.effect === 'safe' || actedTypeOf(contract, operation)) return undefined;
  const covering = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()];
  return covering.map((one) => one.resourceType).find((one) => isSamePath(pathAbove(operation.path), itemOf(one).path));
};

const idWords: ReadonlySet<string> = new Set(['id', 'ids']);

/** The member of the body of a creation that names a resource of a type, at its top or in the elements of a list. */
const namingIn = (contract: Contract, create: Operation, type: AnyInferred): MemberWay | undefined => {
  const { document } = contract;
  const body = askedSchema(create.body);
  const ways = [...membersOf(document, body)].flatMap(([name, schema]): readonly MemberWay[] => [
    [name],
    ...[...membersOf(document, itemsOf(document, schema)).keys()].map((inner) => [name, inner]),
  ]);
  const found = ways.filter((way) => {
    const reference = referenceAt(contract, create, way);
    return reference?.resourceType === type && reference.inside === undefined;
  });
  return found.length === 1 ? found[0] : undefined;
};

const partsFor = (contract: Contract, operation: Operation, member: string, { resourceType }: ActedType): Parts | undefined => {
  const reference = referenceAt(contract, operation, [member]);
  const part = reference?.inside === undefined ? reference?.resourceType : undefined;
  if (!part) return undefined;
  const above = [...coveredBy(contract, part.create).values(), ...coveredByLasting(contract, part.create).values()];
  const parent = above.map((one) => one.resourceType).find((one) => isSamePath(pathAbove(part.create.path), itemOf(one).path));
  const namedAt = parent && namingIn(contract, resourceType.create, parent);
  return parent && namedAt ? { part, parent, namedAt } : undefined;
};

const idsOf = (
  contract: Contract,
  operation: Operation,
  [member, schema]: readonly [string, Schema],
  shown: ReadonlyMap<string, Schema>,
  acted: ActedType,
): SuitedMember | undefined => {
  const { document } = contract;
  const words = wordsOf(member);
  const isList = isType(document, schema, 'array');
  if (words.length < 2 || !idWords.has(words.at(-1) ?? '')) return undefined;
  const isNumber = isType(document, isList ? itemsOf(document, schema) : schema, 'integer');
  const noun = words.slice(0, -1).map(singular).join(' ');
  const shownIn = [...shown]
    .filter(([name, one]) => {
      const own = wordsOf(name);
      const isOfIds = idWords.has(own.at(-1) ?? '') && ` ${own.slice(0, -1).map(singular).join(' ')}`.endsWith(` ${noun}`);
      return isType(document, one, 'array') && isOfIds && !isType(document, itemsOf(document, one), 'object');
    })
    .map(([name]) => name)
    .toSorted((a, b) => wordsOf(b).length - wordsOf(a).length);
  const heldIn = [...shown].flatMap(([list, one]) => {
    const held = membersOf(document, itemsOf(document, one));
    const id = ['id', [...words.slice(0, -1), 'id'].join('_'), member].find((name) => held.has(name));
    return isType(document, one, 'array') && id !== undefined && wordsOf(list).map(singular).join(' ') === noun ? [{ list, id }] : [];
  });
  if (addsHeld(contract, operation, member, noun)) return undefined;
  const parts = partsFor(contract, operation, member, acted);
  return shownIn.length === 0 && heldIn.length === 0 && !parts
    ? undefined
    : { kind: 'ids', member, isList, isNumber, shownIn, heldIn, parts };
};

/**
 * Does an operation add what its body names to a list of the resource: `bookIds` of `POST /shelves/{shelfId}/books`, where books stand for themselves. What the resource holds already is
 * no use there.
 */
const addsHeld = (contract: Contract, operation: Operation, member: string, noun: string): boolean => {
  if (
    operation.method !== 'POST' ||
    wordsOf(tailOf(operation.path).at(-1) ?? '')
      .map(singular)
      .join(' ') !== noun
  )
    return false;
  const named = referenceAt(contract, operation, [member])?.resourceType;
  return named !== undefined && !named.name.includes('{');
};

const isTime = (document: Contract['document'], schema: Schema, format: string): boolean =>
  partsOf(document, schema).some((part) => part['format'] === format);

/** A day or a moment that is the end of what the resource shows the begin of, in the same form: `ends_on` beside `starts_on`. */
const endOf = (
  { document }: Contract,
  [member, schema]: readonly [string, Schema],
  shown: ReadonlyMap<string, Schema>,
): SuitedMember | undefined => {
  const format = ['date', 'date-time'].find((one) => isTime(document, schema, one));
  if (format === undefined) return undefined;
  const times = [...shown].flatMap(([name, one]) => (name !== member && isTime(document, one, format) ? [name] : []));
  const [begin] = spanNames([...times, member]).find(([, end]) => end === member) ?? [];
  return begin === undefined ? undefined : { kind: 'end', member, begin };
};

/** The operations whose answers tell what an action asks for in a member of its body, and no read of the resource shows; with the type of that. */
export const toldBy = (
  contract: Contract,
  operation: Operation,
  member: string,
): { readonly type: AnyInferred; readonly tellers: readonly Operation[] } | undefined => {
  const { document, operations } = contract;
  const acted = actedTypeOf(contract, operation);
  if (!acted) return undefined;
  const { resourceType: type, read } = acted;
  const shows = (one: Operation): boolean => {
    const answer = answerSchema(one);
    return answer !== undefined && resourceMembers(document, answer).has(member);
  };
  const item = itemOf(type).path;
  if (shows(read)) return undefined;
  // What another creation below it answers is something of its own.
  const tellers = operations.filter(
    (one) =>
      one.method === 'POST' &&
      one.key !== operation.key &&
      (one.key === type.create.key ||
        (!one.effect.startsWith('creates') && tailOf(one.path).length === 1 && isSamePath(pathAbove(one.path), item))) &&
      shows(one),
  );
  return tellers.length > 0 ? { type, tellers } : undefined;
};

/** What another answer tells of the resource. */
const toldOf = (contract: Contract, operation: Operation, [member, schema]: readonly [string, Schema]): SuitedMember | undefined => {
  const { document } = contract;
  const isPlain = ['string', 'integer'].some((type) => isType(document, schema, type));
  // One of a few listed values is a choice, and no secret that is told.
  const isChosen = partsOf(document, schema).some((part) => part['enum'] !== undefined || part['const'] !== undefined);
  return isPlain && !isChosen && toldBy(contract, operation, member) ? { kind: 'told', member } : undefined;
};

const known = new WeakMap<Operation, readonly SuitedMember[]>();

/** The members of the body of a change or an action that have to suit the resource in its path. Only for a contract that is held to the standard requirements. */
export const suitedMembers = (contract: Contract, operation: Operation): readonly SuitedMember[] => {
  if (contract.standard.size === 0 || operation.effect === 'safe' || !['POST', 'PATCH', 'PUT'].includes(operation.method)) return [];
  const before = known.get(operation);
  if (before) return before;
  const version = heldVersion(contract, operation)?.member;
  const found = [
    ...(version === undefined ? [] : [{ kind: 'version' as const, member: version }]),
    ...(keptInChange(contract, operation)?.members ?? []).map((member) => ({ kind: 'kept' as const, member })),
    ...findSuited(contract, operation).filter(({ member }) => member !== version),
  ];
  known.set(operation, found);
  return found;
};

/** Members with those of the objects among them, by their way: `price.total`. */
const withInner = (document: Contract['document'], members: ReadonlyMap<string, Schema>): ReadonlyMap<string, Schema> =>
  new Map([
    ...members,
    ...[...members].flatMap(([name, schema]) => [...membersOf(document, schema)].map(([inner, one]) => [`${name}.${inner}`, one] as const)),
  ]);

/** The value of a member that {@link SuitedMember} names, in a resource: at its top, or in an object there. */
export const memberOf = (resource: Readonly<Record<string, unknown>>, of: string): unknown => {
  if (Object.hasOwn(resource, of)) return resource[of];
  const [outer = '', inner] = of.split('.');
  const around = resource[outer];
  return inner !== undefined && isObject(around) ? around[inner] : undefined;
};

/** The resource in an answer: the answer itself, or the object in it that has an id, or the only one. */
export const resourceIn = (body: unknown): Readonly<Record<string, unknown>> | undefined => {
  if (!isObject(body)) return undefined;
  const inside = Object.values(body).filter(isObject);
  const withId = inside.filter((one) => 'id' in one);
  const wrapped = withId.length === 0 ? wrappedName(Object.keys(body), (name) => isObject(body[name])) : undefined;
  const [only] =
    withId.length === 1 ? withId : inside.length === 1 ? inside : [wrapped === undefined ? undefined : body[wrapped]].filter(isObject);
  return !('id' in body) && only !== undefined ? linkedResource(only) : body;
};

const bodyOf = ({ body }: Operation): Schema | undefined => askedSchema(body);

const numberedOf = (contract: Contract, operation: Operation, one: readonly [string, Schema]): SuitedMember | undefined => {
  const versions = versionInBody(contract, operation, one);
  return versions && { kind: 'numbered', member: one[0], ...versions };
};

const findSuited = (contract: Contract, operation: Operation): readonly SuitedMember[] => {
  const body = bodyOf(operation);
  const parts = [...membersOf(contract.document, body)].flatMap(([member, schema]): readonly SuitedMember[] => {
    const isOne = idWords.has(wordsOf(member).at(-1) ?? '') && !isType(contract.document, schema, 'array');
    const part = isOne ? partOfOwn(contract, operation, member) : undefined;
    if (part) return [{ kind: 'part', member, ...part }];
    const named = isOne ? referenceAt(contract, operation, [member]) : undefined;
    const listed = isOne
      ? (listedWith(contract, operation, member) ??
        (named ? undefined : (listedOfKind(contract, member) ?? listedPerson(contract, operation, member))))
      : undefined;
    return listed ? [{ kind: 'elsewhere', member, ...listed }] : [];
  });
  const acted = shownTypeOf(contract, operation);
  const answer = acted && answerSchema(acted.read);
  if (!acted || answer === undefined) return parts;
  const shown = withInner(contract.document, resourceMembers(contract.document, answer));
  const others = [...membersOf(contract.document, body)].flatMap(
    (one) =>
      numberedOf(contract, operation, one) ??
      suitedAmount(contract, operation, one, shown) ??
      idsOf(contract, operation, one, shown, acted) ??
      listedBelow(contract, operation, one, acted.resourceType) ??
      endOf(contract, one, shown) ??
      toldOf(contract, operation, one) ??
      [],
  );
  return [...others, ...parts.filter(({ member }) => !others.some((one) => one.member === member))];
};

/** What the actions on resources of a type need to be there: each kind of part once. */
export const partsNeeded = (contract: Contract, resourceType: AnyInferred): readonly Parts[] => {
  const all = contract.operations.flatMap((operation) =>
    actedTypeOf(contract, operation)?.resourceType === resourceType
      ? suitedMembers(contract, operation).flatMap((one) => (one.kind === 'ids' && one.parts ? [one.parts] : []))
      : [],
  );
  return all.filter((one, n) => all.findIndex(({ part }) => part === one.part) === n);
};
