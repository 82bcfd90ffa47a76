import { type OwnOnlySentence, tiedOnlySentence } from '../../../contract/infer/roles/own-only.ts';
import { saidAt } from '../../../contract/infer/roles/spelled.ts';
import { stemOf } from '../../../contract/infer/roles/stem.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { LesserName, PlannedRequest } from '../../../model/request.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { itemRequest } from '../../requests/item-request.ts';
import { byLesser, judgeLesser, lesserPrerequisite, type TriedByLesser } from '../../scenarios/credentials/lesser-callers.ts';
import { findItem } from '../../scenarios/paging/find-item.ts';
import { largestListPage } from '../../scenarios/paging/largest-page.ts';
import { pageItems } from '../../subjects/collection.ts';
import { prerequisitesForItems, type ReadItems, readItems } from '../../subjects/read-items.ts';
import { idText, mentions, type Resource } from '../../subjects/shown-resource.ts';

/** A list of which a role sees a part, with the read of one of its items. */
type ListedForRole = ReadItems &
  OwnOnlySentence & {
    /** The read is closed by the sentence as the list is: what the list leaves out for the role is not there for it. */
    readonly isReadClosed: boolean;
  };

/** What opens the read of one to more callers than the list shows it to. */
const opensRead =
  /\b(?:any(?:one|body)|every(?:one|body)|any (?:role|user|member|key|token|caller)|all (?:roles|users|members|callers)|public\w*|shared?|links?)\b/iu;

const listedForRole = (contract: Contract): readonly ListedForRole[] =>
  contract.standard.size === 0
    ? []
    : readItems(contract).flatMap((one): readonly ListedForRole[] => {
        const { document } = contract;
        const { operation } = one.list;
        const isSecured = [operation, one.read].every(({ secured, takesKey }) => secured && takesKey);
        const sentence = isSecured ? tiedOnlySentence(document, operation) : undefined;
        if (sentence === undefined) return [];
        const ofRead = tiedOnlySentence(document, one.read);
        const isOpen = [...saidAt(document, one.read), ...saidAt(document, operation)].some((text) => opensRead.test(text));
        return [{ ...one, ...sentence, isReadClosed: ofRead?.sentence === sentence.sentence && !isOpen }];
      });

/** As many items are read by their ids. */
const most = 10;

/** As many items that only the key is shown are looked for in the list of the role. */
const mostUnlisted = 3;

const as = (who: LesserName) =>
  ({ credential: { kind: 'valid', name: who }, faults: ['credential-forbidden'] }) as const satisfies Partial<PlannedRequest>;

/** The read of one item by both credentials; the key is asked only where the role is not shown the item. */
type Look = { readonly item: Resource; readonly theirs: Exchange; readonly known: Exchange | undefined };

/** An item that the list shows with the key, and not to the role, with the read of it by the role, and the list once more with the key. */
type Unlisted = { readonly item: Resource; readonly theirs: Exchange; readonly list: Exchange; readonly again: Exchange };

type Result = {
  readonly list: Exchange;
  readonly looks: readonly Look[];
  /** The list once more, where it shows what is not there for the role. */
  readonly again: Exchange | undefined;
  readonly unlisted: readonly Unlisted[];
};

const itemsIn = ({ list }: ReadItems, page: Exchange): readonly Resource[] =>
  isSuccess(page) ? (pageItems(list, page) ?? []).filter(isObject) : [];

/** Some of many, from the first to the last. */
const spread = (items: readonly Resource[], count: number): readonly Resource[] =>
  items.length <= count ? items : Array.from({ length: count }, (_, n) => items[Math.floor((n * (items.length - 1)) / (count - 1))] ?? {});

/** Is something not there for the role, although it is with the key. */
const isHidden = ({ theirs, known }: Look): boolean =>
  [404, 410].includes(statusOf(theirs) ?? 0) && known !== undefined && isSuccess(known);

const readOf = async (session: Session, subject: ListedForRole, page: Exchange, item: Resource): Promise<PlannedRequest | undefined> => {
  const request = await orSkipped(
    (async (): Promise<PlannedRequest> => itemRequest(session, subject, { page, item, operation: subject.read }))(),
  );
  return isSkipped(request) ? undefined : request;
};

const looksAt = async (session: Session, subject: ListedForRole, page: Exchange, who: LesserName): Promise<readonly Look[]> => {
  const looks: Look[] = [];
  for (const item of spread(itemsIn(subject, page), most)) {
    const request = await readOf(session, subject, page, item);
    if (request === undefined) continue;
    const theirs = await session.send({ ...request, ...as(who) });
    looks.push({ item, theirs, known: isSuccess(theirs) ? undefined : await session.send(request) });
  }
  return looks;
};

/** What tells the state of an item: a word without capitals, true or false, or that there is no value. */
const isOfState = (value: unknown): boolean =>
  value === null || typeof value === 'boolean' || (typeof value === 'string' && /^[a-z][a-z_-]{0,30}$/u.test(value));

