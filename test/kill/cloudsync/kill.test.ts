import { describeKills } from '../describe-kills.ts';

// A creation with the documented body can only be judged if the operator names existing regions, sizes and images.
describeKills('cloudsync', {
  survivors: {},
  bursting: ['rate-limit', 'status'],
  values: { 'POST /instances': { region: 'ro-buh-1', size: 'cs-standard-2vcpu-4gb', image: 'ubuntu-22-04-x64' } },
});
