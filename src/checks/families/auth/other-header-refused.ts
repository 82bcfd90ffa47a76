import type { CredentialMisplacement } from '../../../model/request.ts';
import { defineMisplacedProbe } from './misplaced-probe.ts';

const forms: readonly CredentialMisplacement[] = ['api-key-header'];

export const otherHeaderRefused = defineMisplacedProbe({
  id: 'auth/other-header-refused',
  title: 'A valid credential in another header than the documented one counts as missing',
  why: 'A credential that works in several headers is easy to forget in one: in a log, in a cache, in a proxy.',
  fix: 'Look for the credential in the documented header only, and answer as if none had been sent otherwise.',
  forms,
});
