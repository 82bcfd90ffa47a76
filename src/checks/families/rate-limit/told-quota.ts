import { countsRefusedCalls, type OperationQuota, operationQuotaIn } from '../../../contract/infer/conventions/quota-sentences.ts';
import { storesNothing } from '../../../contract/infer/effects/stores-nothing.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { answerOf, isClientError, isSuccess, outcomeOf, statusOf, wholeHeader } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { essenceOf } from '../../../contract/wire/media-type.ts';
import { tooManyRequests } from '../../../contract/quota-error-response.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { at, defineProbe, fail, inconclusive, pass, type ProbePrerequisite, type Subject, type Surroundings } from '../../kit/define.ts';
import { refusesWhatWasAsked } from '../../kit/error-response.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { mostWithin, tooFewCalls } from '../../kit/timing.ts';
import { accepting } from '../../requests/accepting.ts';
import { withMistakenBody } from '../../requests/mistaken-body.ts';
import { smallRead } from '../../requests/small-read.ts';
import { membersOf } from '../../subjects/mistaken-bodies.ts';
import { burstPrerequisites, longestBurst } from '../../subjects/quota.ts';

/** A read, or a request that stores nothing, whose own description states a quota for it, or a creation that counts refused calls too. */
type ToldOperation = Subject & {
  readonly operation: Operation;
  /** Is it called with a body that breaks off, so that each call counts and none creates anything. */
  readonly isBroken: boolean;
  /** The media type of the answers that the quota is for, where the sentence names one of several. */
  readonly mediaType: string | undefined;
} & Pick<OperationQuota, 'limit' | 'seconds' | 'isPerCaller'>;

/** A quota of fewer requests may be used up by the other checks, and a longer window than this is not waited for. */
const leastLimit = 5;

const describes429 = ({ responses }: Operation): boolean => responses.some(({ status }) => status === String(tooManyRequests));

