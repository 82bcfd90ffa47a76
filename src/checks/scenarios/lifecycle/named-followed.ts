import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { isScalar } from '../../../model/json.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { isObject } from '../../../contract/pointer.ts';
import { type NamedFollower, namedFollowerOf, type NamedOutcome } from '../../subjects/named-followers.ts';
import { valuesFor } from '../../subjects/own-resources.ts';
import { resourceIn, type Trip } from '../../subjects/round-trips.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { inferredResource } from './inferred-resource.ts';
import { isCached } from './look-at-resource.ts';
import { readValues, withResources } from './references.ts';
import { until } from './until.ts';
import { holdsValue } from '../../../model/request.ts';

/** What is named, as a read shows it. */
type Look = { readonly exchange: Exchange; readonly state: unknown };

/** An action on a new resource, and what it names before and after; each part as far as it came. */
export type NamedFollowed = {
  readonly outcome: NamedOutcome;
  readonly last: Exchange;
  readonly before: Look | undefined;
  readonly acted: Exchange | undefined;
  readonly after: Look | undefined;
};

const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

const shownIn = async (
  session: Session,
  { read, id }: Trip & { readonly read: Operation },
  values: PathValues,
): Promise<{ readonly exchange: Exchange; readonly resource: Resource | undefined }> => {
  const exchange = await session.send(usableRequest(session, read, 'named-followed', { pathValues: readValues(read, values) }));
  return { exchange, resource: isCached(exchange) ? undefined : resourceIn(session.contract, read, exchange, id) };
};

/** Adds what a condition speaks of below a resource. */
const report = async (
  session: Session,
  { create, settings }: NonNullable<NamedOutcome['reported']>,
  values: PathValues,
): Promise<Exchange> => {
  const known = Object.values(values);
  const pathValues = Object.fromEntries(parametersIn(create.path).map((name, n) => [name, values[name] ?? known[n] ?? '']));
  const request = await withResources(session, usableRequest(session, create, 'named-followed', { pathValues }));
  const value = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
  return session.send({ ...request, body: askedBody(create, { ...value, ...settings }) });
};

const followed = async (session: Session, told: NamedFollower, outcome: NamedOutcome, n: number): Promise<NamedFollowed> => {
  const { operation, on, trip, by, named, member } = told;
  const values = await session.run(inferredResource, {
    resourceType: on.resourceType.name,
    use: 'spare',
    for: operation.key,
    turn: `named-${n}`,
  });
  const pathValues = valuesFor(on, values);
  if (pathValues === undefined) throw new NotTried('missing-prerequisite', `Nothing tells what the path of ${operation.key} names`);
  const own = await shownIn(session, trip, values);
  const id = own.resource?.[by];
  const nothing: NamedFollowed = { outcome, last: own.exchange, before: undefined, acted: undefined, after: undefined };
  if (!isScalar(id) || id === null || id === '') return nothing;
  const [parameter = ''] = parametersIn(named.read.path).slice(-1);
  const look = async (): Promise<Look> => {
    const { exchange, resource } = await shownIn(session, named, { [parameter]: String(id) });
    return { exchange, state: resource?.[member] };
  };
  const added = outcome.reported && (await report(session, outcome.reported, values));
  if (added && !isDone(added)) return { ...nothing, last: added };
  const before = await look();
  const acted = await session.send(await withResources(session, usableRequest(session, operation, 'named-followed', { pathValues })));
  if (!isDone(acted)) return { ...nothing, last: acted, before, acted };
  let after = await look();
  await until(session, { withinMs: patienceMs(session.target, 'updated.shown'), why: 'what is named is to follow' }, async () => {
    if (after.state === outcome.state) return true;
    after = await look();
    return undefined;
  });
  return { outcome, last: acted, before, acted, after };
};

/** Acts on one new resource for each outcome that the text of an action tells, and reads what it names before and after. */
export const namedFollowed = defineScenario<{ readonly operation: string }, readonly NamedFollowed[]>({
  id: 'named-followed',
  async run(session, { operation: key }) {
    const told = namedFollowerOf(session.contract, key);
    const all: NamedFollowed[] = [];
    const possible = told.outcomes.filter(({ reported }) => !reported || isAllowed(reported.create, session.target));
    for (const [n, outcome] of possible.entries()) all.push(await followed(session, told, outcome, n));
    return all;
  },
});
