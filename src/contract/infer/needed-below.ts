import { isActing } from './acting.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { nodeOf } from '../../model/location.ts';
import { saidIn } from '../said.ts';
import { nounWordsOf } from './id-names.ts';
import { refusedCasesOf } from './refused-cases.ts';
import { sentencesOf } from './sentences.ts';
import { wordsOf } from './words.ts';
import { type Addition, additionsTo, keyOfNeed, type Need, referringAdditionsTo, valuedAdditionsTo } from './additions.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { saysLacking, saysNeeded, saysRefusedWithout } from './lacks.ts';
import { isDirectlyBelow, isSamePath, pathAbove, tailOf } from './path-template.ts';
import { saidOfMoves, stateSetting } from './told-moves.ts';
import { typesAlwaysNamedIn, typesNamedIn } from './references.ts';

/** What has to be added to resources before others may refer to them: by the name of the resource type. */
export type Needs = ReadonlyMap<string, readonly Need[]>;

const isIn = (needs: readonly Need[] | undefined, one: Need): boolean =>
  needs?.some((other) => keyOfNeed(other) === keyOfNeed(one)) === true;

/** Needs of which those with a value come in the place of the same without one. */
export const specific = <T extends Need>(needs: readonly T[]): readonly T[] =>
  needs.filter(
    ({ operation, set }) => set !== undefined || !needs.some((other) => other.operation === operation && other.set !== undefined),
  );

const coveringOf = (contract: Contract, operation: Operation): readonly AnyInferred[] =>
  [coveredBy(contract, operation), coveredByLasting(contract, operation)].flatMap((all) =>
    [...all.values()].map(({ resourceType }) => resourceType),
  );

/** Some resource types with all that can be reached from them in some steps. */
const reachedFrom = (types: readonly AnyInferred[], next: (type: AnyInferred) => readonly AnyInferred[]): ReadonlySet<AnyInferred> => {
  const reached = new Set(types);
  for (const type of reached) for (const one of next(type)) reached.add(one);
  return reached;
};

/** The resource types that the body of an operation names, by itself, or because of what the creations of these name. */
export const typesReferredTo = (contract: Contract, operation: Operation): ReadonlySet<AnyInferred> =>
  reachedFrom(typesNamedIn(contract, operation), ({ create }) => typesNamedIn(contract, create));

/** What can be added to resources of a type that the body of an operation leads to, and is not made anyway because the body has to lead to that too. */
export const additionsFor = (contract: Contract, operation: Operation, type: AnyInferred): readonly Addition[] => {
  const always = reachedFrom(typesAlwaysNamedIn(contract, operation), ({ create }) => typesNamedIn(contract, create));
  const made = new Set([operation.key, ...[...always].map(({ create }) => create.key)]);
  const all = [...additionsTo(contract, type), ...valuedAdditionsTo(contract, type), ...referringAdditionsTo(contract, type)];
  return all.filter(({ operation: { key } }) => !made.has(key));
};

/**
 * Can an addition be made to a resource before that is used: does nothing that the addition needs need that resource itself.
 * @param needs The additions that are made anyway.
 */
export const isPossible = (contract: Contract, needs: Needs, type: AnyInferred, { operation, refers }: Addition): boolean => {
  const others = refers ? [refers.type] : typesNamedIn(contract, operation).filter((one) => one !== type);
  const reached = reachedFrom(others, (one) => [
    ...typesNamedIn(contract, one.create),
    ...coveringOf(contract, one.create),
    ...(needs.get(one.name) ?? []).flatMap((more) => typesNamedIn(contract, more.operation).filter((named) => named !== one)),
  ]);
  return !reached.has(type);
};

/** Needs with one more. */
export const withNeed = (needs: Needs, type: AnyInferred, addition: Addition): Needs =>
  new Map([...needs, [type.name, specific([...(needs.get(type.name) ?? []), needOf(addition)])]]);

/** An addition without what it is called. */
const needOf = ({ operation, set, refers }: Addition): Need => ({ operation, ...(set && { set }), ...(refers && { refers }) });

const refusals: ReadonlySet<string> = new Set(['400', '409', '412', '422', '4XX']);

