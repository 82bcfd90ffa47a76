import { afterAll, beforeAll, describe, test, type TestContext } from 'vitest';

import type { PreparedRun, PreparedTarget } from '../cli/run/prepare.ts';
import { prepareFor } from '../program/load.ts';
import type { Case } from '../model/case.ts';
import { isStale, nameOfKnown } from '../policy/known-failures.ts';
import { verdictWords } from '../report/verdict-words.ts';
import { visible } from '../report/foreign-text.ts';
import { describeToAllure, hasAllure } from './allure.ts';
import type { JudgedSuite, JudgedTargetOfSuite } from './judged-suite.ts';
import type { ConformanceOptions } from './options.ts';
import { endOf, failureOf } from './result.ts';
import { runOfSuite, type RunOfSuite, type Wanted } from './run-of-suite.ts';
import { keyOf, selectedIn } from './selected.ts';
import { shapeOf, sourceOf, type Source } from './source.ts';

/** What reporters of Vitest find in `task.meta.assay` of a test. */
export type CaseMeta = {
  readonly target: string;
  /** Id of the case: stable across runs and releases. */
  readonly case: string;
  readonly check: string;
  readonly requirement: string;
  readonly level: string;
  readonly outcome: string;
};

declare module 'vitest' {
  interface TaskMeta {
    /** Present at tests of assay that have ended. */
    assay?: CaseMeta;
  }
}

/** A verdict is looked up, not tried again, and the run has time limits of its own. */
const inTests = { timeout: 0, retry: 0 } as const;

const wholeName = 'the run as a whole';
const knownName = 'the list of known failures';

/** Where a case is, from its id: `GET /boxes` for a node of an operation, with what is behind it; empty for the whole document. */
const placeOf = ({ id, check }: Case): string => {
  const pointer = id.slice(check.length + 1);
  const [, path, method, rest = ''] = /^#\/paths\/([^/]+)\/([^/]+)(.*)$/su.exec(pointer) ?? [];
  if (path === undefined || method === undefined) return pointer === '#' ? '' : ` at ${pointer}`;
  return ` at ${method.toUpperCase()} ${path.replaceAll('~1', '/').replaceAll('~0', '~')}${rest === '' ? '' : ` #${rest}`}`;
};

/** The name of a test: unique in its target, and the same in every run. Filters find requirement, sentence, check and operation in it. */
const nameOf = (planned: Case): string => visible(`${planned.requirement} ${planned.title} (${planned.check}${placeOf(planned)})`);

/** The cases that the selected tests are about; undefined if all are, or if a test is about all. */
const wantedOf = ({ targets }: PreparedRun, selected: ReadonlySet<string> | undefined): Wanted => {
  if (selected === undefined) return undefined;
  const wanted = new Map<string, ReadonlySet<string>>();
  for (const { target, plan } of targets) {
    if (selected.has(keyOf(target.name, wholeName)) || selected.has(keyOf(target.name, knownName))) return undefined;
    const ids = plan.cases.filter((planned) => selected.has(keyOf(target.name, planned.area, nameOf(planned)))).map(({ id }) => id);
    wanted.set(target.name, new Set(ids));
  }
  return wanted;
};

type SuiteParts = {
  readonly run: RunOfSuite;
  readonly options: ConformanceOptions;
  /** The line of the suite, for the stacks of failures. */
  readonly at: string;
};

const partOf = (judged: JudgedSuite, target: string): JudgedTargetOfSuite => {
  const found = judged.targets.get(target);
  if (found === undefined) throw new Error(`The target "${target}" was not judged`);
  return found;
};

