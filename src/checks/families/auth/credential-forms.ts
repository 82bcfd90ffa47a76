import type { Contract } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialName } from '../../../model/request.ts';
import {
  at,
  type CheckText,
  defineProbe,
  fail,
  inconclusive,
  type ProbePrerequisite,
  observed,
  pass,
  type Probe,
  type Subject,
  type Surroundings,
} from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import type { CredentialForm } from '../../kit/session.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { conventionLocations } from '../../subjects/convention-locations.ts';

type Environment = 'live' | 'sandbox';

/** The form of credentials that a contract prints, as a regular expression. */
type PrintedForm = Subject & { readonly pattern: string };

const printedForms = (contract: Contract, environment: Environment): PrintedForm[] => {
  const pattern = contract.conventions.auth?.forms?.[environment]?.pattern ?? '';
  return conventionLocations(contract, ({ auth }) => auth?.forms?.[environment])
    .slice(0, 1)
    .map((location) => at(location, { pattern }));
};

/** The operator's credential for an environment. */
const credentialOf: Readonly<Record<Environment, CredentialName>> = { live: 'key', sandbox: 'test' };

/** The key is that of the live environment unless the target is a sandbox itself. */
const formPrerequisites = ({ target }: Surroundings, environment: Environment): ProbePrerequisite[] => {
  if (environment === 'sandbox') return [{ kind: 'credential', name: 'test' }];
  const sentence = 'a target of the live environment, since the key is that of a sandbox';
  return target.environment === 'sandbox' ? [{ kind: 'config', path: 'environment', sentence }] : [];
};

type Result = { readonly form: CredentialForm | undefined; readonly read: Exchange | undefined };

/** A probe that compares the operator's credential with the form that the contract prints; the credential itself is never told. */
const defineFormProbe = ({ environment, ...text }: Omit<CheckText, 'reads'> & { readonly environment: Environment }): Probe<Result> =>
  defineProbe<PrintedForm, Result>({
    ...text,
    reads: `auth.forms.${environment}`,
    phase: 'read',
    exclusive: 'nothing',
    over: (contract) => printedForms(contract, environment),
    prerequisites: (_form, around) => formPrerequisites(around, environment),
    cost: () => ({ requests: 1, creates: 0 }),
    async run({ pattern }, session) {
      const [read] = parameterlessReads(session.contract);
      return {
        form: session.credentialForm(credentialOf[environment], pattern),
        read: read && (await session.run(plainRead, { operation: read.key })),
      };
    },
    judge({ pattern }, { form, read }) {
      if (!form || !read) return inconclusive('There is no credential to look at', read ? [read] : []);
      if (form.fits) return pass(1);
      const expected = `a credential that fits ${pattern}`;
      return fail({ code: 'credential-form', where: 'credential', expected, actual: 'one of another form' }, [read]);
    },
  });

export const formLive = defineFormProbe({
  id: 'auth/form-live',
  title: 'A credential of the live environment has the printed form',
  why: 'People and scanners tell live credentials from others by how they look.',
  fix: 'Issue credentials of the printed form, or print the form that they have.',
  environment: 'live',
});

export const formSandbox = defineFormProbe({
  id: 'auth/form-sandbox',
  title: 'A credential of the sandbox has the printed form',
  why: 'People and scanners tell credentials of a sandbox from live ones by how they look.',
  fix: 'Issue credentials of the printed form, or print the form that they have.',
  environment: 'sandbox',
});

export const formRecorded = defineProbe({
  id: 'auth/form-recorded',
  title: 'Whether a credential has the printed form, and how long it is, is recorded',
  why: 'The form of an example is no promise, and whoever looks for credentials in texts wants to know it.',
  fix: 'Nothing is wrong with either form.',
  reads: 'auth.forms.live',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) => printedForms(contract, 'live'),
  prerequisites: (_form, around) => formPrerequisites(around, 'live'),
  cost: () => ({ requests: 0, creates: 0 }),
  run: async ({ pattern }, session) => session.credentialForm(credentialOf.live, pattern),
  judge: ({ location }, form) =>
    form ? observed([factOf('credential.form', location.operation, form)]) : inconclusive('There is no credential to look at', []),
});
