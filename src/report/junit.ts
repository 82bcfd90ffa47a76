import type { Case } from '../model/case.ts';
import type { RunRecord, TargetFooter, TargetRecord } from '../model/record.ts';
import type { Fact, Verdict } from '../model/verdict.ts';
import type { Expectation } from '../model/known-failure.ts';
import { consequencesOf } from '../policy/consequences.ts';
import { judgedCases } from '../policy/judged-requirements.ts';
import { coverageTotals, type Tally, tallyKinds } from '../policy/coverage-totals.ts';
import { excusesOf, isStale, nameOfKnown } from '../policy/known-failures.ts';
import { replayCommand } from './commands.ts';
import { documentWords, inferenceSentence, sharedCases, whereWords } from './finding-words.ts';
import { shortened, visible } from './foreign-text.ts';
import { type Element, xmlText } from './junit-xml.ts';
import type { ReportInput } from './report-input.ts';
import { sourceWords } from './source-words.ts';

/** Longest message; CI servers keep all messages in memory. */
const messageCharacters = 1000;

/** By case id, why its failure does not count as one: it is known, newer than the gate's policy, or only a warning. */
type Pardons = ReadonlyMap<string, string>;

/** By id of a failed case, the failed case that it probably follows from. */
type Causes = ReadonlyMap<string, string>;

/** By id of a failed case, at how many operations the same breach shows. */
type Shared = ReadonlyMap<string, string>;

type ReportedCase = {
  readonly target: TargetRecord;
  readonly planned: Case;
  readonly verdict: Verdict;
  readonly input: ReportInput;
  readonly pardons: Pardons;
  readonly causes: Causes;
  readonly shared: Shared;
};

const knownText = ({ owner, reason, expires }: Expectation): string => `known failure until ${expires}, ${owner}: ${reason}`;

/** The pardons of a target: those of the gate if one was asked, otherwise those of the run itself. */
const pardonsOf = ({ gate }: ReportInput, target: TargetRecord, footer: TargetFooter): Pardons => {
  const gated = gate?.targets.find((one) => one.target === target.target);
  if (gated !== undefined) {
    return new Map(
      gated.failures.flatMap(({ case: id, weight, level, known, since }) => {
        if (weight === 'blocks') return [];
        if (known !== undefined) return [[id, knownText(known)] as const];
        return [[id, weight === 'newer' ? `newer than checksAsOf (since ${since ?? ''})` : `warning, a broken ${level}`] as const];
      }),
    );
  }
  const warned = target.cases.flatMap(({ id, level }) => (level === 'must' ? [] : [[id, `warning, a broken ${level}`] as const]));
  return new Map([...warned, ...[...excusesOf(footer.knownFailures)].map(([id, known]) => [id, knownText(known)] as const)]);
};

const message = (text: string): string => shortened(visible(text).replaceAll(/\s+/gu, ' '), messageCharacters);

const reasonOf = ({ finding }: Verdict & { readonly kind: 'fail' }): string =>
  `${whereWords(finding)}: expected ${finding.expected}, got ${finding.actual}`;

const requirementOf = ({ target, planned }: ReportedCase): string => {
  const known = target.requirements.get(planned.requirement);
  if (known === undefined) return planned.title;
  return `${known.title} (${target.title ?? target.contract}, ${sourceWords(known)})`;
};

const failureText = (one: ReportedCase, verdict: Verdict & { readonly kind: 'fail' }): string => {
  const { target, planned, input } = one;
  const cause = one.causes.get(planned.id);
  const { finding, breaches, judged } = verdict;
  const [document, inferred] = [documentWords(finding), inferenceSentence(planned)];
  const shared = one.shared.get(planned.id);
  return [
    `${planned.requirement}: ${requirementOf(one)}`,
    `where:    ${whereWords(finding)}`,
    `expected: ${finding.expected}`,
    `actual:   ${finding.actual}`,
    ...(document === undefined ? [] : [`document: ${document}`]),
    ...(inferred === '' ? [] : [`inferred: ${inferred}`]),
    ...(shared === undefined || shared === '' ? [] : [`shared:   the same breach${shared}`]),
    `seen:     ${breaches} of ${judged} times, in exchange ${finding.exchanges.slice(0, 5).join(', ')}`,
    ...(cause === undefined ? [] : [`cause:    probably a consequence of ${cause}`]),
    `replay:   ${replayCommand(input.record, input.directory, target.target, planned.id)}`,
  ]
    .map((line) => shortened(visible(line), messageCharacters))
    .join('\n');
};

const skipped = (why: string, text: string): readonly Element[] => [
  { name: 'skipped', attributes: { message: `${why}: ${message(text)}` } },
];

const factText = ({ fact, at, value }: Fact): string => `${fact} at ${at}: ${JSON.stringify(value) ?? 'null'}`;

