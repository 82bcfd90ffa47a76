import { nodeOf } from '../../model/location.ts';
import type { Contract, InferredResourceType, Operation } from '../model.ts';
import { isObject, valueAt } from '../pointer.ts';
import { type AnyInferred, isLinkBeside, itemOf } from './covering.ts';
import type { Called } from './lacks.ts';
import { beginsWith, parametersIn, segmentsOf, tailOf } from './path-template.ts';
import { referenceAt, typesNamedIn } from './references.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { singular } from './singular.ts';
import { effectOf } from './taking-effect.ts';
import { wordsOf } from './words.ts';
import { askedSchema } from '../asked-content.ts';
import { actsAs } from './acting.ts';

/** What an operation adds to a resource, and the listed value that it is given, where what is needed is called after that: a photo with `view: front`. */
export type Need = {
  readonly operation: Operation;
  readonly set?: { readonly member: string; readonly value: string };
  /** The operation changes the resource itself, so that a member of it names one of a type: the boat of a sailor. */
  readonly refers?: { readonly member: string; readonly type: AnyInferred };
  /** The states to one of which what is added is brought, so that it does not stand in the way: no copy may be on the shelf. */
  readonly aside?: readonly string[];
};

/** What an operation adds to resources of a type, which may lack it: a tariff to a route, stock to a product. */
export type Addition = Need & { readonly called: Called };

/** The operation of a need, with the value that it sets: the same for equal needs. */
export const keyOfNeed = ({ operation: { key }, set, refers, aside }: Need): string => {
  if (refers) return `${key} ${refers.member}=`;
  if (aside) return `${key} aside ${aside.join('|')}`;
  return set === undefined ? key : `${key} ${set.member}=${set.value}`;
};

/** Last words of a path that say that something is added, and not what. */
const entries: ReadonlySet<string> = new Set(
  'movement entry item adjustment record level change transaction line receipt addition assignment update correction delivery'.split(' '),
);

/** What some additions change, by another word. */
const effects: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries({
    'restock replenish replenishment inventory stock delivery receipt': 'stock inventory',
    'deposit topup recharge fund funding load credit': 'balance funds credit money',
  }).flatMap(([words, meant]) => words.split(' ').map((word) => [word, meant.split(' ')] as const)),
);

const measured: ReadonlySet<string> = new Set(Object.values(effects).flat());

/** Actions that make a resource usable, with what a resource is afterwards. */
const enabling: Readonly<Record<string, string>> = {
  verify: 'verified',
  validate: 'validated',
  activate: 'activated',
  approve: 'approved',
  confirm: 'confirmed',
  publish: 'published',
  enable: 'enabled',
  certify: 'certified',
  accredit: 'accredited',
  authorize: 'authorized',
  authorise: 'authorised',
  inspect: 'inspected',
  calibrate: 'calibrated',
  register: 'registered',
  open: 'opened',
};

const bothNumbers = (words: readonly string[]): readonly string[] => {
  const last = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  return [[...before, last].join(' '), [...before, singular(last)].join(' '), [...before, `${singular(last)}s`].join(' ')];
};

/** What entries change that a path calls by no more than a word for an entry, by the summary: "Move stock" for `POST /movements`. */
const changedBy = (words: readonly string[], summary: unknown): readonly string[] => {
  const isEntry = words.length === 1 && entries.has(singular(words[0] ?? ''));
  return isEntry && typeof summary === 'string' ? wordsOf(summary).filter((word) => measured.has(word)) : [];
};

/** What the last segments of a path, or the summary of the operation, call what it adds. */
const calledBy = (tail: readonly string[], summary: unknown): Called => {
  const words = tail.flatMap(wordsOf);
  const last = singular(words.at(-1) ?? '');
  const nouns = [words, ...(words.length > 1 && entries.has(last) ? [words.slice(0, -1)] : [])].flatMap(bothNumbers);
  const meant = words
    // A count of the stock adds nothing to it.
    .filter((_, n) => words.slice(n + 1).every((behind) => entries.has(singular(behind)) || effects[behind] !== undefined))
    .flatMap((word) => effects[word] ?? effects[singular(word)] ?? []);
  const participle = enabling[words.at(-1) ?? ''];
  return {
    nouns: [...new Set([...nouns, ...meant, ...changedBy(words, summary)])],
    participles: participle === undefined ? [] : [participle],
  };
};

