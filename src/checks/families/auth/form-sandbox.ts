import { defineFormProbe } from './form-probe.ts';

export const formSandbox = defineFormProbe({
  id: 'auth/form-sandbox',
  title: 'A credential of the sandbox has the printed form',
  why: 'People and scanners tell credentials of a sandbox from live ones by how they look.',
  fix: 'Issue credentials of the printed form, or print the form that they have.',
  environment: 'sandbox',
});
