import { describeConformance } from '../describe-conformance.ts';

describeConformance('cloudapi-dev', {
  // Which plan a credential has is told to the runs about plans alone.
  elsewhere: ['CDEV-136'],
  plans: [],
  unvaried: { 'CDEV-136': 'it is about a plan, and one variant has its credential on that plan' },
});
