import { actedTypeOf, memberOf, resourceIn, type SuitedMember } from '../../../contract/infer/suited-members.ts';
import { inPath, parametersIn, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { amountIn, withAmount } from '../../../contract/infer/money.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { patienceMs } from '../../kit/patience.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { onOwnResource, valuesFor } from '../../subjects/own-resources.ts';
import { suitedActions, type SuitedAction, type Unsuited } from '../../subjects/unsuited.ts';
import { knownParts } from './parts.ts';
import { leave, take } from './ready.ts';
import { inferredResource, readyResource } from './inferred-resource.ts';
import { withResources } from './references.ts';
import { listedFor } from './suited.ts';
import { until } from './until.ts';

/** A request with a value that does not suit, and what came back. */
export type TriedUnsuited = { readonly way: Unsuited; readonly exchange: Exchange };

/** What came of an action with values that do not suit its resource, and then of the same one with those that do. */
export type ActedAsSuited = {
  readonly tried: readonly TriedUnsuited[];
  /** Reads of the resource and of the parts that were named, before the first request, after the refused ones, and after the accepted one. */
  readonly before: readonly Exchange[];
  readonly between: readonly Exchange[];
  readonly after: readonly Exchange[];
  /** The action with a first part of an amount, where that was accepted; undefined where it was not tried. */
  readonly part: Exchange | undefined;
  /** The action with values that suit; undefined where something was accepted before. */
  readonly right: Exchange | undefined;
};

/** A number in the notation of an amount: as a text with as many decimals, or with the same currency beside it. */
const writtenAs = (amount: unknown, number: number): unknown =>
  typeof amount === 'string' ? number.toFixed(amount.split('.')[1]?.length ?? 0) : withAmount(amount, number);

/** More than an amount in its own notation: by the smallest step, or several times as much. */
const moreThan = (amount: unknown, isFar: boolean): unknown => {
  const number = amountIn(amount);
  if (number === undefined) return undefined;
  const step = typeof amount === 'string' ? 10 ** -(amount.split('.')[1]?.length ?? 0) : 1;
  return writtenAs(amount, isFar ? number * 3 + 10 : number + step);
};

/** About half of an amount in its own notation, and what is left then; undefined where there is nothing to part. */
const halves = (amount: unknown): readonly [part: unknown, rest: unknown] | undefined => {
  const number = amountIn(amount);
  if (number === undefined) return undefined;
  const decimals = typeof amount === 'string' ? (amount.split('.')[1]?.length ?? 0) : Number.isInteger(number) ? 0 : 2;
  const part = Math.floor((number * 10 ** decimals) / 2) / 10 ** decimals;
  return part <= 0 ? undefined : [writtenAs(amount, part), writtenAs(amount, Number((number - part).toFixed(decimals)))];
};

/** A part of something that the resource is not for. */
const foreignPart = async (
  session: Session,
  { one, operation }: SuitedAction,
  listed: readonly unknown[],
): Promise<string | number | undefined> => {
  if (one.kind === 'listed') return (await foreignListed(session, one, operation)).find((id) => !listed.includes(id));
  if (one.kind !== 'ids' || !one.parts) return undefined;
  const made = await orSkipped(
    session.run(inferredResource, { resourceType: one.parts.part.name, use: 'spare', for: operation.key, turn: 'foreign' }),
  );
  const id = isSkipped(made) ? undefined : Object.values(made).at(-1);
  return id !== undefined && one.isNumber ? Number(id) : id;
};

/** What the list below another resource of the run shows. */
const foreignListed = async (
  session: Session,
  one: SuitedMember & { readonly kind: 'listed' },
  operation: Operation,
): Promise<readonly (string | number)[]> => {
  const acted = actedTypeOf(session.contract, operation);
  const on = onOwnResource(session.contract, operation);
  if (!acted || !on) return [];
  const wanted = { resourceType: acted.resourceType.name, use: 'spare', for: operation.key, turn: 'foreign' } as const;
  const made = await orSkipped(session.run(inferredResource, wanted));
  const pathValues = isSkipped(made) ? undefined : valuesFor(on, made);
  return pathValues === undefined ? [] : listedFor(session, one, operation, { pathValues });
};

type Body = Readonly<Record<string, unknown>>;

const unsuitedBodies = async (
  session: Session,
  action: SuitedAction,
  usual: Body,
  { limit, isOfOwn, listed }: { readonly limit: unknown; readonly isOfOwn: boolean; readonly listed: readonly unknown[] },
): Promise<readonly { way: Unsuited; body: Body }[]> => {
  const { one, unsuited } = action;
  const value = usual[one.member];
  const bodies: { way: Unsuited; body: Body }[] = [];
  const add = (way: Unsuited, other: unknown): void => {
    if (other !== undefined) bodies.push({ way, body: { ...usual, [one.member]: other } });
  };
  for (const way of unsuited) {
    if (way === 'other-amount') add(way, moreThan(value, false));
    // Null may stand for no bound.
    else if (way === 'greater-amount') add(way, limit === null ? undefined : moreThan(limit ?? value, true));
    else if (way === 'greater-rest') continue;
    else if (way === 'smaller-number') add(way, typeof limit === 'number' && limit >= 1 ? limit - 1 : undefined);
    else if (way === 'part-twice')
      add(way, Array.isArray(value) && value.length > 0 ? [...(value as unknown[]), value[0] as unknown] : undefined);
    else {
      const other = isOfOwn ? await foreignPart(session, action, listed) : undefined;
      if (other === undefined || [value].flat().some((own) => String(own) === String(other))) continue;
      add(way, (one.kind === 'ids' || one.kind === 'listed') && one.isList ? [other] : other);
      // A service that takes one after another has done the first when it finds the second.
      if (Array.isArray(value)) add(way, [...(value as unknown[]), other]);
    }
  }
  return bodies;
};

/** Tries an action with what does not suit its resource, and then with what does. */
export const actedAsSuited = defineScenario<{ readonly operation: string }, ActedAsSuited>({
  id: 'acted-as-suited',
  async run(session, { operation: key }) {
    const { contract } = session;
    const action = suitedActions(contract).find((one) => one.operation.key === key);
    const on = action && onOwnResource(contract, action.operation);
    const acted = action && actedTypeOf(contract, action.operation);
    if (!action || !on || !acted) throw new NotTried('not-applicable', `The run cannot create what ${key} acts on`);
    const { operation, one, read, parts } = action;
    const ready = await readyResource(session, acted.resourceType, operation);
    if (ready) await take(session, acted.resourceType, ready);
    const resource =
      ready ?? (await session.run(inferredResource, { resourceType: acted.resourceType.name, use: 'spare', for: key, turn: 'suited' }));
    const pathValues = valuesFor(on, resource);
    if (pathValues === undefined) throw new NotTried('missing-prerequisite', `Nothing tells what the path of ${key} names`);
    const request = await withResources(session, usableRequest(session, operation, 'suited', { pathValues }));
    const usual = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : undefined;
    if (!usual) throw new NotTried('not-applicable', `${key} has no body with members`);
    const named: readonly unknown[] = [usual[one.member]].flat();
    const looks = async (): Promise<readonly Exchange[]> => {
      const reads = [await session.send(usableRequest(session, read, 'suited', { pathValues: sameIn(operation, read, pathValues) }))];
      for (const id of parts ? named.slice(0, mostParts) : [])
        if (parts)
          reads.push(
            await session.send(
              usableRequest(session, parts.read, 'suited', { pathValues: { [parametersIn(parts.read.path)[0] ?? '']: String(id) } }),
            ),
          );
      return reads;
    };
    const before = await looks();
    const isNumber = one.kind === 'amount' || one.kind === 'least';
    const limit = isNumber && before[0] && isSuccess(before[0]) ? memberIn(before[0], one.of) : undefined;
    // Where the run does not know which parts the resource has, another part may be one of them.
    const listed = one.kind === 'listed' ? await listedFor(session, one, operation, { pathValues }) : [];
    const isOfOwn =
      one.kind === 'listed'
        ? named.length > 0 && named.every((id) => listed.some((own) => own === id))
        : [...(await knownParts(session, operation, Object.values(pathValues).at(-1) ?? '')).values()].some(
            (ids) => ids.length > 0 && named.every((id) => ids.includes(String(id))),
          );
    const tried: TriedUnsuited[] = [];
    // A key that stands for one body would refuse every other one.
    let turn = 0;
    const send = (body: Body, faults: PlannedRequest['faults'] = []): Promise<Exchange> => {
      const { headers } = usableRequest(session, operation, `suited-${(turn += 1)}`, { pathValues });
      return session.send({ ...request, headers, body: askedBody(operation, body), faults });
    };
    for (const { way, body } of await unsuitedBodies(session, action, usual, { limit, isOfOwn, listed })) {
      const exchange = await send(body, ['value-unusable']);
      tried.push({ way, exchange });
      if (isSuccess(exchange)) return { tried, before, between: [], after: [], part: undefined, right: undefined };
    }
    const parted = action.unsuited.includes('greater-rest') && tried.length > 0 ? halves(limit) : undefined;
    const first = parted && (await send({ ...usual, [one.member]: parted[0] }));
    const part = first && isSuccess(first) ? first : undefined;
    if (part) {
      const exchange = await send({ ...usual, [one.member]: limit }, ['value-unusable']);
      tried.push({ way: 'greater-rest', exchange });
      if (isSuccess(exchange)) return { tried, before, between: [], after: [], part, right: undefined };
    }
    const between = tried.length > 0 ? await looks() : before;
    const right = await send(part && parted ? { ...usual, [one.member]: parted[1] } : usual);
    let after: readonly Exchange[] = [];
    if (isSuccess(right))
      await until(
        session,
        { withinMs: Math.min(longestMs, patienceMs(session.target, 'updated.shown')), why: 'the parts are to show it' },
        async () => {
          after = await looks();
          return !parts || after.slice(1).every((look) => parts.told.includes(String(valueAt(jsonOf(look), parts.shown.at))))
            ? true
            : undefined;
        },
      );
    if (ready) await leave(session, acted.resourceType, ready);
    return { tried, before, between, after, part, right };
  },
});

/** Most parts that are read. */
const mostParts = 3;

/** How long a read may show an old state, in milliseconds. */
const longestMs = 5000;

/** The values in the path of another operation on the same resource. */
const sameIn = (operation: Operation, read: Operation, values: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  return inPath(read.path, valuesAlong(operation.path, values));
};

/** The value of a member of what a read shows, at its top or in the only object that it wraps. */
const memberIn = (exchange: Exchange, member: string): unknown => {
  const resource = resourceIn(jsonOf(exchange));
  return resource && memberOf(resource, member);
};
