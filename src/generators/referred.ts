import { countsNeeded } from '../contract/infer/counts-needed.ts';
import { coveredBy, coveredByLasting, itemOf } from '../contract/infer/covering.ts';
import { offeredValues } from '../contract/infer/offered-values.ts';
import { entriesOfOwn } from '../contract/infer/entries-of-own.ts';
import { aboveOwnKind } from '../contract/infer/kinds-below.ts';
import { linkedOfOwn } from '../contract/infer/linked-of-own.ts';
import { listOfMember } from '../contract/infer/named-lists.ts';
import { memberSchema, namedByKinds, type Reference, referenceAt } from '../contract/infer/references.ts';
import { movesMoney } from '../contract/infer/money-moves.ts';
import { type MemberWay } from '../contract/infer/described-nouns.ts';
import { isSamePath, pathAbove } from '../contract/infer/path-template.ts';
import { descriptionsIn, membersOf, partsOf } from '../contract/infer/schema-parts.ts';
import { suitedMembers } from '../contract/infer/suited-members.ts';
import { valueOfNamed } from '../contract/infer/values-of-named.ts';
import { withinParent } from '../contract/infer/within-parent.ts';
import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Operation } from '../contract/model.ts';
import { below, isObject } from '../contract/pointer.ts';
import { bodyExamples } from './body-examples.ts';
import type { Target } from '../model/target.ts';
import type { Making } from './member-value.ts';
import { fillPlaceholders, placeholdersIn, placeholderText, withNthReferences } from './placeholder.ts';
import { areTwoEnds, toldApart } from './told-apart.ts';
import { askedContent, askedSchema } from '../contract/asked-content.ts';

/** A body whose references stand for resources, and the names of its members that hold one. */
export type WithReferences = { readonly value: unknown; readonly madeUp: readonly string[] };

/**
 * The body of a request with placeholders for what its members name, so that they name something that exists: a resource that the run creates, else, where
 * the request changes nothing or the operator allows it, one that a list shows. The value that the body has otherwise is kept for the case that there is none.
 * Only for what no `x-assay` and no operator decides.
 * @param whole The whole body, where `body` is a part of it.
 */
