import type { AnyInferred } from '../../../contract/infer/covering.ts';
import { spanNames } from '../../../contract/infer/span-names.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import type { Session } from '../../kit/session.ts';
import { statesFor, statesOfType, wayBetween } from '../../subjects/action-states.ts';
import { dayMemberFor } from '../../subjects/day-actions.ts';
import { earlyActions } from '../../subjects/early-actions.ts';

type Values = Readonly<Record<string, unknown>>;

const dayMs = 86_400_000;

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** An action, and those that bring a new resource to a state in which it is possible. */
const actionsBefore = ({ contract }: Session, type: AnyInferred, action: Operation): readonly Operation[] => {
  const [first] = statesOfType(contract, type) ?? [];
  const way = first === undefined ? undefined : wayBetween(contract, type, first, statesFor(contract, type, action) ?? [first]);
  return [...(way?.by.map(({ operation }) => operation) ?? []), action];
};

const minuteMs = 60_000;

/** The moments of a creation for which an action is possible soon: `start` for "from 15 minutes before the start on", in the middle of that time. Empty where no text says so. */
const dueSoon = (session: Session, { create }: AnyInferred, actions: readonly Operation[], sent: Values): ReadonlyMap<string, string> => {
  const { contract } = session;
  const early = earlyActions(contract).find(
    ({ operation, trip, of }) => !of && trip.create.key === create.key && actions.some(({ key }) => key === operation.key),
  );
  const before = Date.parse(String(early && sent[early.member]));
  if (!early || Number.isNaN(before)) return new Map();
  const soon = Math.ceil((session.now() + early.beforeMs / 2) / minuteMs) * minuteMs;
  const ends = spanNames(Object.keys(sent)).flatMap(([begin, end]) => (begin === early.member ? [end] : []));
  return new Map(
    [early.member, ...ends].flatMap((name) => {
      const ms = Date.parse(String(sent[name])) + soon - before;
      return Number.isNaN(ms) ? [] : [[name, `${new Date(ms).toISOString().slice(0, 19)}Z`] as const];
    }),
  );
};

/**
 * A creation of what is to be acted on, for today where an action is possible on its day alone, or from that on: "Not before the day of arrival"; and so that an action is possible soon that is so from some time before a moment on. What ends
 * later ends as much later as before.
 */
export const dueToday = (session: Session, type: AnyInferred, actions: readonly Operation[], request: PlannedRequest): PlannedRequest => {
  const { contract, target } = session;
  const { body } = request;
  const { create } = type;
  if (contract.standard.size === 0 || !holdsValue(body) || !isObject(body.value) || target.values[create.key] !== undefined) return request;
  const sent = body.value;
  const all = [...new Set(actions.flatMap((one) => actionsBefore(session, type, one)))];
  const names = all.flatMap((one) => dayMemberFor(contract, create, one) ?? []);
  const moved = new Map(dueSoon(session, type, all, sent));
  for (const name of names) {
    const before = Date.parse(String(sent[name]));
    if (Number.isNaN(before)) continue;
    const today = Date.parse(dayOf(session.now()));
    moved.set(name, dayOf(today));
    for (const [begin, end] of spanNames(Object.keys(sent)).filter(([one]) => one === name)) {
      const length = Date.parse(String(sent[end])) - Date.parse(String(sent[begin]));
      if (!Number.isNaN(length) && /^\d{4}-\d{2}-\d{2}$/u.test(String(sent[end])))
        moved.set(end, dayOf(today + Math.max(0, Math.round(length / dayMs)) * dayMs));
    }
  }
  if (moved.size === 0) return request;
  return {
    ...request,
    body: askedBody(create, { ...sent, ...Object.fromEntries(moved) }),
    madeUp: [...new Set([...(request.madeUp ?? []), ...moved.keys()])],
  };
};
