import { assignKey, parseAuth, parseCredential, parseHeader, parseSet, type Assignment } from './assignment.ts';
import { nearest } from './nearest.ts';
import { runOptions, variableOf, type OptionDefinition, type RunOptionName } from './options.ts';
import { pointerOf } from './location.ts';
import { UsageError } from './usage-error.ts';

/** Values of one option with the name of their source, for messages. */
export type Given = { readonly values: readonly string[]; readonly from: string };

/** Options as a command line parser returns them: by name, text, texts or true. */
export type Flags = Readonly<Partial<Record<RunOptionName, string | readonly string[] | boolean>>>;

/** Options by name, from the command line and the environment separately. */
export type GivenOptions = {
  readonly flags: ReadonlyMap<RunOptionName, Given>;
  readonly variables: ReadonlyMap<RunOptionName, Given>;
  /** A flag takes precedence over its variable. */
  of(name: RunOptionName): Given | undefined;
};

/** A list, split at commas; a comma inside braces belongs to a glob. */
export const listOf = (text: string): string[] =>
  text
    .split(/,(?![^{]*\})/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const switchOf = (text: string, from: string): string[] => {
  if (/^(1|true|yes|on)$/iu.test(text)) return ['true'];
  if (/^(0|false|no|off)$/iu.test(text)) return [];
  throw new UsageError(`Cannot use ${from}: must be true or false`);
};

const fromVariable = (option: OptionDefinition, text: string, from: string): readonly string[] => {
  switch (option.kind) {
    case 'value':
      return [text];
    case 'list':
      return listOf(text);
    case 'repeatable':
      return text
        .split(';')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    case 'switch':
      return switchOf(text, from);
    default:
      return option.kind satisfies never;
  }
};

const fromFlag = (option: OptionDefinition, value: string | readonly string[] | boolean): readonly string[] => {
  if (typeof value === 'boolean') return value ? ['true'] : [];
  const texts = typeof value === 'string' ? [value] : value;
  if (option.kind === 'list') return texts.flatMap(listOf);
  if (option.kind === 'value' && texts.length > 1)
    throw new UsageError(`Cannot use ${option.flag}: it is given ${texts.length} times; give it once`);
  return texts;
};

/**
 * Brings flags and ASSAY_… variables into one form. An empty variable counts as not given.
 * @throws {UsageError} for an option given twice or a switch that is neither true nor false.
 */
export const gatherOptions = (flags: Flags, env: Readonly<Record<string, string | undefined>>): GivenOptions => {
  const byFlag = new Map<RunOptionName, Given>();
  const byVariable = new Map<RunOptionName, Given>();
  for (const option of runOptions) {
    const flag = flags[option.name];
    if (flag !== undefined) byFlag.set(option.name, { values: fromFlag(option, flag), from: option.flag });
    const variable = variableOf(option.flag);
    const text = env[variable]?.trim();
    if (text) byVariable.set(option.name, { values: fromVariable(option, text, variable), from: variable });
  }
  return { flags: byFlag, variables: byVariable, of: (name) => byFlag.get(name) ?? byVariable.get(name) };
};

const assignmentsIn = (given: ReadonlyMap<RunOptionName, Given>): readonly Assignment[] => {
  const texts = (name: RunOptionName, read: (text: string, from: string) => Assignment): Assignment[] => {
    const option = given.get(name);
    return option ? option.values.map((text) => read(text, option.from)) : [];
  };
  const allow = given.get('allow');
  const hosts = given.get('allowRemoteRefs');
  const all = [
    ...texts('baseUrl', (text, from) => assignKey('baseUrl', text, from)),
    ...texts('auth', parseAuth),
    ...texts('credential', parseCredential),
    ...texts('header', parseHeader),
    ...(hosts ? [assignKey('references.remoteHosts', hosts.values.join(','), hosts.from)] : []),
    ...texts('allowRefsOutside', (text, from) => assignKey('references.outside', text, from)),
    ...(allow ? [assignKey('allow', allow.values.join(','), allow.from)] : []),
    ...texts('knownFailures', (text, from) => assignKey('knownFailures', text, from)),
    ...texts('observed', (text, from) => assignKey('observed', text, from)),
    ...texts('set', parseSet),
  ];
  const seen = new Map<string, Assignment>();
  for (const assignment of all) {
    const pointer = pointerOf(assignment.path);
    const before = seen.get(pointer);
    if (before)
      throw new UsageError(`Cannot use ${assignment.from}: ${before.from} already gives "${assignment.path.join('.')}"; give it once`);
    seen.set(pointer, assignment);
  }
  return all;
};

/**
 * Keys of the target's config that are set from outside the file; one from the command line replaces one from the environment.
 * @throws {UsageError} for an unknown key, a value that does not fit, or a key set twice.
 */
export const assignmentsOf = (given: GivenOptions): readonly Assignment[] => {
  const flags = assignmentsIn(given.flags);
  const taken = new Set(flags.map(({ path }) => pointerOf(path)));
  return [...assignmentsIn(given.variables).filter(({ path }) => !taken.has(pointerOf(path))), ...flags];
};

/**
 * An ASSAY_… variable that differs from a known one by a letter or two would be ignored silently.
 * @throws {UsageError} naming the variable meant. Variables that hold a credential (`used`) are skipped.
 */
export const refuseMisspeltVariables = (env: Readonly<Record<string, string | undefined>>, used: ReadonlySet<string>): void => {
  const known = runOptions.map(({ flag }) => variableOf(flag));
  const tails = known.map((name) => name.slice(6));
  for (const name of Object.keys(env)) {
    if (!name.startsWith('ASSAY_') || known.includes(name) || used.has(name)) continue;
    const meant = nearest(name.slice(6), tails);
    if (meant) throw new UsageError(`Cannot use environment variable ${name}: there is no such option, did you mean ASSAY_${meant}?`);
  }
};
