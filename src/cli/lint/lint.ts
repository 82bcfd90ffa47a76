import { gatherOptions, type Flags } from '../../config/given.ts';
import { ContractError } from '../../contract/contract-error.ts';
import { loadJudgeable } from '../load-judgeable.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Io } from '../io.ts';
import { referencesOf } from './references-of.ts';

/** What is known about one document without a server. */
type Linted =
  | { readonly document: string; readonly state: 'refused'; readonly message: string }
  | {
      readonly document: string;
      readonly state: 'read';
      readonly operations: number;
      /** Operations that cannot be judged. */
      readonly unsupported: number;
      readonly problems: readonly Problem[];
    };

const linted = async (document: string, io: Io, references: ReturnType<typeof referencesOf>): Promise<Linted> => {
  try {
    const { operations, problems } = await loadJudgeable(document, { cwd: io.cwd, references });
    const unsupported = operations.filter((operation) => operation.unsupported !== undefined).length;
    return { document, state: 'read', operations: operations.length, unsupported, problems };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return { document, state: 'refused', message: error.message };
  }
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const problemLines = ({ file, position, pointer, severity, rule, message, operations }: Problem): string[] => [
  `  ${file}:${position}  ${severity}  ${rule}`,
  `    ${message}`,
  `    at ${pointer}`,
  ...(operations.length === 0 ? [] : [`    not judged: ${operations.join(', ')}`]),
];

const textOf = (one: Linted): string => {
  if (one.state === 'refused') return `${one.document}: refused\n  ${one.message}\n`;
  const { document, operations, unsupported, problems } = one;
  const left = unsupported === 0 ? 'all can be judged' : `${unsupported} cannot be judged`;
  const head = `${document}: ${counted(operations, 'operation')}, ${left}; ${problems.length === 0 ? 'nothing is wrong' : counted(problems.length, 'problem')}`;
  return `${[head, ...problems.flatMap(problemLines)].join('\n')}\n`;
};

/**
 * `assay lint DOCUMENT…`: 0 if every operation of every document can be judged, with or without notes; 2 if a document is refused or an
 * operation cannot be judged. Nothing is sent except to the hosts of `--allow-remote-refs`.
 * @throws {UsageError} for options that cannot be used.
 */
export const lint = async (documents: readonly string[], flags: Flags, io: Io): Promise<number> => {
  const { json, ...rest } = flags;
  const references = referencesOf(gatherOptions(rest, io.env));
  const all: Linted[] = [];
  // One after another: a loaded document can take some hundred megabytes.
  for (const document of documents) all.push(await linted(document, io, references));
  io.stdout.write(json === true ? `${JSON.stringify({ format: 1, documents: all }, undefined, 2)}\n` : all.map(textOf).join('\n'));
  return all.every((one) => one.state === 'read' && one.unsupported === 0) ? 0 : 2;
};