/** What is said of an operation, and whether that is all about a refusal. */
export type Said = { readonly text: string; readonly isRefusal: boolean };

/** The texts of an operation that may say what it needs: its own, the cases in which they say that it is refused, and those of the answers that refuse it. */
export const textsOf = ({ document }: Contract, { location, responses }: Operation): readonly Said[] => [
  ...saidIn(valueAt(document, nodeOf(location))).map((text) => ({ text, isRefusal: false })),
  ...saidIn(valueAt(document, nodeOf(location)))
    .flatMap(refusedCasesOf)
    .map((text) => ({ text, isRefusal: true })),
  ...responses
    .filter(({ status }) => refusals.has(status))
    .flatMap((one) => saidIn(valueAt(document, nodeOf(one.location))).map((text) => ({ text, isRefusal: true }))),
];

/** The creations that add something to the resource in the path of an operation, which that may lack; with the type of it. */
export const additionsInPath = (
  contract: Contract,
  operation: Operation,
): { readonly type: AnyInferred; readonly additions: readonly Addition[] } | undefined => {
  const type = coveringOf(contract, operation).at(-1);
  return type && { type, additions: additionsOf(contract, type, operation) };
};

/** What can be added to a resource of a type before an operation is called. */
const additionsOf = (contract: Contract, type: AnyInferred, operation: Operation): readonly Addition[] => {
  // What ends in a plural adds to a collection, and what a PUT sets and a read shows is a part; anything else may move the resource on.
  const adds = ({ method, path, effect }: Operation): boolean =>
    effect.startsWith('creates') ||
    (method === 'POST' && /(?<!s)s$/u.test(tailOf(path).at(-1) ?? '')) ||
    (method === 'PUT' && effect === 'changes' && contract.operations.some((one) => one.method === 'GET' && isSamePath(one.path, path)));
  const isOther = ({ operation: one }: Addition): boolean => one.key !== operation.key && adds(one);
  return [...additionsTo(contract, type), ...valuedAdditionsTo(contract, type)].filter(isOther);
};

/** What each creation right below a resource of a type adds to that, before an operation that names it is called. */
export const additionsRightBelow = (contract: Contract, type: AnyInferred, asking: Operation): readonly Addition[] =>
  additionsOf(contract, type, asking).filter(
    ({ operation: { method, path }, set }) => set === undefined && method === 'POST' && isDirectlyBelow(path, itemOf(type).path),
  );

const toldInPath = new WeakMap<Contract, ReadonlyMap<string, readonly Need[]>>();

/**
 * What the texts of operations below a resource, and the tables of the moves that they make, say that this has to have: "the order must have at least one line". By the
 * key of the operation; what can be added only by means of that operation is left out.
 */
export const neededInPath = (contract: Contract): ReadonlyMap<string, readonly Need[]> => {
  const known = toldInPath.get(contract);
  if (known) return known;
  const found = new Map<string, readonly Need[]>();
  if (contract.standard.size > 0)
    for (const operation of contract.operations.filter((one) => isActing(one) || stateSetting(contract, one) !== undefined)) {
      const { type, additions = [] } = additionsInPath(contract, operation) ?? {};
      const texts = [...textsOf(contract, operation), ...saidOfMoves(contract, operation).map((text) => ({ text, isRefusal: false }))];
      const needed = additions.filter(
        (one) =>
          texts.some(({ text, isRefusal }) => saysNeeded(text, one.called, isRefusal) || saysRefusedWithout(text, one.called, isRefusal)) &&
          type !== undefined &&
          isPossible(contract, new Map(), type, one),
      );
      if (needed.length > 0)
        found.set(
          operation.key,
          specific(needed).map(({ operation: by, set }) => ({ operation: by, ...(set && { set }) })),
        );
    }
  toldInPath.set(contract, found);
  return found;
};

/** The sentences of texts that name a resource of a type by its noun. */
const sentencesOn = (texts: readonly Said[], { create }: AnyInferred): readonly Said[] => {
  const noun = ` ${nounWordsOf(create.path).join(' ')} `;
  return texts.map(({ text, isRefusal }) => ({
    text: sentencesOf(text)
      .filter((sentence) => ` ${wordsOf(sentence).join(' ')} `.includes(noun))
      .join(' '),
    isRefusal,
  }));
};

