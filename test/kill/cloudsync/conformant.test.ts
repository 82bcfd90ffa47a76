import { describeConformance } from '../describe-conformance.ts';

describeConformance('cloudsync', {
  // Which plan a credential has is told to the runs about plans alone; another time than created_at no plain answer shows.
  encrypted: ['SYNC-5'],
  elsewhere: ['SYNC-5', 'SYNC-50', 'SYNC-51', 'SYNC-52', 'SYNC-60', 'SYNC-96'],
  durations: { unhurried: { 'instance.active': 20, 'created.settled': 20 } },
  plans: [
    ['standard', 1000, 'SYNC-60'],
    ['enterprise', 5000, 'SYNC-60'],
  ],
});
