import { operationWith } from '../../../contract/operation.ts';
import { isDeepStrictEqual } from 'node:util';
import { type AnyInferred, inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import { type Addition, keyOfNeed, linksTo, type Need, typeBetween } from '../../../contract/infer/additions.ts';
import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { saysLacking } from '../../../contract/infer/lacks.ts';
import {
  additionsFor,
  additionsInPath,
  additionsRightBelow,
  neededAbove,
  isPossible,
  neededBelow,
  type Needs,
  needsOfType,
  specific,
  typesReferredTo,
  withNeed,
} from '../../../contract/infer/needed-below.ts';
import { demandingSwitches } from '../../../contract/infer/demanding-switches.ts';
import { kindsNeeded } from '../../../contract/infer/kinds-needed.ts';
import { beginsWith, inPath, isDirectlyBelow, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import type { InferredResourceType, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { distinctBy } from '../../../model/json.ts';
import { ample } from '../../../generators/ample.ts';
import { keepingConditions } from '../../../generators/kept-conditions.ts';
import { idLike, isOfPart, placeholdersIn, placeholderText, withOwnReferences } from '../../../generators/placeholder.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue, withValue } from '../../../model/request.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { makingFor, usableRequest } from '../../requests/usable-request.ts';
import { isMet, toldNeedsInPath } from './told-needs.ts';
import { withProven } from './proven-needs.ts';

type Known = {
  /** What texts, and answers so far, say that resources need. */
  needs: Needs;
  /** The same of the resource in the path of an operation, by the key of that. */
  inPath: ReadonlyMap<string, readonly Need[]>;
  /** The keys of the needs that an answer told. */
  readonly learned: string[];
  /** By the key of an addition, how one was accepted: the next is made so first. */
  readonly accepted: Map<string, (typeof ways)[number]>;
  /** The needs that were met by something below a resource: it has that, whatever asks for it next. */
  readonly met: Set<string>;
  /** How many additions were made that no operation removes. */
  lasting: number;
};

/** Most additions that stay: a run leaves few things. */
const mostLasting = 30;

const knownNeeds = defineScenario<null, Known>({
  id: 'needs-of-resources',
  run: async ({ contract, target }) => ({
    needs: withProven(target, neededBelow(contract)),
    inPath: toldNeedsInPath(contract),
    learned: [],
    accepted: new Map(),
    met: new Set<string>(),
    lasting: 0,
  }),
});

/**
 * What a resource of a type that a body names is to be completed with, before anything refers to it: keys of needs. Undefined where it lacks nothing, so
 * that any resource of the run will do.
 */
export const wantedFor = async (session: Session, type: string): Promise<readonly string[] | undefined> => {
  const { contract } = session;
  if (contract.standard.size === 0) return undefined;
  const resourceType = inferredNamed(contract, type);
  const { needs, learned } = await session.run(knownNeeds, null);
  const keys = resourceType ? needsOfType(contract, needs, resourceType) : [];
  // Where only what it names itself needs something, and that was known from the begin, every resource of the type names one that has it.
  if (!needs.has(type) && keys.every((key) => !learned.includes(key))) return undefined;
  const all = [...needs.values()].flat();
  const made = keys.filter((key) => all.some((one) => keyOfNeed(one) === key && isAllowed(one.operation, session.target)));
  return made.length === 0 ? undefined : made;
};

/**
 * Lets every resource of a type that a body names have some additions from now on.
 * @returns Lets them go without again.
 */
export const needFor = async (session: Session, type: AnyInferred, additions: readonly Addition[]): Promise<() => void> => {
  const known = await session.run(knownNeeds, null);
  const more = additions.filter((one) => !isMet(known.needs.get(type.name) ?? [], one));
  for (const one of more) known.needs = withNeed(known.needs, type, one);
  return () => {
    const left = (known.needs.get(type.name) ?? []).filter((one) => !more.some((other) => keyOfNeed(other) === keyOfNeed(one)));
    const others = [...known.needs].filter(([name]) => name !== type.name);
    known.needs = new Map(left.length === 0 ? others : [...others, [type.name, left]]);
  };
};

/** What each creation right below a resource of a type can add to it for an operation that names it, and nothing needs of it so far. */
export const addable = async (session: Session, type: AnyInferred, asking: Operation): Promise<readonly Addition[]> => {
  const { contract, target } = session;
  const { needs } = await session.run(knownNeeds, null);
  return additionsRightBelow(contract, type, asking).filter(
    (one) => isAllowed(one.operation, target) && !isMet(needs.get(type.name) ?? [], one) && isPossible(contract, needs, type, one),
  );
};

/** What the resource in the path of an operation is to be completed with before that is called: keys of needs. Undefined where it lacks nothing. */
export const wantedInPath = async (session: Session, operation: string | null, type: string): Promise<readonly string[] | undefined> => {
  const { contract, target } = session;
  if (contract.standard.size === 0 || operation === null) return undefined;
  const { inPath: needed } = await session.run(knownNeeds, null);
  const asking = contract.operations.find(({ key }) => key === operation);
  if (!needed.has(operation) || !asking || additionsInPath(contract, asking)?.type.name !== type) return undefined;
  const made = (needed.get(operation) ?? []).filter((one) => isAllowed(one.operation, target)).map(keyOfNeed);
  return made.length === 0 ? undefined : made;
};

/** What the resource above the one in the path of an operation is to be completed with before that is called: keys of needs. Undefined where it lacks nothing. */
export const wantedAbove = (
  { contract, target }: Pick<Session, 'contract' | 'target'>,
  operation: string,
  resourceType: AnyInferred,
): { readonly above: AnyInferred; readonly wanted: readonly string[] } | undefined => {
  const asking = contract.operations.find(({ key }) => key === operation);
  const needed = neededAbove(contract).get(operation);
  if (!needed || !asking || additionsInPath(contract, asking)?.type !== resourceType) return undefined;
  const wanted = needed.needs.filter((one) => isAllowed(one.operation, target)).map(keyOfNeed);
  return wanted.length === 0 ? undefined : { above: needed.type, wanted };
};

/** How many needs answers told so far: where it grows, what bodies name from now on is another resource. */
export const learnedSoFar = async (session: Session): Promise<number> =>
  session.contract.standard.size === 0 ? 0 : (await session.run(knownNeeds, null)).learned.length;

/** The body with the id of a resource where it names one of its type; undefined where it names none. */
export const namingIn = (body: unknown, type: AnyInferred, id: string): unknown => {
  const isMeant = (text: string): boolean => {
    const [one] = placeholdersIn(text);
    return one !== undefined && text === placeholderText(one) && one.resourceType === type.name && !isOfPart(one);
  };
  let isNamed = false;
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, visit(one)]));
    if (typeof value !== 'string' || !isMeant(value)) return value;
    isNamed = true;
    const [one] = placeholdersIn(value);
    return one ? idLike(one, id) : value;
  };
  const named = visit(body);
  return isNamed ? named : undefined;
};

