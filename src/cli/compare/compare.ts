import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { facts } from '../../checks/facts.ts';
import { gatherOptions, listOf, type Flags } from '../../config/given.ts';
import { loadTargets } from '../../config/load-targets.ts';
import { realOutside, systemCode } from '../../config/outside.ts';
import { runSettingsOf } from '../../config/run-settings.ts';
import { UsageError } from '../../config/usage-error.ts';
import { shippedContracts } from '../../contract/load.ts';
import { isJudgedMust } from '../../policy/exit-code.ts';
import { compareRuns, type Comparison } from '../../policy/compare/comparison.ts';
import { judgedRequirements } from '../../policy/judged-requirements.ts';
import { compareMarkdown, comparePage } from '../../report/index.ts';
import type { Io } from '../io.ts';
import { checkWords } from '../report/check-words.ts';
import { openRun, toldDirectory, type OpenedRun } from '../report/open-run.ts';
import { prepareRun } from '../run/prepare.ts';

/** `--page` names the file of the page; the other options are those of `run`, for `--targets`. */
export type CompareFlags = Flags & { readonly targets?: readonly string[]; readonly page?: string };

const judged = async (names: readonly string[], flags: Flags, io: Io): Promise<OpenedRun> => {
  const given = gatherOptions(flags, io.env);
  const settings = runSettingsOf(given);
  const resolved = await loadTargets({ names, given, shipped: shippedContracts(), outside: realOutside(io.cwd, io.env) });
  const prepared = await prepareRun(resolved, settings, given);
  const { carryOut } = await import('../run/execute.ts');
  return carryOut(prepared, io, { isDemo: false });
};

/** The page of a run from where the comparison lies, as an address; undefined where the run has none. */
const pageOf = ({ directory }: Pick<OpenedRun, 'directory'>, file: string): string | undefined => {
  const page = join(directory, 'index.html');
  if (!existsSync(page)) return undefined;
  const path = relative(dirname(file), page).split(sep);
  return path.map((part) => (part === '..' ? part : encodeURIComponent(part))).join('/');
};

const write = (file: string, page: string): void => {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, page);
  } catch (error) {
    throw new UsageError(
      `Cannot write the page "${basename(file)}": ${systemCode(error) ?? 'unknown error'}; name another file with --page`,
    );
  }
};

/** Nothing can be learnt of a target that no promise was judged at, and nothing observed. */
const isEmpty = ({ columns }: Comparison): boolean =>
  columns.some(
    ({ target, footer }) => !judgedRequirements(target, footer.ended).some((one) => isJudgedMust(one) || one.outcome === 'observed'),
  );

/**
 * `assay compare RUN…`: lays the targets of runs side by side, prints the differences and writes the page.
 * @returns 0 where every target could be compared, 3 where one of them was not judged.
 * @throws {UsageError} or {ContractError} for what cannot be used.
 */
export const compare = async (runs: readonly string[], { targets, page, ...flags }: CompareFlags, io: Io): Promise<number> => {
  const names = (targets ?? []).flatMap(listOf);
  if (runs.length === 0 && names.length === 0)
    throw new UsageError('Cannot compare nothing: name runs, such as reports/latest, or targets with --targets a,b');
  const found = runs.map((run) => openRun(run, io.cwd));
  const opened = names.length === 0 ? found : [...found, await judged(names, flags, io)];
  const repeated = opened.find(({ directory }, at) => opened.findIndex((other) => other.directory === directory) !== at);
  if (repeated !== undefined) throw new UsageError(`Cannot compare "${repeated.told}" with itself: name it once`);
  const comparison = compareRuns(opened.map(({ record }) => record));
  if (comparison.columns.length < 2) throw new UsageError(`Cannot compare one target: name a second run, or a run of several targets`);

  const file = resolve(io.cwd, page ?? join('reports', 'compare.html'));
  const pages = opened.flatMap((one) => one.record.footer.targets.map(() => pageOf(one, file)));
  const input = { comparison, checks: checkWords, facts, pages };
  write(file, comparePage(input));
  const isJson = flags.json === true;
  io.stdout.write(
    isJson ? `${JSON.stringify(documentOf(comparison), undefined, 2)}\n` : `${compareMarkdown(input)}\nPage: ${toldDirectory(file)}\n`,
  );
  return isEmpty(comparison) ? 3 : 0;
};

/** The comparison for programs: the tables without the whole records. */
const documentOf = ({ columns, isShared, notes, outcomes, facts: factRows }: Comparison): Readonly<Record<string, unknown>> => ({
  format: 1,
  columns: columns.map(({ label, run, isDemo, target }) => ({
    label,
    run,
    demo: isDemo,
    target: target.target,
    contract: target.contract,
    baseUrl: target.baseUrl,
  })),
  isShared,
  notes,
  outcomes,
  facts: factRows,
});