/** The content of a test case. JUnit's `skipped` stands for everything that neither passed nor broke a must. */
const resultOf = (one: ReportedCase): readonly Element[] => {
  const { verdict, planned, pardons } = one;
  switch (verdict.kind) {
    case 'pass':
      return [];
    case 'fail': {
      const text = failureText(one, verdict);
      const cause = one.causes.get(planned.id);
      const reason = `${cause === undefined ? '' : `probably a consequence of ${cause}: `}${reasonOf(verdict)}`;
      const attributes = { message: message(reason), type: verdict.finding.code };
      const pardon = pardons.get(planned.id);
      if (pardon === undefined) return [{ name: 'failure', attributes, content: text }];
      return [...skipped(pardon, reason), { name: 'system-out', content: text }];
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

/** The attributes by which CI tools find the line of a failure. */
const placeOf = (verdict: Verdict): Readonly<Record<string, string | number>> => {
  const at = verdict.kind === 'fail' ? verdict.finding.documentedAt : undefined;
  return at === undefined ? {} : { file: at.file, line: at.line };
};

const testcase = (one: ReportedCase): Element => {
  const { target, planned } = one;
  return {
    name: 'testcase',
    attributes: {
      name: `${planned.requirement} ${planned.id}`,
      classname: `${target.target}.${planned.area}`,
      time: (target.results.get(planned.id)?.seconds ?? 0).toFixed(3),
      ...placeOf(one.verdict),
    },
    content: resultOf(one),
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

/** A test case that stands for no case: a stale known failure, or the answer of a gate. */
const extraCase = (name: string, classname: string, failure: { readonly message: string; readonly type: string } | undefined): Element => ({
  name: 'testcase',
  attributes: { name: message(name), classname, time: '0.000' },
  content: failure === undefined ? [] : [{ name: 'failure', attributes: { ...failure, message: message(failure.message) } }],
});

/** Stale known failures fail a build like a broken must, so that the list gets corrected. */
const staleCases = (target: string, expectations: readonly Expectation[] = []): readonly Element[] =>
  expectations.filter(isStale).map((one) =>
    extraCase(nameOfKnown(one), `${target}.known-failures`, {
      message: `${one.file}:${one.line}: ${one.told}; ${one.owner}: ${one.reason}`,
      type: one.state,
    }),
  );

const gateCases = ({ gate }: ReportInput, target: string): readonly Element[] => {
  const gated = gate?.targets.find((one) => one.target === target);
  if (gated === undefined) return [];
  const failure = gated.reasons.length === 0 ? undefined : { message: gated.reasons.join('; '), type: 'gate' };
  return [extraCase('gate', `${target}.gate`, failure)];
};

/** The totals of the map: `coverage.operations` is `38/41`. */
const coverageProperties = ({ coverage }: TargetFooter): readonly (readonly [name: string, value: string])[] => {
  if (coverage === undefined) return [];
  const sums = coverageTotals(coverage);
  const { operations, exercised, reached } = coverage;
  const share = (name: string, { seen, of }: Tally) => [`coverage.${name}`, `${seen}/${of}`] as const;
  return [
    share('operations', { seen: exercised, of: operations }),
    share('reached', { seen: reached, of: operations }),
    share('judged', { seen: sums.judged, of: operations }),
    ...tallyKinds.map((kind) => share(kind, sums[kind])),
  ];
};

const testsuite = (input: ReportInput, target: TargetRecord, footer: TargetFooter, { header }: RunRecord): Element => {
  const pardons = pardonsOf(input, target, footer);
  const gated = input.gate?.targets.find((one) => one.target === target.target);
  const known = gated?.expectations ?? footer.knownFailures;
  const judged = judgedCases(target, footer.ended);
  const causes = consequencesOf(judged, excusesOf(known));
  const shared = sharedCases(judged);
  const cases = [
    ...judged.map(({ case: planned, verdict }) => testcase({ target, planned, verdict, input, pardons, causes, shared })),
    ...staleCases(target.target, known),
    ...gateCases(input, target.target),
  ];
  const property = (name: string, value: string | number): Element => ({ name: 'property', attributes: { name, value } });
  const properties = [
    property('run', header.run),
    property('contract', target.contract),
    property('baseUrl', target.baseUrl),
    property('seed', header.seed),
    property('nonce', header.nonce),
    property('exitCode', footer.exitCode),
    ...(header.demo ? [property('demo', 'true')] : []),
    ...(header.shard === undefined ? [] : [property('shard', `${header.shard.index}/${header.shard.of}`)]),
    ...coverageProperties(footer).map(([name, value]) => property(name, value)),
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
 * The result of a run as JUnit XML: a test suite for each target, a test case for each case. A `failure` is a broken must (for a gate: what
 * blocks) or a stale known failure, an `error` is a failure of assay. So counting them gives the same yes or no as the exit code. Everything
 * else that did not pass is `skipped`, with the reason.
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

/** What a gate writes if it refuses a whole record: one failure, so that nobody takes an older result for the answer. */
export const junitOfRefusal = (line: string): string => {
  const cases = [extraCase('gate', 'assay.gate', { message: line, type: 'gate' })];
  const suite: Element = { name: 'testsuite', attributes: { name: 'gate', ...totals(cases, 0) }, content: cases };
  const root: Element = {
    name: 'testsuites',
    attributes: { name: 'assay', tests: 1, failures: 1, errors: 0, time: '0.000' },
    content: [suite],
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlText(root)}`;
};
