import { outcomeOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { countOf, itemsOfTraversal, referenceTraversal, type Traversal, traverseList } from '../../scenarios/paging/traversal.ts';
import { spare } from '../../scenarios/paging/traversals.ts';
import { largestPage } from '../../subjects/collection.ts';
import { listPrerequisites } from '../../subjects/filters.ts';
import { nameOf } from '../../subjects/item-identity.ts';
import { type LeftOutItems, leftOutItems } from '../../subjects/left-out-items.ts';

type Result = {
  /** The list as it is without the switch. */
  readonly plain: Traversal;
  /** The list with the switch; undefined where nothing is judged by it. */
  readonly asked: Traversal | undefined;
};

export const leftOutUnlessAsked = defineProbe<LeftOutItems, Result>({
  id: 'filtering/left-out-unless-asked',
  title: 'A list shows nothing in a state that it leaves out unless a switch asks for it',
  why: 'People act on what is over, because the list that they open first still shows it.',
  fix: 'Put the condition on the state into the query of the list, and lift it only where the switch is true.',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) => [...leftOutItems(contract)],
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 8, creates: 0 }),
  async run({ collection: listed, state, flag }, session) {
    const collection = await listInUse(session, listed);
    const plain = await referenceTraversal(session, collection, `without ${flag.name}`);
    const isShown = itemsOfTraversal(collection, plain).some((item) => isObject(item) && item[state.member] === state.value);
    if (plain.end !== 'ended' || isShown) return { plain, asked: undefined };
    const query = [[flag.name, 'true'] as const, ...largestPage(collection)];
    return { plain, asked: await traverseList(session, collection, { query, pages: countOf(collection, plain) + spare }) };
  },
  judge({ collection, state, flag }, { plain, asked }) {
    const isIn = (item: unknown): boolean => isObject(item) && item[state.member] === state.value;
    const shown = itemsOfTraversal(collection, plain).find(isIn);
    if (shown !== undefined) {
      const expected = `no item with ${state.member} ${JSON.stringify(state.value)} without ${flag.name}`;
      const finding = { code: 'left-out-listed', where: `query ${flag.name}`, expected, actual: `${nameOf(collection, shown)} is listed` };
      return unconfirmed(fail(finding, [plain.last]));
    }
    const found = asked ? itemsOfTraversal(collection, asked).filter(isIn).length : 0;
    if (plain.end !== 'ended') return inconclusive(`The whole list could not be read: ${outcomeOf(plain.last)}`, [plain.last]);
    return found > 0
      ? pass(found)
      : inconclusive(`Nothing is "${state.name}", as far as the list with ${flag.name} shows`, [asked?.last ?? plain.last]);
  },
});
