import { describeConformance } from '../describe-conformance.ts';

describeConformance('cloudplatform-io', {
  // Each tier takes a burst of its own, which the kill tests send.
  elsewhere: ['CPIO-101', 'CPIO-102', 'CPIO-103'],
  plans: [],
});
