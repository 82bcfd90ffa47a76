import { z } from 'zod';
import { bodyRules, readObject } from '../kit/json-object.ts';
import { permit } from '../kit/key-access.ts';
import { staged } from '../kit/lifecycle.ts';
import { refuse } from '../kit/refusing.ts';
import { statusOf } from '../kit/store.ts';
import type { Account, Resource } from './account.ts';
import type { Call, Layer } from './call.ts';
import { answer } from './call.ts';
import { listResources } from './resource-list.ts';
import { createdResource, singleResource } from './resource.ts';
import type { Settings } from './settings.ts';
import { regions } from './initial-data.ts';

export const idOf = (call: Call): string => call.params?.['id'] ?? '';

/**
 * The resource that the path names.
 * @throws {ErrorResponse} 404, or 403 for one of another project where the server distinguishes them.
 */
export const calledResource = (call: Call): Resource => {
  const { account, service, settings } = call.state;
  const nowMs = Date.now();
  const found = account.resources.find(idOf(call), nowMs);
  if (found !== undefined) return found;
  const isForeign = Object.values(service.accounts).some(({ resources }) => resources.find(idOf(call), nowMs) !== undefined);
  if (isForeign && settings.foreign === 403) refuse(403, 'foreign-resource', 'This resource belongs to another project');
  return refuse(404, 'unknown-resource', 'The requested resource does not exist');
};

const isJson = (call: Call): boolean => /^application\/json\s*(;|$)/i.test(call.get('Content-Type'));

/** Makes the reader of the body of a creation, by the rules of this server. */
const creationReader = (settings: Settings): ((call: Call) => { readonly name: string; readonly region?: string | undefined }) => {
  const { minimum, maximum, isConverted } = settings.name;
  const name = z
    .string()
    .refine((text) => text.length >= minimum, 'Must not be empty')
    .refine((text) => text.length <= maximum, `Must have at most ${maximum} characters`);
  const converted = z.union([name, z.number(), z.boolean()]).transform(String);
  const region =
    settings.unknownRegion === 'accepted'
      ? z.string().min(1)
      : z.string().refine((text) => regions.some((one) => one === text), 'No such region');
  const shape = { name: isConverted ? converted : name, region: region.optional() };
  const schema = settings.unknownMember === 'ignored' ? z.object(shape) : z.strictObject(shape);
  const rules = bodyRules(422, { empty: settings.emptyBody, notAnObject: settings.notAnObject });
  return (call) => {
    if (settings.mediaTypes === 'json' && !isJson(call)) refuse(415, 'unknown-media-type', 'Send application/json');
    return readObject(schema, call.state.body, rules);
  };
};

const emitCreated = ({ webhooks }: Account, resource: Resource, settings: Settings, nowMs: number): void => {
  const { created, event } = settings.webhooks;
  for (const type of created) webhooks?.emit(event(type, createdResource(resource, settings), nowMs));
};

/** The stages that a resource goes through from a moment on, in milliseconds since the epoch. */
export const lifeFrom = (nowMs: number, { account, settings }: Pick<Call['state'], 'account' | 'settings'>): Resource['lifecycle'] =>
  staged(
    settings.stages.map((stage) => [stage, account.provisioningSeconds] as const),
    settings.settled,
    nowMs,
  );

/** Adds a resource that a client creates. */
export const createResource = (
  { account, settings }: Pick<Call['state'], 'account' | 'settings'>,
  { name, region, id }: { readonly name: string; readonly region?: string | undefined; readonly id?: string },
): Resource => {
  const nowMs = Date.now();
  const resource = account.resources.add({
    data: { name, region, isInUse: false },
    lifecycle: lifeFrom(nowMs, { account, settings }),
    createdAtMs: nowMs,
    ...(id !== undefined && { id }),
  });
  emitCreated(account, resource, settings, nowMs);
  return resource;
};

const create = (settings: Settings): Layer => {
  const readCreation = creationReader(settings);
  return (call) => {
    permit(call, 'first');
    const asked = readCreation(call);
    permit(call, 'last');
    const first = call.state.account.resources.listed(Date.now()).find(({ data }) => data.name === asked.name);
    if (first !== undefined && settings.sameName === 'refused') refuse(409, 'name-taken', 'Another resource has this name');
    const resource = settings.sameName === 'first' && first !== undefined ? first : createResource(call.state, asked);
    // The answer to a creation shows what it was then, however long this process stood still since.
    answer(call, 201, createdResource(resource, settings, resource === first ? Date.now() : resource.createdAtMs));
  };
};

const isInUse = (resource: Resource, { isNewInUse, stages }: Settings): boolean =>
  resource.data.isInUse || (isNewInUse && resource.origin === 'created' && stages.includes(statusOf(resource, Date.now())));

const remove =
  (settings: Settings): Layer =>
  (call) => {
    permit(call, 'first');
    const resource = calledResource(call);
    permit(call, 'last');
    if (isInUse(resource, settings)) refuse(409, 'in-use', 'The resource is in use and cannot be deleted');
    call.state.account.resources.remove(resource, Date.now());
    answer(call, 204, null);
  };

/** Every documented operation, and the one that only an example shows. */
export const operations = (settings: Settings): Readonly<Record<string, Layer>> => ({
  'GET /resources': listResources(settings),
  'GET /resources/:id': (call) => answer(call, 200, singleResource(calledResource(call), settings)),
  'POST /resources': create(settings),
  'DELETE /resources/:id': remove(settings),
  ...(settings.hasInstances && { 'GET /instances': listResources(settings) }),
});
