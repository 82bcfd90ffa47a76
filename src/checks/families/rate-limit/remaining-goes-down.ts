import { remainingFallProbe } from './remaining-fall-probe.ts';

export const remainingGoesDown = remainingFallProbe(
  {
    id: 'rate-limit/remaining-goes-down',
    title: 'What is left of the quota goes down as calls are made',
    why: 'Clients slow down by this number; one that stands still, or counts up, lets them run into the refusal.',
    fix: 'Send what is left after the calls that were counted, also where several servers count together.',
  },
  { mostLimit: Infinity },
);
