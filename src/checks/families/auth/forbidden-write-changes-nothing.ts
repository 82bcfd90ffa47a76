import { defineRefusedWriteProbe } from './refused-write-probe.ts';

export const forbiddenWriteChangesNothing = defineRefusedWriteProbe({
  id: 'auth/forbidden-write-changes-nothing',
  title: 'A write that is refused for lack of a permission has no effect',
  why: 'A credential for reading that changes things behind a refusal does harm that nobody looks for.',
  fix: 'Look at the permission before anything is stored, changed or removed.',
  reads: 'auth.forbidden',
  who: 'restricted',
  needs: [{ kind: 'credential', name: 'restricted' }],
});
