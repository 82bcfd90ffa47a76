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

/** A creation that must be refused when the account is exhausted, and a read that shows whether the credential works. */
type Bounded = Subject & { readonly create: Operation; readonly read: Operation };

type ExhaustedCreation = {
  readonly first: Exchange;
  /** The creation again, after a window; only where the first answer was 429. */
  readonly again: Exchange | undefined;
  /** A successful read after that, which shows that the request quota is not exhausted; only where the second answer was 429, too. */
  readonly read: Exchange | undefined;
};

/** Added to the window of the request quota, because its reset is given in whole seconds. */
const toleranceMs = 2000;

export const exhaustedAccountRefused = defineProbe<Bounded, ExhaustedCreation>({
  id: 'limits/exhausted-account-refused',
  title: 'A creation above the limit of the account is refused with the documented status',
  why: 'After a 429 a client repeats for ever what can never succeed; after a success it gets a bill that nobody agreed to.',
  fix: 'Count the resources of the account before anything is created, and answer the documented status at the limit.',
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
  /** After a 429, tries again a window later. */
  async run({ create, read: plain }, session) {
    await workingRead(session, plain.key, 'exhausted');
    const first = await once(session, creationBy(session, create, 'exhausted'));
    if (statusOf(first) !== 429) return { first, again: undefined, read: undefined };
    const windowSeconds = session.target.quota?.windowSeconds ?? session.contract.conventions.rateLimit?.window.seconds ?? 60;
    await session.pause(windowSeconds * 1000 + toleranceMs, 'the request quota has to recover');
    const again = await session.send(creationBy(session, create, 'exhausted', 'again'));
    if (statusOf(again) !== 429) return { first, again, read: undefined };
    const read = await session.send({ ...smallRead(session, plain), credential: { kind: 'valid', name: 'exhausted' } });
    return { first, again, read: isSuccess(read) ? read : undefined };
  },
  judge({ create }, { first, again, read }) {
    const expected = errorResponseOf(create, 'exhausted');
    const answer = again ?? first;
    const mistake = 'a creation above the limit of the account';
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
