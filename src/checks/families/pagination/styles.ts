import { outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, fail, inconclusive, observed, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { defineReadProbe } from '../../kit/read-probe.ts';
import type { Session } from '../../kit/session.ts';
import { offeredStyles, type OfferedStyles } from '../../scenarios/paging/offered-styles.ts';
import { pageItems, styleLocation, stylesOf } from '../../subjects/collection.ts';

/** Lists that are paged, each once, where the contract describes their paging, all its ways together. */
const listsWithStyles = (contract: Contract): (Collection & Subject)[] =>
  contract.collections.flatMap((list) => {
    const [first, ...others] = stylesOf(list);
    if (!first) return [];
    const { operation, way } = styleLocation(first);
    // One of several stands two steps below: in `anyOf`, under its number.
    return [at({ operation, way: others.length === 0 ? way : way.slice(0, -2) }, list)];
  });

const readStyles = (session: Session, { operation }: Collection): Promise<OfferedStyles> =>
  session.run(offeredStyles, { operation: operation.key });

export const styleShown = defineReadProbe({
  id: 'pagination/style-shown',
  title: 'A page shows where it stands, in the words of one documented way of paging',
  why: 'A client that finds none of the documented words cannot know how to go on.',
  fix: 'Put all the members of one documented way of paging into each page.',
  reads: 'pagination',
  over: listsWithStyles,
  requests: 5,
  run: (list, session) => readStyles(session, list),
  judge(list, { plain, ones, shown }) {
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

export const styleRecorded = defineReadProbe({
  id: 'pagination/style-recorded',
  title: 'Which of the documented ways of paging a list offers is recorded',
  why: 'Where a documentation prints several ways, a client has to choose one that is there.',
  fix: 'Nothing has to be mended. Print one way of paging.',
  reads: 'pagination',
  over: listsWithStyles,
  requests: 5,
  run: (list, session) => readStyles(session, list),
  judge(list, { plain, ones, shown, offered, isOpen }) {
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