/** Is an item in a state in which a list shows others to the role: what it leaves out in another state, such as what is archived, is no matter of whose it is. */
const isLikeListed = (item: Resource, listed: readonly Resource[]): boolean =>
  Object.entries(item).every(([name, value]) =>
    isOfState(value) ? listed.some((one) => one[name] === value) : listed.some((one) => one[name] !== null && one[name] !== undefined),
  );

/** Does an item name another one of what the sentence ties the role to than all that the list shows to the role: another `patientId` beside "what belongs to that one patient". */
const isOfAnother = (item: Resource, listed: readonly Resource[], sentence: string): boolean => {
  const told = new Set(wordsOf(sentence).map(stemOf));
  return Object.entries(item).some(([name, value]) => {
    const words = wordsOf(name);
    const isTie = words.length > 1 && words.at(-1) === 'id' && words.slice(0, -1).every((word) => told.has(stemOf(word)));
    const [own, ...others] = [...new Set(listed.map((one) => idText(one[name])))];
    return isTie && own !== undefined && others.length === 0 && idText(value) !== undefined && idText(value) !== own;
  });
};

/** What the list leaves out for the role, read to its end, and the read by its id shows to it. */
const unlistedFor = async (
  session: Session,
  subject: ListedForRole,
  { request, list }: { readonly request: PlannedRequest; readonly list: Exchange },
  who: LesserName,
): Promise<readonly Unlisted[]> => {
  if (!subject.isReadClosed || !isSuccess(list)) return [];
  const idOf = (item: unknown): string | undefined => (isObject(item) ? idText(item[subject.id]) : undefined);
  const theirItems = itemsIn(subject, list);
  const listed = new Set(theirItems.map(idOf));
  const page = await session.send(request);
  const others = itemsIn(subject, page).filter(
    (item) =>
      idOf(item) !== undefined &&
      !listed.has(idOf(item)) &&
      (isLikeListed(item, theirItems) || isOfAnother(item, theirItems, subject.sentence)),
  );
  const found: Unlisted[] = [];
  for (const item of spread(others, mostUnlisted)) {
    const read = await readOf(session, subject, page, item);
    const theirs = read && (await session.send({ ...read, ...as(who) }));
    if (!theirs || !isSuccess(theirs) || !mentions(jsonOf(theirs), idOf(item) ?? '')) continue;
    const isIt = (one: unknown): boolean => idOf(one) === idOf(item);
    const own: Session = { ...session, send: (one) => session.send({ ...one, ...as(who) }) };
    const asked = { pathValues: request.pathValues };
    const sought = await findItem(own, subject.list, isIt, asked);
    const again = sought.kind === 'absent' ? await findItem(session, subject.list, isIt, asked) : undefined;
    if (again?.kind === 'item') found.push({ item, theirs, list: sought.exchange, again: again.exchange });
    if (found.length > 0) break;
  }
  return found;
};

const judgeRole = (subject: ListedForRole, { list, looks, again, unlisted }: Result): Verdict | Unconfirmed => {
  const [shown] = unlisted;
  if (shown) {
    const finding = {
      code: 'unlisted-item-shown',
      where: 'credential',
      expected: `no item that ${subject.list.operation.key} does not show to this role, and shows to the key: "${subject.sentence}"`,
      actual: `status ${outcomeOf(shown.theirs)}, and the item with ${subject.id} "${idText(shown.item[subject.id]) ?? ''}"`,
    };
    return unconfirmed(fail(finding, [shown.theirs, shown.list, shown.again]));
  }
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
};

export const listedForRoleReadable = defineProbe<ListedForRole, TriedByLesser<Result>>({
  id: 'auth/listed-for-role-readable',
  title: 'A role that sees only its own is shown the same things by a list and by their ids',
  why: 'The rule stands in the list or in the read of one, and the other of the two shows the things of all others.',
  fix: 'Put the rule into the one query that all reads use, also those of lists.',
  phase: 'mutate',
  // The run has created things of others by then.
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) => [...listedForRole(contract)],
  prerequisites: (subject, around) => [...prerequisitesForItems(subject, around), lesserPrerequisite(around)],
  cost: () => ({ requests: 2 * most + 4 + 6 * mostUnlisted, creates: 0 }),
  run: (subject, session) =>
    byLesser(session, subject, async (who) => {
      const page = await largestListPage(session, subject.list);
      const list = await session.send({ ...page.request, ...as(who) });
      const looks = await looksAt(session, subject, list, who);
      const again = looks.some(isHidden) ? await session.send({ ...page.request, ...as(who) }) : undefined;
      return { list, looks, again, unlisted: await unlistedFor(session, subject, { request: page.request, list }, who) };
    }),
  judge: (subject, tried) => judgeLesser(tried, ({ result }) => judgeRole(subject, result)),
});
