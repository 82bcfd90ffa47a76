import { describeKills } from '../describe-kills.ts';

// A refusal of the documented body counts where the operator named what there is.
describeKills('cloudsync', {
  survivors: {
    'list-redirects-to-slash': 'every plain read fails, so that the run stops before it judges: no operation seems to be there',
    'created-at-without-zone-in-third-list': 'the items of the list are not printed, so that no schema describes them',
  },
  values: { 'POST /instances': { region: 'ro-buh-1', size: 'cs-standard-2vcpu-4gb', image: 'ubuntu-22-04-x64' } },
});
