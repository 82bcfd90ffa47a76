import { jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract } from '../../../contract/model.ts';
import { msAhead } from '../../../contract/moment.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { collectionAt } from '../../subjects/collection.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { wholeList, type WholeList } from '../../scenarios/paging/whole-list.ts';
import { durationMs } from '../../subjects/resource-at.ts';
import { sandboxNeeds, sandboxSession } from '../../requests/sandbox-session.ts';
import { objectsIn } from '../../subjects/shown-thing.ts';
import { answerClock } from '../../kit/timing.ts';
import { sandboxPlaces } from '../../subjects/sandbox-places.ts';

/** Name of the duration from one reset of the data to the next. */
const resetName = 'sandbox.reset';

/** Names of members that tell when something was made. */
const isMade = (name: string): boolean => /^(created|creation)/i.test(name);

/** Every name that runs give begins so. */
const ourName = 'ct-';

const listOf = (contract: Contract): Collection | undefined => {
  const [read] = parameterlessReads(contract).filter(({ key }) => collectionAt(contract, key));
  return read && collectionAt(contract, read.key);
};

export const sandboxDataAgeRecorded = defineProbe<WholeList>({
  id: 'sandbox/data-age-recorded',
  title: 'How old the oldest data of the sandbox is, and whether an earlier run has left some, is recorded',
  why: 'Tests that count on a fresh sandbox find the leftovers of others where it is not reset.',
  fix: 'Nothing is wrong with old data by itself; where a reset is promised, see that it takes place.',
  reads: 'sandbox',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => (listOf(contract) ? sandboxPlaces(contract) : []),
  needs: (_place, around) => sandboxNeeds(around),
  cost: () => ({ requests: 20, creates: 0 }),
  async measure(_place, session) {
    const list = listOf(session.contract);
    if (!list) throw new RangeError('Cannot read the sandbox: the contract has no list that needs nothing');
    return wholeList(sandboxSession(session), list);
  },
  judge(_place, { items, exchanges }, { contract, target }) {
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
  const moments = objectsIn(jsonOf(exchange)).flatMap(({ thing }) =>
    Object.entries(thing)
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
