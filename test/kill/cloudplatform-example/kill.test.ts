import { describeKills } from '../describe-kills.ts';

describeKills('cloudplatform-example', {
  survivors: {},
  overlays: {
    'usage-always-500': ['examples/usage-parameters.overlay.yaml'],
    'usage-with-end-500': ['examples/usage-parameters.overlay.yaml'],
  },
});
