import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { damageWords } from './damage-words.ts';
import { readEvidence, type Shown } from './evidence.ts';
import { previousRun } from './previous-run.ts';
import { compareRuns } from '../policy/compare/comparison.ts';
import { recordedContract } from '../policy/recorded-contract.ts';
import type { Contract } from '../contract/model.ts';
import type { ReportName } from '../model/report-names.ts';
import type { CompareInput } from './compare/compare-input.ts';
import { readCompared } from './compare/compared-exchanges.ts';
import { type Gathered, gathering, isComparable } from './gathered.ts';
import { githubCommands } from './github/run-annotations.ts';
import { gitlabCodeQuality } from './gitlab.ts';
import { writeHar } from './har/write-har.ts';
import { junit } from './junit.ts';
import { markdownReport } from './markdown-report.ts';
import { reportFile } from './report-files.ts';
import type { ReportInput } from './report-input.ts';
import { resultsLines } from './results-lines.ts';
import { sarif } from './sarif/sarif.ts';
import { summary } from './summary.ts';
import { folderInOneStep, inOneStep, writeWhole } from './write-whole.ts';

/** A report, and the function that writes its file or folder in the directory of the run. */
type Report = {
  /** Whether there is something to report; absent: always. */
  concerns?(input: ReportInput): boolean;
  write(input: ReportInput, path: string, sources: Sources): Promise<void> | void;
};

/** What is read from the exchanges of a run, once, if a report needs it. */
type Sources = { readonly evidence: () => readonly Shown[]; readonly gathered: () => Gathered };

const reports = {
  summary: { write: (input, path) => writeWhole(path, summary(input)) },
  html: {
    write: async (input, path, { evidence, gathered }) => {
      const shown = evidence();
      const contracts = await contractsOf(input, new Set(shown.map(({ target }) => target)));
      // Loaded only on demand, as its view is large.
      const { htmlPage } = await import('./page/page.ts');
      writeWhole(
        path,
        htmlPage(
          { ...input, contracts },
          { evidence: shown, calls: gathered().calls, previous: previousRun(input.record, input.directory) },
        ),
      );
    },
  },
  junit: { write: (input, path) => writeWhole(path, junit(input)) },
  compare: {
    concerns: isComparable,
    write: async (input, path, { gathered }) => {
      // Loaded only on demand, as its view is large.
      const { comparePage } = await import('./compare/compare-page.ts');
      writeWhole(path, comparePage(comparedIn(input, gathered())));
    },
  },
  allure: {
    async write(input, path, { evidence }) {
      // Loaded only on demand, as its library is large.
      const { writeAllure } = await import('./allure/write-allure.ts');
      folderInOneStep(path, (fresh) => writeAllure(input, evidence(), fresh));
    },
  },
  sarif: { write: (input, path) => writeWhole(path, sarif(input)) },
  github: { write: (input, path) => writeWhole(path, githubCommands(input)) },
  gitlab: { write: (input, path) => writeWhole(path, gitlabCodeQuality(input)) },
  har: { write: (input, path) => inOneStep(path, (fresh) => writeHar(input, fresh)) },
  markdown: { write: (input, path) => writeWhole(path, markdownReport(input)) },
  jsonl: { write: (input, path) => writeWhole(path, resultsLines(input)) },
} as const satisfies Readonly<Record<ReportName, Report>>;

/** The available contracts of some targets: they define where a request carries each credential. */
const contractsOf = async (
  { record, contracts = new Map() }: ReportInput,
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Contract>> => {
  const found = new Map<string, Contract>();
  for (const target of record.targets.filter((one) => names.has(one.target))) {
    const { contract } = await recordedContract(target, { given: contracts.get(target.target) });
    if (contract !== undefined) found.set(target.target, contract);
  }
  return found;
};

/** The comparison of the targets of one run. Its page is in the same folder as `index.html`. */
const comparedIn = ({ record, directory, checks = new Map(), facts = {} }: ReportInput, { behaviour }: Gathered): CompareInput => {
  const comparison = compareRuns([{ record, ...(behaviour && { behaviour }) }]);
  return {
    comparison,
    checks,
    facts,
    pages: comparison.columns.map(() => 'index.html'),
    exchanges: readCompared(comparison, [directory]),
  };
};

/**
 * Writes the reports of a run into its directory, each file in one step, replaces those of the same name, and returns their paths. The exchanges that a report
 * shows are read from there too.
 * @param input With what was gathered for the same reports already, if it was.
 * @throws {Error} when a file cannot be written, or the exchanges cannot be read.
 */
export const writeReports = async (
  input: ReportInput & { readonly list: readonly ReportName[]; readonly gathered?: Sources['gathered'] },
): Promise<readonly string[]> => {
  await mkdir(input.directory, { recursive: true });
  const damage = damageWords(input.record, input.directory);
  const told: ReportInput = { ...input, ...(damage === undefined ? {} : { damage }) };
  let evidence: readonly Shown[] | undefined;
  const sources: Sources = {
    evidence: () => (evidence ??= readEvidence(input.record, input.directory)),
    gathered: input.gathered ?? (await gathering(input, input.list)),
  };
  return Promise.all(
    [...new Set(input.list)]
      .flatMap((name) => {
        const report: Report = reports[name];
        return report.concerns?.(input) === false ? [] : [{ name, report }];
      })
      .map(async ({ name, report }) => {
        const path = join(input.directory, reportFile(name));
        await report.write(told, path, sources);
        return path;
      }),
  );
};
