import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import type { CredentialForm } from '../../kit/session.ts';
import { credentialOf, formNeeds } from './form-probe.ts';

export const formRecorded = defineProbe<CredentialForm | undefined>({
  id: 'auth/form-recorded',
  title: 'Whether a credential has the printed form, and how long it is, is recorded',
  why: 'The form of an example is no promise, and whoever looks for credentials in texts wants to know it.',
  fix: 'Nothing is wrong with either form.',
  reads: 'auth.forms.live',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => conventionPlaces(contract, ({ auth }) => auth?.forms?.live).slice(0, 1),
  needs: (_place, around) => formNeeds(around, 'live'),
  cost: () => ({ requests: 0, creates: 0 }),
  measure: async (_place, session) =>
    session.credentialForm(credentialOf('live'), session.contract.conventions.auth?.forms?.live?.pattern ?? ''),
  judge: (place, form) =>
    form ? observed([factOf('credential.form', place.operation, form)]) : inconclusive('There is no credential to look at', []),
});
