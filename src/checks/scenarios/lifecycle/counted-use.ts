import { isSuccess, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { idAsDeclared } from '../../requests/id-as-declared.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { itemKey, pageItems } from '../../subjects/collection.ts';
import { valuesFor } from '../../subjects/own-resources.ts';
import { resourceIn } from '../../subjects/round-trips.ts';
import { useCounterOf, type UseCounter } from '../../subjects/use-counters.ts';
import { listInUse } from '../paging/offered-styles.ts';
import { referenceTraversal } from '../paging/traversal.ts';
import { wantedInPath } from './completed.ts';
import { inferredResource } from './inferred-resource.ts';
import { isCached } from './look-at-resource.ts';
import { readValues, withResources } from './references.ts';
import { until } from './until.ts';

/** What a counter shows in an answer; undefined where it shows no number. */
type Look = { readonly value: number | undefined; readonly exchange: Exchange };

/** A counter before and after an action that it counts; no last look where the action was not accepted. */
export type CountedUse = { readonly before: Look | undefined; readonly action: Exchange; readonly after: Look | undefined };

/** With so many things of a list an action is tried, where it is refused with one. */
const mostNamed = 3;

const numberIn = (resource: unknown, member: string): number | undefined => {
  const value = isObject(resource) ? resource[member] : undefined;
  return typeof value === 'number' ? value : undefined;
};

/** Looks at a counter after an action until it shows another number, or the time is over. */
const lookAfter = async (session: Session, key: string, before: Look, look: () => Promise<Look>): Promise<Look> => {
  let after = await look();
  await until(session, { withinMs: patienceMs(session.target, 'updated.shown'), why: `${key} is to be counted` }, async () => {
    if (after.value !== before.value) return after;
    after = await look();
    return undefined;
  });
  return after;
};

const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

/** Acts with things of a list, until it is accepted with one. */
const withListed = async (
  session: Session,
  { operation, counter }: UseCounter,
  { list: collection, by }: Extract<UseCounter['shown'], { readonly kind: 'listed' }>,
  planned: PlannedRequest,
): Promise<CountedUse> => {
  const list = await listInUse(session, collection);
  const { pages, last } = await referenceTraversal(session, list, `before ${operation.key} is counted`);
  const things = pages.flatMap((exchange) =>
    (pageItems(list, exchange) ?? []).flatMap((item) => {
      const [id, value] = [itemKey(list, item), numberIn(item, counter)];
      return id === undefined || value === undefined || isCached(exchange) ? [] : [{ id, before: { value, exchange } }];
    }),
  );
  let tried: CountedUse | undefined;
  for (const { id, before } of things.slice(0, mostNamed)) {
    const value = holdsValue(planned.body) && isObject(planned.body.value) ? planned.body.value : {};
    const body = askedBody(operation, { ...value, [by]: idAsDeclared(session.contract, operation, by, id) });
    const action = await session.send({ ...planned, body });
    tried ??= { before, action, after: undefined };
    if (!isDone(action)) continue;
    const look = async (): Promise<Look> => {
      const exchange = await session.send(before.exchange.request);
      return {
        exchange,
        value: numberIn(
          (pageItems(list, exchange) ?? []).find((item) => itemKey(list, item) === id),
          counter,
        ),
      };
    };
    return { before, action, after: await lookAfter(session, operation.key, before, look) };
  }
  return tried ?? { before: undefined, action: last, after: undefined };
};

/** Acts once on a resource of the run, and looks at what counts that before and after. */
export const countedUse = defineScenario<{ readonly operation: string }, CountedUse>({
  id: 'counted-use',
  async run(session, { operation: key }) {
    const counted = useCounterOf(session.contract, key);
    const { operation, on, counter, shown } = counted;
    const type = on.resourceType.name;
    const wanted = await wantedInPath(session, key, type);
    const own = { resourceType: type, use: 'spare', for: key, turn: 'counted', ...(wanted === undefined ? {} : { wanted }) } as const;
    const resource = await session.run(inferredResource, own);
    const pathValues = valuesFor(on, resource);
    if (pathValues === undefined) throw new NotTried('missing-prerequisite', `Nothing tells what the path of ${key} names`);
    const planned = await withResources(session, usableRequest(session, operation, 'counted', { pathValues }));
    if (shown.kind === 'listed') return withListed(session, counted, shown, planned);
    const { trip } = shown;
    const look = async (): Promise<Look> => {
      const exchange = await session.send(usableRequest(session, trip.read, 'counted', { pathValues: readValues(trip.read, resource) }));
      const value = isCached(exchange) ? undefined : numberIn(resourceIn(session.contract, trip.read, exchange, trip.id), counter);
      return { exchange, value };
    };
    const before = await look();
    const action = await session.send(planned);
    return { before, action, after: isDone(action) ? await lookAfter(session, key, before, look) : undefined };
  },
});
