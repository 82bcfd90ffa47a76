import type { Outcome, SkipReason } from '../../model/verdict.ts';

/** What an outcome means. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  pass: 'It was judged on at least one exchange that could have failed. The verdict says on how many.',
  fail: 'The server broke a requirement of the documentation. The finding names the operation, what was expected, what the server sent, and how often.',
  inconclusive:
    'It was tried, but the answers allow no judgement: for example, a page was answered with 429, or a collection was too small. It does not count as a pass.',
  skipped: 'It was not tried. The verdict names one of the reasons below, and what would change it.',
  observed:
    'A fact was recorded where the documentation leaves freedom. Facts are not judged, only compared between targets and over time.',
  broken: 'assay itself failed on this case. The target is not at fault, and the run ends with exit code 4.',
};

/** Why something was not tried. */
export const skipWords: Readonly<Record<SkipReason, string>> = {
  'not-applicable': 'The contract has nothing that the requirement is about.',
  'missing-prerequisite':
    'The config does not supply something that it needs; the verdict names it, for example a second credential or a fixture.',
  'not-allowed': 'It needs a permission that "allow" does not include; the verdict names it.',
  'not-selected': 'It was left out by --only or --skip.',
  'out-of-budget': 'The run had used up its requests or its time before this case was tried.',
  unsupported: 'assay cannot handle a part of the document or a value; the verdict points at it.',
  stopped: 'The run ended before this case was tried: preflight stopped it, or it was interrupted.',
};

/** What an exit code means. */
export const exitCodeWords: Readonly<Record<number, string>> = {
  0: 'No must is broken, and at least one was judged. There may be warnings, inconclusive and skipped verdicts.',
  1: 'At least one requirement of level must is broken. The findings say which, and how to judge it again.',
  2: 'Nothing was sent: an option, the config file or a contract cannot be used. The message says where, and what to do.',
  3: 'Preflight stopped the run, no must was judged, or the run was interrupted or cut by a budget. This is not a success.',
  4: 'assay itself broke. The target is not at fault; please report it.',
  5: 'A known failure passed, changed or expired: the list of known failures is out of date.',
};
