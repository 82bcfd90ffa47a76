import { describeKills } from '../describe-kills.ts';

describeKills('cloudapi-dev');
