import type { CredentialMisplacement } from '../../../model/request.ts';
import { defineMisplacedProbe } from './misplaced-probe.ts';

const forms: readonly CredentialMisplacement[] = ['basic-scheme', 'token-scheme', 'no-scheme'];

export const otherSchemeRefused = defineMisplacedProbe({
  id: 'auth/other-scheme-refused',
  title: 'A valid credential under another scheme than the documented one is refused',
  why: 'A service that takes a credential however it is written hides mistakes that fail elsewhere, and widens what has to be guarded.',
  fix: 'Accept the credential behind the documented scheme name only, and answer the documented status otherwise.',
  forms,
});
