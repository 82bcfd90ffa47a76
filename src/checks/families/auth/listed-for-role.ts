import { type OwnOnlySentence, tiedOnlySentence } from '../../../contract/infer/roles/own-only.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { itemRequest } from '../../requests/item-request.ts';
import { largestListPage } from '../../scenarios/paging/largest-page.ts';
import { pageItems } from '../../subjects/collection.ts';
import { prerequisitesForItems, type ReadItems, readItems } from '../../subjects/read-items.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';

/** A list of which a role sees a part, with the read of one of its items. */
type ListedForRole = ReadItems & OwnOnlySentence;

const listedForRole = (contract: Contract): readonly ListedForRole[] =>
  contract.standard.size === 0
    ? []
    : readItems(contract).flatMap((one): readonly ListedForRole[] => {
        const { operation } = one.list;
        const isSecured = [operation, one.read].every(({ secured, takesKey }) => secured && takesKey);
        const sentence = isSecured ? tiedOnlySentence(contract.document, operation) : undefined;
        return sentence === undefined ? [] : [{ ...one, ...sentence }];
      });

/** As many items are read by their ids. */
const most = 10;

const asRestricted = { credential: { kind: 'valid', name: 'restricted' }, faults: ['credential-forbidden'] } as const;

/** The read of one item by both credentials; the key is asked only where the role is not shown the item. */
type Look = { readonly item: Resource; readonly theirs: Exchange; readonly known: Exchange | undefined };

type Result = {
  readonly list: Exchange;
  readonly looks: readonly Look[];
  /** The list once more, where it shows what is not there for the role. */
  readonly again: Exchange | undefined;
};

const itemsIn = ({ list }: ReadItems, page: Exchange): readonly Resource[] =>
  isSuccess(page) ? (pageItems(list, page) ?? []).filter(isObject) : [];

/** Some of many, from the first to the last. */
const spread = (items: readonly Resource[]): readonly Resource[] =>
  items.length <= most ? items : Array.from({ length: most }, (_, n) => items[Math.floor((n * (items.length - 1)) / (most - 1))] ?? {});

/** Is something not there for the role, although it is with the key. */
const isHidden = ({ theirs, known }: Look): boolean =>
  [404, 410].includes(statusOf(theirs) ?? 0) && known !== undefined && isSuccess(known);

const looksAt = async (session: Session, subject: ListedForRole, page: Exchange): Promise<readonly Look[]> => {
  const looks: Look[] = [];
  for (const item of spread(itemsIn(subject, page))) {
    const request = await orSkipped(
      (async (): Promise<PlannedRequest> => itemRequest(session, subject, { page, item, operation: subject.read }))(),
    );
    if (isSkipped(request)) continue;
    const theirs = await session.send({ ...request, ...asRestricted });
    looks.push({ item, theirs, known: isSuccess(theirs) ? undefined : await session.send(request) });
  }
  return looks;
};

export const listedForRoleReadable = defineProbe<ListedForRole, Result>({
  id: 'auth/listed-for-role-readable',
  title: 'A list shows a role that sees only its own nothing that is not there for it by its id',
  why: 'The rule stands in the read of one, and the list, which everybody opens first, shows the things of all others.',
  fix: 'Put the rule into the one query that all reads use, also those of lists.',
  phase: 'mutate',
  // The run has created things of others by then.
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) => [...listedForRole(contract)],
  prerequisites: (subject, around) => [...prerequisitesForItems(subject, around), { kind: 'credential', name: 'restricted' }],
  cost: () => ({ requests: 2 * most + 4, creates: 0 }),
  async run(subject, session) {
    const page = await largestListPage(session, subject.list);
    const list = await session.send({ ...page.request, ...asRestricted });
    const looks = await looksAt(session, subject, list);
    return { list, looks, again: looks.some(isHidden) ? await session.send({ ...page.request, ...asRestricted }) : undefined };
  },
  judge(subject, { list, looks, again }) {
    if (looks.length === 0)
      return inconclusive(`The list was answered ${outcomeOf(list)}, and shows the role nothing that can be read`, [list]);
    const still = new Set(again === undefined ? [] : itemsIn(subject, again).map((one) => idText(one[subject.id])));
    const hidden = looks.find((one) => isHidden(one) && still.has(idText(one.item[subject.id])));
    if (!hidden?.known || !again) {
      const read = looks.filter(({ theirs }) => isSuccess(theirs)).length;
      return read > 0 ? pass(read) : inconclusive('No item that the list shows to the role can be read', [list]);
    }
    const finding = {
      code: 'hidden-item-listed',
      where: 'list',
      expected: `no item that ${subject.read.key} answers ${outcomeOf(hidden.theirs)} for this role: "${subject.sentence}"`,
      actual: `an item with ${subject.id} "${idText(hidden.item[subject.id]) ?? ''}"`,
    };
    return unconfirmed(fail(finding, [again, hidden.theirs, hidden.known, list]));
  },
});
