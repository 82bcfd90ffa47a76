import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { nodeOf } from '../../../model/location.ts';
import { saysId } from '../../../contract/infer/id-names.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { shownValues, textAt } from '../../scenarios/filters/filter-values.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { itemsOfTraversal, referenceTraversal } from '../../scenarios/paging/traversal.ts';
import { itemKey, largestPage, pageItems } from '../../subjects/collection.ts';
import { isShown, type ShownFilter } from '../../subjects/filters.ts';
import { isForEverybody } from '../../subjects/for-everybody.ts';

type Narrowed = Subject & { readonly collection: Collection; readonly filter: ShownFilter };

/** The list of another account, whole and filtered by what an item of ours refers to. */
type Result = {
  readonly own: Exchange;
  readonly value: string | undefined;
  readonly ours: readonly string[];
  readonly whole: Exchange | undefined;
  readonly filtered: Exchange | undefined;
  /** Does the list of the other account fill the page, so that more may follow. */
  readonly isCut?: boolean;
};

/** Sentences by which an account sees nothing of another one. */
const ofOthers = /\b(?:another|other|others|foreign|different|(?:somebody|someone) else['’]s|each other)\b/iu;
const apart =
  /\b(?:not exist|in no list|in none of|invisible|hidden|never (?:shown|listed)|sealed|isolated|404|can(?:not|'t| not) (?:see|read|be seen)|sees? only|only (?:see|its own|their own|your own)|nothing of|(?:never|(?:do|does) not|don['’]t) (?:see|turn up|appear)|never (?:returned|listed|turns? up)|sealed box|walled off|strictly separate\w*)\b/iu;

/** Does the document say in its own words that accounts see nothing of each other. */
const saysApart = ({ document }: Contract): boolean => {
  const text = valueAt(document, '#/info/description');
  return typeof text === 'string' && sentencesOf(text).some((one) => ofOthers.test(one) && apart.test(one));
};

const idWords: ReadonlySet<string> = new Set(['id', 'ids', 'uuid', 'guid']);

/** Does a parameter take the id of a resource: by its name, or by its description. */
const takesId = ({ document }: Contract, { parameter: { name, location } }: ShownFilter): boolean =>
  idWords.has(wordsOf(name).at(-1) ?? '') || saidIn(valueAt(document, nodeOf(location))).some(saysId);

const narrowed = (contract: Contract): Narrowed[] => {
  if (contract.standard.size === 0 || contract.conventions.auth?.foreign?.['x-inferred'] !== true || !saysApart(contract)) return [];
  return contract.collections.flatMap((collection): Narrowed[] => {
    const { operation } = collection;
    const isPlain = operation.secured && operation.takesKey && operation.effect === 'safe' && !operation.path.includes('{');
    if (!isPlain || isForEverybody(contract, operation)) return [];
    return collection.filters
      .filter(isShown)
      .filter((filter) => !filter.parameter.required && takesId(contract, filter))
      .map((filter) => at(filter.parameter.location, { collection, filter }));
  });
};

export const foreignFilterShowsNothing = defineProbe<Narrowed, Result>({
  id: 'auth/foreign-filter-shows-nothing',
  title: 'A list that is filtered by a resource of another account shows nothing of that account',
  why: 'Ids leak, and a filter that checks only the id shows what the list itself hides.',
  fix: 'Limit the query to the account of the credential first, and then apply the filter.',
  phase: 'mutate',
  // The run has created items by then.
  stage: 'looking-back',
  exclusive: 'collection',
  over: narrowed,
  prerequisites: ({ collection }, around) => [...prerequisitesFor(collection.operation, around), { kind: 'credential', name: 'other' }],
  cost: () => ({ requests: 30, creates: 0 }),
  async run({ collection, filter }, session) {
    const list = await listInUse(session, collection);
    const traversal = await referenceTraversal(session, list, 'first');
    const items = itemsOfTraversal(list, traversal);
    const [value] = shownValues(list, traversal, filter.at);
    const ours = items.filter((item) => textAt(item, filter.at) === value).flatMap((item) => itemKey(list, item) ?? []);
    const none: Result = { own: traversal.last, value: undefined, ours, whole: undefined, filtered: undefined };
    if (value === undefined || ours.length === 0) return none;
    const base = usableRequest(session, collection.operation, 'foreign-filter');
    const query = [...base.query.filter(([name]) => name !== filter.parameter.name), ...largestPage(list)];
    const credential = { kind: 'valid', name: 'other' } as const;
    const whole = await session.send({ ...base, query, credential });
    const filtered = await session.send({ ...base, query: [...query, [filter.parameter.name, value]], credential });
    const [, most] = largestPage(list)[0] ?? [];
    const isCut = most !== undefined && (pageItems(collection, whole)?.length ?? 0) >= Number(most);
    return { ...none, value, whole, filtered, isCut };
  },
  judge({ collection, filter }, { own, value, ours, whole, filtered, isCut }) {
    if (value === undefined || !whole || !filtered) return inconclusive(`No item of ours shows a value at ${filter.at}`, [own]);
    const [all, some] = [whole, filtered].map((exchange) =>
      (pageItems(collection, exchange) ?? []).flatMap((item) => itemKey(collection, item) ?? []),
    );
    if (!isSuccess(whole)) return inconclusive(`The other account was answered ${outcomeOf(whole)}`, [whole]);
    // What both accounts see is shared.
    const shared = ours.filter((id) => all?.includes(id));
    const shown = ours.find((id) => some?.includes(id));
    if (shared.length > 0) return inconclusive('The other account sees the same items', [whole, own]);
    if (shown === undefined) return pass(1);
    // What both see may stand on a later page.
    if (isCut) return inconclusive('The list of the other account has more pages', [whole, own]);
    const finding = {
      code: 'foreign-thing-listed',
      where: `query ${filter.parameter.name}`,
      expected: 'nothing of another account',
      actual: `"${shown}", which the list of the other account does not show without the filter`,
    };
    return unconfirmed(fail(finding, [filtered, whole, own]));
  },
});
