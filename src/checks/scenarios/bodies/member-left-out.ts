import { operationOf } from '../../../contract/operation.ts';
import { minimalBody } from '../../../generators/minimal-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { freshFor, sentenceFor, usableRequest } from '../../requests/usable-request.ts';

/** A request whose body is complete but for one required member. */
export const memberLeftOut = defineMeasurement<{ readonly operation: string; readonly member: string }, Exchange>({
  id: 'member-left-out',
  async run(session, { operation: key, member }) {
    const { contract, target } = session;
    const operation = operationOf(contract, key);
    const purpose = `no-${member}`;
    const made = minimalBody(operation, { contract, target, fresh: freshFor(session, purpose), omit: [member] });
    if (made.kind === 'missing') throw new NotTried('missing-prerequisite', sentenceFor(made.needs));
    const request = usableRequest(session, operation, purpose, { body: { kind: 'json', value: made.value } });
    return session.send({ ...request, faults: ['member-missing'] });
  },
});
