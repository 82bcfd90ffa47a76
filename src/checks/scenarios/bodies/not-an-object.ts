import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { faultyBody } from './faulty-body.ts';

export const otherBodies = ['array', 'text', 'null'] as const;
/** JSON in place of an object: `[]`, a text, or null. */
export type OtherBody = (typeof otherBodies)[number];

const values = { text: 'text', null: null } as const;

/** A request whose whole body is another kind of JSON than an object. */
export const notAnObject = defineMeasurement<{ readonly operation: string; readonly body: OtherBody }, Exchange>({
  id: 'not-an-object',
  run: async (session, { operation: key, body }) => {
    if (body === 'array') return session.measure(faultyBody, { operation: key, mistake: 'array' });
    const operation = operationOf(session.contract, key);
    const request = usableRequest(session, operation, body, { body: { kind: 'json', value: values[body] } });
    return session.send({ ...request, faults: ['body-wrong-type'] });
  },
});
