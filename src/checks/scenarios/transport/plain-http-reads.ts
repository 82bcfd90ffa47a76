import type { Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialUse } from '../../../model/request.ts';
import { outsiderRequest } from '../../requests/outsider-request.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';

type Parameters = {
  readonly operation: string;
  readonly credential: 'none' | 'made-up';
  /** A pair of ours behind the others in the query. */
  readonly marked?: true;
};

/** A pair that no service knows, to be found again in a redirect. */
export const mark = ['ct-probe', '1'] as const;

const madeUp = (session: Session): CredentialUse => ({ kind: 'made-up', value: `ct_invalid_${session.hex('unknown-credential', 32)}` });

/** A read without encryption by somebody who has no credential; an id in its path names nothing. */
export const plainHttpRead = defineMeasurement<Parameters, Exchange>({
  id: 'plain-http-read',
  run: (session, { operation: key, credential, marked }) => {
    const operation: Operation = operationOf(session.contract, key);
    const request = outsiderRequest(session, operation, 'clear');
    return session.send({
      ...request,
      ...(marked ? { query: [...request.query, mark] } : {}),
      base: { kind: 'named', name: 'plain' },
      credential: credential === 'none' ? { kind: 'none' } : madeUp(session),
      faults: [credential === 'none' ? 'credential-missing' : 'credential-invalid'],
    });
  },
});
