import { describeKills } from '../describe-kills.ts';

// A refusal of the documented body counts where the operator named what there is.
describeKills('cloudsync', {
  survivors: {},
  values: { 'POST /instances': { region: 'ro-buh-1', size: 'cs-standard-2vcpu-4gb', image: 'ubuntu-22-04-x64' } },
});
