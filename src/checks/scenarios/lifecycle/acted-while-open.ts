import { itemOf } from '../../../contract/infer/covering.ts';
import { itemsIn } from '../../../contract/infer/created-resource.ts';
import { inPath, isSamePath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type OpenBelow, openBelow } from '../../subjects/kept-open.ts';
import { onOwnResource, valuesFor } from '../../subjects/own-resources.ts';
import { inferredResource } from './inferred-resource.ts';
import { withResources } from './references.ts';
import { openOf, settleBelow } from './settled-below.ts';

/** An action on a resource below which something is not settled, and once more after it was settled. */
export type ActedWhileOpen = {
  /** The read of the list that shows it. */
  readonly list: Exchange;
  /** The action; undefined where the list shows nothing that is open for certain. */
  readonly action: Exchange | undefined;
  readonly settled: Exchange | undefined;
};

const states: ReadonlySet<string> = new Set(['status', 'state']);

/** Words for what is to be paid. */
const owed: ReadonlySet<string> = new Set(['outstanding', 'unpaid', 'owed']);

/** Tries an action while something below its resource is open, by an amount or by its state, and after that was settled. */
export const actedWhileOpen = defineScenario<{ readonly operation: string }, ActedWhileOpen>({
  id: 'acted-while-open',
  async run(session, { operation: key }) {
    const { contract, target } = session;
    const found = openBelow(contract).find(({ operation }) => operation.key === key);
    const on = found && onOwnResource(contract, found.operation);
    if (!found || !on) throw new NotTried('not-applicable', `The run cannot create what ${key} acts on`);
    const { resourceType } = on;
    const { operation, list: listing, settle, open }: OpenBelow = found;
    const resource = await session.run(inferredResource, {
      resourceType: resourceType.name,
      use: 'spare',
      for: key,
      turn: 'open',
      isLeftOpen: true,
    });
    const pathValues = valuesFor(on, resource);
    if (pathValues === undefined) throw new NotTried('missing-prerequisite', `Nothing tells what the path of ${key} names`);
    const own = valuesAlong(itemOf(resourceType).path, resource);
    const below = { pathValues: inPath(listing.path, own) };
    const look = (purpose: string): Promise<Exchange> => session.send(usableRequest(session, listing, purpose, below));
    const isOpen = (item: Readonly<Record<string, unknown>>): boolean => {
      const left = openOf(session, settle, item);
      if (left === 'nothing') return false;
      const isOwed = left !== undefined && [...open].some((word) => owed.has(word));
      return (
        isOwed ||
        Object.entries(item).some(
          ([name, value]) => states.has(name.toLowerCase()) && typeof value === 'string' && open.has(wordsOf(value).join(' ')),
        )
      );
    };
    const showsOpen = (exchange: Exchange): boolean => isSuccess(exchange) && itemsIn(jsonOf(exchange)).filter(isObject).some(isOpen);
    let list = await look('open');
    const adding = contract.operations.find(
      (one) => one.method === 'POST' && one.unsupported === undefined && isSamePath(one.path, listing.path) && isAllowed(one, target),
    );
    if (isSuccess(list) && !showsOpen(list) && adding) {
      const added = await orSkipped(
        (async () => session.send(await withResources(session, usableRequest(session, adding, 'open', below))))(),
      );
      if (!isSkipped(added)) list = await look('opened');
    }
    if (!showsOpen(list)) return { list, action: undefined, settled: undefined };
    const act = async (purpose: string): Promise<Exchange> =>
      session.send(await withResources(session, usableRequest(session, operation, purpose, { pathValues })));
    const action = await act('open');
    if (isSuccess(action)) return { list, action, settled: undefined };
    const isSettled = await settleBelow(session, resourceType, resource, operation);
    return { list, action, settled: isSettled ? await act('settled') : undefined };
  },
});
