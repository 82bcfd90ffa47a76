import { isSuccess, outcomeOf, wholeHeader } from '../../../contract/message.ts';
import { operationOf, parameterlessReads } from '../../../contract/operation.ts';
import type { Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { rootLocation } from '../../../model/location.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { ownCountdowns, toldCountdowns } from '../../subjects/told-countdowns.ts';

/** A header field whose number falls with every request, or with every call of one operation. */
type Countdown = Subject & { readonly name: string; readonly of: Operation | undefined };

/** Rows of calls, one right after another; a window may end in one of them. */
const rows = 3;
const calls = 4;

/** Calls of one operation, which may leave something: a window ends between two of them at most. */
const ownCalls = 3;

const timesOf = ({ of }: Countdown): { readonly rows: number; readonly calls: number } =>
  of === undefined || of.effect === 'safe' ? { rows, calls } : { rows: 1, calls: ownCalls };

/** Does a number never change in a row of successes that all have it. */
const stood = (row: readonly Exchange[], name: string, wanted = calls): boolean => {
  const values = row.map((exchange) => wholeHeader(exchange, name));
  return row.length === wanted && row.every(isSuccess) && values.every((value) => value !== undefined && value > 0 && value === values[0]);
};

/** Does it fall by one from one call to the next. */
const counted = (row: readonly Exchange[], name: string): boolean => {
  const values = row.map((exchange) => wholeHeader(exchange, name));
  return values.some((value, n) => value !== undefined && value === (values[n - 1] ?? Number.NaN) - 1);
};

export const remainingCountsDown = defineProbe<Countdown, readonly (readonly Exchange[])[]>({
  id: 'rate-limit/remaining-counts-down',
  title: 'What is left of a quota falls with every request, where the document says so',
  why: 'Clients slow down by this number; where it never changes, they are refused without a warning.',
  fix: 'Send what is left after the request was counted.',
  phase: 'closing',
  exclusive: 'quota',
  over: (contract) =>
    contract.standard.size === 0
      ? []
      : [
          ...(parameterlessReads(contract).length === 0 ? [] : toldCountdowns(contract)).map((name) =>
            at(rootLocation, { name, of: undefined }),
          ),
          ...ownCountdowns(contract).map(({ operation, name }) => at(operation.location, { name, of: operation })),
        ],
  prerequisites: ({ of }, around) => prerequisitesFor(of ?? operationOf(around.contract, firstReadOf(around)), around),
  cost(subject) {
    const times = timesOf(subject);
    return { requests: times.rows * times.calls, creates: subject.of?.effect.startsWith('creates') === true ? ownCalls : 0 };
  },
  async run(subject, session) {
    const { name, of } = subject;
    const times = timesOf(subject);
    const operation = of ?? operationOf(session.contract, firstReadOf(session));
    const made: Exchange[][] = [];
    while (made.length < times.rows && made.every((row) => stood(row, name, times.calls))) {
      const row: Exchange[] = [];
      for (let n = 0; n < times.calls; n += 1)
        row.push(
          await session.send(of ? usableRequest(session, of, `countdown-${made.length}-${n}`) : usableRequest(session, operation, 'path')),
        );
      made.push(row);
    }
    return made;
  },
  judge(subject, made) {
    const { name } = subject;
    const times = timesOf(subject);
    const judged = made.flat().length;
    if (made.some((row) => counted(row, name))) return pass(judged);
    const [first] = made[0] ?? [];
    if (!first) return inconclusive('No row of calls was made', []);
    if (made.length < times.rows || !made.every((row) => stood(row, name, times.calls)))
      return inconclusive(`The rows do not show clearly whether "${name}" falls: ${outcomeOf(first)}`, [first]);
    const actual = `${wholeHeader(first, name)} each time, in ${times.rows === 1 ? '' : `${times.rows} rows of `}${times.calls} calls`;
    return fail(
      { code: 'remaining-constant', where: name, expected: 'one less with each call, as the document says', actual },
      [first, ...(made.at(-1) ?? []).slice(-1)],
      { judged, breaches: times.rows },
    );
  },
});
