import { statuses } from '../../../contract/conventions-at.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, type Subject } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { judgeErrorResponse } from '../../kit/error-response.ts';
import { once } from '../../kit/session.ts';
import { creationBy } from '../../requests/creation-by.ts';
import { smallRead } from '../../requests/small-read.ts';
import { workingRead } from '../../scenarios/credentials/working-read.ts';
import { errorResponseOf } from '../../subjects/mistaken-bodies.ts';

/** A creation that is promised to be refused when the account is full, and a read that tells whether the credential works. */
type Bounded = Subject & { readonly create: Operation; readonly read: Operation };

type ExhaustedCreation = {
  readonly first: Exchange;
  /** The creation once more, after a window: only where the first was refused by the quota of requests. */
  readonly again: Exchange | undefined;
  /** A read after it, which tells that the quota of requests is not used up; only where it was refused so again. */
  readonly read: Exchange | undefined;
};

/** Whole seconds in which a quota of requests travels. */
const toleranceMs = 2000;

export const exhaustedAccountRefused = defineProbe<Bounded, ExhaustedCreation>({
  id: 'limits/exhausted-account-refused',
  title: 'A creation beyond what the account may hold is refused with the documented status',
  why: 'A client that is told to slow down repeats for ever what can never succeed; one that is served gets a bill nobody agreed to.',
  fix: 'Count what the account holds before anything is created, and answer the documented status where no more fits.',
  reads: 'refusals.exhausted',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over(contract) {
    const [read] = parameterlessReads(contract);
    return contract.resourceTypes.flatMap(({ create }) =>
      read && create && errorResponseOf(create, 'exhausted').length > 0 ? [at(create.location, { create, read })] : [],
    );
  },
  prerequisites: ({ create }, around) => [...prerequisitesFor(create, around), { kind: 'credential', name: 'exhausted' }],
  cost: () => ({ requests: 4, creates: 0 }),
  /** Once more after a window where 429 hides the answer. */
  async run({ create, read: plain }, session) {
    await workingRead(session, plain.key, 'exhausted');
    const first = await once(session, creationBy(session, create, 'exhausted'));
    if (statusOf(first) !== 429) return { first, again: undefined, read: undefined };
    const windowSeconds = session.target.quota?.windowSeconds ?? session.contract.conventions.rateLimit?.window.seconds ?? 60;
    await session.pause(windowSeconds * 1000 + toleranceMs, 'the quota of requests is to be whole again');
    const again = await session.send(creationBy(session, create, 'exhausted', 'again'));
    if (statusOf(again) !== 429) return { first, again, read: undefined };
    const read = await session.send({ ...smallRead(session, plain), credential: { kind: 'valid', name: 'exhausted' } });
    return { first, again, read: isSuccess(read) ? read : undefined };
  },
  judge({ create }, { first, again, read }) {
    const expected = errorResponseOf(create, 'exhausted');
    const answer = again ?? first;
    const mistake = 'a creation beyond what the account may hold';
    const finding = { where: 'account', expected: `status ${expected.join(' or ')} to ${mistake}` };
    if (statusOf(answer) === 429 && !expected.includes(429)) {
      if (!again || !read) return inconclusive(`${create.key} was answered ${outcomeOf(answer)}, as was the read after it`, [answer]);
      const actual = 'status 429 twice, a window apart, while reads succeed';
      return fail({ code: 'account-exhausted-other-status', ...finding, actual }, [again, first, read], { judged: 2, breaches: 2 });
    }
    const { auth } = create.conventions;
    const wrong = [400, 403, ...statuses(auth?.forbidden)].filter((status) => !expected.includes(status));
    return judgeErrorResponse(answer, { expected, wrong, code: 'account-exhausted', where: 'account', mistake });
  },
});
