import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import picomatch from 'picomatch';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

import { viewPlugin } from './scripts/bundle-view.mjs';
import { engineFlags } from './src/start/engine-flags.ts';

// A worker keeps what it has imported from file to file: loading the suite afresh for each file costs more than most of them. With more room it collects its memory less
// often, which saves an eighth of its processor time, and never only because it waits, as most tests do, which saves another twelfth.
const common = {
  pool: 'forks',
  isolate: false,
  execArgv: [
    '--max-semi-space-size=64',
    '--min-semi-space-size=32',
    '--initial-heap-size=400',
    '--no-memory-reducer',
    ...engineFlags,
  ] as string[],
  // Bounds for what hangs, not for what is slow: a machine that others use as well may take ten times as long.
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 60_000 } },
} as const;

/** Tests that start whole runs, whose workers are processes of Node and so need what is built. */
const wholeRuns = [
  'test/e2e/**/*.test.ts',
  'test/cli/run.test.ts',
  'test/cli/resume.test.ts',
  'test/cli/terminal.test.ts',
  'test/report/cli-report.test.ts',
  'test/runner/faults/command.test.ts',
  'test/program/run.test.ts',
  'test/runner/worker/host-workers.test.ts',
  'test/runner/worker/run-jobs.test.ts',
  'test/runner/worker/spare-workers.test.ts',
  'test/vitest/conformance.test.ts',
];

const startsRuns = picomatch(wholeRuns);

/** Those that take long by their nature: fifty kills, a thousand targets, an installation, and a compilation of the whole repository. */
const long = [
  'test/e2e/sigkill.test.ts',
  'test/e2e/thousand-targets.test.ts',
  'test/e2e/pack.test.ts',
  'test/e2e/image.test.ts',
  'test/contracts/targets.test.ts',
  'test/repo/new-check.test.ts',
];

/** `--project contracts` judges targets, and its results are for Allure; the tests of this project are not. */
const judgesContracts = process.argv.some(
  (argument, at) => argument === '--project=contracts' || (argument === 'contracts' && process.argv[at - 1] === '--project'),
);

/** Those that compute and wait for nothing, so that they may run at the lowest priority beside others. */
const computingFolders = ['checks', 'cli', 'config', 'contract', 'docs', 'generators', 'model', 'plan', 'policy', 'repo', 'report', 'spec'];
const computing = computingFolders.map((folder) => `test/${folder}/**/*.test.ts`);

const root = dirname(fileURLToPath(import.meta.url));

/** Takes what is built in place of the sources: the worker of each run would transform all of them again. */
const built = {
  name: 'built',
  enforce: 'pre',
  resolveId(name: string, importer: string | undefined) {
    if (importer === undefined || !name.startsWith('.') || !name.endsWith('.ts')) return undefined;
    const [folder, ...path] = relative(root, resolve(dirname(importer), name)).split(sep);
    return folder === 'src' ? join(root, 'dist', ...path).replace(/\.ts$/, '.js') : undefined;
  },
} as const;

/** The files that take longest, the longest first (scripts/longest-files.mjs). */
const longest = JSON.parse(readFileSync(join(root, 'test/longest-files.json'), 'utf8')) as readonly string[];

/**
 * First what takes longest, whatever its size: a short file may go through all defects of a server, and begun at the end it would be alone there. Then runs, which mostly
 * wait for windows and states, in turn with what starts processes of its own, which needs most of the processor. Then what only computes.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification): number => longest.indexOf(relative(root, moduleId).split(sep).join('/'));
    const isCommand = ({ moduleId }: TestSpecification): boolean => startsRuns(relative(root, moduleId).split(sep).join('/'));
    const isRun = (one: TestSpecification): boolean => !isCommand(one) && one.moduleId.includes('/test/runner/');
    const sorted = await super.sort(files);
    const first = sorted.filter((one) => rankOf(one) >= 0).toSorted((a, b) => rankOf(a) - rankOf(b));
    const others = sorted.filter((one) => rankOf(one) < 0);
    const [commands, runs] = [others.filter(isCommand), others.filter(isRun)];
    const share = commands.length / Math.max(runs.length, 1);
    const inTurn = runs.flatMap((run, at) => [...commands.slice(Math.ceil(at * share), Math.ceil((at + 1) * share)), run]);
    return [...first, ...(runs.length === 0 ? commands : inTurn), ...others.filter((one) => !isCommand(one) && !isRun(one))];
  }
}

// `--mode built` takes the build for all tests: compiled files load and run twice as fast as transformed ones. Who uses it builds first.
export default defineConfig(({ mode }) => {
  const fromBuild = { plugins: [built], server: { deps: { external: [/\/dist\/.*\.js$/] } } };
  const sources = mode === 'built' ? fromBuild : { plugins: [viewPlugin()], server: {} };
  const command = {
    ...common,
    // dist/ is built once before.
    globalSetup: mode === 'built' ? [] : ['test/e2e/build.ts'],
    server: fromBuild.server,
  };
  // From the build all of them are one project: a worker is used again only for a file of the same project, and a new one has to load the suite.
  const running = (more: readonly string[]) => ({
    plugins: sources.plugins,
    test: {
      ...common,
      name: 'running',
      include: [`test/!(${[...computingFolders, 'kill', 'reference'].join('|')})/**/*.test.ts`, ...more],
      exclude: more.length > 0 ? long : [...wholeRuns, ...long],
      maxConcurrency: 8,
      server: sources.server,
    },
  });
  return {
    test: {
      // Their tests wait more than they compute.
      maxWorkers: 4,
      sequence: { sequencer: LongestFirst },
      ...(judgesContracts
        ? { reporters: ['default', ['allure-vitest/reporter', { resultsDir: 'reports/allure-results', reportMatchers: false }]] }
        : {}),
      projects: [
        ...(mode === 'built'
          ? [running(wholeRuns)]
          : [running([]), { plugins: fromBuild.plugins, test: { ...command, name: 'command', include: wholeRuns, exclude: long } }]),
        {
          plugins: sources.plugins,
          test: {
            ...common,
            name: 'computing',
            include: computing,
            exclude: [...wholeRuns, ...long],
            maxConcurrency: 8,
            server: sources.server,
          },
        },
        // The reference servers, whose states change with time.
        {
          plugins: sources.plugins,
          test: { ...common, name: 'reference', include: ['test/reference/**/*.test.ts'], maxConcurrency: 8, server: sources.server },
        },
        // Most of their time is waiting for windows and states, not computing.
        {
          plugins: sources.plugins,
          test: { ...common, name: 'vendors', include: ['test/kill/**/*.test.ts'], maxConcurrency: 16, server: sources.server },
        },
        { plugins: fromBuild.plugins, test: { ...command, name: 'long', include: long } },
        // Not a test of this project: judges the targets of the config, or the references.
        {
          plugins: fromBuild.plugins,
          test: {
            ...command,
            name: 'contracts',
            include: ['test/contracts/*.contract.ts'],
            globalSetup: [...command.globalSetup, 'test/contracts/fresh-results.ts'],
          },
        },
      ],
    },
  };
});
