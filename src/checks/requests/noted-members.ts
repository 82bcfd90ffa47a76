import { memoryOf, type Session } from '../kit/session.ts';

/** What answers of a run told of members of bodies, by the key of an operation. */
export type NotedMembers = {
  /** The names that were noted for an operation. */
  readonly of: (session: Session) => (operation: string) => ReadonlySet<string>;
  /** Notes names for an operation. */
  readonly add: (session: Session, operation: string, names: readonly string[]) => void;
};

const none: ReadonlySet<string> = new Set();

/** Begins with nothing noted for any session. */
export const notedMembers = (): NotedMembers => {
  const known = new WeakMap<object, Map<string, ReadonlySet<string>>>();
  return {
    of: (session) => (operation) => known.get(memoryOf(session))?.get(operation) ?? none,
    add: (session, operation, names) => {
      const all = known.get(memoryOf(session)) ?? new Map<string, ReadonlySet<string>>();
      known.set(memoryOf(session), all.set(operation, new Set([...(all.get(operation) ?? []), ...names])));
    },
  };
};
