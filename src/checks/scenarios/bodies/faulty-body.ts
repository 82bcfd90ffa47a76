import type { Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fault, RequestBody } from '../../../model/request.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

export const bodyMistakes = ['cut-off', 'empty-object', 'empty', 'array'] as const;
/** What is wrong with a whole body: JSON that breaks off, `{}`, nothing, or a list in place of an object. */
export type BodyMistake = (typeof bodyMistakes)[number];

/** A request whose body is wrong as a whole; the rest of it is as it ought to be. */
export const faultyBody = defineMeasurement<{ readonly operation: string; readonly mistake: BodyMistake }, Exchange>({
  id: 'faulty-body',
  run: async (session, { operation: key, mistake }) => {
    const operation = operationOf(session.contract, key);
    const { body, fault } = mistaken(session, operation, mistake);
    return session.send({ ...usableRequest(session, operation, mistake, { body }), faults: [fault] });
  },
});

type Mistaken = { readonly body: RequestBody; readonly fault: Fault };

const mistaken = (session: Session, operation: Operation, mistake: BodyMistake): Mistaken => {
  const mediaType = jsonContent(operation.body?.content ?? [])?.mediaType ?? 'application/json';
  const [first] = bodyMembers(session.contract, operation);
  const made: Readonly<Record<BodyMistake, Mistaken>> = {
    'cut-off': { body: { kind: 'text', text: `{${JSON.stringify(first?.name ?? 'name')}: "ct-x",`, mediaType }, fault: 'body-unparsable' },
    'empty-object': { body: { kind: 'json', value: {} }, fault: 'member-missing' },
    empty: { body: { kind: 'empty', mediaType }, fault: 'body-empty' },
    array: { body: { kind: 'json', value: [] }, fault: 'body-wrong-type' },
  };
  return made[mistake];
};
