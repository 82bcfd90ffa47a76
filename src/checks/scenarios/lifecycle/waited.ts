import type { Session } from '../../kit/session.ts';

/** What waits for one type and one status came to. */
type Waits = { helped: number; vain: number };

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

/** Notes whether a removal that was refused for the moment was accepted after a wait. */
export const noteWait = (session: Session, waited: Waited, isOfUse: boolean): void => {
  const all = waitsOf(session);
  const waits = all.get(keyOf(waited)) ?? { helped: 0, vain: 0 };
  all.set(keyOf(waited), { helped: waits.helped + Number(isOfUse), vain: waits.vain + Number(!isOfUse) });
};

/** Was it waited in vain for resources of a type with a status, and never with success. */
export const wasInVain = (session: Session, waited: Waited): boolean => {
  const { helped = 0, vain = 0 } = waitsOf(session).get(keyOf(waited)) ?? {};
  return helped === 0 && vain > 0;
};

/** Was it waited in vain for several resources with a status, of whatever types, and never with success: what refuses them does not pass. */
export const isVain = (session: Session, status: number | undefined): boolean => {
  const all = [...waitsOf(session)].flatMap(([key, waits]) => (key.startsWith(`[${String(status)},`) ? [waits] : []));
  return all.every(({ helped }) => helped === 0) && all.reduce((sum, { vain }) => sum + vain, 0) >= enough;
};
