import type { IdForm } from '../kit/id-form.ts';
import { lasting } from '../kit/lifecycle.ts';
import { seededRandom } from '../kit/seeded-random.ts';
import type { Store, StoreLag, Stored } from '../kit/store.ts';
import { openStore } from '../kit/store.ts';
import type { Webhooks } from '../kit/webhooks.ts';
import type { InitialResource } from './initial-data.ts';

export type ResourceData = { readonly name: string; readonly region: string | undefined; readonly isInUse: boolean };
export type Resource = Stored<ResourceData>;
export type Resources = Store<ResourceData>;

/** A project and everything that belongs to it. */
export type Account = {
  readonly resources: Resources;
  readonly provisioningSeconds: number;
  /** Sends its events; undefined for an account without an endpoint. */
  readonly webhooks: Webhooks | undefined;
  /** Removes everything and restores the data that the account has at the start. */
  readonly reset: (nowMs: number) => void;
};

export type AccountPlan = Pick<Account, 'provisioningSeconds' | 'webhooks'> & {
  readonly seed: number;
  readonly ids: IdForm;
  readonly lag: StoreLag;
  /** The data at the start, oldest first, as it is made at a moment. */
  readonly initial: (nowMs: number) => readonly InitialResource[];
};

export const openAccount = ({ seed, ids, lag, initial, ...rest }: AccountPlan): Account => {
  // Each reset makes the same ids.
  let random = seededRandom(seed);
  const { below, hex } = { below: (bound: number) => random.below(bound), hex: (length: number) => random.hex(length) };
  const resources: Resources = openStore({ random: { below, hex }, ids, lag });
  const reset = (nowMs: number): void => {
    resources.clear();
    random = seededRandom(seed);
    for (const { id, name, region, status, createdAtMs, updatedAtMs, isInUse } of initial(nowMs)) {
      const resource = resources.add({
        data: { name, region, isInUse },
        lifecycle: lasting(status),
        createdAtMs,
        origin: 'initial',
        ...(id !== undefined && { id }),
      });
      resource.updatedAtMs = updatedAtMs;
    }
  };
  reset(Date.now());
  return { resources, reset, ...rest };
};
