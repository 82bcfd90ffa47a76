import { itemsOf } from '../../../contract/held.ts';
import { itemOf } from '../../../contract/infer/covering.ts';
import { heldIds } from '../../../contract/infer/held-ids.ts';
import { answerSchema } from '../../../contract/infer/conventions/collection.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { descriptionsIn, membersOf } from '../../../contract/infer/schema-parts.ts';
import { isSuccess } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { statesFilled } from '../../subjects/filled-by-state.ts';
import { inferredResource } from './inferred-resource.ts';
import { broughtOn } from './needed-state.ts';
import { shownState } from './shown-state.ts';

/**
 * The ids of what came about with a resource that the run made for an operation, as the read of that shows them: none before it was brought to the state in which a text says
 * that there are some, all of them afterwards. So nothing that was there before is acted on; reads may name what is shown from the beginning. Those of another turn are of
 * another resource.
 * @throws {NotTried} where none came about.
 */
export const idsHeld = defineScenario<{ readonly operation: string; readonly turn?: string }, readonly unknown[]>({
  id: 'ids-held',
  async run(session, { operation: key, turn: of }) {
    const { contract } = session;
    const operation = operationOf(contract, key);
    const held = heldIds(contract, operation);
    if (!held) throw new NotTried('unsupported', `No resource shows what ${key} names`);
    const { above, read, member, ids } = held;
    const values = await session.run(inferredResource, { resourceType: above.name, use: 'spare', for: key, ...(of && { turn: of }) });
    const pathValues = inPath(read.path, valuesAlong(itemOf(above).path, values));
    const look = async (turn: string): Promise<readonly unknown[]> => {
      const exchange = await session.send(usableRequest(session, read, `held-${turn}`, { pathValues }));
      return isSuccess(exchange) ? (itemsOf({ items: [ids] }, exchange) ?? []) : [];
    };
    const before = await look('before');
    const described = membersOf(contract.document, answerSchema(read)).get(member) ?? true;
    const states = statesFilled(contract, above, descriptionsIn(contract.document, described));
    const now = states.length === 0 || before.length > 0 ? undefined : await shownState(session, above, values);
    if (now !== undefined && !states.includes(now)) await broughtOn(session, above, values, { now, states });
    const after = now === undefined ? [] : (await look('after')).filter((one) => !before.includes(one));
    const shown = operation.effect === 'safe' ? [...after, ...before] : after;
    if (shown.length > 0) return shown;
    throw new NotTried(
      'missing-prerequisite',
      `${read.key} shows no ${member} that came about for this run, so that ${key} has nothing to name`,
    );
  },
});
