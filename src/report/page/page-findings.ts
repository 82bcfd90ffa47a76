import type { Finding, Verdict } from '../../model/verdict.ts';
import { consequencesOf, followersOf } from '../../policy/consequences.ts';
import { excusesOf } from '../../policy/known-failures.ts';
import { sharedFindings } from '../../policy/shared-findings.ts';
import { replayCommand } from '../commands.ts';
import { exchangesOf } from '../evidence.ts';
import { documentWords, inferredWords, sharedWords } from '../finding-words.ts';
import { shortened } from '../foreign-text.ts';
import type { CheckWords, ReportInput } from '../report-input.ts';
import { grouped } from './grouped.ts';
import type { JudgedTarget, NumberedCase } from './judged-target.ts';
import { pieceCharacters } from './page-cases.ts';
import { caseKey, type PageExchanges } from './page-exchanges.ts';
import type { PageCause, PageFinding, Since } from './page-model.ts';

/** Most ids of exchanges that are named without being shown. */
const mostIds = 20;

type Failed = NumberedCase & { readonly verdict: Verdict & { readonly kind: 'fail' } };
type Breach = readonly [Failed, ...Failed[]];

/** The findings of the page and their causes. */
export type PageFindings = { readonly findings: readonly PageFinding[]; readonly causes: readonly PageCause[] };

const isFailed = (one: NumberedCase): one is Failed => one.verdict.kind === 'fail';

const piece = (text: string): string => shortened(text, pieceCharacters);

const unshownOf = (verdict: Verdict, shown: number): string => {
  const rest = exchangesOf(verdict).slice(shown);
  return `${rest.slice(0, mostIds).join(', ')}${rest.length > mostIds ? ` and ${rest.length - mostIds} more` : ''}`;
};

/** What is known around the findings of a run. */
export type Around = {
  readonly input: ReportInput;
  readonly exchanges: PageExchanges;
  /** What the last run says of a case, by {@link caseKey}. */
  readonly since: ReadonlyMap<string, Since>;
};

const kinds: readonly PageCause['kind'][] = ['must', 'warning', 'known'];

/** The findings of all targets: broken musts first, then warnings, then known failures; within a cause in the order of the plan. */
export const pageFindings = (targets: readonly JudgedTarget[], around: Around): PageFindings => {
  const findings: PageFinding[] = [];
  const causes: PageCause[] = [];
  for (const kind of kinds) for (const one of targets) addTarget(one, kind, around, findings, causes);
  return { findings, causes };
};

const addTarget = (one: JudgedTarget, kind: PageCause['kind'], around: Around, findings: PageFinding[], causes: PageCause[]): void => {
  const excused = excusesOf(one.footer.knownFailures);
  const consequences = consequencesOf(
    one.cases.map(({ planned, verdict }) => ({ case: planned, verdict })),
    excused,
  );
  const followers = followersOf(consequences);
  const byId = new Map(one.cases.filter(isFailed).map((failed) => [failed.planned.id, failed]));
  const kindOf = ({ planned }: Failed): PageCause['kind'] =>
    excused.has(planned.id) ? 'known' : planned.level === 'must' ? 'must' : 'warning';

  const add = (group: Breach): number => {
    const [first, ...others] = group;
    // A finding stands before those that follow from it.
    const at = findings.push(findingOf(one, group, around, excused.get(first.planned.id)?.told)) - 1;
    const following = [first, ...others].flatMap(({ planned }) => followers.get(planned.id) ?? []);
    const below = breachesOf(following.flatMap((id) => byId.get(id) ?? [])).map(add);
    const finding = findings[at];
    if (finding !== undefined && below.length > 0) findings[at] = { ...finding, followers: below };
    return at;
  };
  const first = [...byId.values()].filter((failed) => kindOf(failed) === kind && !consequences.has(failed.planned.id));
  for (const members of grouped(first, ({ planned, verdict }) => `${planned.check} ${verdict.finding.code}`).values()) {
    const [member] = members;
    if (member === undefined) continue;
    const { check } = member.planned;
    causes.push({
      kind,
      ...causeWords(check, around.input.checks?.get(check)),
      code: member.verdict.finding.code,
      findings: breachesOf(members).map(add),
    });
  }
};

const causeWords = (check: string, words: CheckWords | undefined): Pick<PageCause, 'check' | 'title' | 'why' | 'fix'> => ({
  check,
  title: words?.title ?? check,
  ...(words === undefined ? {} : { why: words.why, fix: words.fix }),
});

const breachesOf = (failed: readonly Failed[]): readonly Breach[] =>
  sharedFindings(failed, ({ planned, verdict }) => ({ requirement: planned.requirement, check: planned.check, finding: verdict.finding }));

const findingOf = (
  { target }: JudgedTarget,
  [first, ...others]: Breach,
  { input: { record, directory, seen }, exchanges, since }: Around,
  known: string | undefined,
): PageFinding => {
  const { planned, verdict } = first;
  const { breaches, judged, untried = [] } = verdict;
  const finding: Finding = verdict.finding;
  const documented = documentWords(finding);
  const key = caseKey(target.target, planned.id);
  const last = since.get(key);
  const often = seen?.(target.target, planned.requirement);
  return {
    case: first.number,
    others: others.map(({ number }) => number),
    shared: sharedWords([first, ...others].map((one) => one.verdict.finding)),
    code: finding.code,
    operation: finding.operation,
    where: piece(finding.where),
    expected: piece(finding.expected),
    actual: piece(finding.actual),
    often: `${breaches} of ${judged} time${judged === 1 ? '' : 's'}`,
    ...(documented === undefined ? {} : { documented: piece(documented) }),
    inferred: inferredWords(planned).map(piece),
    untried: untried.map(piece),
    replay: replayCommand(record, directory, target.target, planned.id),
    unshown: unshownOf(verdict, exchanges.ofCase.get(key)?.length ?? 0),
    ...(last === undefined ? {} : { since: last }),
    ...(often === undefined ? {} : { seen: often }),
    ...(known === undefined ? {} : { known }),
    followers: [],
  };
};
