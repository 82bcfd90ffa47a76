import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { readMoment } from '../../../contract/moment.ts';
import { below, isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { beginOf, dayMs, dayOf, wholeSeconds } from '../../kit/days.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type TimeBounds, timeBounds } from '../../subjects/time-bounds.ts';

type BoundedRead = Subject & { readonly operation: Operation; readonly bounds: TimeBounds };

type Result = { readonly exchange: Exchange; readonly fromMs: number; readonly toMs: number };

/** The range ends so many days ago, at noon in UTC, and is two days long. */
const daysAgo = 10;
const rangeDays = 2;

/** Names of members whose times are about the answer or the resource itself, not about what the answer counts. */
const aboutOthers = /created|updated|generated|requested/i;

export const datesWithinRange = defineProbe<BoundedRead, Result>({
  id: 'filtering/dates-within-range',
  title: 'The dates in an answer about a time range are within it',
  why: 'Clients add up the answers for consecutive ranges. Days outside the range are then counted twice.',
  fix: 'Apply both bounds to what the answer counts.',
  reads: 'filters',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) =>
    contract.operations.flatMap((operation) => {
      const bounds = timeBounds(contract, operation);
      return bounds ? [at(operation.location, { operation, bounds })] : [];
    }),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 1, creates: 0 }),
  async run({ operation, bounds }, session) {
    const toMs = beginOf(dayOf(session.now() - daysAgo * dayMs)) + dayMs / 2;
    const fromMs = toMs - rangeDays * dayMs;
    const request = usableRequest(session, operation, 'range');
    const given: Record<string, string> = { [bounds.from.name]: wholeSeconds(fromMs), [bounds.to.name]: wholeSeconds(toMs) };
    const others = request.query.filter(([name]) => !Object.hasOwn(given, name));
    return { exchange: await session.send({ ...request, query: [...others, ...Object.entries(given)] }), fromMs, toMs };
  },
  judge(_subject, { exchange, fromMs, toMs }) {
    if (!isSuccess(exchange)) return inconclusive(`The read by a time range was answered ${outcomeOf(exchange)}`, [exchange]);
    const dates = datesIn(jsonOf(exchange), '');
    if (dates.length === 0) return inconclusive('The answer holds no date', [exchange]);
    // One day before the start is tolerated, for time zones and for values that are counted by the day.
    const outside = dates.filter(({ ms }) => ms < fromMs - dayMs || ms > toMs);
    const [first] = outside;
    if (!first) return pass(dates.length);
    const expected = `dates from ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`;
    const finding = { code: 'date-outside', where: first.where, expected, actual: first.text };
    return fail(finding, [exchange], { judged: dates.length, breaches: outside.length });
  },
});

type Dated = { readonly where: string; readonly text: string; readonly ms: number };

/** Dates in a value, with or without a time, and the JSON pointer of each. */
const datesIn = (value: unknown, where: string): Dated[] => {
  if (typeof value === 'string') {
    const ms = aboutOthers.test(where) ? undefined : readMoment(value)?.ms;
    return ms === undefined ? [] : [{ where, text: value, ms }];
  }
  if (Array.isArray(value)) return value.flatMap((item, n) => datesIn(item, below(where, n)));
  return isObject(value) ? Object.entries(value).flatMap(([member, held]) => datesIn(held, below(where, member))) : [];
};
