import type { Exchange } from '../../model/exchange.ts';
import { defineMeasurement } from '../session.ts';

/** An authorised read of a path that the contract does not have. */
export const unknownPath = defineMeasurement<{ readonly path: string }, Exchange>({
  id: 'unknown-path',
  run: async (session, { path }) =>
    session.send({
      operation: null,
      method: 'GET',
      path,
      pathValues: {},
      query: [],
      headers: [],
      credential: { kind: 'valid', name: 'key' },
      faults: ['unknown-path'],
    }),
});
