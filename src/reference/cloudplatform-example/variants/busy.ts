import type { Account } from '../account.ts';
import type { Layer, PlatformVariant } from '../call.ts';
import { addProject } from '../projects.ts';

/** How many calls of the account come between two creations of the other client. */
const callsBetween = 9;
const mostCreated = 20;

const callsOf = new WeakMap<Account, number>();

/** Another client of the account, which works between the calls of this one. */
const neighbour: Layer = (call, next) => {
  const { account, service } = call.state;
  const calls = (callsOf.get(account) ?? 0) + 1;
  callsOf.set(account, calls);
  const turn = calls / callsBetween;
  if (account === service.accounts['own'] && Number.isInteger(turn) && turn <= mostCreated) {
    addProject(account, { name: `nightly-build-${turn}`, region: 'us-west' });
  }
  return next();
};

/** Closes the connection from time to time, like a server that restarts behind its proxy. */
const endingConnections: Layer = async (call, next) => {
  await next();
  if ((callsOf.get(call.state.account) ?? 0) % callsBetween === 0) call.set('Connection', 'close');
};

/** An account that is in use while it is tested. */
export const busy: PlatformVariant = {
  title: 'Another client creates projects during the run',
  settings: { order: 'name' },
  around: endingConnections,
  behind: neighbour,
};
