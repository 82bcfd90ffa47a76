import { evaluate } from '../../../contract/expression.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { isByNumber, type NumberedList, numberedListAt, pagedLists, stylePlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { type AskedPage, hasItems, type NumberedPages, numberedPages } from '../../scenarios/paging/numbered-pages.ts';
import { needsFor } from '../../kit/prerequisites.ts';

export const sizeRepeated = defineProbe<NumberedPages>({
  id: 'pagination/size-repeated',
  title: 'A page tells the size that was asked for, also where it holds fewer items',
  why: 'Clients count the pages that are left by the size that a page tells.',
  fix: 'Repeat the size of the request, not the number of items on the page.',
  reads: 'pagination',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    pagedLists(contract)
      .filter(isByNumber)
      .filter(({ paging }) => paging.convention.size !== undefined)
      .map(stylePlace),
  needs: (place, around) => needsFor(numberedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 6, creates: 0 }),
  measure: (place, session) => numberedPages(session, numberedListAt(session.contract, place)),
  judge(place, { second, short }, { contract }) {
    const list = numberedListAt(contract, place);
    return joinVerdicts([second, short].filter((one) => one !== undefined).map((asked) => judgeSize(list, asked)));
  },
});

const judgeSize = (list: NumberedList, { size, number, exchange }: AskedPage): Verdict => {
  const at = list.paging.convention.size ?? '';
  const asked = `${list.paging.limit.name}=${size}`;
  if (!hasItems(list, exchange))
    return inconclusive(`Page ${number} of ${asked} was answered ${outcomeOf(exchange)} without items`, [exchange]);
  const told = evaluate(at, exchange);
  if (told === undefined) return inconclusive(`A page of ${asked} tells no size`, [exchange]);
  if (told === size || told === String(size)) return pass(1);
  return fail({ code: 'other-size', where: at, expected: `${size} for ${asked}`, actual: JSON.stringify(told) }, [exchange]);
};
