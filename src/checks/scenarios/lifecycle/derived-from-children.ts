import { statusOf, isSuccess } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import { tellingValue } from '../../../generators/whole-body.ts';
import { amountOfMoney, numberOrMoney } from '../../../contract/infer/money.ts';
import { referenceAt } from '../../../contract/infer/references.ts';
import { membersOf } from '../../../contract/infer/schema-parts.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { sendCreation } from './send-creation.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type DerivedNumber, derivedNumbers } from '../../subjects/derived-numbers.ts';
import { idOfMade, itemIn, resourceIn } from '../../subjects/round-trips.ts';
import { childCreation } from '../../requests/child-creation.ts';
import { isCached } from './look-at-resource.ts';
import { madeFor } from './ready-for.ts';
import { mayName } from './round-trip/bodies.ts';
import { pageWith } from './round-trip/pages.ts';
import { onItem } from './round-trip/steps.ts';
import { bodyOf, ifTried } from './round-trip/way.ts';
import { until } from './until.ts';
import { holdsValue } from '../../../model/request.ts';

/** A number after a step, and the numbers that it may be by then. */
export type DerivedStep = {
  readonly what: string;
  /** What changed the resources below. */
  readonly by: Exchange;
  readonly read: Exchange;
  readonly shown: number;
  readonly right: readonly number[];
};

export type DerivedSteps = { readonly parent: Exchange; readonly steps: readonly DerivedStep[]; readonly stoppedBy: Exchange | undefined };

/** The longest wait in milliseconds for a number: a job may add it up. */
const withinMs = 5000;

/** States of children that do not take anything yet. */
const early = /pending|draft|request|tentative|wait|hold|queued|new/iu;

const amounts = [2, 3] as const;
const prices = [2.5, 7.25] as const;

/** How much a child is once that is changed, after so much: the first of these that its schema allows. */
const changedAmounts = (before: number): readonly number[] =>
  [5, before + 5, before * 2, before + 1, before - 1].filter((one) => one !== before);

/** The n-th value of a number that its schema allows, where children differ in it. */
const numberOf = ({ document }: Contract, { schema }: BodyMember, values: readonly number[], n: number): number | undefined => {
  const value = values[n] ?? 1;
  const whole = typesOf(schema).includes('number') ? value : Math.ceil(value);
  return [whole, 1].find((one) => mayBeSent(document, schema, one));
};

/** Sums may be rounded to hundredths. */
export const tolerance = 0.006;

const isClose = (one: number, other: number): boolean => Math.abs(one - other) < tolerance;

/** Creates a parent and two children that differ, changes how much the second one is, takes the first one away again, and reads the number of the parent each time. */
export const derivedFromChildren = defineScenario<{ readonly operation: string; readonly member: string }, DerivedSteps>({
  id: 'derived-from-children',
  async run(session, { operation, member }) {
    const { contract } = session;
    const derived = derivedNumbers(contract).find((one) => one.child.create.key === operation && one.member === member);
    if (!derived) throw new NotTried('not-applicable', `No number follows from what ${operation} creates`);
    const { parent, child, kind } = derived;
    const { made, id: parentId } = await madeFor(
      session,
      parent,
      child.create,
      usableRequest(session, parent.create, `deriving-${member}`),
    );
    const nothing = { parent: made, steps: [], stoppedBy: undefined };
    if (parentId === undefined) return nothing;
    let last: { readonly shown: number; readonly read: Exchange } | undefined;
    const look = async (right?: readonly number[]): Promise<typeof last> => {
      await until(session, { withinMs, why: 'a number is to change' }, async () => {
        const read = await onItem({ session, trip: parent, pathValues: {} }, parent.read, made, parentId);
        const value = resourceIn(contract, parent.read, read, parent.id)?.[member];
        const number = numberOrMoney(value);
        if (number === undefined || isCached(read)) return true;
        last = { shown: number, read };
        return right === undefined || right.some((one) => isClose(one, number)) ? true : undefined;
      });
      return last;
    };
    const before = await look();
    if (!before) return nothing;
    const sign = kind === 'left' ? -1 : 1;
    const steps: DerivedStep[] = [];
    /** By how much each child changes the number: by its amount; where that is open, as one child always counts. */
    const byAmount: number[] = [];
    const after = async (what: string, by: Exchange, sums: readonly number[]): Promise<boolean> => {
      const right = [...new Set(sums.map((sum) => before.shown + sign * sum))];
      const seen = await look(right);
      if (seen) steps.push({ what, by, ...seen, right });
      return seen !== undefined && right.some((one) => isClose(one, seen.shown));
    };
    const sumsOf = (kept: readonly number[]): readonly number[] => [
      kept.reduce((sum, one) => sum + one, 0),
      ...(derived.isOpen ? [kept.length] : []),
    ];
    const children: { readonly creation: Exchange; readonly id: string }[] = [];
    for (const n of [0, 1]) {
      const { request, weight: sent } = childOf(session, derived, made, parentId, n);
      let creation = await sendCreation(session, request);
      if (!isSuccess(creation) && derived.shown !== undefined && n > 0)
        creation = await sendCreation(session, childOf(session, derived, made, parentId, 0).request);
      const id = idOfMade(contract, child, creation);
      if (id === undefined || !(await isTaken(session, derived, creation, id))) return { parent: made, steps, stoppedBy: creation };
      const weight = derived.shown === undefined ? sent : await shownBy(session, derived, creation, id);
      // What is left of nothing cannot fall: the number follows from something else.
      const isNothing = kind === 'left' && before.shown >= 0 && sumsOf([...byAmount, weight ?? 0]).every((sum) => sum > before.shown);
      if (weight === undefined || isNothing) return { parent: made, steps, stoppedBy: creation };
      byAmount.push(weight);
      children.push({ creation, id });
      if (!(await after(`${child.create.key} for ${weight}`, creation, sumsOf(byAmount))))
        return { parent: made, steps, stoppedBy: undefined };
    }
    const [first, second] = children;
    const changed = second && (await ifTried(changedIn(session, derived, second)));
    if (changed) {
      byAmount[1] = changed.weight;
      if (!(await after(`${changed.exchange.request.operation ?? 'the change'} to ${changed.weight}`, changed.exchange, sumsOf(byAmount))))
        return { parent: made, steps, stoppedBy: undefined };
    }
    const gone = first && (await orSkipped(takenOut(session, derived, first)));
    if (!gone || isSkipped(gone)) return { parent: made, steps, stoppedBy: undefined };
    if (!gone.isSure) return { parent: made, steps, stoppedBy: gone.exchange };
    await after(`${gone.exchange.request.operation ?? 'the removal'} of the first`, gone.exchange, sumsOf(byAmount.slice(1)));
    return { parent: made, steps, stoppedBy: undefined };
  },
});

