import type { Call, Layer } from './call.ts';
import { instancesPath, refuse } from './call.ts';
import { permit } from './access.ts';
import { blockedRegion } from './catalogue.ts';
import type { Cloud, WantedInstance } from './cloud.ts';
import { readCreateBody } from './create-body.ts';
import { showInstance } from './instance.ts';

/** Creates an instance and answers with it. */
export const answerCreation = (call: Call, wanted: WantedInstance): void => {
  const { cloud } = call.state;
  const { created, createdBody, hasLocation } = cloud.settings;
  const nowMs = Date.now();
  const instance = cloud.provision(wanted, nowMs);
  const shown = showInstance(instance, cloud.settings, nowMs);
  call.status = created;
  if (hasLocation) call.set('Location', `${instancesPath}/${instance.id}`);
  call.body = created === 204 ? null : createdBody === 'wrapped' ? { data: shown } : shown;
};

/** Whether the account already has an instance with this name, in the same region or anywhere, as the settings say. */
export const isNameTaken = ({ instances, settings }: Cloud, wanted: Pick<WantedInstance, 'name' | 'region'>): boolean =>
  instances.some(({ name, region }) => name === wanted.name && (settings.uniqueNames === 'account' || region === wanted.region));

/**
 * What a creation asks for, if it may be carried out.
 * @throws {ErrorResponse} because of its key, media type, body, region or name, or because the account is full.
 */
export const wantedBy = (call: Call): WantedInstance => {
  const { cloud, body = { kind: 'empty' } } = call.state;
  permit(call, 'first');
  if (cloud.settings.otherMediaType === 'refused' && body.kind !== 'empty' && call.is('json', '+json') === false) {
    return refuse(415, 'other-media-type', 'The request body must be JSON');
  }
  const wanted = readCreateBody(body, cloud);
  permit(call, 'last');
  if (wanted.region === blockedRegion) {
    const faults = [{ field: 'region', message: 'Not available to this account' }];
    return refuse(403, 'blocked-region', 'Access to this region is blocked', { faults });
  }
  if (isNameTaken(cloud, wanted)) {
    const faults = [{ field: 'name', message: 'This name is in use' }];
    return refuse(409, 'duplicate-name', 'An instance with this name exists already', { faults });
  }
  return cloud.instances.length < cloud.instanceQuota ? wanted : refuse(422, 'no-room', 'Instance quota exceeded');
};

/** POST /instances. */
export const createInstance: Layer = (call) => answerCreation(call, wantedBy(call));
