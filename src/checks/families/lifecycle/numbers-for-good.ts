import { isDeepStrictEqual } from 'node:util';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { isAllowed, prerequisitesOnOwn } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import type { Sent } from '../../scenarios/lifecycle/round-trip/results.ts';
import { make, onItem } from '../../scenarios/lifecycle/round-trip/steps.ts';
import type { Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { type ForGood, numbersForGood } from '../../subjects/numbers-for-good.ts';
import type { Resource } from '../../subjects/shown-resource.ts';

/** A resource, and the answer to what ended it; undefined where nothing was sent for that. */
type Made = { readonly sent: Sent; readonly end: Exchange | undefined };

const valueIn = ({ looks }: Sent, member: string): unknown =>
  looks.map(({ resource }) => resource[member]).findLast((value) => value !== undefined && value !== null);

const isDone = (exchange: Exchange | undefined): boolean => exchange !== undefined && isSuccess(exchange) && statusOf(exchange) !== 202;

/** Does a value of a body name other resources, at any depth. */
const namesOthers = (name: string, value: unknown): boolean => {
  if (['id', 'ids'].includes(wordsOf(name).at(-1) ?? '')) return true;
  if (Array.isArray(value)) return value.some((one) => namesOthers('', one));
  return isObject(value) && Object.entries(value).some(([inner, one]) => namesOthers(inner, one));
};

/** The members of a body that name other resources, such as the shop in which something is ordered. */
const referencesIn = (body: Resource): Resource =>
  Object.fromEntries(Object.entries(body).filter(([name, value]) => namesOthers(name, value)));

/** Are two resources made at the same place and, where the value is given among some resources alone, of the same others. */
const areBeside = ({ isScoped }: ForGood, one: Sent, other: Sent): boolean =>
  isDeepStrictEqual(one.exchange.request.pathValues, other.exchange.request.pathValues) &&
  (!isScoped || isDeepStrictEqual(referencesIn(one.body), referencesIn(other.body)));

/** Makes another one that names the same other resources, or where that is refused the usual one. */
const makeBeside = async (way: Way, purpose: string, { body }: Sent): Promise<Sent> => {
  const references = referencesIn(body);
  const made = await make(way, purpose, (base) => ({ ...base, ...references }));
  return made.id !== undefined || Object.keys(references).length === 0 ? made : make(way, `${purpose}-usual`, (base) => base);
};

const removed = (way: Way, { remove }: ForGood, { exchange, id }: Sent): Promise<Exchange> | undefined =>
  remove && id !== undefined ? onItem(way, remove, exchange, id) : undefined;

/** Ends a resource that stays, by the first way that is accepted. */
const ended = async (way: Way, { endings }: ForGood, session: Session, { exchange, id }: Sent): Promise<Exchange | undefined> => {
  let last: Exchange | undefined;
  for (const { operation, body } of endings) {
    if (id === undefined || !isAllowed(operation, session.target)) continue;
    last = await onItem(way, operation, exchange, id, body);
    if (isDone(last)) return last;
  }
  return last;
};

/** The digits at the end of a value, and what is before them. */
const numberIn = (value: unknown): readonly [before: string, number: bigint] | undefined => {
  const [, before = '', digits] = /^(.*?)(\d+)$/su.exec(typeof value === 'number' || typeof value === 'string' ? String(value) : '') ?? [];
  return digits === undefined ? undefined : [before, BigInt(digits)];
};

const isLarger = (value: unknown, than: unknown): boolean | undefined => {
  const [one, other] = [numberIn(value), numberIn(than)];
  return one && other && one[0] === other[0] ? one[1] > other[1] : undefined;
};

export const numberNotGivenAgain = defineProbe<ForGood, readonly Made[]>({
  id: 'lifecycle/number-not-given-again',
  title: 'A value that the server gave to a resource is not given to another one after its end, where the document says so',
  why: 'The number stands on paper and in the books of others. They find something else under it.',
  fix: 'Take numbers from a counter that never goes back, and not from what is there.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: numbersForGood,
  prerequisites: ({ trip, remove, endings }, around) =>
    prerequisitesOnOwn(trip.create, remove && endings.length === 0 ? [remove] : [], around),
  cost: ({ endings }) => ({ requests: 10 + 8 * endings.length, creates: endings.length > 0 ? 5 : 3 }),
  async run(subject, session) {
    const { trip, remove, endings } = subject;
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const sent = await make(way, 'for-good-1', (base) => base);
    if (sent.id === undefined) return [{ sent, end: undefined }];
    const stays = endings.length > 0 ? await ended(way, subject, session, sent) : undefined;
    const made: Made[] = [{ sent, end: stays ?? (endings.length === 0 ? await removed(way, subject, sent) : undefined) }];
    const isUseful = isDone(made[0]?.end) || subject.rises || (endings.length > 0 && remove !== undefined);
    if (!isUseful) return made;
    const second = await makeBeside(way, 'for-good-2', sent);
    const isRemovable = endings.length > 0 && remove !== undefined && isAllowed(remove, session.target);
    const removal = isRemovable ? await removed(way, subject, second) : undefined;
    made.push({ sent: second, end: removal });
    if (isDone(removal)) made.push({ sent: await makeBeside(way, 'for-good-3', sent), end: undefined });
    return made;
  },
  judge(subject, made) {
    const { member, sentence, isOnce, rises } = subject;
    const [first] = made;
    if (!first) return inconclusive('Nothing was created', []);
    let judged = 0;
    for (const [n, { sent }] of made.entries()) {
      const value = valueIn(sent, member);
      if (value === undefined && n === 0)
        return inconclusive(`The creation was answered ${outcomeOf(sent.exchange)}, without "${member}"`, [sent.exchange]);
      for (const before of made.slice(0, n)) {
        const old = valueIn(before.sent, member);
        if (value === undefined || old === undefined || !areBeside(subject, before.sent, sent)) continue;
        const ends = made.slice(0, n).flatMap(({ end }) => (isDone(end) && end ? [end] : []));
        const exchanges = [sent.exchange, ...ends, before.sent.exchange] as const;
        if (isOnce && value === old) {
          const expected = `another value than ${shown(old)}, which ${isDone(before.end) ? 'what was ended' : 'one before'} had: "${sentence}"`;
          return unconfirmed(fail({ code: 'number-given-again', where: `/${member}`, expected, actual: shown(value) }, exchanges));
        }
        if (rises && isLarger(value, old) === false) {
          const expected = `a larger value than ${shown(old)}, which one before had: "${sentence}"`;
          return unconfirmed(fail({ code: 'number-not-larger', where: `/${member}`, expected, actual: shown(value) }, exchanges));
        }
        if (isDone(before.end) || (rises && isLarger(value, old) === true)) judged += 1;
      }
    }
    if (judged > 0) return pass(judged);
    const ends = made.flatMap(({ end }) => end ?? []);
    const refused = ends.find((end) => !isDone(end));
    const last = made.at(-1)?.sent.exchange ?? first.sent.exchange;
    if (refused || ends.length === 0)
      return inconclusive(`The end of the first one was answered ${refused ? outcomeOf(refused) : 'not at all'}`, [refused ?? last]);
    return inconclusive(`The second creation was answered ${outcomeOf(last)}`, [last]);
  },
});