/** The number that the service computes of a child, as the child shows it. */
const shownBy = async (
  session: Session,
  { child, shown = '' }: DerivedNumber,
  creation: Exchange,
  id: string,
): Promise<number | undefined> => {
  const { contract } = session;
  const way = { session, trip: child, pathValues: {} };
  const resource = child.read
    ? resourceIn(contract, child.read, await onItem(way, child.read, creation, id), child.id)
    : resourceIn(contract, child.create, creation, child.id);
  return numberOrMoney(resource?.[shown]);
};

/** A greater value of each number that a body has, but for ids of others: what the service computes may follow from any of them. */
const greater = 30;
const withGreater = (contract: Contract, { child, by }: DerivedNumber, body: object): object => {
  const found = bodyMembers(contract, child.create).flatMap(({ name, schema }) => {
    // A number that names something, such as the parent, would name something that is not the run's.
    const isNaming = name === by || mayName(contract, name) || referenceAt(contract, child.create, [name]) !== undefined;
    const isNumber = !isNaming && typeof (body as Readonly<Record<string, unknown>>)[name] === 'number';
    return isNumber && mayBeSent(contract.document, schema, greater) ? [[name, greater] as const] : [];
  });
  return { ...body, ...Object.fromEntries(found) };
};

/** A member with an amount: the number, or the money that it stands for. */
const settingOf = (contract: Contract, { name, schema }: BodyMember, value: number, body: unknown): readonly [string, unknown] => {
  const own = isObject(body) ? body[name] : undefined;
  const inside = amountOfMoney(contract.document, schema);
  if (inside === undefined) return [name, value];
  const usual = isObject(own) ? own : tellingValue(contract.document, schema, () => 'EUR', name);
  return [name, isObject(usual) ? { ...usual, [inside]: value } : value];
};

