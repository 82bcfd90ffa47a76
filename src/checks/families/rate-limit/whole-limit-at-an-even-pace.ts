import { evenPaceProbe } from './even-pace-probe.ts';

export const wholeLimitAtAnEvenPace = evenPaceProbe(
  {
    id: 'rate-limit/whole-limit-at-an-even-pace',
    title: 'As many calls as the quota says, spread evenly over a window, are let through to the last one',
    why: 'A client sized by the printed number is refused at the end of every window.',
    fix: 'Refuse the first call above the quota, not the last one within it.',
  },
  { share: 1, least: 1 },
);
