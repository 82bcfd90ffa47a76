import type { IdForm } from './id-form.ts';
import type { Lifecycle } from './lifecycle.ts';
import { statusAt } from './lifecycle.ts';
import type { SeededRandom } from './seeded-random.ts';

/** One resource of an account. Times are in milliseconds since the epoch. */
export type Stored<Data, Status extends string = string> = {
  readonly id: string;
  /** Position in the order of creation, from 0. */
  readonly sequence: number;
  /** Whether it exists from the start or a client created it. */
  readonly origin: 'initial' | 'created';
  readonly createdAtMs: number;
  updatedAtMs: number;
  /** When its deletion takes effect; Infinity where nobody deleted it. */
  goneAtMs: number;
  data: Data;
  lifecycle: Lifecycle<Status>;
};

/** What a new resource begins with. */
export type NewResource<Data, Status extends string> = {
  readonly data: Data;
  readonly lifecycle: Lifecycle<Status>;
  readonly createdAtMs: number;
  /** Default created. */
  readonly origin?: 'initial' | 'created';
  /** Default a fresh one. */
  readonly id?: string;
};

/** How late reads show what was written. All default 0. */
export type StoreLag = {
  /** From creation until the resource is in lists, and until it can be read by its id. */
  readonly listedAfterMs?: number;
  readonly readableAfterMs?: number;
  /** From the DELETE until the resource is gone, from reads and lists alike. */
  readonly goneAfterMs?: number;
};

export type Changes<Data> = { readonly [Name in keyof Data]?: Data[Name] | undefined };

/** The resources of one type that an account has. */
export type Store<Data, Status extends string = string> = {
  /**
   * Every resource that ever existed, in the order of creation. A deleted one keeps its position, so that a cursor to it stays
   * valid.
   */
  readonly everything: readonly Stored<Data, Status>[];
  isListed(resource: Stored<Data, Status>, nowMs: number): boolean;
  listed(nowMs: number): readonly Stored<Data, Status>[];
  /** The resource with this id, if it can be read at this time. */
  find(id: string, nowMs: number): Stored<Data, Status> | undefined;
  add(resource: NewResource<Data, Status>): Stored<Data, Status>;
  /** Merges the given members into the data and sets `updatedAtMs`; undefined members change nothing. */
  change(resource: Stored<Data, Status>, changes: Changes<Data>, nowMs: number): void;
  /** Deletes the resource, after the lag. */
  remove(resource: Stored<Data, Status>, nowMs: number): void;
  /** Removes everything, deleted resources too. */
  clear(): void;
};

export type StoreOptions = { readonly random: SeededRandom; readonly ids: IdForm; readonly lag?: StoreLag };

/** An empty store; the same random numbers give the same ids. */
export const openStore = <Data extends object, Status extends string = string>({
  random,
  ids,
  lag: { listedAfterMs = 0, readableAfterMs = 0, goneAfterMs = 0 } = {},
}: StoreOptions): Store<Data, Status> => {
  type Resource = Stored<Data, Status>;
  const everything: Resource[] = [];
  const isThere = (resource: Resource, afterMs: number, nowMs: number): boolean =>
    nowMs < resource.goneAtMs && (resource.origin === 'initial' || nowMs >= resource.createdAtMs + afterMs);
  const isListed = (resource: Resource, nowMs: number): boolean => isThere(resource, listedAfterMs, nowMs);
  const freshId = (): string => {
    const id = ids.make(random);
    return everything.some((resource) => resource.id === id) ? freshId() : id;
  };
  return {
    everything,
    isListed,
    listed: (nowMs) => everything.filter((resource) => isListed(resource, nowMs)),
    find: (id, nowMs) => everything.find((resource) => resource.id === id && isThere(resource, readableAfterMs, nowMs)),
    add: ({ data, lifecycle, createdAtMs, origin = 'created', id = freshId() }) => {
      const resource: Resource = {
        id,
        sequence: everything.length,
        origin,
        createdAtMs,
        updatedAtMs: createdAtMs,
        goneAtMs: Infinity,
        data,
        lifecycle,
      };
      everything.push(resource);
      return resource;
    },
    change: (resource, changes, nowMs) => {
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      resource.data = { ...resource.data, ...given };
      resource.updatedAtMs = nowMs;
    },
    remove: (resource, nowMs) => {
      resource.goneAtMs = Math.min(resource.goneAtMs, nowMs + goneAfterMs);
    },
    clear: () => {
      everything.length = 0;
    },
  };
};

/** The status of a resource at a time. */
export const statusOf = <Status extends string>({ lifecycle }: Pick<Stored<unknown, Status>, 'lifecycle'>, nowMs: number): Status =>
  statusAt(lifecycle, nowMs);
