import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { type Fault, repairDocument, repairService } from '../../worlds/repair-jobs.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const judged = async (fault: Fault | undefined, only: readonly string[]) => {
  const { answer, rows } = repairService(fault);
  const { verdicts } = await judgeForeign(writeDocument(repairDocument), await serve(answer), {
    allow: ['mutation', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    durations: { 'created.listed': 1, 'updated.shown': 1, 'removed.gone': 1, 'removed.settled': 0.3 },
    selection: { only, skip: [] },
  });
  const told = verdicts.flatMap(({ verdict, case: { check } }) => (verdict.kind === 'fail' ? [`${check} ${verdict.finding.code}`] : []));
  const broken = verdicts.filter(({ verdict }) => verdict.kind === 'broken').map(({ id }) => id);
  const passed = new Set(verdicts.filter(({ verdict }) => verdict.kind === 'pass').map(({ case: { check } }) => check));
  return { told: [...new Set(told)], broken, passed, left: Object.values(rows).flat().length };
};

/** What a check says of a fault. */
const faults: readonly (readonly [fault: Fault, told: string])[] = [
  ['urgent ignored', 'filtering/only-matching other-value-listed'],
  ['unassigned ignored', 'filtering/held-values item-without-value'],
  ['unassigned inverted', 'filtering/held-values item-without-value'],
  ['tag by part', 'filtering/held-values item-without-value'],
  ['technician by part', 'filtering/only-matching other-value-listed'],
  ['technician with case', 'filtering/any-case-matches item-in-other-case-missing'],
  ['priority ignored', 'filtering/only-matching other-value-listed'],
  ['customer ignored', 'filtering/only-matching other-value-listed'],
  ['due from exclusive', 'filtering/bound-itself bound-not-as-told'],
  ['due to exclusive', 'filtering/bound-itself bound-not-as-told'],
  ['due from ignored', 'filtering/after-value bound-without-effect'],
  ['any tag takes the first', 'filtering/held-values item-with-value-missing'],
  ['filters are or', 'filtering/combined one-filter-dropped'],
  ['search in one case', 'filtering/text-contained item-with-word-missing'],
  ['search by title only', 'filtering/text-contained item-with-word-missing'],
  ['total unfiltered', 'pagination/total-of-filtered total-unfiltered'],
  ['total pages one more', 'pagination/page-count-true other-page-count'],
  ['has next on a full last page', 'pagination/more-tells-the-truth more-announced-at-the-end'],
  ['ties lost between pages', 'pagination/ordered-walk-complete order-loses-items'],
  ['summary without running', 'pagination/summary-agrees summary-otherwise'],
  ['summary of all', 'pagination/summary-agrees summary-otherwise'],
  ['default order by id', 'ordering/documented-order blank-misplaced'],
  ['nulls first', 'ordering/documented-order blank-misplaced'],
  ['part count stays on removal', 'lifecycle/children-counted count-not-lowered'],
  ['parts total without quantity', 'lifecycle/numbers-derived number-otherwise'],
  ['seats left counts bookings', 'lifecycle/numbers-derived number-otherwise'],
  ['seats left after cancellation', 'lifecycle/numbers-derived number-otherwise'],
  ['csv unquoted', 'headers/export-as-list csv-unreadable'],
  ['csv unfiltered', 'headers/export-as-list rows-too-many'],
  ['csv without one column', 'headers/export-as-list column-missing'],
  ['csv inline', 'headers/export-as-list disposition-otherwise'],
  ['customer always embedded', 'query/parts-as-asked part-not-asked-for'],
  ['customer never embedded', 'query/parts-as-asked part-missing'],
];

const checks = [...new Set(faults.map(([, told]) => told.split(' ')[0] ?? ''))];

describe.concurrent('the lists of a repair shop', () => {
  test(
    'are not accused where they keep what the document says, and are left as they were',
    besideOthers(async () => {
      const { told, broken, passed, left } = await judged(undefined, checks);
      expect({ told, broken, left }).toEqual({ told: [], broken: [], left: 0 });
      expect([...passed]).toEqual(expect.arrayContaining(checks));
    }),
  );

  test.for(faults)(
    '%s is told',
    besideOthers(async ([fault, told]) => {
      expect((await judged(fault, [told.split(' ')[0] ?? ''])).told).toContain(told);
    }),
  );
});