export const withReferences = (
  operation: Operation,
  body: unknown,
  { contract, target }: Making,
  whole: Readonly<Record<string, unknown>> = isObject(body) ? body : {},
): WithReferences => {
  if (contract.standard.size === 0 || !isObject(body)) return { value: body, madeUp: [] };
  const given = target.values[operation.key] ?? {};
  if (given['body'] !== undefined) return { value: body, madeUp: [] };
  const madeUp = new Set<string>();
  const named = new Map<string, string>();
  const suited = new Map(suitedMembers(contract, operation).map((one) => [one.member, one]));
  const counts = countsNeeded(contract, operation);
  const fromLists: FromList[] = [];
  /** What ids name by the kind that is sent beside them. */
  const ofKind = new Map<string, Reference>();
  /** An object with the kinds of what its ids can name here: of a thing that the run creates before one that a list shows. */
  const ofKinds = (value: Readonly<Record<string, unknown>>, way: MemberWay): Readonly<Record<string, unknown>> => {
    const kinds = Object.entries(value).flatMap(([name, id]): readonly (readonly [string, string])[] => {
      if (typeof id !== 'string' && typeof id !== 'number') return [];
      const found = namedByKinds(contract, operation, [...way, name]).find(
        ({ member, reference }) =>
          typeof value[member] === 'string' &&
          (way.length > 0 || given[member] === undefined) &&
          placeholderFor(contract, operation, reference, target, id, false) !== undefined,
      );
      if (!found) return [];
      ofKind.set(JSON.stringify([...way, name]), found.reference);
      madeUp.add(way[0] ?? name);
      return [[found.member, found.value]];
    });
    return { ...value, ...Object.fromEntries(kinds) };
  };
  const visit = (value: unknown, way: MemberWay): unknown => {
    const [first] = way;
    if (first !== undefined && given[first] !== undefined) return value;
    if (Array.isArray(value)) {
      const needed = way.length === 1 ? counts.get(first ?? '') : undefined;
      const least = Math.max(leastOf(contract, operation, way, 'minItems'), needed ?? 0);
      const elements = onceEach(
        value.map((one) => visit(one, way)),
        least,
      );
      return eachOther(needed === undefined ? elements : grownTo(elements, needed));
    }
    if (isObject(value))
      return oneOfIt(
        Object.fromEntries(Object.entries(ofKinds(value, way)).map(([name, one]) => [name, visit(one, [...way, name])])),
        (name) => leastOf(contract, operation, [...way, name], 'minimum'),
      );
    if ((typeof value !== 'string' && typeof value !== 'number') || placeholdersIn(String(value)).length > 0) return value;
    const above = way.length === 1 && first !== undefined ? aboveOwnKind(contract, operation, first, whole) : undefined;
    if (first !== undefined && above && mayCreate(above.resourceType, target)) {
      madeUp.add(first);
      const { resourceType, kind } = above;
      return placeholderText({
        use: 'known',
        resourceType: resourceType.name,
        parameter: resourceType.idParameter,
        otherwise: value,
        kind,
      });
    }
    const reference = ofKind.get(JSON.stringify(way)) ?? referenceFor(contract, operation, way);
    const offered = reference === undefined ? offeredFor(contract, operation, way, value) : undefined;
    if (first !== undefined && offered !== undefined) {
      madeUp.add(first);
      return offered;
    }
    const isToldAbove = (member: string): boolean =>
      valueOfNamed(contract, operation, member) !== undefined || withinParent(contract, operation).some((one) => one.member === member);
    if (first !== undefined && way.length === 1 && reference === undefined && isToldAbove(first)) {
      madeUp.add(first);
      return suitedFor(operation, way, value);
    }
    const isOther =
      reference?.resourceType !== undefined &&
      (isSecond(named, way, reference.resourceType.name) || isElsewhere(contract, operation, way, reference.resourceType));
    const usual = reference && placeholderFor(contract, operation, reference, target, value, isOther);
    const asSuited = suited.get(first ?? '');
    // An amount with its currency beside it suits as a whole.
    const isSuited = asSuited !== undefined && (way.length === 1 || (way.length === 2 && asSuited.kind === 'amount'));
    const listed = usual === undefined && !isSuited ? listedFor(contract, operation, way, target, value, fromLists) : undefined;
    if ((linkedOfOwn(contract, operation, way) ?? entriesOfOwn(contract, operation, way)) !== undefined)
      return suitedFor(operation, way, usual ?? value);
    const text = isSuited ? suitedFor(operation, way, usual ?? value) : (usual ?? listed);
    if (text === undefined) return reference === undefined && isNoneTold(contract, operation, way, value) ? null : value;
    if (first !== undefined) madeUp.add(first);
    return text;
  };
  return { value: visit(body, []), madeUp: [...madeUp] };
};

/** "The new parent; null for the top level": what null means at an id. */
const noneTold = /\bnull\b\W*(?:for|if|when|where|means|makes|puts|moves|to|at)\b/iu;

/** Is a made-up id, where nothing tells what it names, less use than null: its description says what that means. */
const isNoneTold = (contract: Contract, operation: Operation, way: MemberWay, value: string | number): boolean => {
  const { document } = contract;
  const isId = way.length === 1 && ['id', 'uuid'].includes(wordsOf(way[0] ?? '').at(-1) ?? '');
  if (!isId || typeof value !== 'string' || !value.startsWith('ct-')) return false;
  const schema = memberSchema(contract, operation, way);
  const mayBeNull = partsOf(document, schema).some(({ nullable, type }) => nullable === true || [type].flat().includes('null'));
  return mayBeNull && descriptionsIn(document, schema).some((text) => noneTold.test(text.replaceAll('`', '')));
};

/** The number that a keyword of a member's schema gives, else 0. */
const leastOf = (contract: Contract, operation: Operation, way: MemberWay, keyword: 'minItems' | 'minimum'): number =>
  Math.max(0, ...partsOf(contract.document, memberSchema(contract, operation, way)).map((part) => Number(part[keyword] ?? 0)));

const standsForOne = (value: unknown): value is string => typeof value === 'string' && placeholdersIn(value).length > 0;

/** The resource that an element of a list names, by itself or in a member. */
const namedBy = (element: unknown): string | undefined =>
  (isObject(element) ? Object.values(element) : [element]).filter(standsForOne).map(withoutOtherwise).join(' ') || undefined;

/** What a placeholder stands for, whatever is sent where there is none. */
const withoutOtherwise = (text: string): string =>
  fillPlaceholders(text, ({ use, resourceType, parameter }) => JSON.stringify([use, resourceType, parameter ?? null]));

/**
 * The elements of a printed list that name different resources: all that it prints stand for the same one of ours, which a list of lines or components seldom may
 * have twice. Where that leaves too few, the list stays as it is.
 */
