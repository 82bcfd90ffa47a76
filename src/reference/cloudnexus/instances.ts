import { cursorPage } from '../mechanisms/cursor-page.ts';
import { statusAt } from '../mechanisms/lifecycle.ts';
import type { Call, Layer } from './call.ts';
import { refuse } from './call.ts';
import type { Cloud, WantedInstance } from './cloud.ts';
import { readCreateBody } from './create-body.ts';
import type { Instance, ShownInstance } from './instance.ts';
import { showInstance } from './instance.ts';
import { listQueryReader } from './list-query.ts';
import type { Settings } from './settings.ts';

/** Response 200 of GET /instances. */
export type InstanceList = {
  readonly data: readonly ShownInstance[];
  readonly pagination: { readonly next_cursor?: string | null; readonly has_more: boolean };
};

/** Response 202 of PUT /instances/:id/restart. */
export type RestartAccepted = { readonly id: string; readonly status: 'rebooting'; readonly message: string };

export const restartAccepted = (id: string): RestartAccepted => ({
  id,
  status: 'rebooting',
  message: 'Restart initiated successfully',
});

/** What the pagination object says after an item that others follow, or after the last one. */
export const paginationAfter = (id: string | undefined, settings: Settings): InstanceList['pagination'] => {
  if (id !== undefined) return { next_cursor: settings.cursor.encode(id), has_more: true };
  if (settings.lastCursor === 'absent') return { has_more: false };
  return { next_cursor: settings.lastCursor === 'null' ? null : '', has_more: false };
};

const positionOf = (cursor: string, cloud: Cloud): number => {
  const id = cloud.settings.cursor.decode(cursor);
  const index = id === undefined ? -1 : cloud.indexOf(id);
  if (index >= 0) return index;
  const faults = [{ field: 'cursor', message: 'Not a cursor of this list' }];
  return refuse(cloud.settings.unknownCursor, 'unknown-cursor', 'Malformed query parameters', { faults });
};

/** GET /instances: one page of the account's instances, behind the cursor's instance. */
export const listInstances = (settings: Settings): Layer => {
  const readQuery = listQueryReader(settings);
  return (call) => {
    const { cloud } = call.state;
    const { region, status, limit, cursor } = readQuery(call.query);
    const nowMs = Date.now();
    const isChosen = (instance: Instance): boolean =>
      (region === undefined || settings.isRegionMatch(instance.region, region)) &&
      (status === undefined || settings.isStatusMatch(statusAt(instance.lifecycle, nowMs), status));
    const after = cursor === undefined ? -1 : positionOf(cursor, cloud);
    const { items, left } = cursorPage(cloud.instances, after, limit, isChosen);
    const body: InstanceList = {
      data: items.map((instance) => showInstance(instance, settings, nowMs)),
      pagination: paginationAfter(left > 0 ? items.at(-1)?.id : undefined, settings),
    };
    call.status = 200;
    call.body = body;
    call.state.list = {
      number: cloud.countList(),
      isFirstPage: cursor === undefined,
      limit,
      left,
      matching: cloud.instances.filter(isChosen).length,
    };
  };
};

/** Creates an instance and answers with it. */
export const answerCreation = (call: Call, wanted: WantedInstance): void => {
  const { cloud } = call.state;
  const nowMs = Date.now();
  const instance = cloud.provision(wanted, nowMs);
  call.status = cloud.settings.created;
  call.body = cloud.settings.created === 204 ? null : showInstance(instance, cloud.settings, nowMs);
};

/** POST /instances: judges the body, then the name, then creates. */
export const createInstance =
  (settings: Settings): Layer =>
  (call) => {
    const { cloud, body = { kind: 'empty' } } = call.state;
    const wanted = readCreateBody(body, settings);
    const isTaken = cloud.instances.some(
      ({ name, region }) => name === wanted.name && (settings.uniqueNames === 'account' || region === wanted.region),
    );
    if (isTaken) {
      const faults = [{ field: 'name', message: 'This name is in use' }];
      return refuse(409, 'duplicate-name', 'An instance with this name exists already', { faults });
    }
    return answerCreation(call, wanted);
  };

/** PUT /instances/:id/restart: a running instance reboots, any other is refused. */
export const restartInstance =
  (settings: Settings): Layer =>
  (call) => {
    const { cloud } = call.state;
    const instance = cloud.instances[cloud.indexOf(call.params?.['id'] ?? '')];
    if (instance === undefined) return refuse(404, 'unknown-instance', 'No such instance');
    const nowMs = Date.now();
    const status = statusAt(instance.lifecycle, nowMs);
    if (status !== 'running') {
      const refusal = status === 'rebooting' ? 409 : settings.notRunning;
      return refuse(refusal, 'not-restartable', `The instance is ${status}`);
    }
    cloud.reboot(instance, nowMs);
    call.status = 202;
    call.body = restartAccepted(instance.id);
  };
