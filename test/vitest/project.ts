import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import AllureReporter from 'allure-vitest/reporter';
import { onTestFinished, type ProvidedContext } from 'vitest';
import { createVitest, type Reporter, type TestCase, type TestModule, type Vitest } from 'vitest/node';

const fixtures = fileURLToPath(new URL('./fixtures', import.meta.url));

/** A test of the inner project, as a reporter sees it. */
export type Told = {
  /** Names of the suites around it and its own, joined by ` > `. */
  readonly name: string;
  readonly state: string;
  /** Why it was skipped, or the message of its first error. */
  readonly words: string | undefined;
  readonly stack: string | undefined;
  readonly meta: TestCase['meta'] extends () => infer M ? M : never;
};

export type InnerRun = {
  readonly tests: readonly Told[];
  /** Messages of errors outside of tests. */
  readonly errors: readonly string[];
  /** Folder of the record. */
  readonly out: string;
  /** Folder of the results for Allure. */
  readonly allure: string;
};

export type InnerOptions = {
  readonly varied?: Omit<ProvidedContext['varied'], 'out'>;
  readonly testNamePattern?: string;
  /** Called once the run of the suite is under way. */
  readonly onBegun?: (vitest: Vitest) => void;
};

const messageIn = (test: TestCase): string | undefined => {
  const result = test.result();
  if (result.state === 'skipped') return result.note;
  return result.errors?.[0]?.message;
};

/** Runs the project in `fixtures/` by its own Vitest, with the reporter of Allure, as a user's project does. */
export const runProject = async ({ varied = {}, testNamePattern, onBegun }: InnerOptions = {}): Promise<InnerRun> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-vitest-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [out, allure] = [join(folder, 'run'), join(folder, 'allure-results')];
  const tests: Told[] = [];
  const errors: string[] = [];
  const seen = new Set<string>();
  const told: Reporter = {
    onTestCaseResult(test) {
      // A cancelled run tells each test twice.
      if (seen.has(test.id)) return;
      seen.add(test.id);
      const stack = test.result().errors?.[0]?.stack;
      tests.push({ name: test.fullName, state: test.result().state, words: messageIn(test), stack, meta: test.meta() });
    },
    onTestRunEnd(modules: readonly TestModule[], unhandled) {
      const suites = modules.flatMap((module) => [...module.children.allSuites()].flatMap((suite) => suite.errors()));
      errors.push(...[...unhandled, ...modules.flatMap((module) => module.errors()), ...suites].map(({ message }) => message));
    },
  };
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const exitCode = process.exitCode;
  const vitest = await createVitest(
    'test',
    {
      config: false,
      root: fixtures,
      include: ['parcels.contract.ts'],
      watch: false,
      cache: false,
      pool: 'forks',
      reporters: [told, new AllureReporter({ resultsDir: allure })],
      provide: { varied: { ...varied, out } },
      server: { deps: { external: [/\/dist\//u] } },
      ...(testNamePattern === undefined ? {} : { testNamePattern }),
    },
    {},
    { stdout: silent, stderr: silent },
  );
  // Vitest may keep the news that a test has begun for itself until the next one, so that the record tells it.
  const watch =
    onBegun &&
    setInterval(() => {
      if (!existsSync(join(out, 'run.jsonl'))) return;
      clearInterval(watch);
      onBegun(vitest);
    }, 20);
  try {
    await vitest.start();
  } finally {
    clearInterval(watch);
    await vitest.close();
    // The inner run has failing tests, which are no failure of the outer one.
    process.exitCode = exitCode;
  }
  return { tests, errors, out, allure };
};
