import type { PlannedRequest } from '../../model/request.ts';
import type { Session } from '../kit/session.ts';

type PathValues = PlannedRequest['pathValues'];

const known = new WeakMap<Session, Map<string, PathValues>>();

/**
 * The values in the path by which a list is read that shows too little below what the run created, and more below what was there before, by the key of its operation. Undefined
 * where nothing was noted.
 */
export const fullerParentOf = (session: Session, operation: string): PathValues | undefined => known.get(session)?.get(operation);

/** Notes such values; from then on reads of the list that choose none have them. */
export const noteFullerParent = (session: Session, operation: string, pathValues: PathValues): void => {
  const all = known.get(session) ?? new Map<string, PathValues>();
  known.set(session, all.set(operation, pathValues));
};
