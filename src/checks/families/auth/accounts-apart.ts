import type { Collection, Contract } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { pageItems } from '../../subjects/collection.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { accountTraversal } from '../../scenarios/paging/account-traversal.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { itemsOfTraversal, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import type { Session } from '../../kit/session.ts';

type Result = { readonly own: Traversal; readonly other: Traversal };

/** Where the id of an item is, if the contract does not document it. */
const usualId = '/id';

/** The id of an item where it is a text. Numbers are left out: each account may number its resources from 1. */
const textId = ({ id }: Collection, item: unknown): string | undefined => {
  const value = valueAt(item, id ?? usualId);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** A list that requires a credential. */
type OwnList = Subject & { readonly collection: Collection };

/** A list that a document only shows may be the same for all accounts: there, what the run itself created tells whose items it has. */
const ownLists = (contract: Contract): OwnList[] =>
  contract.collections
    .filter(({ operation }) => operation.secured && operation.effect === 'safe')
    .filter(({ operation }) => contract.standard.size === 0 || operation.conventions.collection?.['x-inferred'] !== true)
    .map((collection) => at(collection.operation.location, { collection }));

export const accountsApart = defineProbe<OwnList, Result>({
  id: 'auth/accounts-apart',
  title: 'A list holds no item that the same list of another account holds',
  why: 'A list that is not limited to the account shows every customer the data of all others.',
  fix: 'Limit every query to the account of the credential, also behind caches and on pages after the first.',
  reads: 'collection',
  phase: 'read',
  exclusive: 'nothing',
  over: ownLists,
  prerequisites: () => [{ kind: 'credential', name: 'other' }],
  cost: ({ collection }) => ({ requests: collection.pages.length > 0 ? 40 : 2, creates: 0 }),
  async run({ collection }, session) {
    const own = collection.pages.length > 0 ? await referenceTraversal(session, collection, 'first') : await onePage(session, collection);
    return { own, other: await session.run(accountTraversal, { operation: collection.operation.key, credential: 'other' }) };
  },
  judge({ collection }, { own, other }) {
    const mine = idsOf(collection, own);
    const theirs = idsOf(collection, other);
    const [shared] = mine.filter((id) => theirs.includes(id));
    if (shared !== undefined) {
      const breaches = mine.filter((id) => theirs.includes(id)).length;
      const exchanges = [pageWith(collection, other, shared), pageWith(collection, own, shared)] as const;
      const finding = { where: collection.id ?? usualId, expected: 'no id in the lists of both accounts', actual: `"${shared}" in both` };
      return unconfirmed(fail({ code: 'accounts-mixed', ...finding }, exchanges, { judged: mine.length + theirs.length, breaches }));
    }
    for (const [whose, traversal] of [
      ['the account', own],
      ['the other account', other],
    ] as const) {
      if (traversal.end !== 'ended')
        return inconclusive(`The list of ${whose} could not be read to its end (${traversal.end})`, [traversal.last]);
      if (itemsOfTraversal(collection, traversal).length > 0 && idsOf(collection, traversal).length === 0) {
        return inconclusive(`The items in the list of ${whose} show no text at ${collection.id ?? usualId}`, [traversal.last]);
      }
    }
    if (mine.length + theirs.length === 0) return inconclusive('The lists of both accounts are empty', [own.last, other.last]);
    return pass(mine.length + theirs.length);
  },
});

/** A list without pages is read by the plain read that every run makes. */
const onePage = async (session: Session, collection: Collection): Promise<Traversal> => {
  const page = await session.run(plainRead, { operation: collection.operation.key });
  return pageItems(collection, page) ? { pages: [page], end: 'ended', last: page } : { pages: [], end: 'not-a-page', last: page };
};

const idsOf = (collection: Collection, traversal: Traversal): string[] => [
  ...new Set(itemsOfTraversal(collection, traversal).flatMap((item) => textId(collection, item) ?? [])),
];

const pageWith = (collection: Collection, { pages, last }: Traversal, id: string): Exchange =>
  pages.find((page) => pageItems(collection, page)?.some((item) => textId(collection, item) === id)) ?? last;
