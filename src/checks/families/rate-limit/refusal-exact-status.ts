import { refusalStatusProbe } from './refusal-status-probe.ts';

export const refusalExactStatus = refusalStatusProbe(
  {
    id: 'rate-limit/refusal-exact-status',
    title: 'Calls above the quota are refused with exactly the one status that is meant for it',
    why: 'Libraries wait and repeat by themselves at that status alone; at any other one the call is lost.',
    fix: 'Answer that status wherever the quota refuses a call, also in gateways before the service.',
  },
  { reads: 'rateLimit.exceeded.exactly', list: ({ exceeded }) => exceeded.exactly },
);
