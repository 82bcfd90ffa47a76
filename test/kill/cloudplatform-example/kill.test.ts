import { describeKills } from '../describe-kills.ts';

describeKills('cloudplatform-example', {
  survivors: {},
  reported: { 'usage-always-500': ['examples/usage-parameters.overlay.yaml'] },
});
