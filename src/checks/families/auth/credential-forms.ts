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

/** The documented form of credentials, as a regular expression. */
type DocumentedForm = Subject & { readonly pattern: string };

const documentedForms = (contract: Contract, environment: Environment): DocumentedForm[] => {
  const pattern = contract.conventions.auth?.forms?.[environment]?.pattern ?? '';
  return conventionLocations(contract, ({ auth }) => auth?.forms?.[environment])
    .slice(0, 1)
    .map((location) => at(location, { pattern }));
};

/** The operator's credential for each environment. */
const credentialOf: Readonly<Record<Environment, CredentialName>> = { live: 'key', sandbox: 'test' };

/** The key belongs to the live environment unless the target itself is a sandbox. */
const formPrerequisites = ({ target }: Surroundings, environment: Environment): ProbePrerequisite[] => {
  if (environment === 'sandbox') return [{ kind: 'credential', name: 'test' }];
  const sentence = 'a target in the live environment, because a sandbox key shows nothing about live credentials';
  return target.environment === 'sandbox' ? [{ kind: 'config', path: 'environment', sentence }] : [];
};

type Result = { readonly form: CredentialForm | undefined; readonly read: Exchange | undefined };

/** A probe that compares the operator's credential with the documented form. It never reveals the credential. */
const defineFormProbe = ({ environment, ...text }: Omit<CheckText, 'reads'> & { readonly environment: Environment }): Probe<Result> =>
  defineProbe<DocumentedForm, Result>({
    ...text,
    reads: `auth.forms.${environment}`,
    phase: 'read',
    exclusive: 'nothing',
    over: (contract) => documentedForms(contract, environment),
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
      if (!form || !read) return inconclusive('There is no credential to examine', read ? [read] : []);
      if (form.fits) return pass(1);
      const expected = `a credential that fits ${pattern}`;
      return fail({ code: 'credential-form', where: 'credential', expected, actual: 'a credential of another form' }, [read]);
    },
  });

export const formLive = defineFormProbe({
  id: 'auth/form-live',
  title: 'A credential of the live environment has the documented form',
  why: 'People and secret scanners recognise live credentials by their form.',
  fix: 'Issue credentials of the documented form, or document the form that they have.',
  environment: 'live',
});

export const formSandbox = defineFormProbe({
  id: 'auth/form-sandbox',
  title: 'A credential of the sandbox has the documented form',
  why: 'People and secret scanners distinguish sandbox credentials from live ones by their form.',
  fix: 'Issue credentials of the documented form, or document the form that they have.',
  environment: 'sandbox',
});

export const formRecorded = defineProbe({
  id: 'auth/form-recorded',
  title: 'Whether a credential has the documented form, and how long it is, is recorded',
  why: 'An example does not require a form, but tools that search texts for credentials depend on one.',
  fix: 'No form is wrong; document the one that is issued.',
  reads: 'auth.forms.live',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) => documentedForms(contract, 'live'),
  prerequisites: (_form, around) => formPrerequisites(around, 'live'),
  cost: () => ({ requests: 0, creates: 0 }),
  run: async ({ pattern }, session) => session.credentialForm(credentialOf.live, pattern),
  judge: ({ location }, form) =>
    form ? observed([factOf('credential.form', location.operation, form)]) : inconclusive('There is no credential to examine', []),
});
