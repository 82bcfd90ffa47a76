import type { Command, Option } from 'commander';
import { loadConfig, targetNames } from '../../config/load-targets.ts';
import { realOutside } from '../../config/outside.ts';
import { profiles } from '../../config/profiles.ts';
import { shippedContracts } from '../../contract/load.ts';
import { reportNames } from '../../model/report-names.ts';
import { permissions } from '../../model/target.ts';
import type { Io } from '../io.ts';
import { listNames } from '../list/list-names.ts';
import { openRun, runIds } from '../report/open-run.ts';
import { shells } from './scripts.ts';

/** A word that could stand where the cursor is, and what it is. */
export type Candidate = { readonly word: string; readonly words: string };

type Place = { readonly io: Io; readonly before: readonly string[]; readonly positionals: readonly string[] };

const named = (words: Iterable<string>, what = ''): readonly Candidate[] => [...words].map((word) => ({ word, words: what }));

const takesValue = ({ required, optional }: Option): boolean => required || optional;

/** Runs below `reports/`, the newest first. */
const runs = ({ io }: Place): readonly Candidate[] => {
  const ids = runIds(io.cwd).toSorted().toReversed();
  return ids.length === 0 ? [] : [{ word: 'latest', words: 'the newest run' }, ...named(ids, 'run')];
};

const contracts = (): readonly Candidate[] => named(shippedContracts(), 'shipped contract');

const targets = async ({ io, before }: Place): Promise<readonly Candidate[]> => {
  const given = before.findIndex((word) => word === '--config');
  const document = await loadConfig(given === -1 ? undefined : before[given + 1], shippedContracts(), realOutside(io.cwd, io.env));
  return document === undefined ? [] : named(targetNames(document), 'target of the config');
};

/** The requirements that failed in the run that is named before. */
const failures = ({ io, positionals: [run = 'latest'] }: Place): readonly Candidate[] => {
  const { record } = openRun(run, io.cwd);
  const failed = record.targets.flatMap(({ cases, results }) => cases.filter(({ id }) => results.get(id)?.verdict.kind === 'fail'));
  return [...new Map(failed.map(({ requirement, title }) => [requirement, title]))].map(([word, words]) => ({ word, words }));
};

type Source = (place: Place) => readonly Candidate[] | Promise<readonly Candidate[]>;

/** What stands for an argument, by its name in the help text. */
const ofArguments: Readonly<Record<string, Source>> = {
  run: runs,
  old: runs,
  new: runs,
  case: failures,
  contract: contracts,
  what: () => named(listNames, 'list'),
  shell: () => named(shells, 'shell'),
  target: async (place) => [...(await targets(place).catch(() => [])), ...contracts()],
};

/** What stands behind an option. */
const ofOptions: Readonly<Record<string, Source>> = {
  '--run': runs,
  '--resume': runs,
  '--targets': targets,
  '--report': () => named(reportNames, 'report'),
  '--profile': () => named(Object.keys(profiles), 'profile'),
  '--allow': () => named(permissions, 'permission'),
};

const optionsOf = ({ options }: Command): readonly Candidate[] => [
  ...options.flatMap(({ long, description }) => (long ? [{ word: long, words: description }] : [])),
  { word: '--help', words: 'print help' },
];

/** The words before the cursor that are neither options nor their values. */
const positionalsIn = (before: readonly string[], { options }: Command): readonly string[] => {
  const found: string[] = [];
  for (let index = 0; index < before.length; index++) {
    const word = before[index] ?? '';
    if (!word.startsWith('-')) found.push(word);
    else if (options.some((option) => option.long === word && takesValue(option))) index += 1;
  }
  return found;
};

const possible = async (program: Command, line: readonly string[], current: string, io: Io): Promise<readonly Candidate[]> => {
  const [name, ...before] = line;
  if (name === undefined) {
    const commands = program.createHelp().visibleCommands(program);
    if (!current.startsWith('-')) return commands.map((command) => ({ word: command.name(), words: command.description() }));
    return optionsOf(program);
  }
  const command = program.commands.find((one) => one.name() === name);
  if (command === undefined) return [];
  const positionals = positionalsIn(before, command);
  const place = { io, before, positionals };
  const previous = command.options.find(({ long }) => long === before.at(-1));
  if (previous !== undefined && takesValue(previous)) return (await ofOptions[previous.long ?? '']?.(place)) ?? [];
  if (current.startsWith('-')) return optionsOf(command);
  const { registeredArguments } = command;
  const last = registeredArguments.at(-1);
  const argument = registeredArguments[positionals.length] ?? (last?.variadic === true ? last : undefined);
  return (await ofArguments[argument?.name() ?? '']?.(place)) ?? [];
};

/**
 * What could stand where the cursor is. Never throws: a config or a record that cannot be read gives no candidates.
 * @param words Behind the name of the program, up to the cursor; the last may be empty.
 */
export const candidates = async (program: Command, words: readonly string[], io: Io): Promise<readonly Candidate[]> => {
  const current = words.at(-1) ?? '';
  const all = await possible(program, words.slice(0, -1), current, io).catch(() => []);
  return all.filter(({ word }) => word.startsWith(current));
};
