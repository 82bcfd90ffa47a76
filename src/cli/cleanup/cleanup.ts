import { printable } from '../../report/foreign-text.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkAgainstContract, demandKey } from '../../config/check-against-contract.ts';
import { type Flags, gatherOptions, type GivenOptions } from '../../config/given.ts';
import { loadTargets } from '../../config/load-targets.ts';
import { recordedText } from '../../policy/recorded-contract.ts';
import { realOutside } from '../../config/outside.ts';
import type { ResolvedTarget } from '../../config/resolve-target.ts';
import { UsageError } from '../../config/usage-error.ts';
import { fetchedOptionsOf, loadContract, shippedContracts } from '../../contract/load.ts';
import type { CreatedLine } from '../../exchange/created-ledger.ts';
import { mayBeThere } from '../../exchange/read-created.ts';
import { cleanUpRun } from '../../runner/clean-up/clean-up-run.ts';
import type { Removal } from '../../runner/clean-up/removal.ts';
import { contractFacts } from '../contract-facts.ts';
import type { Io } from '../io.ts';
import { resolveRecordedTarget } from '../recorded-target.ts';
import { displayPathOf } from '../report/open-run.ts';
import { findBegunRun, type RunToClean } from './find-leftovers.ts';
import { ledgerOf, recordedCreations } from './ledger-of.ts';
import { calledWords, plannedLine } from './planned-line.ts';

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const lineOf = ({ collection, label, named, id, outcome, reason }: Removal): string =>
  `${outcome.padEnd(7)} ${collection} ${calledWords({ label, named, id })}: ${reason}\n`;

/** The result in one sentence, including what could not be removed. */
const conclusionOf = (removals: readonly Removal[]): string => {
  const count = (...outcomes: readonly Removal['outcome'][]): number => removals.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const [gone, stays, failed] = [count('removed', 'gone'), count('stays'), count('failed')];
  return `${[
    `${gone} gone`,
    ...(stays === 0 ? [] : [`${stays} ${stays === 1 ? 'stays' : 'stay'}, because no operation removes ${stays === 1 ? 'it' : 'them'}`]),
    ...(failed === 0 ? [] : [`${failed} may still be there: try again later, or look for ${failed === 1 ? 'it' : 'them'} yourself`]),
  ].join('; ')}.\n`;
};

/** The message for a run that left nothing to remove. */
const nothingLeft = (directory: string, created: readonly CreatedLine[]): string => {
  const removed = created.filter(({ state }) => state === 'removed').length;
  if (removed > 0)
    return `Nothing to clean up: ${removed === 1 ? 'the resource' : `all ${removed} resources`} that the run created ${removed === 1 ? 'is' : 'are'} removed.\n`;
  if (created.some(({ state }) => state === 'refused')) return 'Nothing to clean up: every creation of the run was refused.\n';
  if (existsSync(join(directory, 'created.jsonl'))) return 'Nothing to clean up: the run created nothing.\n';
  const creations = recordedCreations(directory);
  if (creations === 0) return 'Nothing to clean up: the run created nothing.\n';
  throw new UsageError(
    `Cannot clean up "${displayPathOf(directory)}": its record has ${counted(creations, 'creation')}, but their list, created.jsonl, is missing`,
  );
};

/** The targets at which a run left something, resolved from its record, or from the config if it has none. */
const resolvedFor = async (
  { header }: RunToClean,
  names: readonly string[],
  given: GivenOptions,
  io: Io,
): Promise<readonly ResolvedTarget[]> => {
  const [shipped, outside] = [shippedContracts(), realOutside(io.cwd, io.env)];
  if (header === undefined) return loadTargets({ names, given, shipped, outside });
  const resolved: ResolvedTarget[] = [];
  for (const target of header.targets.filter((one) => names.includes(one.target))) {
    resolved.push(await resolveRecordedTarget({ target, run: header.run, doing: 'clean up after', byCopy: true, given, shipped, outside }));
  }
  return resolved;
};

/** What cleaning up would do, according to the list of creations and the contract. Needs no credential. */
const plan = async (run: RunToClean, left: readonly CreatedLine[], given: GivenOptions, io: Io): Promise<string> => {
  const lines: string[] = [];
  for (const name of new Set(left.map(({ target }) => target))) {
    const recorded = run.header?.targets.find(({ target }) => target === name);
    const settings = recorded?.settings;
    const { contract: where, overlays = [] } = settings ?? (await resolvedFor(run, [name], given, io))[0]?.target ?? { contract: name };
    const contract = await loadContract(where, { cwd: io.cwd, overlays, ...(await recordedText(recorded ?? {})) });
    const own = left.filter(({ target }) => target === name);
    const baseUrl = given.of('baseUrl')?.values[0] ?? run.header?.targets.find(({ target }) => target === name)?.baseUrl;
    lines.push(...own.toReversed().map((line) => plannedLine(line, contract)));
    lines.push(
      `${counted(own.length, 'resource')} left by the run at ${name}${baseUrl === undefined ? '' : `, ${baseUrl}`}; nothing was sent and nothing was written\n`,
    );
  }
  return lines.join('');
};

/**
 * `assay cleanup RUN`: 0 if nothing is left that could be removed, 3 if something could not be removed now.
 * @throws {UsageError} or {ContractError} if the run, an option or a contract cannot be used.
 */
export const cleanup = async (run: string, flags: Flags, io: Io): Promise<number> => {
  const found = findBegunRun(run, io.cwd, 'clean up');
  const { directory, header } = found;
  const created = ledgerOf(directory, 'clean up');
  const left = created.filter(mayBeThere);
  if (left.length === 0) {
    io.stdout.write(printable(nothingLeft(directory, created)));
    return 0;
  }
  if (header?.demo === true) {
    io.stdout.write('Nothing to clean up: the run judged embedded servers, which have stopped and kept nothing.\n');
    return 0;
  }
  const given = gatherOptions(flags, io.env);
  if (given.of('dryRun') !== undefined) {
    io.stdout.write(printable(await plan(found, left, given, io)));
    return 0;
  }
  const resolved = await resolvedFor(found, [...new Set(left.map(({ target }) => target))], given, io);
  const stop = new AbortController();
  const unsubscribe = io.onSignal(() => stop.abort());
  const removals: Removal[] = [];
  try {
    for (const each of resolved) {
      const contract = await loadContract(each.target.contract, {
        cwd: io.cwd,
        ...fetchedOptionsOf(each.target, each.secrets, each.document),
      });
      const facts = contractFacts(contract);
      const settled = checkAgainstContract(each, facts);
      demandKey(settled, facts);
      removals.push(...(await cleanUpRun({ contract, target: settled.target, secrets: settled.secrets, directory }, stop.signal)));
    }
  } finally {
    unsubscribe();
  }
  for (const removal of removals) io.stdout.write(printable(lineOf(removal)));
  io.stdout.write(conclusionOf(removals));
  return removals.some(({ outcome }) => outcome === 'failed') ? 3 : 0;
};
