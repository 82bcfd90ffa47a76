import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { listAt, pageItems, pagingPlace, stylesOf } from '../../subjects/collection.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { offeredStyles, type OfferedStyles } from '../../scenarios/paging/offered-styles.ts';
import { needsFor } from '../../kit/prerequisites.ts';

export const styleRecorded = defineProbe<OfferedStyles>({
  id: 'pagination/style-recorded',
  title: 'Which of the documented ways of paging a list offers is recorded',
  why: 'Where a documentation prints several ways, a client has to choose one that is there.',
  fix: 'Nothing has to be mended. Print one way of paging.',
  reads: 'pagination',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => contract.collections.flatMap((collection) => pagingPlace(collection) ?? []),
  needs: (place, around) => needsFor(listAt(around.contract, place).operation, around),
  cost: () => ({ requests: 5, creates: 0 }),
  measure: (place, session) => session.measure(offeredStyles, { operation: listAt(session.contract, place).operation.key }),
  judge(place, { plain, ones, shown, offered, isOpen }, { contract }) {
    const list = listAt(contract, place);
    const whole = pageItems(list, plain);
    if (!whole || isOpen) return inconclusive(`Too little came by to tell: ${outcomeOf(plain)}`, [plain, ...ones]);
    const styles = stylesOf(list);
    const named = (some: readonly number[]): string[] =>
      styles.filter(({ style }) => some.includes(style)).map(({ paging }) => paging.kind);
    const effect = (page: Exchange | undefined): string => {
      const items = page && pageItems(list, page);
      if (!page || !items) return page ? outcomeOf(page) : 'not asked';
      if (whole.length < 2) return 'not seen';
      return items.length === whole.length ? 'none' : 'other number of items';
    };
    const sizes = Object.fromEntries(styles.map(({ paging, style }) => [paging.limit.name, effect(ones[style])]));
    return observed([factOf('page.styles', list.operation.key, { shown: named(shown), offered: named(offered), sizes })]);
  },
});
