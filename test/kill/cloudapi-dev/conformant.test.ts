import { describeConformance } from '../describe-conformance.ts';

describeConformance('cloudapi-dev', {
  // Which plan a credential has is told to the runs about plans alone.
  elsewhere: ['CDEV-136'],
  plans: [],
});
