import { defineFormProbe } from './form-probe.ts';

export const formLive = defineFormProbe({
  id: 'auth/form-live',
  title: 'A credential of the live environment has the printed form',
  why: 'People and scanners tell live credentials from others by how they look.',
  fix: 'Issue credentials of the printed form, or print the form that they have.',
  environment: 'live',
});
