import { exitCodes } from '../../model/record.ts';
import type { Fact, Verdict } from '../../model/verdict.ts';
import type { Shown } from '../evidence.ts';
import { shortened } from '../foreign-text.ts';
import type { ReportInput } from '../report-input.ts';
import { shardSentence } from '../shard-sentence.ts';
import { shellWord } from '../shell.ts';
import { verdictWord } from '../verdict-words.ts';
import type { RunRecord } from '../../model/record.ts';
import { type JudgedTarget, judgedTargets } from './judged-target.ts';
import { noneShared, operationAt, pageCase, type Shared } from './page-cases.ts';
import { comparedWith } from './page-changes.ts';
import { caseKey, pageExchanges } from './page-exchanges.ts';
import { pageFindings } from './page-findings.ts';
import type { PageCase, PageFact, PageModel, PageOperation } from './page-model.ts';
import { coverageOf, pageTarget, toneOf } from './page-target.ts';
import { type Call, trafficOf } from './traffic.ts';
import { visibleModel } from './visible-model.ts';

/** Characters that the data of the page may take, so that with its script and its first screen it stays below 5 MB. */
const mostCharacters = 4_300_000;
/** Characters of exchanges that are shown however many cases there are. */
const leastExchangeCharacters = 600_000;
/** The same where there is room. */
const mostExchangeCharacters = 3_000_000;
/** About what a finding takes, in the data and on the first screen. */
const findingCharacters = 900;
/** Longest value of a fact, and the most facts. */
const factCharacters = 500;
const mostFacts = 3000;

/** What the page is made from, beside the record. */
export type PageSources = {
  readonly evidence: readonly Shown[];
  /** Every request of the run, by target. */
  readonly calls: ReadonlyMap<string, readonly Call[]>;
  /** The last run of the same targets. */
  readonly previous: RunRecord | undefined;
};

const factsIn = (verdict: Verdict): readonly Fact[] =>
  verdict.kind === 'skipped' || verdict.kind === 'broken' ? [] : (verdict.facts ?? []);

const factsOf = (targets: readonly JudgedTarget[], meanings: Readonly<Record<string, string>>): readonly PageFact[] =>
  targets
    .flatMap(({ cases }) =>
      cases.flatMap(({ number, verdict }) =>
        factsIn(verdict).map(({ fact, at, value }): PageFact => {
          const means = Object.hasOwn(meanings, fact) ? meanings[fact] : undefined;
          const text = shortened(JSON.stringify(value) ?? 'null', factCharacters);
          return { case: number, fact, ...(means === undefined ? {} : { means }), at, value: text };
        }),
      ),
    )
    .slice(0, mostFacts);

/** The operations of a contract in the order of its document, before those that only cases name. */
const withCoverage = (shared: Shared, targets: readonly JudgedTarget[]): readonly PageOperation[] => {
  const maps = new Map(
    targets.flatMap(({ at, footer }) => (footer.coverage?.map ?? []).map((one) => [operationAt(shared, at, one.operation), one] as const)),
  );
  return shared.operations.all.map((operation, at) => {
    const map = maps.get(at);
    return map === undefined ? operation : { ...operation, coverage: coverageOf(map) };
  });
};

/** Everything that the page of a run shows. */
export const modelOfRun = (input: ReportInput, { evidence, calls, previous }: PageSources): PageModel => {
  const { record, directory, contracts, damage, facts = {} } = input;
  const targets = judgedTargets(record);
  const shared = noneShared();
  // First, so that the numbers of operations follow the document.
  withCoverage(shared, targets);
  const plain = targets.flatMap((one) => one.cases.map((judged) => pageCase(shared, one, judged)));
  const byKey = new Map(
    targets.flatMap(({ target, cases }) => cases.map((one) => [caseKey(target.target, one.planned.id), { target, ...one }] as const)),
  );
  const shownFacts = factsOf(targets, facts);
  const failures = plain.filter(({ outcome }) => outcome === 'fail').length;
  const taken = JSON.stringify([plain, shownFacts, shared.requirements.all, shared.operations.all, shared.reasons.all]).length;
  const room = mostCharacters - taken - failures * findingCharacters;
  const exchanges = pageExchanges(
    evidence,
    (target, id) => {
      const found = byKey.get(caseKey(target, id));
      return found && { target: found.target, finding: found.verdict.kind === 'fail' ? found.verdict.finding : undefined };
    },
    contracts,
    Math.min(mostExchangeCharacters, Math.max(leastExchangeCharacters, room)),
  );
  const compared = previous === undefined ? undefined : comparedWith(previous, targets);
  const { findings, causes } = pageFindings(targets, { input, exchanges, since: compared?.since ?? new Map() });
  const findingOf = new Map(findings.flatMap((one, at) => [one.case, ...one.others].map((number) => [number, at] as const)));
  const cases = targets.flatMap(({ target, cases: all }) =>
    all.map(({ number, planned }): PageCase => {
      const finding = findingOf.get(number);
      const shown = exchanges.ofCase.get(caseKey(target.target, planned.id));
      return { ...plain[number]!, ...(finding === undefined ? {} : { finding }), ...(shown === undefined ? {} : { exchanges: shown }) };
    }),
  );
  const { header, footer } = record;
  const part = shardSentence(header);
  const pageTargets = targets.map(pageTarget);
  return visibleModel({
    format: 2,
    run: header.run,
    startedAt: header.startedAt,
    seconds: footer.seconds,
    assay: header.assay,
    isDemo: header.demo,
    ...(part === undefined ? {} : { part }),
    ...(damage === undefined ? {} : { damage }),
    directory,
    replay: `assay replay ${shellWord(directory)} CASE`,
    seed: header.seed,
    nonce: header.nonce,
    exitCode: footer.exitCode,
    exitWords: exitCodes[footer.exitCode],
    word: verdictWord(footer.exitCode),
    tone: toneOf(footer.exitCode),
    targets: pageTargets,
    requirements: shared.requirements.all,
    operations: withCoverage(shared, targets),
    reasons: shared.reasons.all,
    cases,
    findings,
    causes,
    facts: shownFacts,
    exchanges: exchanges.exchanges,
    traffic: targets.flatMap(({ at, target }) => {
      const phases = new Map(target.cases.map(({ id, phase }) => [id, phase]));
      const numberOf = (id: string): number | undefined => byKey.get(caseKey(target.target, id))?.number;
      return trafficOf(at, calls.get(target.target) ?? [], numberOf, (id) => phases.get(id) === 'flood') ?? [];
    }),
    ...(compared === undefined ? {} : { changes: compared.changes }),
  });
};
