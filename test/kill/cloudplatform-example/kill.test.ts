import { describeKills } from '../describe-kills.ts';

describeKills('cloudplatform-example');
