import { defineRefusedWriteProbe } from './refused-write-probe.ts';

export const refusedWriteChangesNothing = defineRefusedWriteProbe({
  id: 'auth/refused-write-changes-nothing',
  title: 'A write that is refused for lack of a credential has no effect',
  why: 'A refusal that comes after the work was done keeps nobody out.',
  fix: 'Look at the credential before anything is stored, changed or removed.',
  reads: 'auth.unauthenticated',
  who: 'nobody',
  needs: [],
});
