import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { isNamed, rowsApart, type RowsApart } from '../../scenarios/lifecycle/rows-apart.ts';
import { resultsIn } from '../../subjects/bulk-results.ts';
import { type JudgedRows, judgedRows } from '../../subjects/judged-rows.ts';

export const rowsJudgedApart = defineProbe<JudgedRows, RowsApart>({
  id: 'lifecycle/rows-judged-apart',
  title: 'A bad row of a file does not keep the rows behind it from being taken, where the document says so',
  why: 'A price list of a thousand rows ends at the first typing error, and whoever sent it believes that the others are in.',
  fix: 'Judge each row by itself, note what is wrong with it, and go on with the next one.',
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  over: (contract) => [...judgedRows(contract)],
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: ({ operation }) => ({ requests: 4, creates: operation.effect.startsWith('creates') ? 2 : 0 }),
  run: ({ operation }, session) => session.run(rowsApart, { operation: operation.key }),
  judge({ isOrdered }, { good, mixed, count, first, last }) {
    if (!mixed) return inconclusive(`Good rows are not taken: ${outcomeOf(good)}`, [good]);
    if (!isSuccess(mixed) || statusOf(mixed) === 202) return inconclusive(`They were answered ${outcomeOf(mixed)}`, [mixed, good]);
    const where = `row ${count + 1} of ${count + 1}`;
    // What the answer to good rows shows of a row is what tells that row in the other one.
    const [ofFirst, ofLast] = [first, last].map((texts) => texts.filter((text) => isNamed(good, text)));
    const expected = 'a result, because only the second row is wrong';
    const isCut = ofLast?.length !== 0 && ofLast?.every((text) => !isNamed(mixed, text)) === true;
    if (isCut && ofFirst?.some((text) => isNamed(mixed, text)) === true)
      return unconfirmed(fail({ code: 'row-left-out', where, expected, actual: 'no result names it' }, [mixed, good]));
    const told = resultsIn({ trip: { id: '' }, isOrdered }, mixed, count + 1);
    const isPlaced = told !== undefined && (isOrdered || told.every(({ place }) => place !== undefined));
    const before = resultsIn({ trip: { id: '' }, isOrdered }, good, count);
    if (!isPlaced || told[1]?.is !== 'failed') return inconclusive('No answer says that the bad row is refused', [mixed, good]);
    const kept = told.findIndex(({ is }, n) => n !== 1 && is === 'failed');
    if (kept < 0) return pass(count);
    if (before?.some(({ is }) => is === 'failed') !== false) return inconclusive('Good rows alone are not all taken', [good, mixed]);
    const finding = {
      code: 'row-kept-back',
      where: `row ${kept + 1} of ${count + 1}`,
      expected: 'a success, because only the second row is wrong',
    };
    return unconfirmed(fail({ ...finding, actual: 'a failure' }, [mixed, good]));
  },
});
