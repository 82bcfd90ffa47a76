import { refusalStatusProbe } from './refusal-status-probe.ts';

export const refusalStatus = refusalStatusProbe(
  {
    id: 'rate-limit/refusal-status',
    title: 'Where calls above the quota are refused, it is with the documented status',
    why: 'Clients wait when they see that status; another one they take for a fault of theirs, or of the service.',
    fix: 'Answer the documented status wherever the quota refuses a call, also in gateways before the service.',
  },
  { reads: 'rateLimit.exceeded', list: ({ exceeded }) => exceeded },
);
