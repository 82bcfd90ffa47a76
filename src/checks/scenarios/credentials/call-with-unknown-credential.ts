import { printedPrefix } from '../../subjects/printed-form.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialAlteration, CredentialUse } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { outsiderRequest } from '../../requests/outsider-request.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';

type Parameters = { readonly operation: string; readonly form: 'made-up' | 'as-printed' | CredentialAlteration };

/**
 * A call with a credential that nobody has: made up, made up in the printed form, or a real one altered in one way. A
 * body is complete where something removes what it would create, else `{}`.
 */
export const callWithUnknownCredential = defineMeasurement<Parameters, Exchange>({
  id: 'call-with-unknown-credential',
  run: async (session, { operation: key, form }) => {
    const operation = operationOf(session.contract, key);
    const body = operation.effect === 'creates-permanently' ? 'empty-object' : 'usable';
    const request = outsiderRequest(session, operation, 'stranger', body);
    return session.send({ ...request, credential: strangerCredential(session, form), faults: ['credential-invalid'] });
  },
});

const digits = 32;

const strangerCredential = (session: Session, form: Parameters['form']): CredentialUse => {
  switch (form) {
    case 'made-up':
      return { kind: 'made-up', value: `ct_invalid_${session.hex('unknown-credential', digits)}` };
    case 'as-printed': {
      const prefix = printedPrefix(session.contract);
      if (prefix === undefined) throw new NotTried('not-applicable', 'The documentation prints no form of a credential');
      return { kind: 'made-up', value: `${prefix}${session.hex('credential-as-printed', digits)}` };
    }
    default:
      return { kind: 'altered', name: 'key', form };
  }
};