/** What there is more of once what a creation makes has taken effect: the stock of what a purchase brings. */
const grownBy = (contract: Contract, operation: Operation): readonly string[] =>
  isCreation(operation) ? [...measured].filter((noun) => effectOf(contract, operation, [noun]) !== undefined) : [];

const methods: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** Most segments between a resource and what is added to it: `/products/{id}/stock/movements`. */
const mostSegments = 2;

const isBelow = (operation: Operation, type: AnyInferred): boolean => {
  const item = itemOf(type).path;
  const more = segmentsOf(operation.path).slice(segmentsOf(item).length);
  return (
    beginsWith(operation.path, item) &&
    more.length > 0 &&
    more.length <= mostSegments &&
    parametersIn(operation.path).length === parametersIn(item).length
  );
};

/** The link of something that is created elsewhere to one resource of a type: `PUT /bookings/{bookingId}/containers/{containerId}`. */
export const linksTo = ({ inferredResourceTypes }: Contract, type: AnyInferred, operation: Operation): boolean =>
  inferredResourceTypes.some(
    (one) => one.create.key === operation.key && one.linked !== undefined && one.linked !== type.name && !isLinkBeside(one),
  ) &&
  beginsWith(operation.path, itemOf(type).path) &&
  segmentsOf(operation.path).length === segmentsOf(itemOf(type).path).length + 2;

/** What a path calls what is linked by it: the segment before its last parameter. */
const linkedTail = (path: string): readonly string[] => {
  const before = segmentsOf(path).at(-2);
  return before !== undefined && 'literal' in before ? [before.literal] : [];
};

/** The types whose resources are created below one of a type: the modules of a course, which may have a path of their own. */
const childrenOf = ({ inferredResourceTypes }: Contract, type: AnyInferred): readonly InferredResourceType[] =>
  inferredResourceTypes.filter((one) => one !== type && one.idChosenBy === 'server' && isBelow(one.create, type));

/** The type between a type and what a creation adds below that, one step further down: modules for `POST /modules/{moduleId}/lessons` and courses. */
export const typeBetween = (contract: Contract, type: AnyInferred, operation: Operation): InferredResourceType | undefined =>
  isCreation(operation)
    ? childrenOf(contract, type).find((child) => operation.key !== child.create.key && isBelow(operation, child))
    : undefined;

const isCreation = ({ effect }: Operation): boolean => effect === 'creates' || effect === 'creates-permanently';

const summaryOf = ({ document }: Contract, { location }: Operation): unknown => {
  const node = valueAt(document, nodeOf(location));
  return isObject(node) ? node['summary'] : undefined;
};

/** A member with more values than these lists what there is (countries, units), and not what has a part of its own. */
const mostValues = 12;

/**
 * The same addition once for each listed value of a member at the top of its body, called after the value: "at least one keeper", "a front photo", "a photo of view
 * front" for a photo whose `view` is one of `front` and `back`.
 */
const additionsByValue = ({ document }: Contract, { operation, called }: Addition): readonly Addition[] => {
  const body = operation.method === 'POST' ? askedSchema(operation.body) : undefined;
  return [...membersOf(document, body)].flatMap(([member, schema]): readonly Addition[] => {
    const values = partsOf(document, schema).flatMap(({ enum: listed }) => (Array.isArray(listed) ? listed : []));
    const texts = values.filter((one): one is string => typeof one === 'string' && /^\p{L}[\p{L} _-]+$/u.test(one));
    if (texts.length < 2 || texts.length > mostValues || texts.length < values.filter((one) => one !== null).length) return [];
    const name = wordsOf(member).join(' ');
    return texts.map((value) => {
      const words = wordsOf(value);
      const own = bothNumbers(words);
      const told = String.raw`(?:of|with|in|whose|as) (?:the |an? |its )?(?:${name} )?(?:is |of )?${words.join(' ')}`;
      const nouns = own.some((one) => called.nouns.includes(one)) ? [] : own;
      return {
        operation,
        set: { member, value },
        called: { nouns: [...nouns, ...called.nouns.map((noun) => `${noun} ${told}`)], participles: [] },
      };
    });
  });
};