const onceEach = (elements: readonly unknown[], least: number): readonly unknown[] => {
  const seen = new Set<string>();
  const distinct = elements.filter((element) => {
    const named = namedBy(element);
    const isNew = named === undefined || !seen.has(named);
    if (named !== undefined) seen.add(named);
    return isNew;
  });
  return distinct.length < least ? elements : distinct;
};

/** A list with more elements that name a resource of ours like its last one. */
const grownTo = (elements: readonly unknown[], count: number): readonly unknown[] => {
  const last = elements.at(-1);
  const isOurs = namesOurs(last);
  return isOurs ? [...elements, ...Array.from({ length: Math.max(0, count - elements.length) }, () => last)] : elements;
};

const namesOurs = (element: unknown): boolean =>
  placeholdersIn(JSON.stringify(element ?? null)).some(({ use, otherwise }) => use === 'known' && otherwise !== undefined);

/** Elements of a list that name the same resource of ours, with another one in each. */
const eachOther = (elements: readonly unknown[]): readonly unknown[] => {
  const seen = new Map<string, number>();
  return elements.map((element) => {
    const named = namesOurs(element) ? namedBy(element) : undefined;
    if (named === undefined) return element;
    const n = seen.get(named) ?? 0;
    seen.set(named, n + 1);
    return n === 0 ? element : (JSON.parse(withNthReferences(JSON.stringify(element), n)) as unknown);
  });
};

/** Names of members that say how many of a resource beside them are wanted. */
const quantityNames: ReadonlySet<string> = new Set(['quantity', 'qty', 'count', 'pieces']);

/** An object that names a resource of ours, and wants one of it: there may be no more of what was just made. */
const oneOfIt = (value: Readonly<Record<string, unknown>>, leastAt: (name: string) => number): Readonly<Record<string, unknown>> =>
  Object.values(value).some(standsForOne)
    ? Object.fromEntries(
        Object.entries(value).map(([name, one]) => [
          name,
          quantityNames.has(name.toLowerCase()) && Number.isInteger(one) ? Math.min(Number(one), Math.max(1, leastAt(name))) : one,
        ]),
      )
    : value;

/**
 * Is a member the second one of an object that names a resource of one type: a transfer has a source and a destination, a match a home and a guest. Both are
 * seldom meant to be the same.
 */
const isSecond = (named: Map<string, string>, way: MemberWay, resourceType: string): boolean => {
  const key = JSON.stringify([...way.slice(0, -1), resourceType]);
  const first = named.get(key) ?? way.at(-1) ?? '';
  named.set(key, first);
  return first !== way.at(-1);
};

/** First words of a member that says where something goes: `toDepotId`, `newOwnerId`. */
const destinations: ReadonlySet<string> = new Set(['to', 'new', 'target', 'destination']);

/** What a resource belongs to is the first one of its type that a run has. */
const namesType = (contract: Contract, create: Operation, name: string): boolean =>
  bodyMembers(contract, create).some((member) => referenceFor(contract, create, [member])?.resourceType?.name === name);

const bodyMembers = ({ document }: Contract, { body }: Operation): readonly string[] => [...membersOf(document, askedSchema(body)).keys()];

/**
 * Does a member say where something goes that belongs to one of the same type: `toDepotId` beside the `crateId` of a crate with a `depotId`. It is there already where the first
 * one is sent.
 */
const isElsewhere = (contract: Contract, operation: Operation, way: MemberWay, type: NonNullable<Reference['resourceType']>): boolean => {
  const [member = '', ...more] = way;
  const words = wordsOf(member);
  if (more.length > 0 || !destinations.has(words[0] ?? '')) return false;
  const inBody = bodyMembers(contract, operation).flatMap((name) =>
    name === member ? [] : (referenceFor(contract, operation, [name])?.resourceType ?? []),
  );
  const inPath = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()].map(
    ({ resourceType }) => resourceType,
  );
  return [...inBody, ...inPath].some(
    (one) =>
      one.name !== type.name && (namesType(contract, one.create, type.name) || isSamePath(pathAbove(one.create.path), itemOf(type).path)),
  );
};

const known = new WeakMap<Contract, Map<string, Reference | undefined>>();

const referenceFor = (contract: Contract, operation: Operation, way: MemberWay): Reference | undefined => {
  const all = known.get(contract) ?? new Map<string, Reference | undefined>();
  known.set(contract, all);
  const key = JSON.stringify([operation.key, ...way]);
  if (!all.has(key)) all.set(key, referenceAt(contract, operation, way));
  return all.get(key);
};

