import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { distinctBy } from '../../../model/json.ts';
import { at, defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { hasStatus } from '../../kit/success.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { listOf, recogniser } from '../../scenarios/lifecycle/created.ts';
import { awaitListed } from '../../scenarios/lifecycle/listed.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { itemsOfTraversal, listTraversal } from '../../scenarios/paging/traversal.ts';
import { largestPage } from '../../subjects/collection.ts';
import { type Creation, prerequisitesToCreate } from '../../subjects/creators.ts';
import { givesAnyOf } from '../../subjects/fresh-values.ts';
import { errorResponseOf } from '../../subjects/mistaken-bodies.ts';
import { askedContent } from '../../../contract/asked-content.ts';

/** A creation, and the members that must be unique. */
type Unrepeatable = Creation & { readonly unique: readonly string[] };

type CreatedTogether = {
  readonly exchanges: readonly Exchange[];
  /** Resources with that name in the list, some time after the only accepted creation was listed; undefined where not counted. */
  readonly listed: number | undefined;
};

/** The number of equal creations that are sent at the same moment. */
const together = 3;

/** The shortest wait, in milliseconds, for another resource to be listed after the first. */
const leastMs = 1000;

const listPages = 200;

export const oneOfManySucceeds = defineProbe<Unrepeatable, CreatedTogether>({
  id: 'concurrency/one-of-many-succeeds',
  title: 'Where a duplicate must be refused, only one of several simultaneous equal creations succeeds',
  why: 'A client that repeats an unanswered request sends it while the first is still in progress; it would pay for two resources.',
  fix: 'Reserve the unique values atomically, for example with a unique index, before anything is created.',
  reads: 'refusals.duplicate',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: (contract) =>
    distinctBy(
      [...contract.resourceTypes, ...contract.presumedResourceTypes].flatMap(({ create, unique }): Unrepeatable[] =>
        create && unique.length > 0 && askedContent(create.body) !== undefined && errorResponseOf(create, 'duplicate').length > 0
          ? [at(create.location, { operation: create, unique })]
          : [],
      ),
      ({ operation }) => operation.key,
    ),
  prerequisites: prerequisitesToCreate,
  cost: () => ({ requests: 15, creates: together }),
  /** Where exactly one is accepted, waits again as long as its resource took to be listed, and then counts the resources in the list. */
  async run({ operation }, session) {
    const { contract, target } = session;
    const request = requestAsSet(session, { operation: operation.key, settings: [], purpose: 'together' });
    const exchanges = await session.sendTogether(Array.from({ length: together }, () => ({ ...request })));
    const [accepted, second] = exchanges.filter(isSuccess);
    const collection = listOf(contract, operation);
    const isOne = collection && recogniser(contract, operation, collection, request);
    if (!accepted || second || !collection || !isOne) return { exchanges, listed: undefined };
    const since = session.now();
    const shown = await awaitListed(session, operation, accepted);
    const tookMs = session.now() - since;
    const leftMs = Math.max(0, patienceMs(target, 'created.listed') - tookMs);
    if (shown.kind === 'listed')
      await session.pause(Math.min(Math.max(leastMs, tookMs), leftMs), 'another resource of that name may be listed');
    const list = await listInUse(session, collection);
    const parameters = { operation: list.operation.key, style: list.style, query: largestPage(list), pages: listPages };
    const seen = await listTraversal.run(session, parameters);
    return { exchanges, listed: itemsOfTraversal(collection, seen).filter(isOne).length };
  },
  judge({ operation, unique }, { exchanges, listed }) {
    if (!exchanges.every(({ request }) => givesAnyOf(unique, request)))
      return inconclusive(`The creations give no ${unique.join(' or ')}`, exchanges);
    const expected = errorResponseOf(operation, 'duplicate');
    const accepted = exchanges.filter(isSuccess);
    const [first] = accepted;
    const outcomes = exchanges.map(outcomeOf).join(', ');
    if (!first) return inconclusive(`None of ${exchanges.length} equal creations was accepted: ${outcomes}`, exchanges);
    const others = exchanges.filter((exchange) => exchange !== first);
    const finding = { where: 'equal creations at once', expected: `one success, and ${expected.join(' or ')} to the others` };
    if (accepted.length > 1) return fail({ code: 'several-succeed', ...finding, actual: outcomes }, [first, ...others]);
    if (listed !== undefined && listed > 1) {
      const actual = `${listed} listed items of that name (${outcomes})`;
      return fail({ code: 'several-listed', ...finding, actual }, [first, ...others]);
    }
    return others.every((exchange) => hasStatus(exchange, expected))
      ? pass(1)
      : inconclusive(`Equal creations were answered ${outcomes}`, exchanges);
  },
});
