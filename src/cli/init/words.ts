import type { Suggestion } from '../../contract/infer/conventions/convention.ts';
import type { Contract } from '../../contract/model.ts';
import { printable } from '../../report/foreign-text.ts';
import type { MissingValue } from '../missing-values.ts';
import type { BaseAddress } from './base-address.ts';
import type { Credentials } from './credentials.ts';
import { guessesIn } from './overlay-text.ts';

/** What `assay init` wrote, and what it wrote it from. */
export type Begun = {
  readonly contract: Contract;
  readonly target: string;
  readonly files: { readonly config: string; readonly overlay?: string; readonly document: string };
  readonly fetchedFrom: string | undefined;
  readonly address: BaseAddress;
  readonly credentials: Credentials;
  readonly missing: readonly MissingValue[];
};

/** From so many operations on, the first run has a limited size. */
const manyOperations = 60;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Guesses of one word, wherever it stands, with the reason for the first. */
type Guess = { readonly word: string; readonly parts: readonly string[]; readonly operations: readonly string[]; readonly why: string };

const guessesOf = (contract: Contract): readonly Guess[] => {
  const groups = new Map<string, Suggestion[]>();
  for (const one of guessesIn(contract)) groups.set(one.word[0], [...(groups.get(one.word[0]) ?? []), one]);
  return Array.from(groups, ([word, all]) => ({
    word,
    parts: [...new Set(all.flatMap(({ word: [, ...steps] }) => (steps.length === 0 ? [] : [steps.join('.')])))],
    operations: [...new Set(all.flatMap(({ operation }) => (operation === null ? [] : [operation.key])))],
    why: all[0]?.why ?? '',
  }));
};

/** Names in a list of guesses that are printed; the overlay has all. */
const mostParts = 5;

const guessLines = (contract: Contract): readonly string[] =>
  guessesOf(contract).map(({ word, parts, operations: [first, ...others], why }) => {
    const shown = [...parts.slice(0, mostParts), ...(parts.length > mostParts ? ['…'] : [])].join(', ');
    const where = first === undefined ? '' : ` at ${first}${others.length === 0 ? '' : ` and ${counted(others.length, 'other')}`}`;
    return `  ${word}${shown === '' ? '' : ` (${shown})`}${where}: ${why}`;
  });

const addressLines = ({ chosen, production, path }: BaseAddress): readonly string[] => {
  const named = production.slice(0, 3).map(({ url }) => url);
  const count = production.length > named.length ? ` and ${production.length - named.length} more` : '';
  const left =
    named.length === 0 ? [] : [`  ${named.join(', ')}${count}: production, as far as the document says; a run does not go there`];
  if (chosen !== undefined)
    return [`  ${chosen.url}: ${chosen.why}`, ...left, ...chosen.needs.map((one) => `  a run needs "${one}" under allow for it`)];
  return [
    ...left,
    `  none is safe to use: put that of your test environment into the config as baseUrl (it ends with ${path === '' ? 'no path' : path})`,
  ];
};

const inShell = ({ needed }: Credentials, env: Readonly<Record<string, string | undefined>>): readonly string[] =>
  needed.flatMap(({ isKey, isFirst, variable, form }) =>
    (isKey || isFirst) && !env[variable] ? [`  export ${variable}=…    # ${form}; any word if this server asks for none`] : [],
  );

const commandOf = ({ contract, target, address }: Begun): string => {
  const size = contract.operations.length > manyOperations ? ' --profile pr' : '';
  return `assay run ${target}${size}${address.chosen === undefined ? ' --base-url URL' : ''}`;
};

const nextOf = (begun: Begun): readonly string[] => [commandOf(begun)];

/** The result for people: what was written, what was guessed and why, and the next command. */
export const begunText = (begun: Begun, env: Readonly<Record<string, string | undefined>>): string => {
  const { contract, target, files, fetchedFrom, address, credentials, missing } = begun;
  const unsupported = contract.operations.filter((operation) => operation.unsupported !== undefined).length;
  const guesses = guessLines(contract);
  const waiting = new Set(missing.map(({ operation }) => operation.key)).size;
  const optional = credentials.needed.filter(({ isKey, isFirst }) => !isKey && !isFirst);
  const lines = [
    `${contract.title}: ${counted(contract.operations.length, 'operation')}`,
    '',
    ...(fetchedFrom === undefined ? [] : [`wrote ${files.document}, from ${fetchedFrom}`]),
    `wrote ${files.config}, with the target ${target}, which only reads`,
    ...(files.overlay === undefined ? [] : [`wrote ${files.overlay}, with every guess: ${guessesIn(contract).length} words of x-assay`]),
    '',
    'Base URL:',
    ...addressLines(address),
    ...(guesses.length === 0 ? [] : ['', `Guessed; what rests on it only warns until you confirm it in ${files.overlay}:`, ...guesses]),
    '',
    ...(unsupported === 0 && contract.problems.length === 0
      ? []
      : [
          `${counted(contract.problems.length, 'problem')} of the document, ${counted(unsupported, 'operation')} cannot be judged: assay lint ${files.document}`,
        ]),
    ...(waiting === 0
      ? []
      : [`${counted(waiting, 'operation')} cannot be called without values that you give: the config lists them under values`]),
    ...(optional.length === 0
      ? []
      : [`${counted(optional.length, 'more credential')} in the config, as a comment: ${optional.map(({ scheme }) => scheme).join(', ')}`]),
    ...credentials.unsupported.map((why) => `not supported: ${why}`),
    'Next:',
    ...inShell(credentials, env),
    `  ${commandOf(begun)}`,
  ];
  return `${printable(lines.join('\n'))}\n`;
};

/** The result for programs. */
export const begunDocument = (begun: Begun): Readonly<Record<string, unknown>> => {
  const { contract, target, files, fetchedFrom, address, credentials, missing } = begun;
  return {
    format: 1,
    target,
    title: contract.title,
    operations: contract.operations.length,
    problems: contract.problems.length,
    files,
    fetchedFrom: fetchedFrom ?? null,
    baseUrl: address.chosen?.url ?? null,
    baseUrlWhy: address.chosen?.why ?? null,
    production: address.production,
    credentials: credentials.needed,
    unsupportedSchemes: credentials.unsupported,
    guesses: guessesIn(contract).map(({ operation, word, value, why }) => ({
      operation: operation?.key ?? null,
      word: word.join('.'),
      value,
      why,
    })),
    missingValues: missing.map(({ operation, name }) => ({ operation: operation.key, name })),
    next: nextOf(begun),
  };
};
