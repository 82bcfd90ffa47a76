import { countedLevels, exitCodes, type LeftResource, type TargetFooter, type TargetRecord } from '../../model/record.ts';
import type { Expectation } from '../../model/known-failure.ts';
import { type Outcome, outcomes } from '../../model/verdict.ts';
import { consequencesOf, followersOf } from '../../policy/consequences.ts';
import { judgedRequirements } from '../../policy/judged-requirements.ts';
import { excusesOf, isStale, nameOfKnown } from '../../policy/known-failures.ts';
import { sharedFindings } from '../../policy/shared-findings.ts';
import { isLeftOut } from '../../policy/requirement-outcome.ts';
import { leftOverSentences, moreWords, operationWords, shareWords, totalsWords, unexercisedGroups } from '../coverage-words.ts';
import { changePhrase, changeWords, leftWords, deliveredPhrase } from '../change-words.ts';
import { shortened } from '../foreign-text.ts';
import { stoppedWords } from '../stopped-words.ts';
import { byReason, caseRows, factTable, groupedBy, outcomeTitle } from './case-lists.ts';
import { coverageView } from './coverage-view.ts';
import { type CaseView, type Page, signOf, type TargetView } from './case-view.ts';
import { breachView, pieceCharacters } from './finding-view.ts';
import { markup, type Markup } from './markup.ts';

/** Findings of one cause that are open from the start; the others are folded. */
const openFindings = 2;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const countsTable = ({ counts }: TargetFooter): Markup => {
  const heads = outcomes.map((outcome) => {
    const sign = markup`<span class="sign ${outcome}" aria-hidden="true">${signOf(outcome)}</span>`;
    return markup`<th scope="col" title="${outcome}">${sign}<span class="word"> ${outcome}</span></th>`;
  });
  const rows = countedLevels.map((level) => {
    const cells = outcomes.map((outcome) => {
      const count = counts[level][outcome];
      return markup`<td${count === 0 ? markup` class="none"` : ''}>${count}</td>`;
    });
    return markup`<tr><th scope="row">${level}</th>${cells}</tr>\n`;
  });
  return markup`<table class="counts"><caption>Requirements, each once</caption><thead><tr><td></td>${heads}</tr></thead><tbody>${rows}</tbody></table>\n`;
};

const notice = (text: string): Markup => markup`<p class="notice">${shortened(text, pieceCharacters)}</p>\n`;

/** Why the result may be empty or prove nothing. */
const ending = (target: TargetRecord, { ended }: TargetFooter): Markup => {
  const { preflight } = target;
  if (ended.kind === 'lost') return notice(`assay lost this target, so its result is incomplete: ${ended.reason}`);
  if (ended.kind === 'stopped') return notice(`${stoppedWords(target, ended.reason)}: ${ended.message}`);
  if (preflight?.kind !== 'ready') return markup``;
  const doubt = preflight.answersEverything
    ? notice('The target answers 2xx without a credential and for an unknown id, so nothing counts as passed.')
    : '';
  return markup`${doubt}${preflight.notes.map(notice)}`;
};

/** The failed cases that probably follow from a case, by its id. */
type Followers = ReadonlyMap<string, readonly CaseView[]>;

/** They are siblings of their cause, not part of it, so that the filters can hide each by itself. */
const followersView = (page: Page, views: readonly CaseView[]): Markup =>
  views.length === 0
    ? markup``
    : markup`<section class="group follows"><p class="note">Probably a consequence of the finding above:</p>${breachesOf(views).map((group) => breachView(page, group, false))}</section>\n`;

/** Failed cases in groups of one breach. */
const breachesOf = (views: readonly CaseView[]): readonly (readonly [CaseView, ...CaseView[]])[] => {
  const failed = views.flatMap((view) => (view.verdict.kind === 'fail' ? [{ view, finding: view.verdict.finding }] : []));
  const groups = sharedFindings(failed, ({ view, finding }) => ({
    requirement: view.planned.requirement,
    check: view.planned.check,
    finding,
  }));
  return groups.map(([first, ...others]) => [first.view, ...others.map(({ view }) => view)]);
};

