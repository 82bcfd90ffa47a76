import { credentialNames } from '../model/request.ts';
import type { Assignment } from './assignment.ts';
import { openPart } from './address.ts';
import { findContract, isDocument } from './contract-name.ts';
import { codeDocument } from './code-config.ts';
import type { ConfigDocument } from './document.ts';
import { configNames, findConfig } from './find-config.ts';
import { gateConfigOf, type GateConfig } from './gate-config.ts';
import { assignmentsOf, refuseMisspeltVariables, type GivenOptions } from './given.ts';
import { suggestion } from './nearest.ts';
import { type Notify, notifyOf } from './notify-config.ts';
import type { Outside } from './outside.ts';
import { valueAtPath } from './location.ts';
import { givenIn } from './logins.ts';
import { resolveTarget, type ResolvedTarget, type Unneeded } from './resolve-target.ts';
import { configSchema } from './schema.ts';
import { settingsOf, type Settings } from './settings.ts';
import { innerSource } from './source.ts';
import { UsageError } from './usage-error.ts';
import { problemsOf } from './validate.ts';
import { isObject } from '../model/json.ts';

/** The most problems in one message: repairing the first ones comes first. */
const shownProblems = 10;

/** Names become words of file names, test names and command lines. */
const targetName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/u;

const targetNamesIn = (document: ConfigDocument | undefined): string[] => {
  const targets = document && valueAtPath(document.value, ['targets']);
  return isObject(targets) ? Object.keys(targets) : [];
};

/**
 * Reads the config file and validates all of it, whichever targets are selected.
 * @param secretsUnread Do not call functions that give a credential.
 * @param inCode A config as a value, in place of a file.
 * @throws {UsageError} with every problem on its own line, ten at most.
 */
