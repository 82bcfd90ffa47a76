import { conventionPlaces } from '../../subjects/convention-places.ts';
import { type CheckText, defineProbe, fail, inconclusive, type Need, pass, type Probe, type Surroundings } from '../../kit/define.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { CredentialName } from '../../../model/request.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialForm } from '../../kit/session.ts';

type Measured = { readonly form: CredentialForm | undefined; readonly read: Exchange | undefined };

/** A probe that compares the operator's credential with the form that the contract prints; the credential itself is never told. */
export const defineFormProbe = ({
  environment,
  ...text
}: Omit<CheckText, 'reads'> & { readonly environment: 'live' | 'sandbox' }): Probe<Measured> =>
  defineProbe<Measured>({
    ...text,
    reads: `auth.forms.${environment}`,
    phase: 'read',
    alone: 'nothing',
    places: (contract) => conventionPlaces(contract, ({ auth }) => auth?.forms?.[environment]).slice(0, 1),
    needs: (_place, around) => formNeeds(around, environment),
    cost: () => ({ requests: 1, creates: 0 }),
    async measure(_place, session) {
      const pattern = session.contract.conventions.auth?.forms?.[environment]?.pattern ?? '';
      const [read] = parameterlessReads(session.contract);
      return {
        form: session.credentialForm(credentialOf(environment), pattern),
        read: read && (await session.measure(plainRead, { operation: read.key })),
      };
    },
    judge(_place, { form, read }, { contract }) {
      if (!form || !read) return inconclusive('There is no credential to look at', read ? [read] : []);
      if (form.fits) return pass(1);
      const expected = `a credential that fits ${contract.conventions.auth?.forms?.[environment]?.pattern ?? ''}`;
      return fail({ code: 'credential-form', where: 'credential', expected, actual: 'one of another form' }, [read]);
    },
  });

/** The credential of an environment. */
export const credentialOf = (environment: 'live' | 'sandbox'): CredentialName => (environment === 'live' ? 'key' : 'test');

/** The key is that of the live environment unless the target is a sandbox itself. */
export const formNeeds = ({ target }: Pick<Surroundings, 'target'>, environment: 'live' | 'sandbox'): Need[] => {
  if (environment === 'sandbox') return [{ kind: 'credential', name: 'test' }];
  const sentence = 'a target of the live environment, since the key is that of a sandbox';
  return target.environment === 'sandbox' ? [{ kind: 'config', path: 'environment', sentence }] : [];
};
