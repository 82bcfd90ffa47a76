import { describeKills } from '../describe-kills.ts';
import { observed } from './observed.ts';

describeKills('cloudapi-dev', { observed: { requirement: 'CDEV-153', by: observed } });
