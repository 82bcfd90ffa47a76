import { nounWordsOf } from '../../../contract/infer/id-names.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection, Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { largestListPage } from '../../scenarios/paging/largest-page.ts';
import { keepsAllFromOthers } from '../../subjects/accounts-apart.ts';
import { itemKey, lists, pageItems } from '../../subjects/collection.ts';
import { isForEverybody } from '../../subjects/for-everybody.ts';
import { isPlainRead, readItems } from '../../subjects/read-items.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';

/** A list, and the reads of what its items name. */
type ForeignItems = Subject & {
  readonly list: Collection;
  /** By the member of an item that holds the id: the item itself, or something else that it names. */
  readonly reads: ReadonlyMap<string, Operation>;
};

/** The reads by one id, by the words of what they read: `account` for `/accounts/{accountId}`. */
const readsByNoun = (contract: Contract): ReadonlyMap<string, Operation> =>
  new Map(
    contract.operations.flatMap((read): readonly (readonly [string, Operation])[] => {
      const [parameter, ...others] = parametersIn(read.path);
      const isById = parameter !== undefined && others.length === 0 && read.path.endsWith(`/{${parameter}}`);
      const noun = isById ? nounWordsOf(read.path.slice(0, -`/{${parameter}}`.length)).join(' ') : '';
      return noun !== '' && isPlainRead(read) && read.secured && read.takesKey && !isForEverybody(contract, read) ? [[noun, read]] : [];
    }),
  );

const foreignItems = (contract: Contract): readonly ForeignItems[] => {
  if (contract.standard.size === 0 || contract.conventions.auth?.foreign?.['x-inferred'] !== true || !keepsAllFromOthers(contract))
    return [];
  const byNoun = readsByNoun(contract);
  const ofItems = readItems(contract);
  return lists(contract).flatMap((list): readonly ForeignItems[] => {
    const { operation } = list;
    const isPlain = operation.secured && operation.takesKey && !operation.path.includes('{') && isPlainRead(operation);
    if (!isPlain || isForEverybody(contract, operation)) return [];
    const own = ofItems.find((one) => one.list.operation.key === operation.key);
    const isOwnClosed = own !== undefined && own.read.secured && own.read.takesKey && !isForEverybody(contract, own.read);
    const reads = new Map([
      ...[...byNoun].map(([noun, read]) => [`${noun} id`, read] as const),
      ...(isOwnClosed && parametersIn(own.read.path).length === 1 ? [[wordsOf(own.id).join(' '), own.read] as const] : []),
    ]);
    return [at(operation.location, { list, reads })];
  });
};

/** An item in the list of the other account that names what is not there for that account, and is for the key. */
type Leak = { readonly member: string; readonly id: string; readonly theirs: Exchange; readonly ours: Exchange; readonly again: Exchange };

type Result = {
  readonly own: Exchange;
  readonly other: Exchange;
  readonly shared: number;
  readonly read: number;
  readonly leak: Leak | undefined;
};

const itemsIn = (list: Collection, page: Exchange): readonly Resource[] =>
  isSuccess(page) ? (pageItems(list, page) ?? []).filter(isObject) : [];

/** Ids that hardly two things have: numbers may be counted for each account. */
const isOwnId = (id: string | undefined): id is string => id !== undefined && id.length >= 6 && /\D/u.test(id);

/** The items of one page whose ids stand on another one, too. */
const sharedBy = (list: Collection, page: Exchange, other: Exchange): readonly Resource[] => {
  const known = new Set(
    itemsIn(list, other)
      .map((item) => itemKey(list, item))
      .filter(isOwnId),
  );
  return itemsIn(list, page).filter((item) => known.has(itemKey(list, item) ?? ''));
};

/** So many items that both accounts are shown are looked at. */
const most = 4;

const other = { kind: 'valid', name: 'other' } as const;

const lookFor = async (session: Session, { list, reads }: ForeignItems): Promise<Result> => {
  const own = await largestListPage(session, list);
  const asked = { ...own.request, credential: other } as const;
  const theirs = await session.send(asked);
  const shared = sharedBy(list, theirs, own);
  const result = { own, other: theirs, shared: shared.length, read: 0, leak: undefined };
  for (const item of shared.slice(0, most)) {
    for (const [member, value] of Object.entries(item)) {
      const read = reads.get(wordsOf(member).join(' '));
      const id = idText(value);
      if (!read || !isOwnId(id)) continue;
      const [parameter = ''] = parametersIn(read.path);
      const request = usableRequest(session, read, 'foreign-item', { pathValues: { [parameter]: id } });
      const hidden = await session.send({ ...request, credential: other, faults: ['credential-forbidden'] });
      if (![404, 410].includes(statusOf(hidden) ?? 0)) {
        result.read += isSuccess(hidden) ? 1 : 0;
        continue;
      }
      const ours = await session.send(request);
      const again = isSuccess(ours) ? await session.send(asked) : undefined;
      if (again && itemsIn(list, again).some((one) => itemKey(list, one) === itemKey(list, item) && one[member] === value))
        return { ...result, leak: { member, id, theirs: hidden, ours, again } };
    }
  }
  return result;
};

export const foreignItemUnlisted = defineProbe<ForeignItems, Result>({
  id: 'auth/foreign-item-unlisted',
  title: 'A list shows another account only what that account can read',
  why: 'A list that is not limited to the account shows every customer the data of all others, although each read by id is closed.',
  fix: 'Limit the query of the list to the account of the credential, as the reads by id are.',
  phase: 'mutate',
  // The run has created items by then.
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) => [...foreignItems(contract)],
  prerequisites: ({ list }, around) => [...prerequisitesFor(list.operation, around), { kind: 'credential', name: 'other' }],
  cost: () => ({ requests: 40, creates: 0 }),
  run: (subject, session) => lookFor(session, subject),
  judge({ list }, { own, other: theirs, shared, read, leak }) {
    if (leak) {
      const finding = {
        code: 'foreign-thing-listed',
        where: 'list',
        expected: `no item with /${leak.member} "${leak.id}", which is answered ${outcomeOf(leak.theirs)} for the other account, and ${outcomeOf(leak.ours)} for the key`,
        actual: `${list.operation.key} shows one to the other account`,
      };
      return unconfirmed(fail(finding, [leak.again, leak.theirs, leak.ours, own]));
    }
    if (!isSuccess(own) || !isSuccess(theirs))
      return inconclusive(`The list was answered ${outcomeOf(own)}, and ${outcomeOf(theirs)} to the other account`, [own, theirs]);
    if (shared === 0) return itemsIn(list, own).length > 0 ? pass(1) : inconclusive('The list shows nothing', [own]);
    return read > 0 ? pass(read) : inconclusive('Both accounts are shown the same items, of which nothing can be read', [own, theirs]);
  },
});
