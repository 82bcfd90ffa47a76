import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { below, isObject } from '../../../contract/pointer.ts';
import { beginOf, dayMs, dayOf } from '../../kit/days.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { timeBounds } from '../../subjects/time-bounds.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import type { Exchange } from '../../../model/exchange.ts';

type Measured = { readonly exchange: Exchange; readonly fromMs: number; readonly toMs: number };

/** The range ends so many days ago, at noon in UTC, and is two days long. */
const daysAgo = 10;
const rangeDays = 2;

/** Times that tell about the answer or the thing, not about what is counted. */
const aboutOthers = /created|updated|generated|requested/i;

export const datesWithinRange = defineProbe<Measured>({
  id: 'filtering/dates-within-range',
  title: 'The dates in an answer about a span of time lie within it',
  why: 'Clients sum up what they get for a span of time; days that nobody asked for are summed up twice.',
  fix: 'Apply both bounds to what is counted.',
  reads: 'filters',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => contract.operations.filter((operation) => timeBounds(contract, operation)).map(({ place }) => place),
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around),
  cost: () => ({ requests: 1, creates: 0 }),
  async measure(place, session) {
    const operation = operationOf(session.contract, place.operation ?? '');
    const bounds = timeBounds(session.contract, operation);
    const toMs = beginOf(dayOf(session.now() - daysAgo * dayMs)) + dayMs / 2;
    const fromMs = toMs - rangeDays * dayMs;
    const request = usableRequest(session, operation, 'range');
    const text = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');
    const given: Record<string, string> = bounds ? { [bounds.from.name]: text(fromMs), [bounds.to.name]: text(toMs) } : {};
    const others = request.query.filter(([name]) => !Object.hasOwn(given, name));
    return { exchange: await session.send({ ...request, query: [...others, ...Object.entries(given)] }), fromMs, toMs };
  },
  judge(_place, { exchange, fromMs, toMs }) {
    if (!isSuccess(exchange)) return inconclusive(`The span of time was answered ${outcomeOf(exchange)}`, [exchange]);
    const dates = datesIn(jsonOf(exchange), '');
    if (dates.length === 0) return inconclusive('The answer holds no date', [exchange]);
    // The day before the start leaves room for zones, and for what is counted by the day.
    const outside = dates.filter(({ ms }) => ms < fromMs - dayMs || ms > toMs);
    const [first] = outside;
    if (!first) return pass(dates.length);
    const expected = `dates from ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`;
    const finding = { code: 'date-outside', where: first.at, expected, actual: first.text };
    return fail(finding, [exchange], { judged: dates.length, breaches: outside.length });
  },
});

/** A date, with or without its time (ISO 8601). */
const dateForm = /^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})?)?$/;

type Dated = { readonly at: string; readonly text: string; readonly ms: number };

const datesIn = (value: unknown, at: string): Dated[] => {
  if (typeof value === 'string') {
    const isZoned = value.length === 10 || /([Zz]|[+-]\d{2}:?\d{2})$/.test(value.slice(10));
    const ms = dateForm.test(value) && !aboutOthers.test(at) ? Date.parse(isZoned ? value : `${value}Z`) : Number.NaN;
    return Number.isNaN(ms) ? [] : [{ at, text: value, ms }];
  }
  if (Array.isArray(value)) return value.flatMap((item, n) => datesIn(item, below(at, n)));
  return isObject(value) ? Object.entries(value).flatMap(([member, held]) => datesIn(held, below(at, member))) : [];
};
