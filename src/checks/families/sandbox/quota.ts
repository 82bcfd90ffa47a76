import { tooFewCalls } from '../../kit/timing.ts';
import type { RateLimit } from '../../../contract/conventions.ts';
import { answerOf, isSuccess, outcomeOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isCertainErrorResponse } from '../../../contract/quota-error-response.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, NotTried, pass } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { inSandbox, sandboxPrerequisites, sandboxSession } from '../../requests/sandbox-session.ts';
import { smallRead } from '../../requests/small-read.ts';
import { burstCost, throwIfTooMany } from '../../scenarios/quota/asked-quota.ts';
import { quotaOf } from '../../scenarios/quota/at-rest.ts';
import { firstErrorResponse } from '../../scenarios/quota/exceeded-quota.ts';
import { announcedQuota } from '../../subjects/quota-headers.ts';
import { burstPrerequisites, operatorsLimit, quotas, tooSmall, windowSeconds } from '../../subjects/quota.ts';
import { sandboxes, type SandboxSubject } from '../../subjects/sandbox.ts';

type SandboxBurst = {
  /** The limit of the live service. */
  readonly limit: number;
  readonly windowMs: number;
  readonly exchanges: readonly Exchange[];
};

/** Calls are made for so many times the limit, in so large a part of a window. */
const times = 1.2;
const part = 50 / 60;
const width = 20;

/** So many times the limit must have been answered. */
const enough = 1.1;

export const sandboxQuotaNone = defineProbe<SandboxSubject, SandboxBurst>({
  id: 'sandbox/quota-none',
  title: 'The sandbox refuses no call because of a quota',
  why: 'Tests run in bursts; in a sandbox that counts calls they fail for a reason that has nothing to do with them.',
  fix: 'Do not count calls in the sandbox, or document its quota.',
  reads: 'sandbox.quota',
  phase: 'flood',
  exclusive: 'quota',
  over: (contract) => sandboxes(contract, 'quota').filter(({ sandbox }) => sandbox.quota?.is === 'none'),
  prerequisites: (_sandbox, around) => [...burstPrerequisites, ...sandboxPrerequisites(around)],
  cost: (_sandbox, around) => burstCost(around),
  run: (_sandbox, session) => sandboxBurst(session),
  judge(_sandbox, { limit, windowMs, exchanges }, { contract }) {
    const refused = firstErrorResponse(exchanges, (exchange) => isCertainErrorResponse(contract, exchange));
    if (refused) {
      const actual = `status ${outcomeOf(refused)} after ${exchanges.indexOf(refused)} calls`;
      const counts = { judged: exchanges.length, breaches: 1 };
      return fail({ code: 'sandbox-limited', where: 'status', expected: 'no call refused for its number', actual }, [refused], counts);
    }
    const answered = exchanges.filter((exchange) => answerOf(exchange) !== undefined);
    const others = answered.filter((exchange) => !isSuccess(exchange));
    const [other] = others;
    if (other && others.length * 100 > answered.length)
      return inconclusive(`${others.length} calls were answered otherwise, such as ${outcomeOf(other)}`, [other]);
    if (answered.length >= enough * limit) return pass(answered.length);
    return inconclusive(tooFewCalls(answered.length, Math.ceil(enough * limit), windowMs), answered.slice(-1));
  },
});

/** Sends more reads to the sandbox than the live service would accept in a window. */
const sandboxBurst = async (session: Session): Promise<SandboxBurst> => {
  const { contract, target } = session;
  const rateLimit = quotaOf(session);
  const limit = operatorsLimit(rateLimit, target);
  if (limit === undefined)
    throw new NotTried(
      'missing-prerequisite',
      'The limit of the live service is unknown: the target has neither quota nor plan in the config',
    );
  const seconds = windowSeconds(rateLimit, target);
  const small = tooSmall(limit, seconds);
  if (small !== undefined) throw new NotTried('unsupported', small);
  const most = Math.ceil(times * limit);
  throwIfTooMany(most, limit, target);
  const exchanges = await sandboxSession(session).burst(smallRead(session, operationOf(contract, firstReadOf(session))), {
    most,
    withinMs: part * seconds * 1000,
    width,
    enough: (exchange) => isCertainErrorResponse(contract, exchange),
  });
  return { limit, windowMs: seconds * 1000, exchanges };
};

/** By how much what is left in the live service fell over some calls; undefined where that is not known. */
type Fall = { readonly fell: number | undefined; readonly exchanges: readonly Exchange[] };

