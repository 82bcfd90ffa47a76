import { describeConformance } from '../describe-conformance.ts';

describeConformance('cloudplatform-example', {
  encrypted: ['CPEX-8'],
  elsewhere: ['CPEX-8'],
  plans: [],
  unvaried: { 'CPEX-13': 'it is about the host of the base URL, and all our servers have the same' },
});
