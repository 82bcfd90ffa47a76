import type { Session } from '../../kit/session.ts';

/** What waits for one type and one status came to, and the longest that was in vain in milliseconds. */
type Waits = { helped: number; vain: number; vainMs: number };

/** Where a wait is noted: a type of resources, and the status that its busy ones are answered with. */
type Waited = { readonly type: string; readonly status: number | undefined };

const known = new WeakMap<Session['target'], Map<string, Waits>>();

/** So many waits in vain show that the next one is of no use. */
const enough = 2;

const keyOf = ({ type, status }: Waited): string => JSON.stringify([status, type]);

const waitsOf = ({ target }: Session): Map<string, Waits> => {
  const all = known.get(target) ?? new Map<string, Waits>();
  known.set(target, all);
  return all;
};

/** Notes whether a removal that was refused for the moment was accepted after a wait of so many milliseconds. */
export const noteWait = (session: Session, waited: Waited, isOfUse: boolean, ms: number): void => {
  const all = waitsOf(session);
  const waits = all.get(keyOf(waited)) ?? { helped: 0, vain: 0, vainMs: 0 };
  all.set(keyOf(waited), {
    helped: waits.helped + Number(isOfUse),
    vain: waits.vain + Number(!isOfUse),
    vainMs: isOfUse ? waits.vainMs : Math.max(waits.vainMs, ms),
  });
};

/**
 * For how many milliseconds it was waited in vain for resources with the status of some, of whatever type; 0 where one of the type was free after a wait, or was not waited for.
 * What waits for another one may still be under way: a resource that takes longer than a check waits is removed by who waits on.
 */
export const waitedInVainMs = (session: Session, waited: Waited): number => {
  const own = waitsOf(session).get(keyOf(waited));
  if (own === undefined || own.helped > 0) return 0;
  return Math.max(...waitsWith(session, waited.status).map(({ vainMs }) => vainMs));
};

const waitsWith = (session: Session, status: number | undefined): readonly Waits[] =>
  [...waitsOf(session)].flatMap(([key, waits]) => (key.startsWith(`[${String(status)},`) ? [waits] : []));

/** Was it waited in vain for several resources with a status, of whatever types, and never with success: what refuses them does not pass. */
export const isVain = (session: Session, status: number | undefined): boolean => {
  const all = waitsWith(session, status);
  return all.every(({ helped }) => helped === 0) && all.reduce((sum, { vain }) => sum + vain, 0) >= enough;
};
