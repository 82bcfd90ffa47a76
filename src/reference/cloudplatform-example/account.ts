import type { IdForm } from '../kit/id-form.ts';
import { lasting } from '../kit/lifecycle.ts';
import { seededRandom } from '../kit/seeded-random.ts';
import type { Store, StoreLag, Stored } from '../kit/store.ts';
import { openStore } from '../kit/store.ts';
import type { InitialProject } from './initial-data.ts';

export type ProjectData = { readonly name: string; readonly region: string };
export type Project = Stored<ProjectData>;

/** The person that an access token acts for. */
export type User = { readonly id: string; readonly name: string; readonly email: string };

/** A user and everything that belongs to them. */
export type Account = {
  readonly user: User;
  readonly projects: Store<ProjectData>;
  /** The projects created by requests with an Idempotency-Key, by that key. */
  readonly created: Map<string, Project>;
  /** When each key that was issued by a call begins to work, in milliseconds since the epoch, by the key. */
  readonly issued: Map<string, number>;
};

export type AccountPlan = {
  readonly seed: number;
  readonly user: Omit<User, 'id'>;
  readonly ids: IdForm;
  readonly lag: StoreLag;
  /** Oldest first. */
  readonly initial: readonly InitialProject[];
};

export const openAccount = ({ seed, user, ids, lag, initial }: AccountPlan): Account => {
  const random = seededRandom(seed);
  const projects: Account['projects'] = openStore({ random, ids, lag });
  for (const { id, name, region, createdAtMs } of initial) {
    const data = { name, region };
    projects.add({ data, lifecycle: lasting('active'), createdAtMs, origin: 'initial', ...(id !== undefined && { id }) });
  }
  return { user: { id: `usr_${random.hex(8)}`, ...user }, projects, created: new Map(), issued: new Map() };
};
