import { defineEndedCredentialProbe } from './ended-credential-probe.ts';

export const expiredCredentialRefused = defineEndedCredentialProbe({
  id: 'auth/expired-credential-refused',
  title: 'An expired credential is refused with the documented status',
  why: 'A credential that outlives its end is one that nobody watches; another status keeps clients from renewing theirs.',
  fix: 'Compare the end of a credential with the clock on every call, and answer as for one that nobody has.',
  credential: 'expired',
});