/** The same below a new resource that is created below the one: a lesson below a module of a course. */
const additionBetween = async (
  session: Session,
  between: InferredResourceType,
  above: readonly string[],
  operation: Operation,
  purpose: string,
): Promise<PlannedRequest | undefined> => {
  const { create } = between;
  const creation = await session.send(usableRequest(session, create, `${purpose}-between`, { pathValues: inPath(create.path, above) }));
  const made = isSuccess(creation) ? createdResource(between, creation, session.target.baseUrl) : undefined;
  if (made?.kind !== 'known') return undefined;
  return usableRequest(session, operation, purpose, {
    pathValues: inPath(operation.path, valuesAlong(itemOf(between).path, made.pathValues)),
  });
};

/** An addition to one resource, as it is planned; undefined where nothing in it names that. */
const additionTo = async (
  session: Session,
  type: AnyInferred,
  values: PathValues,
  operation: Operation,
  purpose: string,
): Promise<PlannedRequest | undefined> => {
  const between = typeBetween(session.contract, type, operation);
  if (between) return additionBetween(session, between, valuesAlong(itemOf(type).path, values), operation, purpose);
  const isBelow = beginsWith(operation.path, itemOf(type).path);
  const own = valuesAlong(itemOf(type).path, values);
  // What is linked to it is another resource of the run.
  const pathValues = Object.fromEntries(Object.entries(inPath(operation.path, own)).slice(0, own.length));
  const request = usableRequest(session, operation, purpose, isBelow ? { pathValues } : {});
  if (isBelow) return request;
  const { body } = request;
  const value = holdsValue(body) ? namingIn(body.value, type, Object.values(values).at(-1) ?? '') : undefined;
  return !holdsValue(body) || value === undefined ? undefined : { ...request, body: withValue(body, value) };
};

/** Sends an addition; once more with resources that nothing else uses in its body where it is in conflict: a guide may be busy with as many tours as one takes. */
const sendWithOwn = async (session: Session, request: PlannedRequest): Promise<Exchange> => {
  const first = await session.send(request);
  const { body } = request;
  if (statusOf(first) !== 409 || !holdsValue(body) || body.value === undefined) return first;
  const value = JSON.parse(withOwnReferences(JSON.stringify(body.value), () => true)) as unknown;
  return isDeepStrictEqual(value, body.value) ? first : session.send({ ...request, body: withValue(body, value) });
};