const known = new WeakMap<AnyInferred, readonly Addition[]>();

const knownByValue = new WeakMap<AnyInferred, readonly Addition[]>();

/** What can be added to one resource of a type, called after a listed value of what is added. */
export const valuedAdditionsTo = (contract: Contract, type: AnyInferred): readonly Addition[] => {
  const before = knownByValue.get(type);
  if (before) return before;
  const found = additionsTo(contract, type).flatMap((one) =>
    isCreation(one.operation) && !linksTo(contract, type, one.operation) ? additionsByValue(contract, one) : [],
  );
  knownByValue.set(type, found);
  return found;
};

const knownReferring = new WeakMap<AnyInferred, readonly Addition[]>();

/** Names of members that sentences use of the caller or of much else. */
const usual: ReadonlySet<string> = new Set('user account owner parent type kind status state'.split(' '));

/**
 * The changes of one resource of a type by which a member of it names something that its creation may leave out: the boat of a sailor, the berth of a boat. Called as the member, and as
 * what it names.
 */
export const referringAdditionsTo = (contract: Contract, type: AnyInferred): readonly Addition[] => {
  const before = knownReferring.get(type);
  if (before) return before;
  const { document, operations } = contract;
  const change = operations.find(
    ({ method, patches, path, effect, unsupported }) =>
      actsAs({ method, patches }) === 'PATCH' && effect === 'changes' && unsupported === undefined && path === itemOf(type).path,
  );
  const bodyOf = (operation: Operation | undefined): unknown => askedSchema(operation?.body);
  const required = new Set(partsOf(document, bodyOf(type.create)).flatMap((part) => part['required'] ?? []));
  const created = membersOf(document, bodyOf(type.create));
  const found = [...membersOf(document, bodyOf(change)).keys()].flatMap((member): readonly Addition[] => {
    const named =
      change && created.has(member) && !required.has(member) ? referenceAt(contract, change, [member])?.resourceType : undefined;
    const words = wordsOf(member).filter((word) => word !== 'id');
    if (!change || !named || named === type || words.length === 0 || words.some((word) => usual.has(word))) return [];
    return [{ operation: change, refers: { member, type: named }, called: { nouns: bothNumbers(words), participles: [] } }];
  });
  knownReferring.set(type, found);
  return found;
};

/** The operations that add something to one resource of a type: below its path, also below what is created there, or elsewhere by a creation whose body names it. */
export const additionsTo = (contract: Contract, type: AnyInferred): readonly Addition[] => {
  const before = known.get(type);
  if (before) return before;
  const found = contract.operations
    .filter(({ method, effect, issues, unsupported }) => methods.has(method) && effect !== 'safe' && !issues && unsupported === undefined)
    .filter((operation) => {
      if (operation.key === type.create.key) return false;
      if (typeBetween(contract, type, operation) || linksTo(contract, type, operation)) return true;
      if (isBelow(operation, type)) return !typesNamedIn(contract, operation).includes(type);
      return isCreation(operation) && parametersIn(operation.path).length === 0 && typesNamedIn(contract, operation).includes(type);
    })
    .map((operation) => {
      // The address of a relationship says so before its name (JSON:API 1.1, section 5.4.2).
      const own = tailOf(operation.path).filter((segment, n, all) => segment !== 'relationships' || n === all.length - 1);
      const tail = linksTo(contract, type, operation) ? linkedTail(operation.path) : own;
      const called = calledBy(tail.slice(-mostSegments), summaryOf(contract, operation));
      return { operation, called: { ...called, nouns: [...new Set([...called.nouns, ...grownBy(contract, operation)])] } };
    });
  known.set(type, found);
  return found;
};

/** The action on what an addition creates by which that takes effect; undefined where no text says that it needs one. */
export const takingEffect = (contract: Contract, type: AnyInferred, addition: Operation): Operation | undefined => {
  const called = additionsTo(contract, type).find(({ operation }) => operation.key === addition.key)?.called;
  return called && effectOf(contract, addition, called.nouns);
};
