import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { minimalBody } from '../../../generators/minimal-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { freshFor, sentenceFor, usableRequest } from '../../requests/usable-request.ts';

/** A request whose body is usable but for one member, whose value exists and is blocked for the account. */
export const blockedValue = defineMeasurement<{ readonly operation: string; readonly member: string }, Exchange>({
  id: 'blocked-value',
  async run(session, { operation: key, member }) {
    const { contract, target } = session;
    const operation = operationOf(contract, key);
    const purpose = `blocked-${member}`;
    const fixture = bodyMembers(contract, operation).find(({ name }) => name === member)?.conventions.blocked;
    const [blocked] = fixture === undefined ? [] : [target.fixtures[fixture] ?? []].flat();
    if (blocked === undefined) throw new NotTried('missing-prerequisite', `The fixture "${fixture ?? member}" is needed`);
    const made = minimalBody(operation, { contract, target, fresh: freshFor(session, purpose), omit: [member] });
    if (made.kind === 'missing') throw new NotTried('missing-prerequisite', sentenceFor(made.needs));
    const value = { ...(isObject(made.value) ? made.value : {}), [member]: blocked };
    const request = usableRequest(session, operation, purpose, { body: { kind: 'json', value } });
    return session.send({ ...request, faults: ['value-unusable'] });
  },
});
