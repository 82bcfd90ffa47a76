import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import { outsiderRequest } from '../../requests/outsider-request.ts';
import { defineMeasurement } from '../../kit/session.ts';

/** A call without a credential whose body is an object without members. */
export const emptyCallWithoutCredential = defineMeasurement<{ readonly operation: string }, Exchange>({
  id: 'empty-call-without-credential',
  run: async (session, { operation: key }) => {
    const operation = operationOf(session.contract, key);
    const request = outsiderRequest(session, operation, 'nobody', 'empty-object');
    const body = jsonContent(operation.body?.content ?? []) ? { body: { kind: 'json' as const, value: {} } } : {};
    return session.send({ ...request, ...body, credential: { kind: 'none' }, faults: ['credential-missing', 'member-missing'] });
  },
});
