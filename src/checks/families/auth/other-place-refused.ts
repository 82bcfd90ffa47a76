import type { CredentialMisplacement } from '../../../model/request.ts';
import { defineMisplacedProbe } from './misplaced-probe.ts';

const forms: readonly CredentialMisplacement[] = ['api-key-header', 'api-key-query'];

export const otherPlaceRefused = defineMisplacedProbe({
  id: 'auth/other-place-refused',
  title: 'A valid credential at another place than the documented one counts as missing',
  why: 'A credential that works in a query ends up in logs and histories; one that works in several headers is easy to forget in one.',
  fix: 'Look for the credential at the documented place only, and answer as if none had been sent otherwise.',
  forms,
});
