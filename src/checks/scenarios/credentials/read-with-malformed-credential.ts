import { printedPrefix } from '../../subjects/printed-form.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';

/** What may stand in Authorization and is no bearer token that a service gives. */
export const malformedCredentials = ['blank', 'short', 'prefix-alone', 'words', 'empty-basic', 'no-scheme'] as const;
export type MalformedCredential = (typeof malformedCredentials)[number];

/** A small read whose header for the credential holds no usable one. */
export const readWithMalformedCredential = defineMeasurement<{ readonly operation: string; readonly form: MalformedCredential }, Exchange>({
  id: 'read-with-malformed-credential',
  run: (session, { operation, form }) =>
    session.send({
      ...smallRead(session, operationOf(session.contract, operation)),
      ...presented(session, form),
      faults: [form === 'blank' ? 'credential-missing' : 'credential-invalid'],
    }),
});

const presented = ({ contract }: Session, form: MalformedCredential): Pick<PlannedRequest, 'credential'> & Partial<PlannedRequest> => {
  switch (form) {
    case 'blank':
      return { credential: { kind: 'blank' } };
    case 'short':
      return { credential: { kind: 'made-up', value: 'x' } };
    case 'prefix-alone':
      return { credential: { kind: 'made-up', value: printedPrefix(contract) ?? '' } };
    case 'words':
      return { credential: { kind: 'made-up', value: 'a b c' } };
    case 'empty-basic':
      return { credential: { kind: 'none' }, headers: [['Authorization', 'Basic Og==']] };
    case 'no-scheme':
      return { credential: { kind: 'none' }, headers: [['Authorization', 'garbage']] };
  }
};
