import { describeConformance } from '../describe-conformance.ts';

describeConformance('cloudplatform-example', { elsewhere: [], plans: [] });
