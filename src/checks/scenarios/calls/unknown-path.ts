import { admissionTo } from '../../../contract/admission.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineMeasurement } from '../../kit/session.ts';

/** A read of a path that the contract does not have: authorised, where any operation is called with a credential. */
export const unknownPath = defineMeasurement<{ readonly path: string }, Exchange>({
  id: 'unknown-path',
  run: async (session, { path }) => {
    const { contract, target } = session;
    const isAuthorised = contract.operations.some((operation) => admissionTo(contract, operation, target).kind === 'passes');
    return session.send({
      operation: null,
      method: 'GET',
      path,
      pathValues: {},
      query: [],
      headers: [],
      credential: isAuthorised ? { kind: 'valid', name: 'key' } : { kind: 'none' },
      faults: ['unknown-path'],
    });
  },
});
