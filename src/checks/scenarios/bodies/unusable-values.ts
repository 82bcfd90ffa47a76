import { operationOf } from '../../../contract/operation.ts';
import { unusableBody } from '../../../generators/unusable-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { freshFor, sentenceFor, usableRequest } from '../../requests/usable-request.ts';

/** A complete, well-formed request in whose body no value can be used. */
export const unusableValues = defineMeasurement<{ readonly operation: string }, Exchange>({
  id: 'unusable-values',
  async run(session, { operation: key }) {
    const { contract, target } = session;
    const operation = operationOf(contract, key);
    const made = unusableBody(operation, { contract, target, fresh: freshFor(session, 'unusable') });
    if (made.kind === 'missing') throw new NotTried('missing-prerequisite', sentenceFor(made.needs));
    const request = usableRequest(session, operation, 'unusable', { body: { kind: 'json', value: made.value } });
    return session.send({ ...request, faults: ['value-unusable'] });
  },
});
