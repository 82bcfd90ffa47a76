import type { Outcome, SkipReason } from '../../model/verdict.ts';

/** What an outcome tells the reader, in full sentences. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  pass: 'Judged on at least one exchange that could have failed. The verdict says on how many.',
  fail: 'A promise of the documentation was broken. The finding names the requirement, the operation, what was expected and what came, and how often.',
  inconclusive:
    'It was tried, and what came back allows no judgement: a page walk met a 429, a collection was too small. It is never a pass.',
  skipped: 'It was not tried. The verdict names one of the reasons below, and what would change it.',
  observed: 'A fact was recorded where the documentation leaves freedom. It is never judged, only compared between targets and over time.',
  broken: 'assay itself failed on this case. The target is not to blame, and the run ends with exit code 4.',
};

/** Why something was not tried. */
export const skipWords: Readonly<Record<SkipReason, string>> = {
  'not-applicable': 'The contract promises no such thing.',
  'missing-prerequisite':
    'Something is needed that the config does not give; the verdict names it, for example a second credential or a fixture.',
  'not-allowed': 'It needs a permission that "allow" does not hold; the verdict names it.',
  'not-selected': 'It was left out by --only or --skip.',
  'out-of-budget': 'The run had used up its requests or its time before its turn came.',
  unsupported: 'The document or a value is one that assay cannot handle; the verdict points at it.',
  stopped: 'The run ended before its turn came: preflight found nothing to judge, or the run was interrupted.',
};

/** What follows from an exit code. */
export const exitCodeWords: Readonly<Record<number, string>> = {
  0: 'No must is broken, and at least one was judged. Warnings, inconclusive and skipped verdicts may be there.',
  1: 'At least one requirement of level must is broken. The findings say which, and how to show it again.',
  2: 'Nothing was sent: an option, the config file or a contract cannot be used. The message says where, and what to do.',
  3: 'Preflight stopped the run, no must was judged, or the run was interrupted or cut by a budget. It is no success.',
  4: 'assay itself broke. Nothing in the target is to blame; please report it.',
  5: 'A known failure passed, changed or expired: the list of expectations is out of date.',
};