/** What is needed of the resource that another one is below, before an operation on that is called. */
export type NeededAbove = { readonly type: AnyInferred; readonly needs: readonly Need[] };

const toldAbove = new WeakMap<Contract, ReadonlyMap<string, NeededAbove>>();

/**
 * What the texts of operations on a resource say that the one has to have which the resource was created below: "The match must be open and have a referee" of the release of a
 * result. By the key of the operation; by sentences that name what it is about.
 */
export const neededAbove = (contract: Contract): ReadonlyMap<string, NeededAbove> => {
  const known = toldAbove.get(contract);
  if (known) return known;
  const found = new Map<string, NeededAbove>();
  if (contract.standard.size > 0)
    for (const operation of contract.operations.filter(isActing)) {
      const own = coveringOf(contract, operation).at(-1);
      const type = own && coveringOf(contract, own.create).find((one) => isSamePath(pathAbove(own.create.path), itemOf(one).path));
      if (!own || !type) continue;
      const texts = sentencesOn(textsOf(contract, operation), type);
      const needed = additionsOf(contract, type, operation).filter(
        (one) =>
          one.operation.key !== own.create.key &&
          texts.some(({ text, isRefusal }) => saysNeeded(text, one.called, isRefusal) || saysRefusedWithout(text, one.called, isRefusal)) &&
          isPossible(contract, new Map(), type, one),
      );
      const needs = specific(needed).map(({ operation: by, set }) => ({ operation: by, ...(set && { set }) }));
      if (needs.length > 0) found.set(operation.key, { type, needs });
    }
  toldAbove.set(contract, found);
  return found;
};

/** What an action without a body says that something which its resource names has to have: "The metering point must have an installed meter by then". */
const neededByAction = (contract: Contract, operation: Operation, before: Needs): Needs => {
  const acted = coveringOf(contract, operation).at(-1);
  if (!acted) return before;
  const texts = textsOf(contract, operation);
  let needs = before;
  for (const type of typesReferredTo(contract, acted.create))
    for (const addition of additionsFor(contract, acted.create, type)) {
      const isOther = !isIn(needs.get(type.name), addition) && addition.operation.key !== operation.key;
      const isNeeded = isOther && sentencesOn(texts, type).some(({ text, isRefusal }) => saysNeeded(text, addition.called, isRefusal));
      if (isNeeded && isPossible(contract, needs, type, addition)) needs = withNeed(needs, type, addition);
    }
  return needs;
};

const told = new WeakMap<Contract, Needs>();

/**
 * What the texts of creations, and of questions, say that the resources which their bodies name have to have: "The tariff that is valid on the day counts; without
 * one the answer is 409". A need is left out where making it would need the resource itself.
 */
export const neededBelow = (contract: Contract): Needs => {
  const known = told.get(contract);
  if (known) return known;
  let needs: Needs = new Map();
  if (contract.standard.size > 0)
    for (const operation of contract.operations.filter(isActing)) {
      if (operation.body === undefined) needs = neededByAction(contract, operation, needs);
      const texts = operation.body === undefined ? [] : textsOf(contract, operation);
      for (const type of typesReferredTo(contract, operation))
        for (const addition of additionsFor(contract, operation, type)) {
          const isOther = !isIn(needs.get(type.name), addition);
          const isNeeded = isOther && texts.some(({ text, isRefusal }) => saysLacking(text, addition.called, isRefusal));
          if (isNeeded && isPossible(contract, needs, type, addition)) needs = withNeed(needs, type, addition);
        }
    }
  told.set(contract, needs);
  return needs;
};

/** The keys of all additions that a resource of a type needs, or what it refers to does; in their order, empty where there are none. */
export const needsOfType = (contract: Contract, needs: Needs, type: AnyInferred): readonly string[] => {
  if (needs.size === 0) return [];
  const all = reachedFrom([type], ({ create }) => typesNamedIn(contract, create));
  const keys = [...all].flatMap(({ name }) => (needs.get(name) ?? []).map(keyOfNeed));
  return [...new Set(keys)].toSorted();
};
