import { defineEnvironmentProbe } from './environment-probe.ts';

export const environmentSandboxOnLive = defineEnvironmentProbe({
  id: 'auth/environment-sandbox-on-live',
  title: 'A key of the sandbox is refused in the live environment',
  why: 'Keys for trials are handed out freely; one that works on real data does real harm.',
  fix: 'Look a credential up in the environment that is called, and answer as for one that nobody has.',
  word: 'sandboxOnLive',
});
