import { isDeepStrictEqual } from 'node:util';
import { itemOf } from '../../../contract/infer/covering.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { collectionAt, largestPage, pageItems, stylesOf } from '../../subjects/collection.ts';
import { onOwnResource, valuesFor } from '../../subjects/own-resources.ts';
import { mentions } from '../../subjects/shown-resource.ts';
import { mayGoOn, reportsMore } from '../../subjects/shows-more.ts';
import { wantedInPath } from './completed.ts';
import { inferredResource } from './inferred-resource.ts';
import { readValues, withResources } from './references.ts';
import { until } from './until.ts';

/** An action on a resource that nothing else is about, and reads of a list of it before and after. */
export type ActedOnce = {
  readonly before: Listed;
  readonly action: Exchange;
  readonly after: Listed;
  /** Reads of the resource itself before and after, where they were asked for. */
  readonly resource: readonly [before: Exchange, after: Exchange] | undefined;
};

/** A read of a list; `entries` are undefined where the answer shows none, and `isWhole` where it shows all of them. */
export type Listed = { readonly exchange: Exchange; readonly entries: readonly unknown[] | undefined; readonly isWhole: boolean };

type Parameters = {
  readonly operation: string;
  /** The read of the list, or of the resource that holds it. */
  readonly read: string;
  /** The member with the list; null where the read is that of a list. */
  readonly member: string | null;
  /** The parameter that asks a log of the whole service for the entries of the resource; null where the list has no others. */
  readonly ofId: string | null;
  /** The read that shows whether anything was done; null where that is not asked. */
  readonly shown: string | null;
  /** Milliseconds within which a read has to show another list. */
  readonly withinMs: number;
};

/** Acts once, and reads until a list has changed or the time is over. */
export const actedOnce = defineScenario<Parameters, ActedOnce>({
  id: 'acted-once',
  async run(session, { operation: key, read: readKey, member, ofId, shown, withinMs }) {
    const { contract } = session;
    const [operation, read] = [operationOf(contract, key), operationOf(contract, readKey)];
    const on = onOwnResource(contract, operation);
    if (!on) throw new NotTried('not-applicable', `The run cannot create what ${key} acts on`);
    const type = on.resourceType.name;
    const wanted = await wantedInPath(session, key, type);
    const own = { resourceType: type, use: 'spare', for: key, turn: 'once', ...(wanted === undefined ? {} : { wanted }) } as const;
    const resource = await session.run(inferredResource, own);
    const pathValues = valuesFor(on, resource);
    if (pathValues === undefined) throw new NotTried('missing-prerequisite', `Nothing tells what the path of ${key} names`);
    const collection = member === null ? collectionAt(contract, readKey) : undefined;
    const [style] = collection === undefined ? [] : stylesOf(collection);
    const size = style === undefined ? [] : largestPage(style);
    const [parameter = ''] = parametersIn(itemOf(on.resourceType).path).slice(-1);
    const id = resource[parameter] ?? '';
    const asked = ofId === null ? [] : [[ofId, id] as const];
    let turn = 0;
    const look = async (): Promise<Listed> => {
      const request = usableRequest(session, read, `acted-once-${(turn += 1)}`, { pathValues: readValues(read, resource) });
      const exchange = await session.send({ ...request, query: [...request.query, ...size, ...asked] });
      if (collection !== undefined) {
        const all = pageItems(collection, exchange);
        const entries = ofId === null ? all : all?.filter((one) => mentions(one, id));
        const isWhole = all !== undefined && !mayGoOn(collection, all.length) && !reportsMore(exchange, all.length, style !== undefined);
        return { exchange, entries, isWhole };
      }
      const body = isSuccess(exchange) ? jsonOf(exchange) : undefined;
      const entries: unknown = isObject(body) && member !== null ? body[member] : undefined;
      return { exchange, entries: Array.isArray(entries) ? entries : undefined, isWhole: true };
    };
    const resourceNow = async (): Promise<Exchange | undefined> => {
      if (shown === null) return undefined;
      const one = operationOf(contract, shown);
      return session.send(usableRequest(session, one, `acted-once-${(turn += 1)}`, { pathValues: readValues(one, resource) }));
    };
    let before = await look();
    // The entry of the creation tells that entries name the resource as the run does.
    if (ofId !== null && before.entries?.length === 0)
      await until(session, { withinMs, why: 'the log is to have an entry' }, async () => {
        before = await look();
        return before.entries?.length === 0 ? undefined : before;
      });
    const resourceBefore = await resourceNow();
    const action = await session.send(await withResources(session, usableRequest(session, operation, 'once', { pathValues })));
    const resourceAfter = await resourceNow();
    let after = await look();
    if (isSuccess(action))
      await until(session, { withinMs, why: `a list should show ${key}` }, async () => {
        if (!isDeepStrictEqual(after.entries, before.entries)) return after;
        after = await look();
        return undefined;
      });
    return { before, action, after, resource: resourceBefore && resourceAfter ? [resourceBefore, resourceAfter] : undefined };
  },
});
