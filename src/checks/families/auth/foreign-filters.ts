import { describedLists } from '../../../contract/infer/conventions/collection.ts';
import { itemMembers } from '../../../contract/infer/conventions/item-members.ts';
import { isType } from '../../../contract/infer/schema-parts.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract, Operation, Parameter } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { nodeOf } from '../../../model/location.ts';
import { saysId } from '../../../contract/infer/id-names.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isScalar } from '../../../model/json.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { textAt } from '../../scenarios/filters/filter-values.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { itemsOfTraversal, referenceTraversal } from '../../scenarios/paging/traversal.ts';
import { itemKey, largestPage, pageItems } from '../../subjects/collection.ts';
import { keepsAllFromOthers } from '../../subjects/accounts-apart.ts';
import { isForEverybody } from '../../subjects/for-everybody.ts';
import { searches } from '../../subjects/hidden-resources.ts';

/** A list with a parameter that narrows it, where its items show what that takes, and how many letters it has at least. */
type Narrowed = Subject & {
  readonly collection: Collection;
  readonly parameter: Parameter;
  readonly places: readonly string[];
  readonly least: number;
};

/** The list of another account, whole and narrowed by what items of ours show. */
type Result = {
  readonly own: Exchange;
  readonly ours: readonly string[];
  readonly whole: Exchange | undefined;
  readonly answers: readonly Exchange[];
  /** Does the list of the other account fill the page, so that more may follow. */
  readonly isCut?: boolean;
};

const idWords: ReadonlySet<string> = new Set(['id', 'ids', 'uuid', 'guid']);

/** Does a parameter take the id of a resource: by its name, or by its description. */
const takesId = ({ document }: Contract, { name, location }: Parameter): boolean =>
  idWords.has(wordsOf(name).at(-1) ?? '') || saidIn(valueAt(document, nodeOf(location))).some(saysId);

/** More is found than the list shows, by the words of a search: "Searches the names of all farms". */
const isWider =
  /\b(?:across|everywhere|globally|anywhere|public\w*|worldwide|(?:all|other|every|any|both) (?:accounts?|companies|company|customers?|tenants?|organi[sz]ations?|workspaces?|users?))\b/iu;

const isSearch = (contract: Contract, { key }: Operation, { name, schema }: Parameter): boolean =>
  isObject(schema) &&
  schema['enum'] === undefined &&
  searches(contract).some(({ operation, parameter }) => operation.key === key && parameter === name);

/** Members by which people look for a thing, where the search names none. */
const usualNames: readonly string[] = ['name', 'title', 'label', 'subject', 'email'];

/** No more members of an item are tried with one search. */
const mostSearched = 2;

/** Where the items of a list show the texts at which a search looks: the members that its description names, else the usual ones; none where it is no search. */
const searchedPlaces = (contract: Contract, { operation }: Collection, parameter: Parameter): readonly string[] => {
  const { document } = contract;
  const [list] = describedLists({ document, operations: [operation] });
  const said = saidIn(valueAt(document, nodeOf(parameter.location))).join(' ');
  if (
    !list ||
    !isSearch(contract, operation, parameter) ||
    [said, ...saidIn(valueAt(document, nodeOf(operation.location)))].some((text) => isWider.test(text))
  )
    return [];
  const texts = itemMembers(document, list.item).filter(({ schema, words }) => isType(document, schema, 'string') && !idWords.has(words));
  const named = texts.filter(({ words }) => ` ${wordsOf(said).join(' ')} `.includes(` ${words} `));
  const usual = texts.filter(({ words }) => usualNames.includes(words));
  return (named.length > 0 ? named : usual).slice(0, mostSearched).map((one) => one.at);
};

/** The first text that an item shows at a place, also in a list there, that is long enough to be searched for. */
const valueOf = (item: unknown, place: string, least: number): string | undefined => {
  const shown = valueAt(item, place);
  const one: unknown = Array.isArray(shown) ? shown[0] : shown;
  const text = Array.isArray(shown) && isScalar(one) ? String(one) : textAt(item, place);
  return text !== undefined && text.length >= least ? text : undefined;
};

/** A search may demand so many letters. */
const leastSearched = 3;

