import { operationOf } from '../../contract/operation.ts';
import { isObject } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { minimalBody } from '../../generators/minimal-body.ts';
import { unlistedValue } from '../../generators/unusable-body.ts';
import type { Exchange } from '../../model/exchange.ts';
import { NotTried } from '../define.ts';
import { defineMeasurement } from '../session.ts';
import { freshFor, sentenceFor, usableRequest } from '../usable-request.ts';

/** A request whose body is usable but for one member, whose value is none of those that the contract lists. */
export const valueNotListed = defineMeasurement<{ readonly operation: string; readonly member: string }, Exchange>({
  id: 'value-not-listed',
  async run(session, { operation: key, member }) {
    const { contract, target } = session;
    const operation = operationOf(contract, key);
    const purpose = `odd-${member}`;
    const declared = bodyMembers(contract, operation).find(({ name }) => name === member);
    if (!declared) throw new NotTried('not-applicable', `The body of ${key} has no member "${member}"`);
    const made = minimalBody(operation, { contract, target, fresh: freshFor(session, purpose), omit: [member] });
    if (made.kind === 'missing') throw new NotTried('missing-prerequisite', sentenceFor(made.needs));
    const value = { ...(isObject(made.value) ? made.value : {}), [member]: unlistedValue(declared) };
    const request = usableRequest(session, operation, purpose, { body: { kind: 'json', value } });
    return session.send({ ...request, faults: ['value-unusable'] });
  },
});
