import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, type Surroundings } from '../../kit/define.ts';
import { takesGuesses } from '../../subjects/guesses.ts';
import { patienceMs } from '../../kit/patience.ts';
import { recentRead, recentRequest } from '../../scenarios/calls/recent-read.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { successesOf } from '../../kit/success.ts';
import { mayBlameValues, sentenceAboutValues } from './blames-values.ts';

/** Statuses by which an operation is not there for what exists (RFC 9110 sections 15.5.5, 15.5.6, 15.6.2). */
const absent = [404, 405, 501] as const;

/** A failure of the server is one of this call only where it comes so many times in a row, with a pause between. */
const failures = 3;
const pauseMs = 5000;

export const documentedCallSucceeds = defineProbe<readonly Exchange[]>({
  id: 'status/documented-call-succeeds',
  title: 'A read with everything that it takes succeeds',
  why: 'An operation that is described and not served is missed only when somebody has built on it.',
  fix: 'Serve the operation for things that exist, or take it out of the documentation.',
  phase: 'mutate',
  stage: 'looking-back',
  alone: 'nothing',
  places: (contract) =>
    contract.operations
      .filter(isRead)
      .flatMap(({ key, responses }) =>
        responses.filter(({ status }) => status.startsWith('2')).map(({ place }) => ({ ...place, operation: key })),
      ),
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around),
  cost: () => ({ requests: 20, creates: 0 }),
  async measure(place, session) {
    const key = place.operation ?? '';
    const first = await session.measure(recentRead, { operation: key });
    if (statusOf(first) === 404) return [first, ...(await lookAgain(session, key))];
    const tries = [first];
    while (tries.length < failures && tries.every(isFailure) && isVouchedFor(session, key)) {
      await session.pause(pauseMs, 'a failure of the server may pass');
      tries.push(await session.send(recentRequest(session, key)));
    }
    return tries;
  },
  judge(place, tries, { contract, target }) {
    const last = tries.at(-1);
    if (!last) return inconclusive('Nothing was sent', []);
    if (isSuccess(last)) return pass(1);
    if (mayBlameValues(last)) return inconclusive(sentenceAboutValues(last, outcomeOf(last)), [last]);
    const operation = operationOf(contract, place.operation ?? '');
    const status = statusOf(last);
    const finding = { where: 'status', expected: `status ${successesOf(operation).join(' or ')}`, actual: `status ${outcomeOf(last)}` };
    if (absent.some((one) => one === status)) return fail({ code: 'call-not-served', ...finding }, [last]);
    if (tries.length >= failures && tries.every(isFailure) && isVouchedFor({ contract, target }, operation.key)) {
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

/** Under a guessed name a failure is no more than a refusal: nobody promised to take the call like that. */
const isVouchedFor = ({ contract, target }: Surroundings, key: string): boolean =>
  !takesGuesses(contract, operationOf(contract, key), target);

/** What was just made may not be known everywhere yet. */
const lookAgain = async (session: Session, key: string): Promise<Exchange[]> => {
  const looks: Exchange[] = [];
  await until(
    session,
    { withinMs: patienceMs(session.target, 'created.listed'), why: 'what was just made may not be known yet' },
    async () => {
      const look = await session.send(recentRequest(session, key));
      looks.push(look);
      return statusOf(look) === 404 ? undefined : look;
    },
  );
  return looks;
};
