import { statusAt } from '../../kit/lifecycle.ts';
import type { Layer } from '../call.ts';
import { regions } from '../catalogue.ts';
import type { Cloud } from '../cloud.ts';
import type { NexusVariant } from '../overrides.ts';

/** How many calls of the account come between two actions of the other client. */
const callsBetween = 9;
/** Few enough that a traversal takes about as long as before. */
const mostCreated = 30;

const callsOf = new WeakMap<Cloud, number>();

const restartOne = ({ instances, reboot }: Cloud, turn: number, nowMs: number): void => {
  const running = instances.filter(({ origin, lifecycle }) => origin === 'initial' && statusAt(lifecycle, nowMs) === 'running');
  const instance = running[(turn * 7) % running.length];
  if (instance !== undefined) reboot(instance, nowMs);
};

const createOne = ({ provision }: Cloud, turn: number, nowMs: number): void => {
  const region = regions[turn % regions.length] ?? regions[0];
  provision({ name: `nightly-build-${turn}`, region, plan: 'micro' }, nowMs);
};

/** Another client of the account, which works between the calls of this one. */
const neighbour: Layer = (call, next) => {
  const { cloud, service } = call.state;
  const calls = (callsOf.get(cloud) ?? 0) + 1;
  callsOf.set(cloud, calls);
  const turn = calls / callsBetween;
  if (cloud === service.accounts.own && Number.isInteger(turn)) {
    if (turn % 2 === 0 || turn > 2 * mostCreated) restartOne(cloud, turn, Date.now());
    else createOne(cloud, turn, Date.now());
  }
  return next();
};

/** Closes the connection from time to time, like a server that restarts behind its proxy. */
const endingConnections: Layer = async (call, next) => {
  await next();
  if ((callsOf.get(call.state.cloud) ?? 0) % callsBetween === 0) call.set('Connection', 'close');
};

/** An account that is in use while it is tested. */
export const busy: NexusVariant = {
  title: 'Another client creates and restarts instances during the run',
  settings: { instances: 60, order: 'newest-first', emptyParameter: 'absent' },
  around: endingConnections,
  behind: neighbour,
};
