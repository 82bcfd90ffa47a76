import { apartProbe } from './apart-probe.ts';

export const sandboxLiveApart = apartProbe(
  {
    id: 'sandbox/live-apart',
    title: 'What is created in the live service does not appear in the sandbox',
    why: 'Keys of the sandbox are passed around freely; whoever has one would read real data.',
    fix: 'Keep the data of the sandbox in a store of its own, and look up ids in that of the environment.',
  },
  'live',
);
