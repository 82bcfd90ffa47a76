import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, type Surroundings, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { namesOwnAlone } from '../../requests/own-alone.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { uniqueOf } from '../../scenarios/bodies/taken.ts';
import { bodyOf } from '../../scenarios/lifecycle/round-trip/way.ts';
import { belowOwn, namingOwn } from '../../scenarios/lifecycle/send-creation.ts';
import { type RisingNumber, risingNumbers } from '../../subjects/rising-numbers.ts';
import { resourceIn } from '../../subjects/round-trips.ts';
import type { Resource } from '../../subjects/shown-resource.ts';

/** One whose number does not fit to that of the first, and how. */
type Tried = { readonly how: 'lower' | 'higher'; readonly value: number; readonly exchange: Exchange };

type Result = { readonly first: Exchange; readonly value: number; readonly tried: readonly Tried[] };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Three numbers that the schema allows, in their order; undefined where it allows none. */
const numbersFor = (
  { contract: { document } }: Session,
  { number: { schema } }: RisingNumber,
  usual: unknown,
): readonly number[] | undefined => {
  const base = typeof usual === 'number' ? usual : 0;
  return [
    [Math.floor(base / 2), base, base + Math.max(1, Math.ceil(base / 2))],
    [base, base + 10, base + 20],
    [base, base + 1, base + 2],
  ].find(([low = 0, middle = 0, high = 0]) => low < middle && [low, middle, high].every((one) => mayBeSent(document, schema, one)));
};

/** A moment or a day some steps before another one, in its form: before the usual one, so that it is in no future. */
const momentBefore = (usual: unknown, steps: number, nowMs: number): string => {
  const isDay = typeof usual === 'string' && /^\d{4}-\d\d-\d\d$/u.test(usual);
  const ms = typeof usual === 'string' ? Date.parse(usual) : nowMs;
  const moment = new Date((Number.isNaN(ms) ? nowMs : ms) - steps * (isDay ? dayMs : hourMs)).toISOString();
  return isDay ? moment.slice(0, 10) : `${moment.slice(0, 19)}Z`;
};

/** The same creation for a thing that nothing else uses; undefined where the run makes none. */
const ofOwn = (request: PlannedRequest): PlannedRequest | undefined => {
  const own = belowOwn(request) ?? namingOwn(request) ?? request;
  const { body, pathValues } = own;
  const named = placeholdersIn(JSON.stringify([Object.values(pathValues), body ?? '']));
  return named.length > 0 && namesOwnAlone(own) ? own : undefined;
};

const isMade = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

const refusals: readonly number[] = [400, 409, 422];

export const risingRefused = defineProbe<RisingNumber, Result>({
  id: 'lifecycle/rising-refused',
  title: 'A number that is lower than an earlier one of the same thing is refused, where the document says that it only goes up',
  why: 'A meter that runs back makes every difference between two of its readings wrong, and bills with it.',
  fix: 'Compare a new number with the one before it and with the one after it by their moments, not only with the last one that came.',
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  over: (contract: Contract) => [...risingNumbers(contract)],
  prerequisites: ({ trip }, around: Surroundings) => prerequisitesFor(trip.create, around),
  cost: () => ({ requests: 8, creates: 3 }),
  async run(subject, session) {
    const { trip, number, moment, looksAhead } = subject;
    const own = ofOwn(usableRequest(session, trip.create, 'rising'));
    if (own === undefined) throw new NotTried('missing-prerequisite', `The run makes nothing of its own that ${trip.create.key} is about`);
    const usual = bodyOf({ request: own });
    const values = numbersFor(session, subject, usual[number.name]);
    if (values === undefined) throw new NotTried('not-applicable', `No three numbers may be sent in "${number.name}"`);
    const [low = 0, middle = 0, high = 0] = values;
    const at = (steps: number): Resource => (moment ? { [moment.name]: momentBefore(usual[moment.name], steps, session.now()) } : {});
    const first = await session.send({ ...own, body: askedBody(trip.create, { ...usual, [number.name]: middle, ...at(2) }) });
    const tried: Tried[] = [];
    if (!isMade(first)) return { first, value: middle, tried };
    const unique = new Set(uniqueOf(session.contract, trip));
    // Where there is one already, the first one was sent with what lies beyond that.
    const sent = bodyOf(first);
    const value = typeof sent[number.name] === 'number' ? Number(sent[number.name]) : middle;
    const around = (steps: number): Resource => (moment ? { [moment.name]: momentBefore(sent[moment.name], steps, session.now()) } : {});
    const ask = async (how: Tried['how'], wrong: number, steps: number): Promise<void> => {
      const planned = usableRequest(session, trip.create, `rising-${how}`, { pathValues: first.request.pathValues });
      const fresh = Object.entries(bodyOf({ request: planned })).filter(([name]) => unique.has(name));
      // What it names was made for the first one.
      const body = { ...sent, ...Object.fromEntries(fresh), [number.name]: wrong, ...around(steps) };
      const exchange = await session.send({ ...planned, body: askedBody(trip.create, body), faults: ['value-unusable'] });
      tried.push({ how, value: wrong, exchange });
    };
    await ask('lower', low, -1);
    if (looksAhead && !tried.some(({ exchange }) => isSuccess(exchange))) await ask('higher', value + high - middle, 1);
    return { first, value, tried };
  },
  judge({ trip, number, moment }, { first, value, tried }, { contract }) {
    if (tried.length === 0) return inconclusive(`The creation was answered ${outcomeOf(first)}`, [first]);
    for (const { how, value: sent, exchange } of tried) {
      if (!isMade(exchange)) continue;
      const now = resourceIn(contract, trip.create, exchange, trip.id)?.[number.name];
      // A service may bring it to the one before.
      if (now !== undefined && now !== sent) return inconclusive(`The answer shows ${shown(now)} in place of ${sent}`, [exchange, first]);
      const beside = how === 'lower' ? 'an earlier' : 'a later';
      const when = moment && ` of ${shown(bodyOf(first)[moment.name])}`;
      const expected = `a refusal of ${sent}, because ${beside} one${when ?? ''} has ${value}`;
      const finding = { code: `rising-${how}-accepted`, where: `/${number.name}`, expected, actual: `status ${outcomeOf(exchange)}` };
      return unconfirmed(fail(finding, [exchange, first]));
    }
    const answers = tried.map(({ exchange }) => exchange);
    const refused = answers.filter((one) => refusals.includes(statusOf(one) ?? 0)).length;
    return refused === answers.length
      ? pass(refused)
      : inconclusive(`Such numbers were answered ${answers.map(outcomeOf).join(', ')}`, answers);
  },
});
