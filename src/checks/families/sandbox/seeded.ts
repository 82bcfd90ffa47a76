import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection, Contract } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { collectionAt, pageItems } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { sandboxRead } from '../../scenarios/transport/sandbox-read.ts';
import { sandboxNeeds } from '../../requests/sandbox-session.ts';
import { sandboxPlaces } from '../../subjects/sandbox-places.ts';

const listsOf = (contract: Contract): Collection[] => parameterlessReads(contract).flatMap(({ key }) => collectionAt(contract, key) ?? []);

export const sandboxSeeded = defineProbe<readonly Exchange[]>({
  id: 'sandbox/seeded',
  title: 'The sandbox holds data from the start',
  why: 'A first call to an empty sandbox shows nothing, and code that reads lists cannot be tried out.',
  fix: 'Put test data into the sandbox of each account when the account is made.',
  reads: 'sandbox.seeded',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => (listsOf(contract).length === 0 ? [] : sandboxPlaces(contract, 'seeded')),
  needs: (_place, around) => sandboxNeeds(around),
  cost: (_place, { contract }) => ({ requests: listsOf(contract).length, creates: 0 }),
  measure: (_place, session) =>
    Promise.all(listsOf(session.contract).map(({ operation: { key } }) => session.measure(sandboxRead, { operation: key }))),
  judge(_place, exchanges, { contract }) {
    const items = listsOf(contract).map((list, n) => {
      const exchange = exchanges[n];
      return exchange && pageItems(list, exchange);
    });
    if (items.some((held) => held !== undefined && held.length > 0)) return pass(exchanges.length);
    const [first, ...others] = exchanges;
    if (first && exchanges.every(isSuccess) && items.every((held) => held !== undefined)) {
      const finding = { where: 'list', expected: 'an item in one of the lists at least', actual: `${exchanges.length} empty lists` };
      return fail({ code: 'sandbox-empty', ...finding }, [first, ...others], { judged: exchanges.length, breaches: 1 });
    }
    const other = exchanges.find((exchange) => statusOf(exchange) === undefined || !isSuccess(exchange)) ?? first;
    return inconclusive(`A list of the sandbox shows nothing: ${other ? outcomeOf(other) : 'none was read'}`, exchanges);
  },
});
