import { describeConformance } from '../describe-conformance.ts';

describeConformance('cloudsync', {
  // The tier of a credential is declared only in the runs about tiers. No ordinary answer shows a time other than created_at.
  encrypted: ['SYNC-5'],
  elsewhere: ['SYNC-5', 'SYNC-50', 'SYNC-51', 'SYNC-52', 'SYNC-60', 'SYNC-96'],
  durations: { unhurried: { 'instance.active': 20, 'created.settled': 20 } },
  plans: [
    ['standard', 1000, 'SYNC-60'],
    ['enterprise', 5000, 'SYNC-60'],
  ],
});
