/** Sizes of the documented plans (POST /instances, plan). */
export const plans = {
  micro: { cpu: 1, memoryGb: 1 },
  'standard-4': { cpu: 4, memoryGb: 16 },
  'memory-16': { cpu: 2, memoryGb: 16 },
} as const;
export type Plan = keyof typeof plans;
export type PlanSizes = Readonly<Record<Plan, { readonly cpu: number; readonly memoryGb: number }>>;

export const isPlan = (name: string): name is Plan => Object.hasOwn(plans, name);

/** Two of them begin alike, so that a filter by prefix is noticed. */
export const regions = ['us-east-1', 'eu-west-1', 'us-east-10', 'ap-south-1', 'us-west-2'] as const;

/** An existing region that no account may use (Error Handling, 403). */
export const blockedRegion = 'gov-west-1';

export const isRegion = (name: string): boolean => name === blockedRegion || regions.some((region) => region === name);

export const images = ['ubuntu-22-04', 'ubuntu-24-04', 'debian-12', 'rocky-9'] as const;

export const isImage = (name: string): boolean => images.some((image) => image === name);

/** Values of the status filter (GET /instances, status). */
export const filterStatuses = ['running', 'stopped', 'provisioning'] as const;

/** Values of the environment filter (GET /networks, environment). */
export const environments = ['production', 'staging'] as const;
