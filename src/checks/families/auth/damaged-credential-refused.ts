import { defineAlteredProbe } from './altered-probe.ts';

export const damagedCredentialRefused = defineAlteredProbe({
  id: 'auth/damaged-credential-refused',
  title: 'A valid credential with a character changed, left out or added is refused with the documented status',
  why: 'A service that compares only a part of a credential is open to whoever knows that part.',
  fix: 'Compare the whole credential, its length included, and answer as for one that nobody has.',
  kind: 'damaged',
  forms: ['last-character-changed', 'middle-character-changed', 'last-character-removed', 'character-appended'],
  usual: [403],
});
