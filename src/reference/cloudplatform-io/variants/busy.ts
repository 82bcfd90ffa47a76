import type { Account } from '../account.ts';
import type { Layer, PlatformVariant } from '../call.ts';
import { createResource } from '../operations.ts';

/** How many calls of the account come between two actions of the other client. */
const callsBetween = 9;
/** Few enough that a traversal takes about as long as before. */
const mostCreated = 20;

const callsOf = new WeakMap<Account, number>();

/**
 * Another client of the account, which works between the calls of this one: it creates resources and deletes its own ones in
 * turn.
 */
const neighbour: Layer = (call, next) => {
  const { account, service, settings } = call.state;
  const calls = (callsOf.get(account) ?? 0) + 1;
  callsOf.set(account, calls);
  const turn = calls / callsBetween;
  if (account !== service.accounts['own'] || !Number.isInteger(turn) || turn > 3 * mostCreated) return next();
  const oldest = account.resources.listed(Date.now()).find(({ data }) => data.name.startsWith('nightly-build-'));
  if (turn % 3 === 0 && oldest !== undefined) account.resources.remove(oldest, Date.now());
  else createResource({ account, settings }, { name: `nightly-build-${turn}`, region: 'us-west-2' });
  return next();
};

/** Closes the connection from time to time, like a server that restarts behind its proxy. */
const endingConnections: Layer = async (call, next) => {
  await next();
  if ((callsOf.get(call.state.account) ?? 0) % callsBetween === 0) call.set('Connection', 'close');
};

/** An account that is in use while it is tested. */
export const busy: PlatformVariant = {
  title: 'Another client creates and deletes resources during the run',
  settings: { resources: 60 },
  around: endingConnections,
  behind: neighbour,
};
