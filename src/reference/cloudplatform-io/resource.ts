import type { Members } from '../kit/answering.ts';
import { statusOf } from '../kit/store.ts';
import type { Resource } from './account.ts';
import type { Settings } from './settings.ts';

/** A resource as an item of the list. */
export const listedResource = (resource: Resource, { time }: Settings): Members => ({
  id: resource.id,
  name: resource.data.name,
  status: statusOf(resource, Date.now()),
  created_at: time(resource.createdAtMs),
});

const regionOf = ({ data }: Resource, { noRegion }: Settings): Members => {
  if (data.region !== undefined) return { region: data.region };
  if (noRegion === 'default') return { region: 'us-east-1' };
  return noRegion === 'null' ? { region: null } : {};
};

/** A resource in the answer to its creation. */
export const createdResource = (resource: Resource, settings: Settings, nowMs = Date.now()): Members => ({
  id: resource.id,
  name: resource.data.name,
  status: statusOf(resource, nowMs),
  ...regionOf(resource, settings),
  created_at: settings.time(resource.createdAtMs),
});

/** A resource in a read by its id. */
export const singleResource = (resource: Resource, settings: Settings): Members => {
  const isUnchanged = settings.unchanged === 'null' && resource.updatedAtMs === resource.createdAtMs;
  return { ...createdResource(resource, settings), updated_at: isUnchanged ? null : settings.time(resource.updatedAtMs) };
};