/** The test of one case: waits for the run, and tells the verdict. */
const testCase = (target: string, planned: Case, { run, options, at }: SuiteParts): void => {
  test(nameOf(planned), inTests, async ({ task, signal, skip }: TestContext) => {
    const judged = await run.judged(signal);
    const one = partOf(judged, target).tests.get(planned.id);
    if (one === undefined) throw failureOf({ kind: 'fail', isOurs: true, message: `the plan of the run has no case "${planned.id}"` }, at);
    const { check, requirement, level } = planned;
    task.meta.assay = { target, case: planned.id, check, requirement, level, outcome: one.verdict.kind };
    const end = endOf(one, options.failOn ?? []);
    if (hasAllure()) await describeToAllure({ one, end, sent: judged.sent().get(target), links: options.links?.(planned, target) ?? [] });
    if (end.kind === 'skip') skip(end.reason);
    if (end.kind === 'fail') throw failureOf(end, at);
  });
};

/** What no single case shows: a run that ended early, that judged too little, or that assay lost. */
const testWhole = (target: string, { run, at }: SuiteParts): void => {
  test(wholeName, inTests, async ({ signal }) => {
    const { record, footer } = partOf(await run.judged(signal), target);
    if (footer.exitCode !== 3 && footer.exitCode !== 4) return;
    const why = footer.ended.kind === 'stopped' ? `: ${footer.ended.message}` : '';
    throw failureOf({ kind: 'fail', isOurs: footer.exitCode === 4, message: visible(`${verdictWords(record, footer)}${why}`) }, at);
  });
};

const testKnown = (target: string, { run, at }: SuiteParts): void => {
  test(knownName, inTests, async ({ signal }) => {
    const { footer } = partOf(await run.judged(signal), target);
    const stale = (footer.knownFailures ?? []).filter(isStale);
    if (stale.length === 0) return;
    const lines = stale.map((one) => `${one.file}:${one.line}: ${nameOfKnown(one)} ${one.told}; ${one.owner}: ${one.reason}`);
    throw failureOf({ kind: 'fail', isOurs: false, message: visible(lines.join('\n')) }, at);
  });
};

const describeTarget = ({ target: { name }, plan, knownFailures }: PreparedTarget, parts: SuiteParts): void => {
  describe(name, () => {
    const areas = new Map<string, Case[]>();
    for (const planned of plan.cases) areas.set(planned.area, [...(areas.get(planned.area) ?? []), planned]);
    for (const [area, cases] of areas) {
      describe(area, () => {
        for (const planned of cases) testCase(name, planned, parts);
      });
    }
    if (knownFailures !== undefined) testKnown(name, parts);
    testWhole(name, parts);
  });
};

/** The lines of the stack in which the caller declared the suite. */
const declaredAt = (above: (...args: never[]) => unknown): string => {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, above);
  return (holder.stack ?? '').split('\n').slice(1, 2).join('\n');
};

/** Declares the suite of targets from any source. */
export const declareSuite = (source: Source, options: ConformanceOptions, at: string): void => {
  describe(options.name ?? 'conformance', async () => {
    const planned = await prepareFor(await source.before(), shapeOf(options));
    const run = runOfSuite(source, options, planned.seed);
    // Without parameters: Vitest reads those of a hook as the names of fixtures.
    beforeAll(function begin(): Promise<void> {
      return run.begin(wantedOf(planned, selectedIn(Array.from(arguments))));
    }, 0);
    afterAll(() => run.end(), 0);
    for (const target of planned.targets) describeTarget(target, { run, options, at });
  });
};

/**
 * Makes the cases of a contract tests of this file: a suite for each target and area, a test for each case. Call it at the top of a test file, or inside
 * `describe`. The targets are judged in one run, by the same engine as on the command line, when the hooks of the file (`beforeAll`) have run; each test
 * then tells the verdict of its case. Filters of Vitest restrict what is sent.
 *
 * A broken `must` fails its test. What was not judged is skipped with its reason, and a last test fails where too little was judged.
 * @example
 * ```ts
 * beforeAll(async () => { server = await start(); });
 * conformance({ targets: { shop: { contract: './openapi.yaml', baseUrl: () => server.url, allow: ['mutation'] } } });
 * ```
 */
export const conformance = (options: ConformanceOptions = {}): void => {
  declareSuite(sourceOf(options), options, declaredAt(conformance));
};
