import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection, Contract } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, type Surroundings } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { sandboxPrerequisites, sandboxSession } from '../../requests/sandbox-session.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { pageItems } from '../../subjects/collection.ts';
import { showsMore } from '../../subjects/shows-more.ts';
import { plainLists, sandboxes, type SandboxSubject } from '../../subjects/sandbox.ts';

/** One plain read of the sandbox, which both checks of `sandbox.served` judge. */
const ofFirstRead = {
  reads: 'sandbox.served',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract: Contract) => sandboxes(contract, 'served'),
  prerequisites: (_sandbox: SandboxSubject, around: Surroundings) => sandboxPrerequisites(around),
  cost: () => ({ requests: 1, creates: 0 }),
  run: (_sandbox: SandboxSubject, session: Session): Promise<Exchange> =>
    sandboxSession(session).run(plainRead, { operation: firstReadOf(session) }),
} as const;

/** Statuses that refuse a credential (RFC 9110 sections 15.5.2, 15.5.4). */
const credentialErrors: readonly (number | undefined)[] = [401, 403];

export const sandboxServed = defineProbe<SandboxSubject, Exchange>({
  ...ofFirstRead,
  id: 'sandbox/served',
  title: 'The sandbox accepts a credential for it',
  why: 'A sandbox that refuses its own keys is useless: people try out calls in the live service instead.',
  fix: 'Accept the keys of the sandbox at its address, for every account with a documented sandbox.',
  judge(_sandbox, exchange, { target }) {
    if (isSuccess(exchange)) return pass(1);
    const status = outcomeOf(exchange);
    // Not every document states whether the sandbox accepts the key of the live service.
    if (credentialErrors.includes(statusOf(exchange)) && target.credentials.includes('test')) {
      return fail(
        { code: 'sandbox-refuses-credential', where: 'status', expected: 'a success for a key of the sandbox', actual: `status ${status}` },
        [exchange],
      );
    }
    return inconclusive(`${exchange.sent.method} ${exchange.sent.target} at urls.sandbox was answered ${status}, which decides nothing`, [
      exchange,
    ]);
  },
});

/** Statuses of an operation that does not exist (RFC 9110 sections 15.5.5, 15.5.6). */
const absent: readonly number[] = [404, 405];

export const sandboxPathsServed = defineProbe<SandboxSubject, Exchange>({
  ...ofFirstRead,
  id: 'sandbox/paths-served',
  title: 'The sandbox answers the documented paths as the live service does',
  why: 'Code that is tried out in a sandbox with other paths has to be rewritten before it goes live.',
  fix: 'Serve the documented paths below the address of the sandbox, with the same statuses.',
  judge(_sandbox, exchange, { contract }) {
    const operation = operationOf(contract, firstReadOf({ contract }));
    if (isDeclaredSuccess(operation, exchange)) return pass(1);
    const status = statusOf(exchange) ?? 0;
    const outcome = outcomeOf(exchange);
    if (isSuccess(exchange) || (status >= 300 && status < 400) || absent.includes(status)) {
      return fail(
        {
          code: 'sandbox-path-not-served',
          where: 'status',
          expected: `the documented success of ${operation.key}`,
          actual: `status ${outcome}`,
        },
        [exchange],
      );
    }
    return inconclusive(`${operation.key} at urls.sandbox was answered ${outcome}, which decides nothing`, [exchange]);
  },
});

export const sandboxSeeded = defineProbe<SandboxSubject & { readonly lists: readonly Collection[] }, readonly Exchange[]>({
  id: 'sandbox/seeded',
  title: 'The sandbox holds data from the start',
  why: 'A first call to an empty sandbox shows nothing, and code that reads lists cannot be tried out.',
  fix: 'Put test data into the sandbox of each account when the account is created.',
  reads: 'sandbox.seeded',
  phase: 'read',
  exclusive: 'nothing',
  over(contract) {
    const lists = plainLists(contract);
    return lists.length === 0 ? [] : sandboxes(contract, 'seeded').map((sandbox) => ({ ...sandbox, lists }));
  },
  prerequisites: (_sandbox, around) => sandboxPrerequisites(around),
  cost: ({ lists }) => ({ requests: lists.length, creates: 0 }),
  run: ({ lists }, session) =>
    Promise.all(lists.map(({ operation: { key } }) => sandboxSession(session).run(plainRead, { operation: key }))),
  judge({ lists }, exchanges) {
    const items = lists.map((list, n) => {
      const exchange = exchanges[n];
      return exchange && pageItems(list, exchange);
    });
    if (items.some((held) => held !== undefined && held.length > 0)) return pass(exchanges.length);
    const [first, ...others] = exchanges;
    const unfinished = exchanges.find(showsMore);
    if (unfinished) return inconclusive('An empty page of the sandbox announces more pages', [unfinished]);
    if (first && exchanges.every(isSuccess) && items.every((held) => held !== undefined)) {
      const finding = { where: 'list', expected: 'an item in at least one of the lists', actual: `${exchanges.length} empty lists` };
      return fail({ code: 'sandbox-empty', ...finding }, [first, ...others], { judged: exchanges.length, breaches: 1 });
    }
    const other = exchanges.find((exchange) => statusOf(exchange) === undefined || !isSuccess(exchange)) ?? first;
    return inconclusive(`A list of the sandbox shows nothing: ${other ? outcomeOf(other) : 'none was read'}`, exchanges);
  },
});
