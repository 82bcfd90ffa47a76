export { nullServers } from './null-servers.ts';
export type { NullServer, RunningServer } from './null-servers.ts';
export { startReference, vendors } from './start-reference.ts';
export type { Reference, ReferenceOptions } from './start-reference.ts';
export type { Defect, Quota, StartOptions, Variant, VendorReference } from './vendor.ts';
