import { isDeepStrictEqual } from 'node:util';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { onOwnResource, valuesFor } from '../../subjects/own-resources.ts';
import { inferredResource } from './inferred-resource.ts';
import { readValues, withResources } from './references.ts';
import { until } from './until.ts';

/** An action on a resource that nothing else is about, and reads of it before and after. */
export type ActedOnce = { readonly before: Exchange; readonly action: Exchange; readonly after: Exchange };

type Parameters = {
  readonly operation: string;
  /** The read of the resource. */
  readonly read: string;
  /** The member that ought to be another one afterwards. */
  readonly member: string;
  /** Milliseconds within which a read has to show that. */
  readonly withinMs: number;
};

/** Acts once, and reads until a member has changed or the time is over. */
export const actedOnce = defineScenario<Parameters, ActedOnce>({
  id: 'acted-once',
  async run(session, { operation: key, read: readKey, member, withinMs }) {
    const { contract } = session;
    const [operation, read] = [operationOf(contract, key), operationOf(contract, readKey)];
    const on = onOwnResource(contract, operation);
    if (!on) throw new NotTried('not-applicable', `The run cannot create what ${key} acts on`);
    const resource = await session.run(inferredResource, { resourceType: on.resourceType.name, use: 'spare', for: key, turn: 'once' });
    const pathValues = valuesFor(on, resource);
    if (pathValues === undefined) throw new NotTried('missing-prerequisite', `Nothing tells what the path of ${key} names`);
    let turn = 0;
    const look = (): Promise<Exchange> =>
      session.send(usableRequest(session, read, `acted-once-${(turn += 1)}`, { pathValues: readValues(read, resource) }));
    const shownIn = (exchange: Exchange): unknown => {
      const body = isSuccess(exchange) ? jsonOf(exchange) : undefined;
      return isObject(body) ? body[member] : undefined;
    };
    const before = await look();
    const action = await session.send(await withResources(session, usableRequest(session, operation, 'once', { pathValues })));
    let after = await look();
    if (isSuccess(action))
      await until(session, { withinMs, why: `"${member}" should show ${key}` }, async () => {
        if (!isDeepStrictEqual(shownIn(after), shownIn(before))) return after;
        after = await look();
        return undefined;
      });
    return { before, action, after };
  },
});
