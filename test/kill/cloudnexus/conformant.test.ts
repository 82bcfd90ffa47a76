import { describeConformance } from '../describe-conformance.ts';

describeConformance('cloudnexus', {
  encrypted: ['NEXUS-3'],
  elsewhere: ['NEXUS-3', 'NEXUS-149', 'NEXUS-150', 'NEXUS-151'],
  plans: [
    ['free', 60, 'NEXUS-149'],
    ['pro', 600, 'NEXUS-150'],
    ['enterprise', 2400, 'NEXUS-151'],
  ],
});
