import { resolve } from 'node:path';
import { gatherOptions, type Flags } from '../../config/given.ts';
import { ContractError } from '../../contract/contract-error.ts';
import type { Contract } from '../../contract/model.ts';
import { loadJudgeable } from '../load-judgeable.ts';
import type { Problem } from '../../contract/problem.ts';
import { printable } from '../../report/foreign-text.ts';
import type { Io } from '../io.ts';
import { type GapKind, gapsOf } from './gaps.ts';
import { referencesOf } from './references-of.ts';

/** A place that keeps requirements from being judged: JSON pointer in the file, and `line:column`. */
type GapPlace = { readonly file: string; readonly position: string; readonly pointer: string; readonly what: string };

type Gaps = Pick<GapKind, 'kind' | 'title' | 'consequence' | 'add'> & { readonly places: readonly GapPlace[] };

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
      /** What is not wrong, but keeps requirements from being judged. */
      readonly gaps: readonly Gaps[];
    };

/** Where a node of a contract is written. */
const placeOf = ({ spotOf }: Pick<Contract, 'spotOf'>, pointer: string, cwd: string): Omit<GapPlace, 'what'> => {
  const { file, line, column, pointer: written } = spotOf(pointer);
  return { file: resolve(cwd, file), position: `${line}:${column}`, pointer: written };
};

const linted = async (document: string, io: Io, references: ReturnType<typeof referencesOf>): Promise<Linted> => {
  try {
    const contract = await loadJudgeable(document, { cwd: io.cwd, references, env: io.env });
    const { operations, problems } = contract;
    const unsupported = operations.filter((operation) => operation.unsupported !== undefined).length;
    const gaps = gapsOf(contract).map(({ kind: { kind, title, consequence, add }, gaps: found }) => ({
      kind,
      title,
      consequence,
      add,
      places: found.map(({ pointer, what }) => ({ ...placeOf(contract, pointer, io.cwd), what })),
    }));
    return { document, state: 'read', operations: operations.length, unsupported, problems, gaps };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return { document, state: 'refused', message: error.message };
  }
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Places of one kind that are printed; `--json` has all. */
const mostPlaces = 3;

/** Operations of one problem that are printed. */
const mostOperations = 5;

const listed = (operations: readonly string[]): string =>
  [
    ...operations.slice(0, mostOperations),
    ...(operations.length > mostOperations ? [`and ${operations.length - mostOperations} more`] : []),
  ].join(', ');

const problemLines = ({ file, position, pointer, severity, rule, message, operations }: Problem): string[] => [
  `  ${file}:${position}  ${severity}  ${rule}`,
  `    ${message}`,
  `    at ${pointer}`,
  ...(operations.length === 0 ? [] : [`    not judged: ${listed(operations)}`]),
];

/** Problems in their order; of each rule the first few, with the number of the others. */
const problemsLines = (problems: readonly Problem[]): readonly string[] => {
  const nameOf = ({ severity, rule }: Problem): string => `${severity}  ${rule}`;
  const counts = new Map<string, number>();
  const lines = problems.flatMap((problem) => {
    const count = (counts.get(nameOf(problem)) ?? 0) + 1;
    counts.set(nameOf(problem), count);
    return count > mostPlaces ? [] : problemLines(problem);
  });
  const left = [...counts].filter(([, count]) => count > mostPlaces);
  return [...lines, ...left.map(([name, count]) => `  ${count - mostPlaces} more  ${name}  (--json lists all)`)];
};

const gapLines = ({ kind, title, consequence, add, places }: Gaps): readonly string[] => [
  '',
  `  ${title}: ${places.length}  (${kind})`,
  `    because of that: ${consequence}`,
  `    add: ${add}`,
  ...places
    .slice(0, mostPlaces)
    .flatMap(({ file, position, pointer, what }) => [`    ${file}:${position}  ${what}`, `      at ${pointer}`]),
  ...(places.length > mostPlaces ? [`    and ${places.length - mostPlaces} more  (--json lists all)`] : []),
];

const textOf = (one: Linted): string => {
  if (one.state === 'refused') return printable(`${one.document}: refused\n  ${one.message}\n`);
  const { document, operations, unsupported, problems, gaps } = one;
  const left = unsupported === 0 ? 'all can be judged' : `${unsupported} cannot be judged`;
  const head = `${document}: ${counted(operations, 'operation')}, ${left}; ${problems.length === 0 ? 'nothing is wrong' : counted(problems.length, 'problem')}`;
  const lines = [
    head,
    ...problemsLines(problems),
    ...(gaps.length === 0 ? [] : ['', 'What keeps requirements from being judged:']),
    ...gaps.flatMap(gapLines),
  ];
  return `${printable(lines.join('\n'))}\n`;
};

/**
 * `assay lint DOCUMENT…`: 0 if every operation of every document can be judged, with or without notes and gaps; 2 if a document is refused or an
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
