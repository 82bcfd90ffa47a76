import { outcomeOf } from '../../../contract/message.ts';
import { listAt, pageItems, pagingPlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { offeredStyles, type OfferedStyles } from '../../scenarios/paging/offered-styles.ts';
import { needsFor } from '../../kit/prerequisites.ts';

export const styleShown = defineProbe<OfferedStyles>({
  id: 'pagination/style-shown',
  title: 'A page shows where it stands, in the words of one documented way of paging',
  why: 'A client that finds none of the documented words cannot know how to go on.',
  fix: 'Put all the members of one documented way of paging into each page.',
  reads: 'pagination',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => contract.collections.flatMap((collection) => pagingPlace(collection) ?? []),
  needs: (place, around) => needsFor(listAt(around.contract, place).operation, around),
  cost: () => ({ requests: 5, creates: 0 }),
  measure: (place, session) => session.measure(offeredStyles, { operation: listAt(session.contract, place).operation.key }),
  judge(place, { plain, ones, shown }, { contract }) {
    const list = listAt(contract, place);
    if (shown.length > 0) return pass(shown.length);
    const whole = pageItems(list, plain);
    if (!whole) return inconclusive(`The list was answered ${outcomeOf(plain)}`, [plain]);
    const single = ones.find((page) => pageItems(list, page)?.length === 1);
    if (whole.length < 2 || !single) return inconclusive('No page of one item out of a longer list came by', [plain, ...ones]);
    const expected = list.pages
      .map(({ convention }) =>
        convention.kind === 'page'
          ? [convention.number, convention.size, convention.total].filter((one) => one !== undefined).join(', ')
          : convention.next,
      )
      .join('; or ');
    const finding = { code: 'no-style-shown', where: 'a page of one item', expected, actual: 'none of them' };
    return unconfirmed(fail(finding, [single, plain]));
  },
});
