import { isDeepStrictEqual } from 'node:util';
import { type Expression, valueOf } from '../../../contract/infer/formulas/expression.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { isScalar } from '../../../model/json.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsValue } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import type { NumberWithNamed } from '../../subjects/numbers-with-named.ts';
import { valuesFor } from '../../subjects/own-resources.ts';
import { resourceIn } from '../../subjects/round-trips.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { judgedBy } from '../../subjects/told-formulas.ts';
import { inferredResource } from './inferred-resource.ts';
import { isCached } from './look-at-resource.ts';
import { readValues, withResources } from './references.ts';
import { until } from './until.ts';

/** What came of one action on a resource, as far as it came. */
export type WithNamed = {
  readonly last: Exchange;
  /** What reads show after the action: the number agrees with the formula, or what it ought to be; undefined where they show too little. */
  readonly judged: ReturnType<typeof judgedBy> | undefined;
  readonly shown: unknown;
  readonly evidence: readonly Exchange[];
};

/** Bodies that are tried with a number of which something may be taken off. */
const mostBodies = 3;

type Look = { readonly exchange: Exchange; readonly resource: Resource | undefined };

const lookAt = async (session: Session, { read, id }: NumberWithNamed['trip'], pathValues: PathValues): Promise<Look> => {
  const exchange = await session.send(usableRequest(session, read, 'number-with-named', { pathValues: readValues(read, pathValues) }));
  return { exchange, resource: isCached(exchange) ? undefined : resourceIn(session.contract, read, exchange, id) };
};

/** The numbers of what is named, by their names in the formula; undefined where one is not shown. */
const partsIn = ({ parts }: NumberWithNamed, named: Resource | undefined): Resource | undefined => {
  const all = [...parts].map(([alias, member]) => [alias, named?.[member]] as const);
  return all.every(([, value]) => typeof value === 'number') ? Object.fromEntries(all) : undefined;
};

/** Does a number come out otherwise without a number of what is named. */
const showsPart = (expressions: readonly Expression[], own: Resource, parts: Resource, alias: string): boolean =>
  expressions.every((one) => valueOf(one, { ...own, ...parts }) !== valueOf(one, { ...own, ...parts, [alias]: 0 }));

/** Values for the one number of the formula that the body of the action sets, by which a part of what is named shows; those likeliest to be taken first. Undefined where it sets no such number, or more. */
const settingsFor = (
  session: Session,
  { operation, own, formula }: NumberWithNamed,
  resource: Resource,
  parts: Resource,
  alias: string,
): readonly Resource[] | undefined => {
  const [member, ...others] = bodyMembers(session.contract, operation).filter(({ name }) => own.includes(name));
  if (!member || others.length > 0) return undefined;
  const among = (all: readonly unknown[]): readonly number[] => all.flatMap((one) => (typeof one === 'number' && one > 0 ? [one] : []));
  const sums = among(Object.values(parts)).flatMap((one) => [one + 1, 2 * one]);
  const values = [...new Set([...among(Object.values(resource)).toSorted((a, b) => b - a), ...sums, 1])];
  return values
    .filter((value) => mayBeSent(session.contract.document, member.schema, value))
    .map((value) => ({ [member.name]: value }))
    .filter((one) => showsPart(formula.expressions, { ...resource, ...one }, parts, alias))
    .slice(0, mostBodies);
};

/** Acts on a new resource so that a part of what it names shows, and looks at it and at what it names before and after. */
const actToShow = async (session: Session, told: NumberWithNamed, alias: string): Promise<WithNamed> => {
  const { operation, on, trip, by, named, formula, own } = told;
  const { resourceType } = on;
  const values = await session.run(inferredResource, {
    resourceType: resourceType.name,
    use: 'spare',
    for: operation.key,
    turn: `number-with-${alias}`,
  });
  const pathValues = valuesFor(on, values);
  if (pathValues === undefined) throw new NotTried('missing-prerequisite', `Nothing tells what the path of ${operation.key} names`);
  const before = await lookAt(session, trip, values);
  const id = before.resource?.[by];
  const open = (last: Exchange): WithNamed => ({ last, judged: undefined, shown: undefined, evidence: [] });
  if (!before.resource || !isScalar(id) || id === null || id === '') return open(before.exchange);
  const [parameter = ''] = parametersIn(named.read.path).slice(-1);
  const lookAtNamed = (): Promise<Look> => lookAt(session, named, { [parameter]: String(id) });
  const first = await lookAtNamed();
  const parts = partsIn(told, first.resource);
  if (!parts) return open(first.exchange);
  const request = await withResources(session, usableRequest(session, operation, 'number-with-named', { pathValues }));
  const usual = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
  const bodies = settingsFor(session, told, before.resource, parts, alias) ?? [{}];
  if (bodies.length === 0) return open(first.exchange);
  let acted: Exchange | undefined;
  for (const settings of bodies) {
    acted = await session.send({
      ...request,
      ...(Object.keys(settings).length === 0 ? {} : { body: askedBody(operation, { ...usual, ...settings }) }),
    });
    if (isSuccess(acted)) break;
  }
  if (!acted || !isSuccess(acted) || statusOf(acted) === 202) return open(acted ?? before.exchange);
  const done = acted;
  const judge = async (): Promise<WithNamed> => {
    const after = await lookAt(session, trip, values);
    const last = await lookAtNamed();
    const now = partsIn(told, last.resource);
    const { resource } = after;
    const isSame =
      resource?.[by] === id && isDeepStrictEqual(parts, now) && ['currency', 'unit'].every((one) => isSameOf(resource, last.resource, one));
    if (!resource || !isSame || !showsPart(formula.expressions, resource, parts, alias)) return open(after.exchange);
    const judged = judgedBy(formula, { ...resource, ...parts });
    // What the action itself changes may have been taken as it was before.
    const changed = own.filter((name) => resource[name] !== before.resource?.[name] && typeof before.resource?.[name] === 'number');
    const former = Object.fromEntries(changed.map((name) => [name, before.resource?.[name]]));
    const byFormer = changed.length === 0 ? judged : judgedBy(formula, { ...resource, ...former, ...parts });
    const agreeing = [judged, byFormer].find((one) => one === 'agrees' || one === 'unknown') ?? judged;
    return { last: done, judged: agreeing, shown: resource[formula.member], evidence: [after.exchange, done, last.exchange] };
  };
  let result = await judge();
  await until(session, { withinMs: patienceMs(session.target, 'updated.shown'), why: 'a number is to follow' }, async () => {
    if (typeof result.judged !== 'object') return true;
    result = await judge();
    return undefined;
  });
  return result;
};

/** Do two resources say the same of something, or not both of them anything. */
const isSameOf = (one: Resource | undefined, other: Resource | undefined, name: string): boolean =>
  one?.[name] === undefined || other?.[name] === undefined || one[name] === other[name];

/** Acts on one new resource for each number of what is named that a formula is made of. */
export const actWithNamed = async (session: Session, told: NumberWithNamed): Promise<readonly WithNamed[]> => {
  const all: WithNamed[] = [];
  for (const alias of told.parts.keys()) all.push(await actToShow(session, told, alias));
  return all;
};
