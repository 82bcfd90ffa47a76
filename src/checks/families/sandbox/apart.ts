import { apartProbe } from './apart-probe.ts';

export const sandboxApart = apartProbe(
  {
    id: 'sandbox/apart',
    title: 'What is created in the sandbox does not appear in the live service',
    why: 'Trials that show up among real things are billed, listed, and deleted by accident together with them.',
    fix: 'Keep the data of the sandbox in a store of its own, and look up ids in that of the environment.',
  },
  'sandbox',
);
