import type { Exchange } from '../../../model/exchange.ts';
import { defineMeasurement } from '../../kit/session.ts';

/** A read of a literal path that names no credential. */
export const pathWithoutCredential = defineMeasurement<{ readonly path: string }, Exchange>({
  id: 'path-without-credential',
  run: (session, { path }) =>
    session.send({
      operation: null,
      method: 'GET',
      path,
      pathValues: {},
      query: [],
      headers: [],
      credential: { kind: 'none' },
      faults: ['credential-missing'],
    }),
});
