import type { Layer } from '../call.ts';
import { images, regions, sizes } from '../catalogue.ts';
import type { SyncVariant } from '../overrides.ts';
import { provision } from '../routes.ts';

/** How many calls come between two actions of the other client, which creates an instance and removes it in turn. */
const callsBetween = 7;

const callsOf = new WeakMap<object, number>();

/** Another client of the account, which works between the calls of this one. */
const neighbour: Layer = async (call, next) => {
  const { account, service } = call.state;
  const calls = (callsOf.get(account) ?? 0) + 1;
  callsOf.set(account, calls);
  const turn = calls / callsBetween;
  if (account === service.accounts['own'] && Number.isInteger(turn)) {
    const nowMs = Date.now();
    const mine = account.instances.listed(nowMs).findLast(({ data }) => data.name.startsWith('nightly-'));
    if (mine !== undefined && turn % 2 === 0) account.instances.remove(mine, nowMs);
    else {
      const [region, size, image] = [regions[0], sizes[0], images[0]];
      provision(call, { name: `nightly-${turn}`, region, size, image, sshKeys: [], backups: false, ipv6: true, tags: [] }, nowMs);
    }
  }
  await next();
  if (calls % callsBetween === 3) call.set('Connection', 'close');
};

/** An account that is in use while it is tested. */
export const busy: SyncVariant = {
  title: 'Another client creates and removes instances during the run',
  settings: { instances: 130, order: 'newest-first' },
  behind: neighbour,
};