/** The creation of the n-th child, and by how much it changes the number. */
const childOf = (session: Session, derived: DerivedNumber, made: Exchange, parentId: string, n: number) => {
  const { contract } = session;
  const { child, by, amount, price, member } = derived;
  const request = childCreation(session, { child, by }, `counted-${member}-${n}`, { made, id: parentId });
  const body = holdsValue(request.body) ? request.body.value : undefined;
  const set = [
    { one: amount, values: amounts },
    { one: price, values: prices },
  ].flatMap(({ one, values }) => {
    const inside = one && amountOfMoney(contract.document, one.schema);
    const schema = inside === undefined ? one?.schema : membersOf(contract.document, one?.schema).get(inside);
    const value =
      one && schema !== undefined
        ? numberOf(contract, { ...one, schema: resolvedSchema(contract.document, schema) }, values, n)
        : undefined;
    return one === undefined || value === undefined ? [] : [settingOf(contract, one, value, body)];
  });
  const differing = derived.shown !== undefined && n > 0 && isObject(body) ? withGreater(contract, derived, body) : body;
  const sent = isObject(differing) ? { ...differing, ...Object.fromEntries(set) } : differing;
  const known = new Set(bodyMembers(contract, child.create).map(({ name }) => name));
  const numberIn = (one: BodyMember | undefined): number => {
    const value = isObject(sent) && one !== undefined && known.has(one.name) ? sent[one.name] : undefined;
    // Money that is left out is none.
    return numberOrMoney(value) ?? (one !== undefined && amountOfMoney(contract.document, one.schema) !== undefined ? 0 : 1);
  };
  return {
    request: sent === undefined ? request : { ...request, body: askedBody(child.create, sent) },
    weight: numberIn(amount) * numberIn(price),
  };
};

/**
 * Changes how much a child is.
 * @returns What it counts by then; undefined where the change is refused, or the child does not show it.
 */
const changedIn = async (
  session: Session,
  derived: DerivedNumber,
  { creation, id }: { readonly creation: Exchange; readonly id: string },
): Promise<{ readonly exchange: Exchange; readonly weight: number } | undefined> => {
  const { contract, target } = session;
  const { child, amount, price, changing } = derived;
  const inside = amount && amountOfMoney(contract.document, amount.schema);
  if (!amount || !changing || inside !== undefined || !isAllowed(changing, target)) return undefined;
  const sent = bodyOf(creation);
  const members = bodyMembers(contract, changing);
  const { schema } = members.find(({ name }) => name === amount.name) ?? amount;
  const value = changedAmounts(numberOrMoney(sent[amount.name]) ?? 1).find((one) => mayBeSent(contract.document, schema, one));
  const kept = members.flatMap(({ name, required }) =>
    (required || changing.method === 'PUT') && sent[name] !== undefined ? [[name, sent[name]] as const] : [],
  );
  const body = { ...Object.fromEntries(kept), [amount.name]: value };
  if (value === undefined || members.some(({ name, required }) => required && !(name in body))) return undefined;
  const exchange = await onItem({ session, trip: child, pathValues: {} }, changing, creation, id, body);
  if (!isSuccess(exchange) || statusOf(exchange) === 202) return undefined;
  const read = child.read && (await onItem({ session, trip: child, pathValues: {} }, child.read, creation, id));
  const shown = read ? resourceIn(contract, child.read ?? changing, read, child.id) : resourceIn(contract, changing, exchange, child.id);
  if (shown?.[amount.name] !== value || !(await isTaken(session, derived, creation, id))) return undefined;
  const each = price === undefined ? 1 : numberOrMoney(sent[price.name]);
  return each === undefined ? undefined : { exchange, weight: value * each };
};

/** Takes a child out of the number, by the action for it or by its removal. `isSure`: whether the answer says that it is out. */
const takenOut = async (
  session: Session,
  { child, leaving }: DerivedNumber,
  { creation, id }: { readonly creation: Exchange; readonly id: string },
): Promise<{ readonly exchange: Exchange; readonly isSure: boolean } | undefined> => {
  const way = { session, trip: child, pathValues: {} };
  if (leaving === undefined) {
    const exchange = child.remove && (await onItem(way, child.remove, creation, id));
    return exchange && { exchange, isSure: isSuccess(exchange) && statusOf(exchange) !== 202 };
  }
  const exchange = await onItem(way, leaving.operation, creation, id, leaving.body);
  if (!isSuccess(exchange) || !child.read) return { exchange, isSure: false };
  const shown = resourceIn(session.contract, child.read, await onItem(way, child.read, creation, id), child.id);
  return { exchange, isSure: shown?.[leaving.member] === leaving.state };
};

/** Is a new child there, and in no state in which it may not count yet. */
const isTaken = async (session: Session, { child, counting }: DerivedNumber, creation: Exchange, id: string): Promise<boolean> => {
  const { contract } = session;
  const way = { session, trip: child, pathValues: {} };
  // What nothing else shows is there when it was created.
  if (!child.read && !child.list && counting === undefined) return true;
  const shown = child.read
    ? resourceIn(contract, child.read, await onItem(way, child.read, creation, id), child.id)
    : child.list && itemIn(child, child.list, await pageWith(way, child.list, creation, id), id);
  if (shown === undefined || counting !== undefined) return shown !== undefined && shown[counting?.member ?? ''] === counting?.state;
  return !['state', 'status'].some((name) => typeof shown[name] === 'string' && early.test(shown[name]));
};
