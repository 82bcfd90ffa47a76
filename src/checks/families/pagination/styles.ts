import { outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, fail, inconclusive, observed, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { defineReadProbe } from '../../kit/read-probe.ts';
import type { Session } from '../../kit/session.ts';
import { offeredStyles, type OfferedStyles, shownWords } from '../../scenarios/paging/offered-styles.ts';
import { pageItems, styleLocation, stylesOf } from '../../subjects/collection.ts';

/** Paged lists, each once, at the location where the contract describes all their paging styles. */
const listsWithStyles = (contract: Contract): (Collection & Subject)[] =>
  contract.collections.flatMap((list) => {
    const [first, ...others] = stylesOf(list);
    if (!first) return [];
    const { operation, way } = styleLocation(first);
    // One of several styles is two steps below: in `anyOf`, at its index.
    return [at({ operation, way: others.length === 0 ? way : way.slice(0, -2) }, list)];
  });

const readStyles = (session: Session, { operation }: Collection): Promise<OfferedStyles> =>
  session.run(offeredStyles, { operation: operation.key });

export const styleShown = defineReadProbe({
  id: 'pagination/style-shown',
  title: 'A page holds the members of one documented paging style',
  why: 'A client that finds none of the documented members cannot know how to read the next page.',
  fix: 'Put all the members of one documented paging style into each page.',
  reads: 'pagination',
  over: listsWithStyles,
  requests: 5,
  run: (list, session) => readStyles(session, list),
  judge(list, { plain, ones, shown }) {
    if (shown.length > 0) return pass(shown.length);
    const whole = pageItems(list, plain);
    if (!whole) return inconclusive(`The list was answered ${outcomeOf(plain)}`, [plain]);
    const single = ones.find((page) => pageItems(list, page)?.length === 1);
    if (whole.length < 2 || !single) return inconclusive('No page with one item of a longer list was seen', [plain, ...ones]);
    const expected = list.pages.map((paging) => shownWords(paging).join(', ')).join('; or ');
    const finding = { code: 'no-style-shown', where: 'a page of one item', expected, actual: 'none of them' };
    return unconfirmed(fail(finding, [single, plain]));
  },
});

export const styleRecorded = defineReadProbe({
  id: 'pagination/style-recorded',
  title: 'Which of the documented paging styles a list offers is recorded',
  why: 'Where several styles are documented, a client has to choose one that the list offers.',
  fix: 'Nothing is broken; the documentation could describe only the style that the list offers.',
  reads: 'pagination',
  over: listsWithStyles,
  requests: 5,
  run: (list, session) => readStyles(session, list),
  judge(list, { plain, ones, shown, offered, isOpen }) {
    const whole = pageItems(list, plain);
    if (!whole || isOpen)
      return inconclusive(`The answers do not show which styles the list offers: ${outcomeOf(plain)}`, [plain, ...ones]);
    const styles = stylesOf(list);
    const named = (some: readonly number[]): string[] =>
      styles.filter(({ style }) => some.includes(style)).map(({ paging }) => paging.kind);
    const effect = (page: Exchange | undefined): string => {
      const items = page && pageItems(list, page);
      if (!page || !items) return page ? outcomeOf(page) : 'not asked';
      if (whole.length < 2) return 'not seen';
      return items.length === whole.length ? 'none' : 'other number of items';
    };
    const sizes = Object.fromEntries(styles.map(({ paging, style }) => [paging.limit?.name ?? paging.kind, effect(ones[style])]));
    return observed([factOf('page.styles', list.operation.key, { shown: named(shown), offered: named(offered), sizes })]);
  },
});