export const loadConfig = async (
  named: string | undefined,
  shipped: readonly string[],
  outside: Outside,
  secretsUnread = false,
  inCode?: unknown,
): Promise<ConfigDocument | undefined> => {
  const document =
    inCode === undefined
      ? await findConfig(named, outside, secretsUnread)
      : await codeDocument(inCode, 'given in code', outside.cwd, secretsUnread);
  if (document === undefined) return undefined;
  const problems = problemsOf(configSchema, document.value).map(
    ({ path, part, text }) => `Cannot read ${document.where(path, part)}: ${text}`,
  );
  for (const name of targetNamesIn(document)) {
    const location = `Cannot read ${document.where(['targets', name], 'key')}`;
    if (shipped.includes(name))
      problems.push(`${location}: "${name}" is a shipped contract as well as a target of the config: give the target another name`);
    else if (!targetName.test(name))
      problems.push(`${location}: the name of a target consists of letters, digits, ".", "_" and "-" and begins with a letter or digit`);
  }
  if (problems.length > 0) {
    const rest = problems.length - shownProblems;
    throw new UsageError([...problems.slice(0, shownProblems), ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n'));
  }
  return document;
};

/** Names of the targets in a config file, in its order. */
export const targetNames = targetNamesIn;

export type TargetsInput = Unneeded & {
  /** TARGET… of the command line; empty means every target of the config. */
  readonly names: readonly string[];
  readonly given: GivenOptions;
  /** Names of the shipped contracts. */
  readonly shipped: readonly string[];
  readonly outside: Outside;
  /** A config as a value, in place of a file. */
  readonly inCode?: unknown;
  /** The options come from a program, to which variables such as ASSAY_BASE_URL mean nothing. */
  readonly variablesUnread?: boolean;
};

/** Environment variables that a config takes values from. */
const usedVariables = (settings: readonly Settings[]): Set<string> =>
  new Set(
    settings
      .flatMap(({ config: { credentials = {}, http, oauth, logins = {} } }) => [
        ...credentialNames.flatMap((name) => credentials[name] ?? []),
        ...Object.values(credentials.schemes ?? {}),
        ...Object.values(http?.headers ?? {}),
        ...[http?.proxy, http?.ca, http?.cert, http?.key, http?.passphrase].flatMap((text) => text ?? []),
        ...(oauth?.clientSecret === undefined ? [] : [oauth.clientSecret]),
        ...(oauth?.codes ?? []),
        ...Object.values(logins).flatMap(givenIn),
      ])
      .map(innerSource)
      .flatMap((source) => (source.kind === 'env' ? [source.name] : [])),
  );

const settingsFor = async (
  name: string,
  document: ConfigDocument | undefined,
  assignments: readonly Assignment[],
  { shipped, outside }: TargetsInput,
): Promise<Settings> => {
  const { cwd } = outside;
  const known = targetNamesIn(document);
  if (known.includes(name)) {
    if (isDocument(name) && (await findContract(name, [], cwd, outside)).kind === 'contract') {
      throw new UsageError(`Cannot judge "${name}": it is a target of the config as well as a file; write ./${name} for the file`);
    }
    return settingsOf({ name, ...(document ? { document } : {}), base: {}, assignments, cwd });
  }
  if (shipped.includes(name) || isDocument(name)) return settingsOf({ name: openPart(name), base: { contract: name }, assignments, cwd });
  throw new UsageError(
    `Cannot judge "${name}": it is not a target of the config, a shipped contract or the path of a document${suggestion(name, [...known, ...shipped])}`,
  );
};

const namesToJudge = (names: readonly string[], document: ConfigDocument | undefined): readonly string[] => {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new UsageError(`Cannot judge "${repeated}" twice in one run: name it once`);
  if (names.length > 0) return names;
  if (document === undefined) {
    throw new UsageError(
      `Cannot run without a target: name one (a shipped contract or the path of a document), or write a config; looked for ${configNames.join(', ')} in the working directory`,
    );
  }
  const all = targetNamesIn(document);
  if (all.length === 0) throw new UsageError(`Cannot run: ${document.where([])} has no targets: add one under "targets"`);
  return all;
};

/**
 * Every target to judge, validated, with its secrets; the gate of the config; and the names of all its targets.
 * @throws {UsageError} for anything in the file, a flag or a variable that cannot be used.
 */
export const loadGated = async (
  input: TargetsInput,
): Promise<{
  readonly targets: readonly ResolvedTarget[];
  readonly gate: GateConfig;
  readonly names: readonly string[];
  readonly notify?: Notify;
}> => {
  const { names, given, shipped, outside } = input;
  const assignments = assignmentsOf(given);
  const document = await loadConfig(given.of('config')?.values[0], shipped, outside, input.secretsUnread, input.inCode);
  const gate = gateConfigOf(document);
  const wanted = namesToJudge(names, document);
  const baseUrl = assignments.find(({ path }) => path[0] === 'baseUrl');
  if (baseUrl && wanted.length > 1) {
    throw new UsageError(`Cannot use ${baseUrl.from}: the run has ${wanted.length} targets and an address belongs to one; name one target`);
  }
  const settings: Settings[] = [];
  for (const name of wanted) settings.push(await settingsFor(name, document, assignments, input));
  if (input.variablesUnread !== true) refuseMisspeltVariables(outside.env, usedVariables(settings));

  const resolved: ResolvedTarget[] = [];
  for (const each of settings) {
    const { contract } = each.config;
    if (contract === undefined) throw each.complaint([], 'names no contract: add "contract", a shipped contract or the path of a document');
    const found = await findContract(contract, shipped, each.directoryOf(['contract']), outside);
    if (found.kind === 'problem') throw each.complaint(['contract'], found.text);
    resolved.push(await resolveTarget(each, found.name, outside, input));
  }
  const notify = input.secretsUnread === true || input.inCode !== undefined ? undefined : await notifyOf(document, outside);
  return { targets: resolved, gate, names: [...targetNamesIn(document), ...wanted], ...(notify === undefined ? {} : { notify }) };
};

/**
 * Every target to judge, validated, with its secrets.
 * @throws {UsageError} for anything in the file, a flag or a variable that cannot be used.
 */
export const loadTargets = async (input: TargetsInput): Promise<readonly ResolvedTarget[]> => (await loadGated(input)).targets;
