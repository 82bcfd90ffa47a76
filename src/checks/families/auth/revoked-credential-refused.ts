import { defineEndedCredentialProbe } from './ended-credential-probe.ts';

export const revokedCredentialRefused = defineEndedCredentialProbe({
  id: 'auth/revoked-credential-refused',
  title: 'A credential that was revoked or rotated out is refused with the documented status',
  why: 'People revoke a credential because somebody else has it; until it stops working they are not safe.',
  fix: 'Forget a revoked credential everywhere, caches included, and answer as for one that nobody has.',
  credential: 'revoked',
});