const narrowed = (contract: Contract): Narrowed[] => {
  if (contract.standard.size === 0 || contract.conventions.auth?.foreign?.['x-inferred'] !== true || !keepsAllFromOthers(contract))
    return [];
  return contract.collections.flatMap((collection): Narrowed[] => {
    const { operation } = collection;
    const isPlain = operation.secured && operation.takesKey && operation.effect === 'safe' && !operation.path.includes('{');
    if (!isPlain || isForEverybody(contract, operation)) return [];
    const byId = collection.filters.flatMap((filter): Narrowed[] => {
      const { parameter, at: place, compare } = filter;
      const isRead = place !== undefined && ['equals', 'has'].includes(compare) && !parameter.required && takesId(contract, parameter);
      return isRead ? [at(parameter.location, { collection, parameter, places: [place], least: 1 })] : [];
    });
    const searched = operation.parameters.flatMap((parameter): Narrowed[] => {
      const isFilter = byId.some((one) => one.parameter === parameter);
      const places = parameter.in === 'query' && !parameter.required && !isFilter ? searchedPlaces(contract, collection, parameter) : [];
      return places.length > 0 ? [at(parameter.location, { collection, parameter, places, least: leastSearched })] : [];
    });
    return [...byId, ...searched];
  });
};

export const foreignFilterShowsNothing = defineProbe<Narrowed, Result>({
  id: 'auth/foreign-filter-shows-nothing',
  title: 'A list that is filtered by a resource of another account, or searched for its name, shows nothing of that account',
  why: 'Ids leak, and a filter or a search that looks at everything shows what the list itself hides.',
  fix: 'Limit the query to the account of the credential first, and then apply the filter or the search.',
  phase: 'mutate',
  // The run has created items by then.
  stage: 'looking-back',
  exclusive: 'collection',
  over: narrowed,
  prerequisites: ({ collection }, around) => [...prerequisitesFor(collection.operation, around), { kind: 'credential', name: 'other' }],
  cost: () => ({ requests: 30, creates: 0 }),
  async run({ collection, parameter, places, least }, session) {
    const list = await listInUse(session, collection);
    const traversal = await referenceTraversal(session, list, 'first');
    const items = itemsOfTraversal(list, traversal);
    const values = places.flatMap((place) => items.flatMap((item) => valueOf(item, place, least) ?? [])[0] ?? []);
    const shows = (item: unknown): boolean => places.some((place) => values.includes(valueOf(item, place, least) ?? ''));
    const ours = items.filter(shows).flatMap((item) => itemKey(list, item) ?? []);
    const none: Result = { own: traversal.last, ours, whole: undefined, answers: [] };
    if (values.length === 0 || ours.length === 0) return none;
    const base = usableRequest(session, collection.operation, 'foreign-filter');
    const query = [...base.query.filter(([name]) => name !== parameter.name), ...largestPage(list)];
    const credential = { kind: 'valid', name: 'other' } as const;
    const whole = await session.send({ ...base, query, credential });
    const answers: Exchange[] = [];
    for (const value of new Set(values))
      answers.push(await session.send({ ...base, query: [...query, [parameter.name, value]], credential }));
    const [, most] = largestPage(list)[0] ?? [];
    const isCut = most !== undefined && (pageItems(collection, whole)?.length ?? 0) >= Number(most);
    return { ...none, whole, answers, isCut };
  },
  judge({ collection, parameter, places }, { own, ours, whole, answers, isCut }) {
    if (!whole) return inconclusive(`No item of ours shows a value at ${places.join(' or ')}`, [own]);
    const keysIn = (exchange: Exchange): readonly string[] =>
      (pageItems(collection, exchange) ?? []).flatMap((item) => itemKey(collection, item) ?? []);
    if (!isSuccess(whole)) return inconclusive(`The other account was answered ${outcomeOf(whole)}`, [whole]);
    const all = keysIn(whole);
    // What both accounts see is shared.
    if (ours.some((id) => all.includes(id))) return inconclusive('The other account sees the same items', [whole, own]);
    const [leak] = answers.filter((exchange) => ours.some((id) => keysIn(exchange).includes(id)));
    if (leak === undefined) return pass(1);
    // What both see may stand on a later page.
    if (isCut) return inconclusive('The list of the other account has more pages', [whole, own]);
    const finding = {
      code: 'foreign-thing-listed',
      where: `query ${parameter.name}`,
      expected: 'nothing of another account',
      actual: `"${ours.find((id) => keysIn(leak).includes(id)) ?? ''}", which the list of the other account does not show without the parameter`,
    };
    return unconfirmed(fail(finding, [leak, whole, own]));
  },
});
