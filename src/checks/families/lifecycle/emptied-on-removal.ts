import { inPath, parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { isCached } from '../../scenarios/lifecycle/look-at-resource.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { make } from '../../scenarios/lifecycle/round-trip/steps.ts';
import type { Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { sendBelowSame } from '../../scenarios/lifecycle/send-creation.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { pageItems } from '../../subjects/collection.ts';
import { type EmptiedList, emptiedLists } from '../../subjects/emptied-lists.ts';

/** A page of the list, with how many items it shows; undefined where it shows no list. */
type Look = { readonly exchange: Exchange; readonly count: number | undefined };

type Result = {
  readonly made: Exchange;
  readonly added: Exchange | undefined;
  readonly before: Look | undefined;
  readonly removal: Exchange | undefined;
  readonly after: Look | undefined;
};

/** The longest wait in milliseconds for the list to be empty. */
const longestMs = 5000;

export const emptiedOnRemoval = defineProbe<EmptiedList, Result>({
  id: 'lifecycle/emptied-on-removal',
  title: 'A list of what belongs to a resource is empty after its removal, where the document says so',
  why: 'Prices of a supplier that is gone go on being used, and nobody can take them back.',
  fix: 'Empty the list in the transaction that removes or archives the resource.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...emptiedLists(contract)],
  prerequisites({ parent, add }, around) {
    const names = parametersIn(parent.itemPath);
    const pathValues = Object.fromEntries(
      parametersIn(add.path)
        .slice(0, names.length)
        .map((name) => [name, 'ct']),
    );
    return [...prerequisitesFor(parent.create, around), ...prerequisitesFor(add, around, { pathValues }), ...permissionsFor(parent.remove)];
  },
  cost: () => ({ requests: 20, creates: 3 }),
  async run({ parent, list, add }, session) {
    const way: Way = { session, trip: parent, pathValues: await parentValues(session, parent) };
    const { id, exchange: made } = await make(way, 'emptied', (base) => base);
    const none: Result = { made, added: undefined, before: undefined, removal: undefined, after: undefined };
    if (id === undefined) return none;
    const outer = parametersIn(made.request.path).map((name) => made.request.pathValues[name] ?? '');
    const values = [...outer.slice(0, parametersIn(parent.itemPath).length - 1), id];
    const on = (operation: Operation): Record<string, string> =>
      Object.fromEntries(Object.entries(inPath(operation.path, values)).slice(0, values.length));
    const look = async (): Promise<Look> => {
      const exchange = await session.send(usableRequest(session, list.operation, 'emptied', { pathValues: on(list.operation) }));
      return { exchange, count: isSuccess(exchange) && !isCached(exchange) ? pageItems(list, exchange)?.length : undefined };
    };
    const added = await sendBelowSame(session, usableRequest(session, add, 'emptied', { pathValues: on(add) }));
    if (!isSuccess(added) || statusOf(added) === 202) return { ...none, added };
    const before = await look();
    if ((before.count ?? 0) === 0) return { ...none, added, before };
    const removal = await session.send(usableRequest(session, parent.remove, 'emptied', { pathValues: on(parent.remove) }));
    if (!isSuccess(removal) || statusOf(removal) === 202) return { ...none, added, before, removal };
    let after = await look();
    const withinMs = Math.min(patienceMs(session.target, 'updated.shown'), longestMs);
    await until(session, { withinMs, why: 'the list is to be empty' }, async () => {
      if ((after.count ?? 0) > 0) after = await look();
      return (after.count ?? 0) > 0 ? undefined : true;
    });
    return { made, added, before, removal, after };
  },
  judge({ parent: { remove }, list: { operation } }, { made, added, before, removal, after }) {
    if (!added || !before) return inconclusive(`What the list is to show was answered ${outcomeOf(added ?? made)}`, [added ?? made]);
    if (!removal) return inconclusive('The list did not show what was added', [before.exchange, added]);
    if (!after) return inconclusive(`The removal was answered ${outcomeOf(removal)}`, [removal, added]);
    // A list that is gone with the resource shows nothing any more.
    if (after.count === 0 || [404, 410].includes(statusOf(after.exchange) ?? 0)) return pass(1);
    if (after.count === undefined) return inconclusive(`The list was answered ${outcomeOf(after.exchange)}`, [after.exchange, removal]);
    const finding = {
      code: 'list-not-emptied',
      where: 'list',
      expected: `no item in ${operation.key} after ${remove.key} was answered ${outcomeOf(removal)}, as the document says`,
      actual: `${after.count} ${after.count === 1 ? 'item' : 'items'}`,
    };
    return unconfirmed(fail(finding, [after.exchange, removal, added, made]));
  },
});
