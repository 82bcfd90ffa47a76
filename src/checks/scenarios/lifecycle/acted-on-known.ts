import { isSuccess, statusOf } from '../../../contract/message.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { patienceMs } from '../../kit/patience.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type Acting, actingBy } from '../../subjects/actions.ts';
import { itemKey, largestPage, type QueryPairs } from '../../subjects/collection.ts';
import { markedOf } from '../../subjects/marked-members.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { listInUse } from '../paging/offered-styles.ts';
import { itemsOfTraversal, traverseList } from '../paging/traversal.ts';
import { type Look, lookAt } from './acted.ts';

/** The state of each listed resource by its id, as the list showed it at one moment. */
type ListedStates = readonly (readonly [id: string, state: unknown])[];

/** Most pages of a list that is compared. */
const mostPages = 20;

/**
 * The list of a resource, filtered by the owner of the resource where the contract has such a filter. `turn` distinguishes the
 * moments. Undefined where the list could not be read to its end.
 */
const listedBeside = async (
  session: Session,
  { collection, state }: Acting,
  item: unknown,
  turn: string,
): Promise<ListedStates | undefined> => {
  const list = await listInUse(session, collection);
  const owners = markedOf(session.contract, collection.operation, ({ refers }) => refers !== undefined);
  const narrowed = collection.filters.flatMap(({ parameter, at, compare }): QueryPairs => {
    const isOwner = at !== undefined && compare === 'equals' && owners.some((owner) => owner.at.endsWith(`/*${at}`));
    const value = isOwner ? idText(valueAt(item, at)) : undefined;
    return value === undefined ? [] : [[parameter.name, value]];
  });
  const traversal = await traverseList(session, list, { query: [...narrowed, ...largestPage(list)], pages: mostPages, turn });
  if (traversal.end !== 'ended') return undefined;
  return itemsOfTraversal(collection, traversal).flatMap((one) => {
    const id = itemKey(collection, one);
    return id === undefined ? [] : [[id, valueAt(one, state)] as const];
  });
};

export type ActedOnKnown = {
  readonly id: string;
  /** How the list showed the resource before. */
  readonly before: Look;
  /** The last answer to the action. */
  readonly exchange: Exchange;
  /**
   * The resource and those beside it in the list, before an accepted action and some time after it; undefined where the list could
   * not be read to its end, or the action was not accepted.
   */
  readonly effect: { readonly before: ListedStates; readonly after: ListedStates } | undefined;
};

/** Statuses that may refuse a request for its missing body (RFC 9110 sections 15.5.1, 15.5.12, 15.5.16). */
const aboutBody: readonly number[] = [400, 411, 415];

/**
 * Acts on a fixture, without a body and, where that is refused, with an empty object. It waits for the effect here, so that nothing else
 * of the run changes the list meanwhile.
 */
export const actedOnKnown = defineScenario<{ readonly action: string }, ActedOnKnown>({
  id: 'acted-on-known',
  async run(session, { action }) {
    const acting = actingBy(session.contract, action);
    const request = usableRequest(session, acting.operation, 'act');
    const id = request.pathValues[acting.parameter] ?? '';
    const before = await lookAt(session, acting, id);
    const beside = before.kind === 'item' ? await listedBeside(session, acting, before.item, `before ${action}`) : undefined;
    const first = await session.send(request);
    const isAboutBody = aboutBody.includes(statusOf(first) ?? 0);
    const exchange = isAboutBody ? await session.send({ ...request, body: { kind: 'json', value: {} } }) : first;
    if (!beside || !isSuccess(exchange)) return { id, before, exchange, effect: undefined };
    await session.pause(patienceMs(session.target, 'updated.shown'), `what ${action} changes is to show`);
    const after = await listedBeside(session, acting, before.item, `after ${action}`);
    return { id, before, exchange, effect: after && { before: beside, after } };
  },
});
