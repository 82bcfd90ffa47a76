import { describeConformance } from '../describe-conformance.ts';

describeConformance('cloudapi-dev', {
  encrypted: ['CDEV-43'],
  // A certificate needs an encrypted address; which plan a credential has is told to the runs about plans alone.
  elsewhere: ['CDEV-43', 'CDEV-136'],
  plans: [],
  unvaried: { 'CDEV-136': 'it is about a plan, and one variant has its credential on that plan' },
});
