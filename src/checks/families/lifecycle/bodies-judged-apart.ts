import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { withResources } from '../../scenarios/lifecycle/references.ts';
import { misplacedIn, resultCount, resultsIn, type Told, wrongCount } from '../../subjects/bulk-results.ts';
import { type JudgedBodies, judgedBodies } from '../../subjects/judged-bodies.ts';

type Entry = Readonly<Record<string, unknown>>;

type Result = {
  /** The member that the bad entry leaves out. */
  readonly left: string;
  /** The answer to two good entries with a bad one between them. */
  readonly mixed: Exchange;
  /** The answer to the same good ones alone, afterwards, so that what was stored before is no reason for a refusal; undefined where the first one left nothing open. */
  readonly good: Exchange | undefined;
};

/** Good entries in each body: one before the bad one, and one behind it. */
const goodOnes = 2;
const all = goodOnes + 1;

const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

const isRefused = (exchange: Exchange): boolean => [400, 409, 422].includes(statusOf(exchange) ?? 0);

const entryIn = ({ body }: PlannedRequest, { entries }: JudgedBodies): Entry | undefined => {
  const value = holdsValue(body) ? body.value : undefined;
  const list = entries === undefined ? value : isObject(value) ? value[entries] : undefined;
  const [first] = Array.isArray(list) ? (list as readonly unknown[]) : [];
  return isObject(first) ? first : undefined;
};

/** What an answer tells of each entry; undefined where it tells no places, and its order is nowhere promised. */
const toldIn = ({ isOrdered }: JudgedBodies, exchange: Exchange, count: number): readonly Told[] | undefined => {
  const told = isDone(exchange) ? resultsIn({ trip: { id: '' }, isOrdered }, exchange, count) : undefined;
  return isOrdered || told?.every(({ place }) => place !== undefined) ? told : undefined;
};

const isAsWanted = (told: readonly Told[] | undefined): boolean =>
  told?.every(({ is }, n) => is === (n === 1 ? 'failed' : 'done')) === true;

const sentWith = async (session: Session, subject: JudgedBodies): Promise<Result> => {
  const { operation, entries, required } = subject;
  const requests: PlannedRequest[] = [];
  for (let n = 0; n < goodOnes; n += 1) requests.push(await withResources(session, usableRequest(session, operation, `bodies-${n + 1}`)));
  const [request] = requests;
  const [first, last] = requests.map((one) => entryIn(one, subject));
  const left = required.findLast((name) => first !== undefined && Object.hasOwn(first, name));
  if (!request || !first || !last || left === undefined)
    throw new NotTried('not-applicable', `No entry of ${operation.key} with a required member is known`);
  const { [left]: _left, ...bad } = first;
  const around = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
  const asked = (list: readonly Entry[]): PlannedRequest => ({
    ...request,
    body: askedBody(operation, entries === undefined ? list : { ...around, [entries]: list }),
    madeUp: [...(request.madeUp ?? []), entries ?? 'body'],
  });
  // A call with any effect is sent only as it is documented, which a list with such an entry is.
  const faults = operation.effect === 'destructive' ? {} : { faults: ['member-missing'] as const };
  const mixed = await session.send({ ...asked([first, bad, last]), ...faults });
  return { left, mixed, good: isAsWanted(toldIn(subject, mixed, all)) ? undefined : await session.send(asked([first, last])) };
};

/** What an answer to a list with a bad entry shows of itself, without another one: a result too few, one in the place of another, a bad entry that is taken, a wrong number. */
const wrongIn = (subject: JudgedBodies, { mixed, left }: Result): Unconfirmed | undefined => {
  const breach = (code: string, where: string, expected: string, actual: string): Unconfirmed =>
    unconfirmed(fail({ code, where, expected, actual }, [mixed]));
  const results = resultsIn({ trip: { id: '' }, isOrdered: subject.isOrdered }, mixed, all);
  const shown = subject.isEachTold ? resultCount(mixed) : undefined;
  if (shown !== undefined && shown !== all) return breach('entry-result-missing', 'results', `${all}, one for each entry`, String(shown));
  const misplaced = results && misplacedIn(subject, results);
  if (misplaced) {
    const expected = `the place ${misplaced.wanted}, because the results are in the order of the entries`;
    return breach('entry-out-of-place', `result ${misplaced.entry + 1} of ${all}`, expected, String(misplaced.shown));
  }
  const told = toldIn(subject, mixed, all);
  if (told?.[1]?.is === 'done')
    return breach('entry-mistake-told-done', `entry 2 of ${all}`, `a failure, because it leaves out "${left}"`, 'a success');
  const [done = 0, failed = 0] = (['done', 'failed'] as const).map((what) => results?.filter(({ is }) => is === what).length);
  const count = done + failed === all ? wrongCount(mixed, done, failed) : undefined;
  return count && breach('entry-count-wrong', `/${count.name}`, `${count.wanted}, by the results beside it`, String(count.shown));
};

export const bodiesJudgedApart = defineProbe<JudgedBodies, Result>({
  id: 'lifecycle/bodies-judged-apart',
  title: 'A list of objects of which one has a mistake is answered entry by entry, where the document says so',
  why: 'An import of a hundred wares ends at the first one without a price, or is counted as if all had been stored, and nobody sends the rest again.',
  fix: 'Judge each entry by itself, go on with the next one after a mistake, and count what the results say.',
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  over: (contract) => [...judgedBodies(contract)],
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 12, creates: 8 }),
  run: (subject, session) => sentWith(session, subject),
  judge(subject, result) {
    const { left, mixed, good } = result;
    const wrong = isDone(mixed) ? wrongIn(subject, result) : undefined;
    if (wrong) return wrong;
    if (!good) return pass(all);
    const told = toldIn(subject, mixed, all);
    // Of those that were taken before, the second request may say that they are there.
    const alone = toldIn(subject, good, goodOnes);
    const because = `because only the second entry leaves out "${left}"`;
    if (isRefused(mixed) && subject.isFree && alone?.every(({ is }) => is === 'done') === true) {
      const finding = { code: 'entries-refused-whole', where: 'status', expected: `a result for each entry, ${because}` };
      return unconfirmed(fail({ ...finding, actual: outcomeOf(mixed) }, [mixed, good]));
    }
    const kept = told?.findIndex(({ is }, n) => n !== 1 && is === 'failed') ?? -1;
    if (kept >= 0 && told?.[1]?.is === 'failed' && alone?.[kept === 0 ? 0 : 1]?.is === 'done') {
      const finding = { code: 'entry-kept-back', where: `entry ${kept + 1} of ${all}`, expected: `a success, ${because}` };
      return unconfirmed(fail({ ...finding, actual: 'a failure' }, [mixed, good]));
    }
    return inconclusive(`No answer says what became of each entry: ${outcomeOf(mixed)}`, [mixed, good]);
  },
});