type SandboxCounting = {
  /** Over calls to the live service itself. */
  readonly control: Fall;
  /** Over calls to the sandbox, one turn after the other. */
  readonly turns: readonly Fall[];
};

/** Calls in between. */
const countedCalls = 20;
/** A fall by at least so many shows that the calls were counted. */
const counted = 15;
/** A number that rises belongs to another window: then the calls are made again, at most so often. */
const mostTries = 5;
const wanted = 2;

/** The most calls of others, and of this check itself, that may come in between. */
const mostOthers = 5;

export const sandboxQuotaUncounted = defineProbe<SandboxSubject & { readonly rateLimit: RateLimit }, SandboxCounting>({
  id: 'sandbox/quota-uncounted',
  title: 'Calls to the sandbox do not use up the quota of the live service',
  why: 'A test that runs wild would use up the quota that the live client needs.',
  fix: 'Count calls to the sandbox apart from those to the live service, or not at all.',
  reads: 'sandbox.quota',
  phase: 'closing',
  exclusive: 'quota',
  over: (contract) =>
    quotas(contract, ({ headers }) => headers?.remaining).flatMap(({ rateLimit }) =>
      sandboxes(contract, 'quota').map((sandbox) => ({ ...sandbox, rateLimit })),
    ),
  prerequisites: (_sandbox, around) => sandboxPrerequisites(around),
  cost: () => ({ requests: 3 * (countedCalls + 2), creates: 0 }),
  run: ({ rateLimit }, session) => sandboxCounting(session, rateLimit),
  judge({ rateLimit }, { control, turns }, { target }) {
    const small = tooSmall(operatorsLimit(rateLimit, target), windowSeconds(rateLimit, target));
    if (small !== undefined) return { kind: 'skipped', because: 'unsupported', reason: small };
    if ((control.fell ?? 0) < counted) {
      return inconclusive(
        `What is left did not fall by ${counted} over ${countedCalls} calls to the live service either`,
        control.exchanges.slice(-1),
      );
    }
    const [first, second] = turns;
    if (first?.fell === undefined)
      return inconclusive('Not all calls to the sandbox succeeded, or a window began anew each time', first?.exchanges.slice(-1) ?? []);
    if (first.fell <= mostOthers) return pass(countedCalls);
    if (first.fell < counted || (second?.fell ?? 0) < counted || !second) {
      return inconclusive(
        `What is left fell by ${first.fell} over ${countedCalls} calls to the sandbox, and then by ${second?.fell ?? 'an unknown number'}`,
        first.exchanges.slice(-1),
      );
    }
    const [before] = second.exchanges;
    const after = second.exchanges.at(-1) ?? before;
    if (!before || !after) return inconclusive('No call was made', []);
    const finding = {
      where: rateLimit.headers?.remaining ?? '',
      expected: `a fall by at most ${mostOthers} over ${countedCalls} calls to the sandbox`,
      actual: `by ${first.fell}, then by ${second.fell}`,
    };
    return fail({ code: 'sandbox-counted', ...finding }, [after, before], { judged: 2 * countedCalls, breaches: 2 });
  },
});

/** What is left in the live service before and after calls to it, and before and after as many to the sandbox. */
const sandboxCounting = async (session: Session, rateLimit: RateLimit): Promise<SandboxCounting> => {
  const live = smallRead(session, operationOf(session.contract, firstReadOf(session)));
  const control = await fallOver(session, rateLimit, { live, between: live });
  const turns: Fall[] = [];
  for (let turn = 0; turn < wanted; turn++) {
    turns.push(await fallOver(session, rateLimit, { live, between: inSandbox(session.target, live) }));
    if ((turns.at(-1)?.fell ?? 0) < counted) break;
  }
  return { control, turns };
};

const fallOver = async (
  session: Session,
  rateLimit: RateLimit,
  { live, between }: { readonly live: PlannedRequest; readonly between: PlannedRequest },
): Promise<Fall> => {
  let last: Fall = { fell: undefined, exchanges: [] };
  for (let turn = 0; turn < mostTries; turn++) {
    const before = await session.send(live);
    const calls = await session.sendTogether(Array.from({ length: countedCalls }, () => between));
    const after = await session.send(live);
    const exchanges = [before, ...calls, after];
    const [from, to] = [before, after].map((one) => announcedQuota(rateLimit, one).remaining);
    const isWhole = exchanges.every(isSuccess) && from !== undefined && to !== undefined && from >= to;
    last = { fell: isWhole ? from - to : undefined, exchanges };
    if (isWhole) return last;
  }
  return last;
};
