import type { Case } from '../model/case.ts';
import type { RunRecord, TargetFooter, TargetRecord } from '../model/record.ts';
import type { Fact, Verdict } from '../model/verdict.ts';
import { judgedCases } from '../policy/judged-requirements.ts';
import { replayCommand } from './commands.ts';
import { shortened, visible } from './foreign-text.ts';
import { type Element, xmlText } from './junit-xml.ts';
import type { ReportInput } from './report-input.ts';

/** Longest message; a server of a CI keeps all of them in memory. */
const messageCharacters = 1000;

type Told = { readonly target: TargetRecord; readonly planned: Case; readonly verdict: Verdict; readonly input: ReportInput };

const message = (text: string): string => shortened(visible(text).replaceAll(/\s+/gu, ' '), messageCharacters);

const reasonOf = ({ finding }: Verdict & { readonly kind: 'fail' }): string =>
  `${finding.operation}${finding.where === '' ? '' : ` at ${finding.where}`}: expected ${finding.expected}, got ${finding.actual}`;

const promiseOf = ({ target, planned }: Told): string => {
  const known = target.requirements.get(planned.requirement);
  if (known === undefined) return planned.title;
  return `${known.title} (${target.title ?? target.contract}, "${known.section}", line${/^\d+$/u.test(known.lines) ? '' : 's'} ${known.lines})`;
};

const failureText = (told: Told, verdict: Verdict & { readonly kind: 'fail' }): string => {
  const { target, planned, input } = told;
  const { finding, breaches, judged } = verdict;
  return [
    `${planned.requirement}: ${promiseOf(told)}`,
    `where:    ${finding.operation}${finding.where === '' ? '' : ` at ${finding.where}`}`,
    `expected: ${finding.expected}`,
    `actual:   ${finding.actual}`,
    `seen:     ${breaches} of ${judged} times, in exchange ${finding.exchanges.slice(0, 5).join(', ')}`,
    `replay:   ${replayCommand(input.record, input.directory, target.target, planned.id)}`,
  ]
    .map((line) => shortened(visible(line), messageCharacters))
    .join('\n');
};

const skipped = (why: string, text: string): readonly Element[] => [
  { name: 'skipped', attributes: { message: `${why}: ${message(text)}` } },
];

const factText = ({ fact, at, value }: Fact): string => `${fact} at ${at}: ${JSON.stringify(value) ?? 'null'}`;

/** What a test case holds beside its name. A skip of JUnit stands for whatever neither passed nor broke a must. */
const resultOf = (told: Told): readonly Element[] => {
  const { verdict, planned } = told;
  switch (verdict.kind) {
    case 'pass':
      return [];
    case 'fail': {
      const text = failureText(told, verdict);
      const attributes = { message: message(reasonOf(verdict)), type: verdict.finding.code };
      if (planned.level === 'must') return [{ name: 'failure', attributes, content: text }];
      return [...skipped(`warning, a broken ${planned.level}`, reasonOf(verdict)), { name: 'system-out', content: text }];
    }
    case 'inconclusive':
      return skipped('inconclusive', verdict.reason);
    case 'skipped':
      return skipped(verdict.because, verdict.reason);
    case 'observed':
      return skipped('observed', verdict.facts.map(factText).join('; '));
    case 'broken':
      return [{ name: 'error', attributes: { message: message(verdict.error), type: 'broken' } }];
    default:
      return verdict satisfies never;
  }
};

const testcase = (told: Told): Element => {
  const { target, planned } = told;
  return {
    name: 'testcase',
    attributes: {
      name: `${planned.requirement} ${planned.id}`,
      classname: `${target.target}.${planned.area}`,
      time: (target.results.get(planned.id)?.seconds ?? 0).toFixed(3),
    },
    content: resultOf(told),
  };
};

const countOf = (cases: readonly Element[], name: string): number =>
  cases.filter(({ content = [] }) => typeof content !== 'string' && content.some((inner) => inner.name === name)).length;

const totals = (cases: readonly Element[], seconds: number): Readonly<Record<string, string | number>> => ({
  tests: cases.length,
  failures: countOf(cases, 'failure'),
  errors: countOf(cases, 'error'),
  skipped: countOf(cases, 'skipped'),
  time: seconds.toFixed(3),
});

const testsuite = (input: ReportInput, target: TargetRecord, footer: TargetFooter, { header }: RunRecord): Element => {
  const cases = judgedCases(target, footer.ended).map(({ case: planned, verdict }) => testcase({ target, planned, verdict, input }));
  const property = (name: string, value: string | number): Element => ({ name: 'property', attributes: { name, value } });
  const properties = [
    property('run', header.run),
    property('contract', target.contract),
    property('baseUrl', target.baseUrl),
    property('seed', header.seed),
    property('nonce', header.nonce),
    property('exitCode', footer.exitCode),
    ...(header.demo ? [property('demo', 'true')] : []),
  ];
  return {
    name: 'testsuite',
    attributes: {
      name: target.target,
      ...totals(cases, footer.seconds),
      timestamp: header.startedAt.slice(0, 19),
      hostname: new URL(target.baseUrl).hostname,
    },
    content: [{ name: 'properties', content: properties }, ...cases],
  };
};

/**
 * The result of a run as JUnit XML: a test suite a target, a test case a case. A `failure` is a broken must and an `error` is ours, so
 * that whoever counts them comes to the same yes or no as the exit code; all else that did not pass is `skipped` and says why.
 */
export const junit = (input: ReportInput): string => {
  const { record } = input;
  const suites = record.targets.flatMap((target) => {
    const footer = record.footer.targets.find((each) => each.target === target.target);
    return footer === undefined ? [] : [testsuite(input, target, footer, record)];
  });
  const cases = suites.flatMap(({ content = [] }) =>
    typeof content === 'string' ? [] : content.filter(({ name }) => name === 'testcase'),
  );
  const { skipped: _skipped, ...whole } = totals(cases, record.footer.seconds);
  const root: Element = { name: 'testsuites', attributes: { name: 'assay', ...whole }, content: suites };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlText(root)}`;
};
