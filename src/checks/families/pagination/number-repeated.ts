import { evaluate } from '../../../contract/expression.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { isByNumber, numberedListAt, pagedLists, pageItems, stylePlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { hasItems, type NumberedPages, numberedPages } from '../../scenarios/paging/numbered-pages.ts';
import { needsFor } from '../../kit/prerequisites.ts';

export const numberRepeated = defineProbe<NumberedPages>({
  id: 'pagination/number-repeated',
  title: 'A page tells the number that was asked for, and the first one is page 1',
  why: 'Clients show where they are, and go on from, the number that a page tells.',
  fix: 'Repeat the number of the request, and 1 where there was none.',
  reads: 'pagination',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    pagedLists(contract)
      .filter(isByNumber)
      .filter(({ paging }) => paging.convention.number !== undefined)
      .map(stylePlace),
  needs: (place, around) => needsFor(numberedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 6, creates: 0 }),
  measure: (place, session) => numberedPages(session, numberedListAt(session.contract, place)),
  judge(place, { plain, second }, { contract }) {
    const list = numberedListAt(contract, place);
    const at = list.paging.convention.number ?? '';
    if (!pageItems(list, plain)) return inconclusive(`The first page was answered ${outcomeOf(plain)}`, [plain]);
    const first = judgeNumber(at, plain, 1, 'without a number');
    if (!hasItems(list, second.exchange)) {
      const reason = `Page ${second.number} of ${second.size} items was answered ${outcomeOf(second.exchange)} without items`;
      return joinVerdicts([first, inconclusive(reason, [second.exchange])]);
    }
    return joinVerdicts([first, judgeNumber(at, second.exchange, 2, `for ${list.paging.page.name}=${second.number}`)]);
  },
});

const judgeNumber = (at: string, page: Exchange, number: number, asked: string): Verdict => {
  const told = evaluate(at, page);
  if (told === undefined) return inconclusive(`A page ${asked} tells no number`, [page]);
  if (told === number || told === String(number)) return pass(1);
  return fail({ code: 'other-number', where: at, expected: `${number} ${asked}`, actual: JSON.stringify(told) }, [page]);
};