/** Does an operation create something right below a resource of a type. */
const isBelowOne = ({ effect, path }: Operation, type: AnyInferred): boolean =>
  effect.startsWith('creates') && isDirectlyBelow(path, itemOf(type).path);

/**
 * How an addition is made, in this order until one is accepted: from today until behind all days that the run names, from today on for two years, from when the document
 * prints on, no more than it prints, and as it prints it.
 */
const ways = ['long', 'now', 'later', 'little', 'as-printed'] as const;

const amply = (session: Session, { operation, set }: Need, request: PlannedRequest, way: (typeof ways)[number]): PlannedRequest => {
  const { body } = request;
  if (!holdsValue(body) || !isObject(body.value) || (way === 'as-printed' && !set)) return request;
  // What comes later is free to leave out what is added so.
  const mild = Object.fromEntries(
    (way === 'as-printed' ? [] : demandingSwitches(session.contract, operation))
      .filter((name) => isObject(body.value) && body.value[name] === true)
      .map((name) => [name, false]),
  );
  const own = { ...body.value, ...mild, ...(set && { [set.member]: set.value }) };
  const more =
    way === 'as-printed'
      ? own
      : ample(session.contract, operation, own, {
          fromMs: way === 'later' ? undefined : session.now(),
          isMuch: way !== 'little',
          isLong: way === 'long',
        });
  const fixed = set === undefined ? [] : [set.member];
  const { value } = keepingConditions(operation, makingFor(session, `added-${way}`), more, fixed);
  return { ...request, body: { ...body, value }, madeUp: [...new Set([...(request.madeUp ?? []), 'body'])] };
};

/** The days and moments in a body, by which two ways of an addition may differ. */
const timesIn = ({ body }: PlannedRequest): readonly unknown[] =>
  holdsValue(body) && isObject(body.value)
    ? Object.entries(body.value).filter(([, one]) => typeof one === 'string' && /^\d{4}-\d{2}-\d{2}/u.test(one))
    : [];

/** What was added to a resource, by which operation. */
type Added = Pick<Need, 'operation' | 'aside'> & { readonly exchange: Exchange };

/**
 * Adds to a new resource of the run what others refer to it for: a tariff to a route. What is refused is left.
 * @param wanted The keys of the needs that are met.
 * @param sake The same with those for whose sake they are.
 * @returns What was added.
 */
export const addWanted = async (
  session: Session,
  type: AnyInferred,
  values: PathValues,
  wanted: readonly string[],
  sake: readonly string[] = wanted,
): Promise<readonly Added[]> => {
  const added: Added[] = [];
  const known = await session.run(knownNeeds, null);
  const id = Object.values(values).at(-1) ?? '';
  const ofAbove = [...neededAbove(session.contract).values()].flatMap(({ needs }) => needs);
  const additions = distinctBy([...(known.needs.get(type.name) ?? []), ...[...known.inPath.values()].flat(), ...ofAbove], keyOfNeed);
  for (const need of additions.filter((one) => wanted.includes(keyOfNeed(one)))) {
    const { operation } = need;
    const key = keyOfNeed(need);
    const stays = operation.effect === 'creates-permanently' && operation.inferred?.goesWithParent !== true;
    if (!isAllowed(operation, session.target) || (stays && known.lasting >= mostLasting)) continue;
    if (need.refers) {
      const referred = await orSkipped(namingChange(session, type, values, need.operation, need.refers));
      if (!isSkipped(referred) && isSuccess(referred)) added.push({ operation, exchange: referred });
      continue;
    }
    const before = known.accepted.get(key);
    const mark = JSON.stringify([key, ...Object.values(values)]);
    if (known.met.has(mark)) continue;
    if (linksTo(session.contract, type, operation)) {
      await linkAll(session, type, values, operation);
      continue;
    }
    // What is added may itself need something of the resource: a course is opened once it has a lesson.
    const first = (await wantedInPath(session, operation.key, type.name))?.filter((one) => !sake.includes(one)) ?? [];
    if (first.length > 0) added.push(...(await addWanted(session, type, values, first, [...sake, ...first])));
    const kinds = need.set === undefined ? kindsNeeded(session.contract, operation) : undefined;
    const sets: readonly Need['set'][] = kinds ? kinds.values.map((value) => ({ member: kinds.member, value })) : [need.set];
    for (const set of sets) {
      let sent: unknown;
      for (const way of before === undefined ? ways : [before, ...ways.filter((one) => one !== before)]) {
        const asked = await orSkipped(
          (async () => {
            const purpose = ['added', ...(set ? [set.value] : []), way, id].join('-');
            const planned = await additionTo(session, type, values, operation, purpose);
            const more = planned && amply(session, { operation, ...(set && { set }) }, planned, way);
            // What is the same for two ways is sent once.
            const isSame = more !== undefined && way === 'now' && sent !== undefined && isDeepStrictEqual(sent, timesIn(more));
            if (more && !isSame) sent = timesIn(more);
            return isSame ? 'same' : more && sendWithOwn(session, more);
          })(),
        );
        if (asked === 'same') continue;
        if (isSkipped(asked) || asked === undefined) break;
        if (stays && isSuccess(asked)) known.lasting += 1;
        if (isSuccess(asked)) known.accepted.set(key, way);
        if (isSuccess(asked)) added.push({ operation, exchange: asked, ...(need.aside && { aside: need.aside }) });
        // One operation may make several moves of the same resource.
        if (isSuccess(asked) && isBelowOne(operation, type)) known.met.add(mark);
        // Without a body, every way is the same.
        if (isSuccess(asked) || operation.body === undefined) break;
      }
    }
  }
  return added;
};

