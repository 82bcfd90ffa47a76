import type { ToldTime } from '../contract/infer/times/told-times.ts';
import type { Contract } from '../contract/model.ts';
import { readMoment } from '../contract/moment.ts';
import { timeFormOf } from './allowed-times.ts';
import type { BodyMember } from './body-members.ts';
import { mayBeSent } from './request-match.ts';
import { spanNames } from '../contract/infer/span-names.ts';
import { timeParts } from './spans.ts';

type Values = Readonly<Record<string, unknown>>;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** So many days beyond a border, a day is so in every time zone, and a moment on every clock that is an hour wrong. */
const clear: Readonly<Record<'date' | 'date-time', number>> = { date: 2, 'date-time': 1.25 };

/** Far beyond a border, in days: what only has to be short of a distance has passed long ago. */
const farBehind = 400;
const farAhead = 1100;
const passed = 30;

/** The days after the request, near the border and far from it, at which a time breaks a rule. */
export const forbiddenDays = ({ end, least, most }: ToldTime, form: 'date' | 'date-time'): readonly [near: number, far: number] => {
  if (end === 'latest') return [most + 2, most + farAhead];
  const near = least - clear[form];
  if (least <= 0) return [least - 2, least - farBehind];
  // Between the present and the border, where there is room for it.
  return [least >= 2 ? near : -2, -passed];
};

/** What a body with a forbidden time is made from. */
type Making = {
  readonly contract: Contract;
  readonly members: readonly BodyMember[];
  /** The member whose rule is broken. */
  readonly member: BodyMember;
  readonly rule: ToldTime;
  /** Do days of the week or hours of the day count? Then the time stays on its day of the week, at its hour. */
  readonly isOfWeek: boolean;
  /** Is what the body leaves out kept as it was? Then the other end of its time is sent along. */
  readonly isChange: boolean;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
};

const written = (ms: number, form: 'date' | 'date-time'): string => {
  const iso = new Date(ms).toISOString();
  return form === 'date' ? iso.slice(0, 10) : `${iso.slice(0, 19)}Z`;
};

/** The time at which the rule is broken, in milliseconds since 1970. */
const wrongMs = (days: number, usual: number | undefined, form: 'date' | 'date-time', { rule, isOfWeek, nowMs }: Making): number => {
  const aim = nowMs + days * dayMs;
  const step = 7 * dayMs;
  if (usual !== undefined && isOfWeek)
    return rule.end === 'latest'
      ? usual + Math.max(1, Math.ceil((aim - usual) / step)) * step
      : usual - Math.max(1, Math.ceil((usual - aim) / step)) * step;
  return form === 'date' ? Math.floor(aim / dayMs) * dayMs : Math.floor(aim / hourMs) * hourMs;
};

/** The other times of a body that have to move with one: the other end of its time, and those that it would pass. */
const movedWith = (value: Values, name: string, from: number, to: number): readonly string[] => {
  const times = Object.keys(value).filter((one) => one !== name && timeParts(value[one]) !== undefined);
  const partners = spanNames([name, ...times]).flatMap((pair) => (pair.includes(name) ? pair : []));
  const isPassed = (one: string): boolean => {
    const ms = readMoment(value[one])?.ms ?? Number.NaN;
    return ms > from !== ms > to;
  };
  return times.filter((one) => partners.includes(one) || isPassed(one));
};

/** The other end of the time of a member, which a body leaves out: an hour, or a day, before or after it. */
const otherEnd = ({ members, member }: Making, value: Values, ms: number): Values => {
  const times = members.filter((one) => timeFormOf(one) !== undefined);
  const [pair, ...others] = spanNames(times.map(({ name }) => name)).filter((one) => one.includes(member.name));
  const partner = times.find(({ name }) => name !== member.name && pair?.includes(name) === true);
  const form = partner && timeFormOf(partner);
  if (!pair || others.length > 0 || form === undefined || value[partner?.name ?? ''] !== undefined) return {};
  const away = (form === 'date' ? dayMs : hourMs) * (pair[0] === member.name ? 1 : -1);
  return { [partner?.name ?? '']: written(ms + away, form) };
};

/** A time that is put off by whole days, or by hours where it is a moment. */
const putOff = (value: unknown, byMs: number): unknown => {
  const [moment, parts] = [readMoment(value), timeParts(value)];
  if (!moment || !parts) return value;
  return parts.rest === '' ? written(moment.ms + Math.round(byMs / dayMs) * dayMs, 'date') : written(moment.ms + byMs, 'date-time');
};

/**
 * Bodies in which one time lies where its rule says that it may not, near the border and far from it. What has to stay in order with it moves too, so that this is the only mistake.
 * @param value A usable body; a member that it lacks is added.
 * @returns Bodies with the wrong value; none where the schema of the member does not take it.
 */
export const withForbiddenTimes = (making: Making, value: Values): readonly { readonly body: Values; readonly wrong: string }[] => {
  const { contract, member, members, rule, nowMs } = making;
  const form = timeFormOf(member);
  if (form === undefined) return [];
  const usual = readMoment(value[member.name])?.ms;
  return [...new Set(forbiddenDays(rule, form))].flatMap((days) => {
    const ms = wrongMs(days, usual, form, making);
    const wrong = written(ms, form);
    if (!mayBeSent(contract.document, member.schema, wrong)) return [];
    const from = usual ?? nowMs;
    const others = movedWith(value, member.name, from, ms).filter((one) => members.some(({ name }) => name === one));
    const moved = Object.fromEntries(others.map((name) => [name, putOff(value[name], ms - from)]));
    const added = making.isChange ? otherEnd(making, value, ms) : {};
    return [{ body: { ...value, ...moved, ...added, [member.name]: wrong }, wrong }];
  });
};