/** The subtype as people write it: CSV, PDF, JSON. */
const formOf = (mediaType: string): string =>
  essenceOf(mediaType)
    .replace(/^[^/]*\//u, '')
    .replace(/^.*\+/u, '')
    .replace(/^x-/u, '');

/** Which answers of an operation a quota is for: undefined where the clause names forms of which this is not clear. */
const answersOf = ({ responses }: Operation, clause: string): { readonly mediaType: string | undefined } | undefined => {
  const types = responses
    .filter(({ status }) => status.startsWith('2'))
    .flatMap(({ content }) => content.map(({ mediaType }) => mediaType));
  const words = new Set(wordsOf(clause));
  const named = types.filter((type) => words.has(formOf(type)));
  const isOther = ['csv', 'pdf', 'xml', 'html', 'excel', 'xlsx', 'zip'].some((word) => words.has(word)) && named.length === 0;
  if (isOther || named.length > 1) return undefined;
  return { mediaType: types.length > 1 ? named[0] : undefined };
};

/** Can an operation be called without any effect: it reads, it says that it stores nothing, or it creates from a body and its text says that refused calls count as well. */
const wayToCall = (contract: Contract, operation: Operation, text: string): 'as it is' | 'broken' | undefined => {
  if (operation.method === 'GET' && operation.effect === 'safe') return 'as it is';
  if (operation.effect === 'asks' && operation.unsupported === undefined && storesNothing(contract.document, operation)) return 'as it is';
  const creates = operation.effect.startsWith('creates') && !operation.path.includes('{') && operation.unsupported === undefined;
  return creates && membersOf(contract, operation).length > 0 && countsRefusedCalls(text) ? 'broken' : undefined;
};

const toldOperations = (contract: Contract): readonly ToldOperation[] =>
  contract.operations.flatMap((operation) => {
    const text = valueAt(contract.document, `${nodeOf(operation.location)}/description`);
    const way = typeof text === 'string' ? wayToCall(contract, operation, text) : undefined;
    const told = typeof text === 'string' && way !== undefined ? operationQuotaIn(text) : undefined;
    const isTried =
      told !== undefined && told.limit >= leastLimit && told.limit <= longestBurst.limit && told.seconds <= longestBurst.seconds;
    const answers = told && answersOf(operation, told.clause);
    const isBroken = way === 'broken';
    return isTried && answers && describes429(operation) ? [at(operation.location, { operation, isBroken, ...told, ...answers })] : [];
  });

/** Calls sent at the same time; of a creation few, because each may turn out to be accepted. */
const width = 20;
const widthOfBroken = 4;
const spare = 2;

/** More calls than any reading of a quota accepts within one window: two windows may meet in it. */
const above = ({ limit }: Pick<ToldOperation, 'limit'>): number => 2 * limit + 10;

type Tried = {
  readonly exchanges: readonly Exchange[];
  /** The same read by another account, right after the first refusal; undefined without one, or without such a credential. */
  readonly other: Exchange | undefined;
};

/** A request without an answer shows nothing: the service may only be slow. */
const isRefused = (exchange: Exchange): boolean => answerOf(exchange) !== undefined && !isSuccess(exchange);

const isTooMany = (exchange: Exchange): boolean => statusOf(exchange) === tooManyRequests;

/** Is a call one that the quota let pass: it succeeded, or was refused for its body alone. */
const isLetPass = (exchange: Exchange, isBroken: boolean): boolean =>
  isBroken ? refusesWhatWasAsked(exchange) && !isTooMany(exchange) : isSuccess(exchange);

/** Sends more calls to an operation than its description allows, then one with the credential of another account. */
const exceededTold = defineScenario<
  {
    readonly operation: string;
    readonly limit: number;
    readonly seconds: number;
    readonly mediaType: string | null;
    readonly isBroken: boolean;
  },
  Tried
>({
  id: 'exceeded-told-quota',
  async run(session, { operation: key, mediaType, isBroken, ...quota }) {
    const operation = operationOf(session.contract, key);
    const call = isBroken ? withMistakenBody(session, operation, 'cut-off') : smallRead(session, operation);
    if (isBroken) {
      // What takes one such body may take each of them, and do something.
      const first = await session.send(call);
      if (!isClientError(first)) return { exchanges: [first], other: undefined };
    }
    const request = mediaType === null ? call : { ...accepting(call, ['accept', mediaType]), madeUp: [...(call.madeUp ?? []), 'accept'] };
    const exchanges = await session.burst(request, {
      most: above(quota),
      withinMs: quota.seconds * 1000,
      width: isBroken ? widthOfBroken : width,
      enough: isBroken ? isTooMany : isRefused,
    });
    const isAsked = exchanges.some(isTooMany) && session.target.credentials.includes('other');
    const asked: PlannedRequest = {
      ...request,
      credential: { kind: 'valid', name: 'other' },
      // What came of a mistake that is accepted would be the other account's.
      faults: isBroken ? request.faults : [...request.faults, 'credential-forbidden'],
    };
    // A burst, because any other call waits until the refused credential may call again.
    const [other] = isAsked ? await session.burst(asked, { most: 1, withinMs: quota.seconds * 1000, width: 1, enough: () => true }) : [];
    return { exchanges, other };
  },
});

const ofTold = {
  phase: 'flood',
  exclusive: 'quota',
  prerequisites: ({ operation }: ToldOperation, around: Surroundings): ProbePrerequisite[] => [
    ...burstPrerequisites,
    ...prerequisitesFor(operation, around),
  ],
  cost: (told: ToldOperation) => ({ requests: above(told) + 1 + Number(told.isBroken), creates: 0 }),
  run: ({ operation: { key }, limit, seconds, mediaType, isBroken }: ToldOperation, session: Session): Promise<Tried> =>
    session.run(exceededTold, { operation: key, limit, seconds, mediaType: mediaType ?? null, isBroken }),
} as const;

export const toldQuotaEnforced = defineProbe<ToldOperation, Tried>({
  ...ofTold,
  id: 'rate-limit/told-quota-enforced',
  title: 'An operation refuses calls above the quota that its description states',
  why: 'What one client takes above the quota is taken from all the others, and the stated number protects nobody.',
  fix: 'Count the calls of the operation and refuse those above the quota with 429, or state the quota that is applied.',
  over: toldOperations,
  judge({ limit, seconds, isBroken }, { exchanges }) {
    if (exchanges.some(isTooMany)) return pass(exchanges.length);
    const other = exchanges.find((exchange) => answerOf(exchange) !== undefined && !isLetPass(exchange, isBroken));
    if (other) return inconclusive(`A call of the burst was answered ${outcomeOf(other)}`, [other]);
    const answered = mostWithin(
      exchanges.filter((exchange) => isLetPass(exchange, isBroken)),
      seconds * 1000,
    );
    const most = 2 * limit + spare;
    const [first, last] = [answered[0], answered.at(-1)];
    if (!first || !last || answered.length <= most) return inconclusive(tooFewCalls(answered.length, most + 1, seconds * 1000), []);
    const expected = `status 429 after at most ${most} calls in ${seconds} s, as the description allows ${limit}`;
    const finding = { where: 'status', expected, actual: `${answered.length} calls answered without it` };
    return fail({ code: 'told-not-enforced', ...finding }, [last, first], { judged: answered.length, breaches: 1 });
  },
});

const remainingForm = /^(?:x )?rate ?limit remaining$/u;

/** The header field of the successes of an operation that reports what is left. */
const remainingOf = ({ responses }: Operation): string | undefined =>
  responses
    .filter(({ status }) => status.startsWith('2'))
    .flatMap(({ headers }) => headers)
    .find(({ name }) => remainingForm.test(wordsOf(name).join(' ')))?.name;

/** So many answers of one burst, or half of the quota, cannot all leave the same number. */
const leastAnswers = 10;

export const toldRemainingFalls = defineProbe<ToldOperation & { readonly name: string }, Tried>({
  ...ofTold,
  id: 'rate-limit/told-remaining-falls',
  title: 'What an operation reports as left of its own quota falls with its calls',
  why: 'Clients slow down by this number; where it never changes, they are refused without a warning.',
  fix: 'Send what is left after the calls that were counted, not a fixed number.',
  over: (contract) =>
    toldOperations(contract).flatMap((told) => {
      const name = remainingOf(told.operation);
      return name === undefined ? [] : [{ ...told, name }];
    }),
  judge({ name, limit, isBroken }, { exchanges }) {
    const passed = exchanges.filter((exchange) => isLetPass(exchange, isBroken));
    const left = passed.flatMap((exchange) => {
      const value = wholeHeader(exchange, name);
      return value === undefined ? [] : [{ exchange, value }];
    });
    const [first] = left;
    if (!first || left.length < Math.max(leastAnswers, limit / 2))
      return inconclusive(`Only ${left.length} calls of the burst report ${name}`, exchanges.slice(0, 1));
    if (left.some(({ value }) => value !== first.value)) return pass(left.length);
    if (first.value === 0) return inconclusive(`${name} is 0 from the first call on`, [first.exchange]);
    const finding = {
      where: name,
      expected: 'fewer left after more calls',
      actual: `${first.value} left in each of ${left.length} answers`,
    };
    const last = left.at(-1)?.exchange ?? first.exchange;
    return fail({ code: 'told-remaining-constant', ...finding }, [last, first.exchange], { judged: left.length, breaches: 1 });
  },
});

export const toldQuotaApart = defineProbe<ToldOperation, Tried>({
  ...ofTold,
  id: 'rate-limit/told-quota-apart',
  title: 'A quota of each account is not used up by another account',
  why: 'Where accounts share one count, the busiest shuts all the others out.',
  fix: 'Count by the account of a call, not by its address or for all together.',
  over: (contract) => toldOperations(contract).filter(({ isPerCaller }) => isPerCaller),
  prerequisites: (told, around) => [...ofTold.prerequisites(told, around), { kind: 'credential', name: 'other' }],
  judge(_told, { exchanges, other }) {
    const refused = exchanges.find(isTooMany);
    if (!refused || !other) return inconclusive('The calls of the first account were not refused', exchanges.slice(-1));
    if (!isTooMany(other)) return pass(1);
    const finding = { where: 'credential', expected: 'no refusal of the first call of another account', actual: 'status 429' };
    return fail({ code: 'quota-shared-by-accounts', ...finding }, [other, refused]);
  },
});