/** Changes a resource so that a member of it names one of a type that the run creates. */
const namingChange = async (
  session: Session,
  type: AnyInferred,
  values: PathValues,
  { key, path }: Operation,
  { member, type: named }: NonNullable<Need['refers']>,
): Promise<Exchange> => {
  const id = Object.values(values).at(-1) ?? '';
  const value = placeholderText({ use: 'known', resourceType: named.name, parameter: named.idParameter, otherwise: '' });
  const request = requestAsSet(session, { operation: key, settings: [{ member, value }], purpose: `referring-${member}-${id}` });
  return session.send({ ...request, pathValues: inPath(path, valuesAlong(itemOf(type).path, values)) });
};

/** As many things are linked to a resource that needs all that it asks for. */
const mostLinks = 4;

/**
 * Links what is created elsewhere to a resource until that takes no more: a booking needs all the containers that it asks for, and says itself when these are enough.
 */
const linkAll = async (session: Session, type: AnyInferred, values: PathValues, operation: Operation): Promise<void> => {
  const id = Object.values(values).at(-1) ?? '';
  for (let turn = 0; turn < mostLinks; turn++) {
    const linked = await orSkipped(
      (async () => {
        const planned = await additionTo(session, type, values, operation, `linked-${turn}-${id}`);
        return planned && session.send(planned);
      })(),
    );
    if (isSkipped(linked) || linked === undefined || !isSuccess(linked)) return;
  }
};

/** The texts of an answer. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return isObject(value) || Array.isArray(value) ? Object.values(value).flatMap(textsIn) : [];
};

/**
 * Call for each answer. Where it refuses a creation, or a question, and says what something that the body names lacks, which an operation can add, then what bodies name from
 * now on has it.
 */
export const noteLack = async (session: Session, exchange: Exchange): Promise<void> => {
  const { contract } = session;
  const { request } = exchange;
  const isRefused = [409, 422].includes(statusOf(exchange) ?? 0) && request.method === 'POST' && request.faults.length === 0;
  if (!isRefused || contract.standard.size === 0) return;
  const operation = operationWith(contract, request.operation);
  const texts = textsIn(jsonOf(exchange));
  if (!operation || texts.length === 0) return;
  const known = await session.run(knownNeeds, null);
  const { type: parent, additions = [] } = additionsInPath(contract, operation) ?? {};
  const lacked = additions.filter(({ called }) => texts.some((text) => saysLacking(text, called, true)));
  for (const { operation: by, set, called } of specific(lacked)) {
    const need: Need = { operation: by, ...(set && { set }) };
    const before = known.inPath.get(operation.key) ?? [];
    if (!parent || isMet(before, need)) continue;
    if (!isPossible(contract, known.needs, parent, { ...need, called })) continue;
    known.inPath = new Map([...known.inPath, [operation.key, [...before, need]]]);
    known.learned.push(keyOfNeed(need));
  }
  // What the resource in the path names may lack something as well: the member of an order that is approved.
  const isAction = !operation.effect.startsWith('creates') && parent !== undefined;
  const asking = [...(operation.body ? [operation] : []), ...(isAction ? [parent.create] : [])];
  const named = new Map(asking.flatMap((by) => [...typesReferredTo(contract, by)].map((type) => [type, by] as const)));
  for (const [type, by] of named) {
    const told = additionsFor(contract, by, type).filter(
      (one) => one.operation.key !== operation.key && texts.some((text) => saysLacking(text, one.called, true)),
    );
    for (const addition of specific(told)) {
      if (isMet(known.needs.get(type.name) ?? [], addition)) continue;
      if (!isPossible(contract, known.needs, type, addition)) continue;
      known.needs = withNeed(known.needs, type, addition);
      known.learned.push(keyOfNeed(addition));
    }
  }
};
