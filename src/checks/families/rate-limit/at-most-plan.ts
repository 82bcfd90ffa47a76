import { atMostPlanProbe, isLetThrough } from './plan-flood.ts';

export const atMostPlan = atMostPlanProbe(
  {
    id: 'rate-limit/at-most-plan',
    title: 'A credential of a plan is let through no more often than the plan says',
    why: 'What one credential takes above its plan is taken from all the others.',
    fix: 'Apply the limit of the plan that the credential belongs to, over all connections and servers together.',
  },
  isLetThrough,
);
