import { defineAlteredProbe } from './altered-probe.ts';

export const credentialCaseCounts = defineAlteredProbe({
  id: 'auth/credential-case-counts',
  title: 'A valid credential in other letter case is refused with the documented status',
  why: 'A credential that is compared without regard to case is guessed in far fewer tries.',
  fix: 'Compare credentials octet by octet.',
  kind: 'letterCase',
  forms: ['letter-case-swapped', 'one-letter-case-swapped'],
  usual: [],
});