/** Stands for a value that a read offers for a member at the top of the body of a creation; undefined where none does. */
const offeredFor = (contract: Contract, operation: Operation, way: MemberWay, otherwise: string | number): string | undefined => {
  const [member, ...more] = way;
  const isCreation = operation.effect === 'creates' || operation.effect === 'creates-permanently';
  if (member === undefined || more.length > 0 || !isCreation) return undefined;
  const offered = offeredValues(contract, operation, member);
  return offered && placeholderText({ use: 'offered', resourceType: offered.read.key, parameter: member, otherwise });
};

/** Stands for another property than an id, by which a list shows what a member names; undefined where none does, or it may not be used. */
const listedFor = (
  contract: Contract,
  operation: Operation,
  way: MemberWay,
  { allow }: Target,
  otherwise: string | number,
  before: FromList[],
): string | undefined => {
  const mayName = operation.effect === 'safe' || (allow.includes('destructive') && !movesMoney(contract.document, operation));
  const list = mayName ? listOfMember(contract, operation, way) : undefined;
  if (!list) return undefined;
  const one = { way, list: JSON.stringify([list.read.key, list.pointer]) };
  const isApart = before.some((other) => areApart(contract, operation, one, other));
  before.push(one);
  return placeholderText({
    use: 'listed',
    resourceType: list.read.key,
    parameter: list.pointer,
    otherwise,
    ...(isApart && { isApart }),
  });
};

/** A member that takes its value from a list. */
type FromList = { readonly way: MemberWay; readonly list: string };

/** Does the document print a body in which two members have different values. */
const arePrintedApart = (contract: Contract, { body }: Operation, own: string, their: string): boolean => {
  const content = askedContent(body);
  const [printed] = content ? bodyExamples(contract, content).usable : [];
  return isObject(printed) && printed[own] !== undefined && printed[their] !== undefined && printed[own] !== printed[their];
};

/** Do two members of one object take different values from one list: the document prints different ones or says so, or they are the two ends of something. */
const areApart = (contract: Contract, operation: Operation, one: FromList, other: FromList): boolean => {
  const isBeside = one.list === other.list && JSON.stringify(one.way.slice(0, -1)) === JSON.stringify(other.way.slice(0, -1));
  const [own, their] = [one.way.at(-1) ?? '', other.way.at(-1) ?? ''];
  if (!isBeside || own === their) return false;
  const isTold =
    one.way.length === 1 &&
    toldApart(contract, operation).some(({ member, other: than }) => [member, than].includes(own) && [member, than].includes(their));
  return isTold || areTwoEnds(own, their) || (one.way.length === 1 && arePrintedApart(contract, operation, own, their));
};

/** Stands for what suits the resource in the path, or for a part of that; `otherwise` is sent where nothing does. */
const suitedFor = ({ key }: Operation, [member = '', ...inner]: MemberWay, otherwise: string | number): string =>
  placeholderText({
    use: 'suited',
    resourceType: key,
    parameter: inner.length === 0 ? member : below('', member, ...inner),
    otherwise,
  });

/** May the run create resources of a type, with what this target allows. */
const mayCreate = ({ create: { effect, issues, inferred } }: NonNullable<Reference['resourceType']>, { allow }: Target): boolean =>
  issues !== true &&
  (inferred?.reaches === undefined || allow.includes('destructive')) &&
  allow.includes('mutation') &&
  (effect === 'creates' || (effect === 'creates-permanently' && allow.includes('permanent')));

const placeholderFor = (
  contract: Contract,
  operation: Operation,
  { resourceType, list, inside }: Reference,
  target: Target,
  otherwise: string | number,
  isOther: boolean,
): string | undefined => {
  const isRead = operation.effect === 'safe';
  const mayName = isRead || (target.allow.includes('destructive') && !movesMoney(contract.document, operation));
  const listed =
    list && mayName ? placeholderText({ use: 'listed', resourceType: list.read.key, parameter: list.pointer, otherwise }) : undefined;
  if (isRead && listed !== undefined) return listed;
  if (resourceType === undefined || !mayCreate(resourceType, target)) return listed;
  const inPath = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()].some(
    (one) => one.resourceType === resourceType,
  );
  // What an action does with another one of the same type may be the end of that: two that are merged.
  const isUsedUp = operation.effect === 'changes' || operation.inferred?.onOne === true;
  const use = inPath && isUsedUp ? 'spare' : isOther ? 'other' : 'known';
  return placeholderText({ use, resourceType: resourceType.name, parameter: inside ?? resourceType.idParameter, otherwise });
};
