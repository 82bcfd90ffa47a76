import { describeConformance } from '../describe-conformance.ts';
import { observed } from './observed.ts';

describeConformance('cloudapi-dev', {
  encrypted: ['CDEV-43'],
  // The requirement about the certificate needs an encrypted address; the one about the tier of a credential is only in runs with
  // a declared tier.
  elsewhere: ['CDEV-43', 'CDEV-136'],
  plans: [],
  observed,
  unvaried: {
    'CDEV-136': 'it is about a tier, and one variant has its credential on that tier',
    'CDEV-168': 'the waits that a run sees are judged by other requirements',
  },
});
