import { punctuatedCursor } from '../../kit/cursor.ts';
import type { Layer } from '../call.ts';
import type { NexusVariant } from '../overrides.ts';

/** Reports the limit of their address to callers without a valid key. */
const limitOfAddress: Layer = async (call, next) => {
  await next();
  if (call.status !== 401) return;
  const reset = String(Math.ceil(Date.now() / 1000) + 60);
  call.set({ 'X-RateLimit-Limit': '30', 'X-RateLimit-Remaining': '29', 'X-RateLimit-Reset': reset });
};

/** Has everything in one region, with unusual names, and changes status at once. */
export const oneRegion: NexusVariant = {
  title: 'One region, odd names and cursors, pages of networks and volumes, limits by endpoint type, and quick changes',
  options: {
    plan: 'enterprise',
    quota: { limit: 2000, windowSeconds: 2 },
    durations: { 'instance.provisioning': 0, 'instance.rebooting': 0.9 },
  },
  settings: {
    regions: ['ap-south-1'],
    names: 'odd',
    order: 'by-name',
    id: 'prefixed-letters',
    cursor: punctuatedCursor,
    page: { default: 20, maximum: 100, above: 'cut', zero: 'default' },
    lastCursor: 'value',
    createdAt: 'microseconds',
    emptyParameter: 'absent',
    created: 200,
    networks: 30,
    networksShape: 'paged',
    volumes: 45,
    volumesShape: 'paged',
    unknownVpc: 422,
    quotaScope: 'endpoint-type',
  },
  around: limitOfAddress,
};
