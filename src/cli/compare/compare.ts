import { mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { facts } from '../../checks/kit/facts.ts';
import { gatherOptions, listOf, type Flags } from '../../config/given.ts';
import { loadGated } from '../../config/load-targets.ts';
import { profiles } from '../../config/profiles.ts';
import { realOutside, systemCode } from '../../config/outside.ts';
import { runSettingsOf, unsplit } from '../../config/run-settings.ts';
import { UsageError } from '../../config/usage-error.ts';
import { shippedContracts } from '../../contract/load.ts';
import { isJudgedMust } from '../../policy/exit-code.ts';
import { behaviourOf } from '../../policy/compare/behaviour/behaviour-of.ts';
import { compareRuns, type ComparedRun, type Comparison } from '../../policy/compare/comparison.ts';
import { judgedRequirements } from '../../policy/judged-requirements.ts';
import { writeWhole } from '../../report/write-whole.ts';
import type { CompareInput } from '../../report/compare/compare-input.ts';
import { compareDocument, compareMarkdown, incomparableDocument, readCompared } from '../../report/index.ts';
import type { Io } from '../io.ts';
import type { CarriedOut } from '../run/execute.ts';
import { withHooks } from '../run/hooks.ts';
import { checkWords } from '../report/check-words.ts';
import { evidenceOnDisk } from '../report/evidence-on-disk.ts';
import { fromExchanges } from '../report/from-exchanges.ts';
import { displayPathOf, type OpenedRun } from '../report/open-run.ts';
import { warnOfDamage } from '../report/warn-of-damage.ts';
import { pageAddress } from '../report/page-address.ts';
import { announceRun } from '../run/announce.ts';

/** `--page` names the file of the page; the other options are those of `run`, for `--targets`. */
export type CompareFlags = Flags & { readonly targets?: readonly string[]; readonly page?: string };

const judged = async (names: readonly string[], flags: Flags, io: Io): Promise<CarriedOut> => {
  const given = gatherOptions(flags, io.env);
  // What is judged only to be compared is asked what comparisons show.
  const asked = unsplit(runSettingsOf(given), given, 'compare');
  const settings = given.of('profile') === undefined ? { ...asked, ...profiles.comparison } : asked;
  const loaded = await loadGated({ names, given, shipped: shippedContracts(), outside: realOutside(io.cwd, io.env) });
  const announced = await announceRun(loaded, settings, given, io);
  const { carryOut } = await import('../run/execute.ts');
  return carryOut(announced, io, { isDemo: false });
};

const write = (file: string, page: string): void => {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeWhole(file, page);
  } catch (error) {
    throw new UsageError(
      `Cannot write the page "${basename(file)}": ${systemCode(error) ?? 'unknown error'}; name another file with --page`,
    );
  }
};

/** What the page shows of the exchanges of each column. */
const readOf = (comparison: Comparison, opened: readonly OpenedRun[]): Promise<ReturnType<typeof readCompared>> =>
  fromExchanges(opened.map(({ displayPath }) => displayPath).join(', '), () =>
    readCompared(
      comparison,
      opened.map(({ directory }) => directory),
    ),
  );

/**
 * Compares the targets of opened runs.
 * @throws {UsageError} for a run that is named twice, and for fewer than two targets.
 */
export const compareOpened = async (opened: readonly OpenedRun[]): Promise<Comparison> => {
  const repeated = opened.find(({ directory }, at) => opened.findIndex((other) => other.directory === directory) !== at);
  if (repeated !== undefined) throw new UsageError(`Cannot compare "${repeated.displayPath}" with itself: name it once`);
  const compared: ComparedRun[] = [];
  // One after another: the exchanges of a run may be large.
  for (const { record, directory, displayPath } of opened)
    compared.push({ record, behaviour: await fromExchanges(displayPath, () => behaviourOf(record, directory)) });
  const comparison = compareRuns(compared);
  if (comparison.columns.length < 2) throw new UsageError(`Cannot compare one target: name a second run, or a run of several targets`);
  return comparison;
};

/**
 * Writes the page of a comparison, with links to the pages of its runs.
 * @returns what the page was made from.
 */
export const writeComparePage = async (comparison: Comparison, opened: readonly OpenedRun[], file: string): Promise<CompareInput> => {
  const pageOfRun = opened.map(({ directory }) => pageAddress(directory, file));
  const pages = comparison.columns.map(({ ofRun }) => pageOfRun[ofRun]);
  const exchanges = await readOf(comparison, opened);
  const input = { comparison, checks: checkWords, facts, pages, exchanges };
  // Loaded only here, as its view is large.
  const { comparePage } = await import('../../report/compare/compare-page.ts');
  write(file, comparePage(input));
  return input;
};

/** Says that a run without a record cannot be compared. @returns the exit code. */
const incomparable = (why: string, isJson: boolean, io: Io): number => {
  io.stdout.write(isJson ? `${JSON.stringify(incomparableDocument(why), undefined, 2)}\n` : `Not comparable: ${why}\n`);
  return 3;
};

/** At one of the targets no `must` was judged and nothing was observed, so the comparison shows nothing about it. */
const isEmpty = ({ columns }: Comparison): boolean =>
  columns.some(
    ({ target, footer }) => !judgedRequirements(target, footer.ended).some((one) => isJudgedMust(one) || one.outcome === 'observed'),
  );

/**
 * `assay compare RUN…`: compares the targets of runs, prints the differences and writes the page.
 * @returns 0 if every target could be compared, 3 if one of them was not judged or a run has no record.
 * @throws {UsageError} or {ContractError} if a run, an option or a contract cannot be used.
 */
export const compare = async (runs: readonly string[], { targets, page, ...flags }: CompareFlags, io: Io): Promise<number> => {
  const names = (targets ?? []).flatMap(listOf);
  if (runs.length === 0 && names.length === 0)
    throw new UsageError('Cannot compare: name runs, such as reports/latest, or targets with --targets a,b');
  const found = runs.map((run) => evidenceOnDisk(run, io.cwd));
  const lost = found.flatMap((one) => (one.record === undefined ? [one.why] : []));
  if (lost.length > 0) return incomparable(lost.join('; '), flags.json === true, io);
  const there = found.filter((one): one is OpenedRun => one.record !== undefined);
  for (const one of there) await warnOfDamage(one, io);
  const now = names.length === 0 ? undefined : await judged(names, flags, io);
  const opened: readonly OpenedRun[] = now === undefined ? there : [...there, now];
  const comparison = await compareOpened(opened);

  const file = resolve(io.cwd, page ?? join('reports', 'compare.html'));
  const input = await writeComparePage(comparison, opened, file);
  const isJson = flags.json === true;
  io.stdout.write(
    isJson ? `${JSON.stringify(compareDocument(comparison), undefined, 2)}\n` : `${compareMarkdown(input)}\nPage: ${displayPathOf(file)}\n`,
  );
  return withHooks(isEmpty(comparison) ? 3 : 0, now?.hasHookFailed === true);
};