/** Failures of one cause: the same check with the same code. */
const causeView = (page: Page, views: readonly CaseView[], followers: Followers): Markup => {
  const [first] = views;
  if (first?.verdict.kind !== 'fail') return markup``;
  const { check } = first.planned;
  const words = page.input.checks?.get(check);
  const advice = words === undefined ? '' : markup`<p>${words.why}</p><p><strong>To fix it:</strong> ${words.fix}</p>\n`;
  const findings = breachesOf(views).map((group, at) => {
    const following = group.flatMap((view) => followers.get(view.planned.id) ?? []);
    return markup`${breachView(page, group, at < openFindings)}${followersView(page, following)}`;
  });
  return markup`<section class="group cause"><h4>${words?.title ?? check} <small>${counted(views.length, 'case')}</small></h4>
<p class="source"><code>${check}</code>, <code>${first.verdict.finding.code}</code></p>
${advice}${findings}</section>
`;
};

const causes = (page: Page, views: readonly CaseView[], followers: Followers): Markup => {
  const keyOf = ({ planned, verdict }: CaseView): string => `${planned.check} ${verdict.kind === 'fail' ? verdict.finding.code : ''}`;
  return markup`${[...groupedBy(views, keyOf).values()].map((members) => causeView(page, members, followers))}`;
};

/** A foldable part of a target's result. */
const section = (title: Markup, content: Markup | undefined, isOpen: boolean): Markup =>
  content === undefined
    ? markup``
    : markup`<details class="section"${isOpen ? markup` open` : ''}><summary><h3>${title}</h3></summary>${content}</details>\n`;

const sectionOf = (title: string, views: readonly CaseView[], isOpen: boolean, show: (views: readonly CaseView[]) => Markup): Markup => {
  const [first] = views;
  return first === undefined ? markup`` : section(outcomeTitle(title, first.verdict.kind, views.length), show(views), isOpen);
};

const changes = ({ changes: rows = [] }: TargetFooter): Markup | undefined => {
  if (rows.length === 0) return undefined;
  const items = rows.map((row) => {
    const { head, resources } = changeWords(row);
    return markup`<li>${shortened(head, pieceCharacters)}${resources === '' ? '' : markup`: <code>${shortened(resources, pieceCharacters)}</code>`}</li>`;
  });
  return markup`<ul>${items}</ul>`;
};

const left = ({ created }: TargetRecord): Markup | undefined => {
  if (created.length === 0) return undefined;
  const collections = new Map<string, LeftResource[]>();
  for (const resource of created) collections.set(resource.collection, [...(collections.get(resource.collection) ?? []), resource]);
  const items = [...collections].map(([collection, resources]) => {
    const [first, ...more] = leftWords(resources).map((line) => shortened(line, pieceCharacters));
    const rest = more.length === 0 ? '' : markup`<ul>${more.map((line) => markup`<li>${line}</li>`)}</ul>`;
    return markup`<li>${resources.length} in ${collection}${first === undefined ? '' : markup`: <code>${first}</code>`}${rest}</li>`;
  });
  return markup`<ul>${items}</ul>`;
};

const countUnexercised = ({ coverage }: TargetFooter): number => (coverage === undefined ? 0 : coverage.operations - coverage.exercised);

const unexercised = ({ coverage }: TargetFooter): Markup | undefined => {
  if (coverage === undefined || coverage.unexercised.length === 0) return undefined;
  const items = unexercisedGroups(coverage).map(
    ({ reason, operations }) =>
      markup`<li>${shortened(reason, pieceCharacters)}: <code>${shortened(operations, pieceCharacters)}</code></li>`,
  );
  return markup`<ul>${items}</ul>`;
};

const leftOver = (target: TargetRecord, footer: TargetFooter): readonly Markup[] =>
  leftOverSentences(footer.coverage, judgedRequirements(target, footer.ended)).map(notice);

const undecided = ({ undecided: ids }: TargetRecord): Markup | undefined =>
  ids.length === 0
    ? undefined
    : markup`<p>Requirements that could be judged, but that no check of this version decides. They are not counted.</p><p>${ids.join(', ')}</p>`;

const knownFailure = (known: Expectation): Markup => {
  const kind = known.state === 'expected' ? 'observed' : isStale(known) ? 'fail' : 'inconclusive';
  const sign = markup`<span class="sign ${kind}" aria-hidden="true">${signOf(kind)}</span>`;
  const source = markup`<p class="note">${known.owner}: ${shortened(known.reason, pieceCharacters)} (${known.file}:${known.line})</p>`;
  return markup`<li>${sign} <span class="id">${nameOfKnown(known)}</span> ${known.state}: ${shortened(known.told, pieceCharacters)}${source}</li>\n`;
};

