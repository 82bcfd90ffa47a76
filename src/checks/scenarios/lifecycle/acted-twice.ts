import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { valuesFor } from '../../subjects/own-resources.ts';
import { repeatedOn } from '../../subjects/told-repetitions.ts';
import { inferredResource } from './inferred-resource.ts';
import { readValues, withResources } from './references.ts';

/** An action, and what showed the resource right after it: its answer, or a read. */
type Acted = { readonly action: Exchange; readonly shown: Exchange | undefined };

/** The same action twice on one new resource; the second is undefined where the first was refused. */
export type ActedTwice = {
  readonly first: Acted;
  /** A read right before the second one, which shows what went on by itself since the first; undefined where nothing reads it. */
  readonly between: Exchange | undefined;
  readonly second: Acted | undefined;
};

/** Milliseconds after which moments in whole seconds differ. */
const apartMs = 1100;

/** Acts on a resource that nothing else is about, or adds to it by a name that the client chooses, and does the very same some time later. */
export const actedTwice = defineScenario<{ readonly operation: string }, ActedTwice>({
  id: 'acted-once-more',
  async run(session, { operation: key }) {
    const operation = operationOf(session.contract, key);
    const repeated = repeatedOn(session.contract, operation);
    if (!repeated) throw new NotTried('not-applicable', `The run cannot create what ${key} acts on`);
    const { on, read, isAddition } = repeated;
    const resource = await session.run(inferredResource, { resourceType: on.resourceType.name, use: 'spare', for: key, turn: 'twice' });
    const pathValues = valuesFor(on, resource);
    if (pathValues === undefined) throw new NotTried('missing-prerequisite', `Nothing tells what the path of ${key} names`);
    const looked = (): Promise<Exchange> | undefined =>
      read && session.send(usableRequest(session, read, 'acted-twice', { pathValues: readValues(read, resource) }));
    const shownBy = async (action: Exchange): Promise<Exchange | undefined> => {
      if (!isSuccess(action)) return undefined;
      return isAddition || resourceIn(jsonOf(action)) === undefined ? looked() : action;
    };
    const request = await withResources(session, usableRequest(session, operation, 'acted-1', { pathValues }));
    const action = await session.send(request);
    const first: Acted = { action, shown: await shownBy(action) };
    if (!isSuccess(action)) return { first, between: undefined, second: undefined };
    await session.pause(apartMs, 'a moment that is set again is to differ from the first one');
    const between = await looked();
    const { body } = request;
    // The very same, also by the name that the client has chosen.
    const same = usableRequest(session, operation, 'acted-2', { pathValues: action.request.pathValues });
    const again = await session.send({ ...same, ...(body && { body }) });
    return { first, between, second: { action: again, shown: await shownBy(again) } };
  },
});
