import { outcomeOf } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Verdict } from '../../model/verdict.ts';
import { itemKey, type PagedList, pagedListAt, pagedLists } from '../collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../define.ts';
import { afterSurvey, leastItems, spare, survey, surveyCost, type Survey } from '../measurements/survey.ts';
import { countOf, itemsOfWalk, type Walk } from '../measurements/walk.ts';
import { needsFor } from '../needs.ts';

type Measured = Survey & { readonly last: Walk | undefined };

export const walkComplete = defineProbe<Measured>({
  id: 'pagination/walk-complete',
  title: 'Following cursors to the end yields every item',
  why: 'A client that walks a list takes the result for the whole; what is skipped is never backed up, billed or deleted.',
  fix: 'Order pages by a unique key, start each behind the last item of the page before, and say that more follows until nothing is left.',
  reads: 'pagination',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    pagedLists(contract)
      .filter(({ id }) => id !== undefined)
      .map(({ operation }) => operation.place),
  needs: (place, around) => needsFor(pagedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: surveyCost, creates: 0 }),
  async measure(place, session) {
    const collection = pagedListAt(session.contract, place);
    const surveyed = await survey(session, collection);
    return { ...surveyed, last: surveyed.small && (await afterSurvey(session, collection)) };
  },
  judge(place, { first, count, small, single, last }, { contract }) {
    const collection = pagedListAt(contract, place);
    const walks = [first, small, single, last].filter((one) => one !== undefined);
    const endless = walks.map((walked) => endlessIn(collection, walked)).find((one) => one !== undefined);
    if (endless) return unconfirmed(endless);
    if (first.end !== 'ended') return inconclusive(stoppedBy(first), [first.last]);
    if (count < leastItems) return inconclusive(`Only ${count} items are there, at least ${leastItems} are needed`, first.pages);
    if (!last || last.end !== 'ended')
      return inconclusive(`The list could not be read once more: ${last ? stoppedBy(last) : 'not tried'}`, last ? [last.last] : []);
    const after = keysIn(collection, last);
    const known = [...keysIn(collection, first)].filter((key) => after.has(key));
    const tried = [small, single].filter((one) => one !== undefined);
    for (const walked of tried.filter(({ end }) => end === 'ended')) {
      const held = keysIn(collection, walked);
      const missing = known.filter((key) => !held.has(key));
      if (missing.length > 0) return unconfirmed(missingFrom(walked, missing, known.length));
    }
    const stopped = tried.find(({ end }) => end !== 'ended');
    if (stopped) return inconclusive(stoppedBy(stopped), [stopped.last]);
    if (known.length === 0) return inconclusive('No listed item shows an id', first.pages);
    return pass(tried.reduce((sum, { pages }) => sum + pages.length, 0));
  },
});

const keysIn = (collection: PagedList, walked: Walk): Set<string> =>
  new Set(itemsOfWalk(collection, walked).flatMap((item) => itemKey(collection, item) ?? []));

const stoppedBy = ({ pages, end, last }: Walk): string => {
  const what = end === 'not-a-page' ? `was answered ${outcomeOf(last)}` : `gave no way on (${end})`;
  return `The walk stopped: page ${end === 'not-a-page' ? pages.length + 1 : pages.length} ${what}`;
};

type Fail = Verdict & { readonly kind: 'fail' };

/** A walk that never ends: a cursor came a second time, or pages went on far beyond the number of items. */
const endlessIn = (collection: PagedList, { pages, end, last }: Walk): Fail | undefined => {
  const count = countOf(collection, { pages });
  const beyond = end === 'cut' && pages.length >= count + spare;
  if (end !== 'cursor-repeated' && !beyond) return undefined;
  const actual = beyond
    ? `page ${pages.length} of ${count} items announces another one`
    : `page ${pages.length} gives a cursor of an earlier page`;
  const finding = { where: `page ${pages.length}`, expected: 'a last page that says nothing follows', actual };
  return fail({ code: 'walk-never-ends', ...finding }, [last, ...pages.slice(0, -1)]);
};

const missingFrom = ({ pages, last }: Walk, missing: readonly string[], known: number): Fail => {
  const named = missing.slice(0, 5).join(', ') + (missing.length > 5 ? ' …' : '');
  const finding = {
    code: 'item-missing',
    where: `a walk of ${pages.length} pages`,
    expected: `all ${known} items that the list holds`,
    actual: `${missing.length} missing: ${named}`,
  };
  const exchanges: readonly [Exchange, ...Exchange[]] = [last, ...pages.slice(0, -1)];
  return fail(finding, exchanges, { judged: known, breaches: missing.length });
};
