import { setTimeout as pause } from 'node:timers/promises';
import { permit } from '../kit/key-access.ts';
import { lasting, staged } from '../kit/lifecycle.ts';
import { ordered } from '../kit/list-order.ts';
import type { ListOrder } from '../kit/list-order.ts';
import { refuse } from '../kit/refusing.ts';
import { statusOf } from '../kit/store.ts';
import { readCreation, readUpdate } from './bodies.ts';
import type { Call, Layer, Showing } from './call.ts';
import { operations } from './call.ts';
import type { Instance, Wanted } from './instance.ts';
import { showInstance, wantedAt } from './instance.ts';
import type { Settings } from './settings.ts';

/** Answers with a body, or without one where the status allows none. */
export const answer = (call: Call, status: number, body: unknown): void => {
  call.status = status;
  call.body = status === 204 ? null : body;
};

/** How an operation shows an instance at a time in milliseconds since the epoch. */
export const shownOn = (on: Showing, instance: Instance, call: Call, nowMs: number): unknown => {
  const { asShown, createdAt } = call.state.settings;
  const members = showInstance(instance, {
    status: statusOf(instance, nowMs),
    wanted: on === 'create' || on === 'update' ? instance.data : wantedAt(instance, nowMs),
    createdAt: createdAt(instance.createdAtMs),
  });
  return asShown({ on, members, instance, nowMs, call });
};

/** Whether the account ever had an instance with this id. */
export const everExisted = (call: Call, id: string): boolean => call.state.account.instances.everything.some((one) => one.id === id);

/**
 * The instance that a call names.
 * @throws {ErrorResponse} where there is none.
 */
export const called = (call: Call): Instance => {
  const { account, settings } = call.state;
  const id = call.params?.['id'] ?? '';
  const instance = settings.found(account.instances.find(id, Date.now()), id, call);
  if (instance !== undefined) return instance;
  const isGone = settings.gone === 410 && everExisted(call, id);
  return isGone ? refuse(410, 'gone', 'The instance was deleted') : refuse(404, 'unknown-resource', 'The instance does not exist');
};

/** Makes an instance that becomes active in time. */
export const provision = ({ state: { account, settings } }: Pick<Call, 'state'>, data: Wanted, nowMs: number): Instance => {
  const stages = settings.stages.map(([status, share]) => [status, share * account.activeSeconds] as const);
  return account.instances.add({ data, lifecycle: staged(stages, settings.lastStatus, nowMs), createdAtMs: nowMs });
};

/** Makes an instance and answers with it. */
export const answerCreation = (call: Call, wanted: Wanted): void => {
  const nowMs = Date.now();
  const instance = provision(call, wanted, nowMs);
  // The document's example shows this body, so no variant has another.
  answer(call, call.state.settings.statuses.created, { instance: shownOn('create', instance, call, nowMs) });
};

const orders: Readonly<Record<Settings['order'], ListOrder<Instance>>> = {
  'oldest-first': { by: ({ createdAtMs }) => createdAtMs, direction: 'ascending' },
  'newest-first': { by: ({ createdAtMs }) => createdAtMs, direction: 'descending' },
  'by-name': { by: ({ data }) => data.name, direction: 'ascending' },
};

const listInstances: Layer = (call) => {
  const { account, settings } = call.state;
  const nowMs = Date.now();
  const chosen = settings.listed(ordered(account.instances.listed(nowMs), orders[settings.order]), call, nowMs);
  const page = Math.max(1, Number(call.query['page'] ?? 1) || 1);
  const { pageSize } = settings;
  const onPage = pageSize === Infinity ? chosen : chosen.slice((page - 1) * pageSize, page * pageSize);
  const shown = onPage.map((instance) => shownOn('list', instance, call, nowMs - settings.listBehindMs));
  const pages = Math.max(1, Math.ceil(chosen.length / pageSize));
  answer(call, 200, settings.listBody({ shown, page, pages, total: chosen.length }));
};

const createInstance: Layer = (call) => {
  permit(call, 'first');
  const wanted = readCreation(call);
  permit(call, 'last');
  answerCreation(call, wanted);
};

const updateInstance: Layer = (call) => {
  permit(call, 'first');
  const instance = called(call);
  const changes = readUpdate(call);
  permit(call, 'last');
  const { account, settings } = call.state;
  const nowMs = Date.now();
  if (statusOf(instance, nowMs) === 'archived') refuse(409, 'instance-busy', 'The instance is archived');
  const { earlier: _, ...wanted } = instance.data;
  const earlier = { wanted: wantedAt(instance, nowMs), untilMs: nowMs + settings.updatedAfterMs };
  account.instances.change(instance, { ...settings.updatedTo(changes, wanted), earlier }, nowMs);
  answer(call, settings.statuses.updated, settings.itemBody(shownOn('update', instance, call, nowMs)));
};

const removeInstance: Layer = (call) => {
  permit(call, 'first');
  const instance = called(call);
  permit(call, 'last');
  const { account, settings } = call.state;
  const nowMs = Date.now();
  if (!settings.removesNew && statusOf(instance, nowMs) === 'new') refuse(409, 'instance-busy', 'The instance is being created');
  if (settings.removal !== 'at-once') instance.lifecycle = lasting(settings.removal);
  if (settings.removal !== 'archived') account.instances.remove(instance, nowMs);
  answer(call, settings.statuses.removed, settings.removedBody(instance.id));
};

/** The five operations by method and path. */
export const routes = ({ answeredAfterMs }: Settings): Readonly<Record<string, Layer>> => {
  const paced =
    (layer: Layer): Layer =>
    async (call, next) => {
      if (answeredAfterMs > 0) await pause(answeredAfterMs);
      await layer(call, next);
    };
  return {
    [operations.list]: paced(listInstances),
    [operations.create]: paced(createInstance),
    [operations.read]: paced((call) => {
      const { itemBody } = call.state.settings;
      answer(call, 200, itemBody(shownOn('read', called(call), call, Date.now())));
    }),
    [operations.update]: paced(updateInstance),
    [operations.remove]: paced(removeInstance),
  };
};
