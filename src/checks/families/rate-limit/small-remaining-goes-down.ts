import { remainingFallProbe } from './remaining-fall-probe.ts';

export const smallRemainingGoesDown = remainingFallProbe(
  {
    id: 'rate-limit/small-remaining-goes-down',
    title: 'What is left does not go up as calls are made, and goes down where the quota is of a hundred calls or fewer',
    why: 'The fewer calls there are, the sooner a client that sees no end of them is refused.',
    fix: 'Send what is left after the call itself was counted.',
  },
  { mostLimit: 100 },
);
