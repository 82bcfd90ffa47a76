import { defineEnvironmentProbe } from './environment-probe.ts';

export const environmentLiveOnSandbox = defineEnvironmentProbe({
  id: 'auth/environment-live-on-sandbox',
  title: 'A live key is refused in the sandbox',
  why: 'A live key that works for trials ends up where keys are not looked after.',
  fix: 'Look a credential up in the environment that is called, and answer as for one that nobody has.',
  word: 'liveOnSandbox',
});