/** The known failures that the run was given, then the failures that they excuse. */
const knownFailures = (
  page: Page,
  views: readonly CaseView[],
  followers: Followers,
  expectations: readonly Expectation[] = [],
): Markup | undefined =>
  expectations.length === 0
    ? undefined
    : markup`<ul class="cases">${expectations.map(knownFailure)}</ul>${views.length === 0 ? '' : causes(page, views, followers)}`;

const reasonOf = ({ verdict }: CaseView): string => {
  if (verdict.kind === 'skipped') return `${verdict.because}: ${verdict.reason}`;
  if (verdict.kind === 'broken') return verdict.error;
  return verdict.kind === 'inconclusive' ? verdict.reason : '';
};

/** The complete result of one target: failures first, then what was not decided and why, then what passed, then changes at the target. */
export const targetView = (page: Page, { target, footer, cases }: TargetView): Markup => {
  const of = (kind: Outcome): readonly CaseView[] => cases.filter(({ verdict }) => verdict.kind === kind);
  const excused = excusesOf(footer.knownFailures);
  const consequences = consequencesOf(
    cases.map(({ planned, verdict }) => ({ case: planned, verdict })),
    excused,
  );
  const followers: Followers = new Map(
    [...followersOf(consequences)].map(([id, ids]) => [id, cases.filter(({ planned }) => ids.includes(planned.id))]),
  );
  const first = of('fail').filter(({ planned }) => !consequences.has(planned.id));
  const unexpected = first.filter(({ planned }) => !excused.has(planned.id));
  const expected = first.filter(({ planned }) => excused.has(planned.id));
  const [musts, others] = [true, false].map((isMust) => unexpected.filter(({ planned }) => (planned.level === 'must') === isMust));
  const causesOf = (views: readonly CaseView[]): Markup => causes(page, views, followers);
  const reasonsOf = (views: readonly CaseView[]): Markup => byReason(page, views, reasonOf);
  const name = target.target;
  const traffic = `${counted(footer.requests, 'request')} in ${footer.seconds.toFixed(1)} s, ${deliveredPhrase(footer)}${changePhrase(footer)}`;
  const lead = markup`${target.title ?? target.contract} at <code>${target.baseUrl}</code>: ${traffic}; exit code ${footer.exitCode}, ${exitCodes[footer.exitCode]}. ${shareWords(footer)}.${footer.coverage === undefined ? '' : ` ${totalsWords(footer.coverage)}`}`;
  const more = moreWords(target, footer, judgedRequirements(target, footer.ended));
  return markup`<section class="target" aria-labelledby="target:${name}"><h2 id="target:${name}">${name}</h2>
<p class="lead">${lead}</p>
${ending(target, footer)}${leftOver(target, footer)}${countsTable(footer)}${[
    sectionOf('Broken requirements', musts ?? [], true, causesOf),
    sectionOf('Warnings', others ?? [], true, causesOf),
    section(
      markup`Known failures <small>${footer.knownFailures?.length ?? 0}</small>`,
      knownFailures(page, expected, followers, footer.knownFailures),
      footer.knownFailures?.some(isStale) ?? false,
    ),
    sectionOf('Broken in assay itself', of('broken'), true, reasonsOf),
    sectionOf('Inconclusive', of('inconclusive'), true, reasonsOf),
    sectionOf(
      'Skipped',
      of('skipped').filter(({ verdict }) => !isLeftOut(verdict)),
      false,
      reasonsOf,
    ),
    sectionOf(
      'Not selected',
      of('skipped').filter(({ verdict }) => isLeftOut(verdict)),
      false,
      caseRows,
    ),
    section(markup`<span class="sign observed" aria-hidden="true">○</span> Facts observed`, factTable(cases), false),
    sectionOf('Observed', of('observed'), false, caseRows),
    sectionOf('Passed', of('pass'), false, caseRows),
    section(markup`What this run changed at the target <small>${footer.changes?.length ?? 0}</small>`, changes(footer), false),
    section(markup`Created and not removed by this run <small>${target.created.length}</small>`, left(target), true),
    section(markup`Operations not exercised <small>${countUnexercised(footer)}</small>`, unexercised(footer), false),
    section(
      markup`Coverage <small>${footer.coverage === undefined ? '' : operationWords(footer.coverage)}</small>`,
      coverageView(footer, more),
      false,
    ),
    section(markup`Not decided by any check <small>${target.undecided.length}</small>`, undecided(target), false),
  ]}</section>
`;
};
