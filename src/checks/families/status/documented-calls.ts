import { resourcesNamed } from '../../../contract/infer/covering.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { otherSetsOf } from '../../../generators/example-sets.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, observed, pass, type Surroundings } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { orSkipped } from '../../kit/not-tried.ts';
import { patienceMs } from '../../kit/patience.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { hasStatus, successesOf } from '../../kit/success.ts';
import { acceptedAct } from '../../scenarios/calls/control.ts';
import { otherExamples } from '../../scenarios/calls/documented-variants.ts';
import { plainRead, recentRead, recentRequest } from '../../scenarios/calls/reads.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { listedRead } from '../../scenarios/lifecycle/listed-ids.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { takesGuesses } from '../../subjects/guesses.ts';
import { mayBlameValues, sentenceAboutValues } from './blames-values.ts';
import { describedSuccesses } from './described-successes.ts';

export const documentedCall = defineProbe({
  id: 'status/documented-call',
  title: 'The answer to a call of each operation with documented values is recorded',
  why: 'A description can be judged only by answers, so each operation is called once as documented.',
  fix: 'Nothing has to be fixed: the answer is recorded, and other checks judge it.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  // What may reach resources that others need comes last.
  over: ({ operations }) =>
    operations
      .toSorted((a, b) => Number(a.effect === 'destructive') - Number(b.effect === 'destructive'))
      .map((operation) => at(operation.location, { operation })),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost({ operation }, { contract }) {
    const made = resourcesNamed(contract, operation);
    const calls = 2 + othersOf(contract, operation).length;
    return { requests: calls + made, creates: made + (operation.effect.startsWith('creates') ? calls : 0) };
  },
  async run({ operation }, session) {
    // What no operation removes is created once for everything that leaves it as it is.
    const shared =
      operation.effect === 'creates-permanently' && session.contract.standard.size > 0
        ? (await session.run(created, { operation: operation.key })).exchange
        : await acceptedAct(session, operation.key);
    if (shared && isSuccess(shared)) return shared;
    const exchange = await session.run(plainRead, { operation: operation.key });
    await orSkipped(session.run(listedRead, { operation: operation.key }));
    if (othersOf(session.contract, operation).length > 0) await session.run(otherExamples, { operation: operation.key });
    return exchange;
  },
  judge({ operation }, exchange) {
    const status = statusOf(exchange);
    if (status === undefined) return inconclusive(`There was ${outcomeOf(exchange)}`, [exchange]);
    if (mayBlameValues(exchange)) return inconclusive(sentenceAboutValues(exchange, outcomeOf(exchange)), [exchange]);
    return observed([factOf('status.documented-call', operation.key, status)]);
  },
});

/** Further sets of examples of what leaves nothing behind; only for documents that no `x-assay` describes. */
const othersOf = (contract: Contract, operation: Operation): readonly string[] =>
  contract.standard.size > 0 && (operation.effect === 'safe' || operation.effect === 'creates') ? otherSetsOf(contract, operation) : [];

/** Statuses of an operation that is not served, where the resource exists (RFC 9110 sections 15.5.5, 15.5.6, 15.6.2). */
const absent = [404, 405, 501];

/** A server error is due to the call only where it comes so many times in a row, with pauses in between. */
const failures = 3;
const pauseMs = 5000;

export const documentedCallSucceeds = defineProbe({
  id: 'status/documented-call-succeeds',
  title: 'A read with all documented parameters succeeds',
  why: 'Clients are built on an operation that is described, and fail if it is not served.',
  fix: 'Serve the operation for resources that exist, or take it out of the documentation.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'nothing',
  over: ({ operations }) => describedSuccesses(operations.filter(isRead)),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 20, creates: 0 }),
  async run({ operation }, session): Promise<readonly Exchange[]> {
    const first = await session.run(recentRead, { operation: operation.key });
    if (statusOf(first) === 404) return [first, ...(await lookAgain(session, operation))];
    const tries = [first];
    while (tries.length < failures && tries.every(isFailure) && isWithoutGuesses(session, operation)) {
      await session.pause(pauseMs, 'a failure of the server may pass');
      tries.push(await session.send(recentRequest(session, operation.key)));
    }
    return tries;
  },
  judge({ operation }, tries, around) {
    const last = tries.at(-1);
    if (!last) return inconclusive('Nothing was sent', []);
    if (isSuccess(last)) return pass(1);
    if (mayBlameValues(last)) return inconclusive(sentenceAboutValues(last, outcomeOf(last)), [last]);
    const finding = { where: 'status', expected: `status ${successesOf(operation).join(' or ')}`, actual: `status ${outcomeOf(last)}` };
    if (hasStatus(last, absent)) return fail({ code: 'call-not-served', ...finding }, [last]);
    if (tries.length >= failures && tries.every(isFailure) && isWithoutGuesses(around, operation)) {
      const [first = last, ...others] = tries.toReversed();
      return fail({ code: 'call-always-fails', ...finding }, [first, ...others], { judged: tries.length, breaches: tries.length });
    }
    return inconclusive(`${last.sent.method} ${last.sent.target} was answered ${outcomeOf(last)}`, [last]);
  },
});

/** A read that takes the credential of the document and whose answer ends. */
const isRead = ({ method, secured, takesKey, conventions }: Operation): boolean =>
  method === 'GET' && conventions.stream === undefined && (takesKey || !secured);

const isFailure = (exchange: Exchange): boolean => statusOf(exchange) === 500;

/** Does the call have no guessed name: with one, a server error is no more than a 4xx, because the call is not as documented. */
const isWithoutGuesses = ({ contract, target }: Surroundings, operation: Operation): boolean => !takesGuesses(contract, operation, target);

/** Repeats a read, because a new resource may not be known everywhere yet. */
const lookAgain = async (session: Session, { key }: Operation): Promise<Exchange[]> => {
  const looks: Exchange[] = [];
  await until(session, { withinMs: patienceMs(session.target, 'created.listed'), why: 'a new resource may not be known yet' }, async () => {
    const look = await session.send(recentRequest(session, key));
    looks.push(look);
    return statusOf(look) === 404 ? undefined : look;
  });
  return looks;
};
