import { headerValues, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import { msAhead } from '../../../contract/moment.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { answerClock } from '../../kit/timing.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { sandboxPrerequisites, sandboxSession } from '../../requests/sandbox-session.ts';
import { wholeList, type WholeList } from '../../scenarios/paging/whole-list.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { quotaHeaderForm } from '../../subjects/quota-headers.ts';
import { durationMs } from '../../subjects/resources.ts';
import { plainLists, sandboxes, type SandboxSubject } from '../../subjects/sandbox.ts';
import { objectsIn } from '../../subjects/shown-resource.ts';

export const sandboxHeadersRecorded = defineProbe<SandboxSubject, Exchange>({
  id: 'sandbox/headers-recorded',
  title: 'Whether answers of the sandbox carry the headers about the quota is recorded',
  why: 'A client that counts by these headers has to be tried out where they may be missing.',
  fix: 'Nothing is wrong with either; a line in the documentation spares clients a surprise.',
  reads: 'sandbox',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) => (contract.conventions.rateLimit?.headers === undefined ? [] : sandboxes(contract)),
  prerequisites: (_sandbox, around) => sandboxPrerequisites(around),
  cost: () => ({ requests: 1, creates: 0 }),
  run: (_sandbox, session) => sandboxSession(session).run(plainRead, { operation: firstReadOf(session) }),
  judge(_sandbox, exchange, { contract }) {
    if (statusOf(exchange) === undefined) return inconclusive(`The sandbox answered ${outcomeOf(exchange)}`, [exchange]);
    const { limit, remaining, reset } = contract.conventions.rateLimit?.headers ?? {};
    const formOf = (name: string): string => {
      const [text] = headerValues(exchange, name);
      return text === undefined ? 'absent' : quotaHeaderForm(text);
    };
    const names = [limit, remaining, reset?.name].filter((name) => name !== undefined);
    const value = names.map((name) => ({ name: name.toLowerCase(), form: formOf(name) }));
    return observed([factOf('sandbox.quota-headers', exchange.request.operation, value)]);
  },
});

/** Name of the duration from one reset of the data to the next. */
const resetName = 'sandbox.reset';

/** Whether the name of a member means a creation time. */
const isMade = (name: string): boolean => /^(created|creation)/i.test(name);

/** The prefix of every name that a run gives. */
const ourName = 'ct-';

export const sandboxDataAgeRecorded = defineProbe<SandboxSubject & { readonly list: Collection }, WholeList>({
  id: 'sandbox/data-age-recorded',
  title: 'How old the oldest data of the sandbox is, and whether an earlier run has left some, is recorded',
  why: 'Tests that rely on a fresh sandbox find the leftovers of others where it is not reset.',
  fix: 'Old data as such is no mistake; where a reset is documented, make sure that it takes place.',
  reads: 'sandbox',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) =>
    plainLists(contract)
      .slice(0, 1)
      .flatMap((list) => sandboxes(contract).map((sandbox) => ({ ...sandbox, list }))),
  prerequisites: (_sandbox, around) => sandboxPrerequisites(around),
  cost: () => ({ requests: 20, creates: 0 }),
  run: ({ list }, session) => wholeList(sandboxSession(session), list),
  judge(_sandbox, { items, exchanges }, { contract, target }) {
    const [first] = exchanges;
    if (!items) return inconclusive(`The list of the sandbox was answered ${outcomeOf(first)}`, [first]);
    const resetMs = durationMs(contract, target, resetName) ?? 86_400_000;
    const oldest = Math.max(...exchanges.map((exchange) => ageOf(exchange)));
    const age = oldest === -Infinity ? 'none' : oldest < resetMs ? 'under the time of a reset' : 'over the time of a reset';
    return observed([
      factOf('sandbox.oldest-data', first.request.operation, age),
      factOf('sandbox.earlier-run', first.request.operation, JSON.stringify(items).includes(`"${ourName}`)),
    ]);
  },
});

/** Milliseconds since the earliest moment of creation that an answer shows; -Infinity where it shows none. */
const ageOf = (exchange: Exchange): number => {
  const { ms } = answerClock(exchange);
  const moments = objectsIn(jsonOf(exchange)).flatMap(({ resource }) =>
    Object.entries(resource)
      .filter(([name]) => isMade(name))
      .map(([, value]) => value),
  );
  return Math.max(
    -Infinity,
    ...moments.flatMap((moment) => {
      const ahead = typeof moment === 'string' ? msAhead(moment, 'date-time', ms) : undefined;
      return ahead === undefined ? [] : [-ahead];
    }),
  );
};
