export { nullServers } from './null-servers.ts';
export { startReference, vendors } from './start-reference.ts';
export { NoWebhooks } from './start-vendor.ts';
export type { Reference, ReferenceOptions } from './start-vendor.ts';
export type { StartOptions } from './vendor.ts';
