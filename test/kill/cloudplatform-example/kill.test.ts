import { describeKills } from '../describe-kills.ts';

const preflight = 'every plain read fails, so that the run stops before it judges: no operation seems to be there';

describeKills('cloudplatform-example', {
  survivors: {
    'v1-redirects-to-other-version': preflight,
    'bearer-capital-b-refused': preflight,
    'exchange-without-code-500': 'no request goes to the address that issues tokens',
  },
});
