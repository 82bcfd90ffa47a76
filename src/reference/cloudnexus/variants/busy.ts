import { statusAt } from '../../kit/lifecycle.ts';
import type { Layer } from '../call.ts';
import { regions } from '../catalogue.ts';
import type { Cloud } from '../cloud.ts';
import type { NexusVariant } from '../overrides.ts';

/** After so many calls of the account somebody else does something. */
const callsBetween = 9;
/** Few enough for a walk to stay about as long as it was. */
const mostCreated = 30;

const callsOf = new WeakMap<Cloud, number>();

const restartOne = ({ instances, reboot }: Cloud, turn: number, nowMs: number): void => {
  const running = instances.filter(({ origin, lifecycle }) => origin === 'standing' && statusAt(lifecycle, nowMs) === 'running');
  const instance = running[(turn * 7) % running.length];
  if (instance !== undefined) reboot(instance, nowMs);
};

const createOne = ({ provision }: Cloud, turn: number, nowMs: number): void => {
  const region = regions[turn % regions.length] ?? regions[0];
  provision({ name: `nightly-build-${turn}`, region, plan: 'micro' }, nowMs);
};

/** Another client of the account, at work between the calls of this one. */
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

/** Ends the connection now and then, as a server that is restarted behind its proxy does. */
const endingConnections: Layer = async (call, next) => {
  await next();
  if ((callsOf.get(call.state.cloud) ?? 0) % callsBetween === 0) call.set('Connection', 'close');
};

/** An account that is in use while it is judged. */
export const busy: NexusVariant = {
  title: 'Another client creates and restarts instances all the while',
  settings: { instances: 60, order: 'newest-first', emptyParameter: 'absent' },
  around: endingConnections,
  behind: neighbour,
};
