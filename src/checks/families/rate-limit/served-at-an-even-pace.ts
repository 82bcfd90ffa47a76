import { evenPaceProbe } from './even-pace-probe.ts';

export const servedAtAnEvenPace = evenPaceProbe(
  {
    id: 'rate-limit/served-at-an-even-pace',
    title: 'Nearly as many calls as the quota says, spread evenly over a window, are let through',
    why: 'A client that keeps well below its quota, and to an even pace, has done all it can and is refused all the same.',
    fix: 'Let every window have the calls that the quota says, however it is counted.',
  },
  // A call of the run itself, and what is rounded when a bucket refills, are not to matter.
  { share: 0.96, least: 0.94 },
);
