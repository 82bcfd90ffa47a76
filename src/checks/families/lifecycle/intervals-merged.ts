import { askedSchema } from '../../../contract/asked-content.ts';
import { membersOf } from '../../../contract/infer/schema-parts.ts';
import { spanNames } from '../../../contract/infer/span-names.ts';
import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { momentIn } from '../../../contract/moment.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsValue, type PlannedRequest, withValue } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { idOfCaller } from '../../scenarios/credentials/ids-of-callers.ts';
import { sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { type MergedTimes, mergedTimes, timesIn } from '../../subjects/merged-intervals.ts';
import { roundTrips, type Trip } from '../../subjects/round-trips.ts';

const hourMs = 3_600_000;

/** Of so many types things are made that take time. */
const mostTypes = 2;

/** A trip whose creation takes a begin and an end. */
type Timed = { readonly trip: Trip; readonly span: readonly [begin: string, end: string] };

const timedTrips = (contract: Contract): readonly Timed[] =>
  roundTrips(contract)
    .flatMap((trip): readonly Timed[] => {
      const [span, ...others] = spanNames([...membersOf(contract.document, askedSchema(trip.create.body)).keys()]);
      return span && others.length === 0 && trip.remove !== undefined ? [{ trip, span }] : [];
    })
    .slice(0, mostTypes);

/** A moment, also inside an object such as `{ dateTime, timeZone }`. */
const momentWithin = (value: unknown): number | undefined =>
  momentIn(value) ??
  (isObject(value)
    ? Object.values(value)
        .map(momentIn)
        .find((one) => one !== undefined)
    : undefined);

/** Makes two things that take the same time; undefined where the service does not show both with it. */
const madeTogether = async (session: Session, { trip, span: [begin, end] }: Timed): Promise<readonly [number, number] | undefined> => {
  const [first, second] = [1, 2].map((n) => usableRequest(session, trip.create, `merged-${n}`));
  if (!first || !second || !holdsValue(first.body) || !isObject(first.body.value)) return undefined;
  const { [begin]: from, [end]: to } = first.body.value;
  const at = { [begin]: from, [end]: to };
  const same: PlannedRequest =
    holdsValue(second.body) && isObject(second.body.value)
      ? { ...second, pathValues: first.pathValues, body: withValue(second.body, { ...second.body.value, ...at }) }
      : second;
  const spans: (readonly [number, number])[] = [];
  for (const request of [first, same]) {
    const answer = await orSkipped(sendCreation(session, request));
    const shown = isSkipped(answer) || !isSuccess(answer) ? undefined : jsonOf(answer);
    const [one, other] = isObject(shown) ? [momentWithin(shown[begin]), momentWithin(shown[end])] : [];
    if (one !== undefined && other !== undefined && one < other) spans.push([one, other]);
  }
  const [one, other] = spans;
  return one && other && one[0] === other[0] && one[1] === other[1] ? one : undefined;
};

/** The request for the times around what was made, of the person of the key where it has to be told whose. */
const asking = async (session: Session, subject: MergedTimes, [from, to]: readonly [number, number]): Promise<PlannedRequest> => {
  const { operation, asked, isInQuery, whose } = subject;
  const [begin, end] = [from - hourMs, to + hourMs].map((one) => new Date(one).toISOString());
  const request = usableRequest(session, operation, 'merged');
  const times = { [asked[0]]: begin ?? '', [asked[1]]: end ?? '' };
  if (isInQuery) return { ...request, query: [...request.query.filter(([name]) => !asked.includes(name)), ...Object.entries(times)] };
  const { body } = request;
  if (!holdsValue(body) || !isObject(body.value)) return request;
  const id = whose && (await session.run(idOfCaller, { name: 'key' }));
  const of = whose && id !== undefined ? { [whose.member]: whose.isList ? [id] : id } : {};
  return { ...request, body: withValue(body, { ...body.value, ...times, ...of }) };
};

type Result = { readonly made: readonly [number, number]; readonly answer: Exchange };

export const intervalsMerged = defineProbe<MergedTimes, readonly Result[]>({
  id: 'lifecycle/intervals-merged',
  title: 'Times that an answer merges neither overlap nor, where its text says so, touch',
  why: 'A client that adds the times up, or looks for a gap between two of them, counts some of them twice or finds a gap that is none.',
  fix: 'Sort the times by their begin and join each to the one before where it begins no later than that ends.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: (contract) => (timedTrips(contract).length === 0 ? [] : mergedTimes(contract)),
  prerequisites: ({ operation }, around) => [
    ...prerequisitesFor(operation, around),
    ...timedTrips(around.contract)
      .slice(0, 1)
      .flatMap(({ trip }) => prerequisitesFor(trip.create, around)),
  ],
  cost: () => ({ requests: 6 * mostTypes, creates: 2 * mostTypes }),
  async run(subject, session) {
    const results: Result[] = [];
    for (const timed of timedTrips(session.contract)) {
      if (!isAllowed(timed.trip.create, session.target)) continue;
      const made = await madeTogether(session, timed);
      if (made) results.push({ made, answer: await session.send(await asking(session, subject, made)) });
    }
    return results;
  },
  judge(subject, results) {
    const [first] = results;
    if (!first) return inconclusive('No two things with one time could be made', []);
    let judged = 0;
    for (const { made, answer } of results) {
      if (!isSuccess(answer)) continue;
      const found = timesIn(subject, jsonOf(answer));
      if (found?.apart) {
        const expected = `times that are merged: "${subject.sentence.trim()}"`;
        const actual = `${JSON.stringify(found.apart.before)} beside ${JSON.stringify(found.apart.after)}`;
        return unconfirmed(fail({ code: 'times-not-merged', where: `#/${subject.way.join('/')}`, expected, actual }, [answer]));
      }
      if (found?.times.some(([from, to]) => from <= made[0] && to >= made[1])) judged += 1;
    }
    return judged > 0
      ? pass(judged)
      : inconclusive(
          `${outcomeOf(first.answer)}: no answer shows the time that two things have`,
          results.map(({ answer }) => answer),
        );
  },
});
