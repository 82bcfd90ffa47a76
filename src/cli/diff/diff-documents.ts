import { existsSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { gatherOptions, type Flags } from '../../config/given.ts';
import { UsageError } from '../../config/usage-error.ts';
import type { ChangeVerdict, DocumentChange } from '../../contract/compare/change.ts';
import { compareDocuments } from '../../contract/compare/compare-documents.ts';
import { type ComparedDocument, readCompared } from '../../contract/compare/compared-document.ts';
import { shippedDocument } from '../../contract/load.ts';
import { problemText } from '../../contract/problem.ts';
import type { ExitCode } from '../../model/record.ts';
import { type ChangedPlace, documentsMarkdown, type DocumentsDiff } from '../../report/index.ts';
import type { Io } from '../io.ts';
import { referencesOf } from '../lint/references-of.ts';

/** Whether an argument of `assay diff` names a document, and no run: a file, a name that only files have, or a shipped contract. */
const isDocument = (name: string, cwd: string): boolean => {
  const path = resolve(cwd, name);
  if (existsSync(path)) return statSync(path).isFile();
  return /\.(?:ya?ml|json)$/iu.test(name) || shippedDocument(name) !== undefined;
};

/**
 * Whether `assay diff` was given two documents.
 * @throws {UsageError} if only one of the two is one.
 */
export const areDocuments = (old: string, fresh: string, cwd: string): boolean => {
  const [first, second] = [isDocument(old, cwd), isDocument(fresh, cwd)];
  if (first !== second)
    throw new UsageError(
      `Cannot compare: "${first ? old : fresh}" is a document, "${first ? fresh : old}" is none; compare two documents or two runs`,
    );
  return first;
};

/** A path below the working directory as people name it. */
const fromHere = (cwd: string, file: string): string => {
  const way = relative(cwd, file);
  return !isAbsolute(file) || way.startsWith('..') || isAbsolute(way) ? file : way.split(sep).join('/');
};

const placeIn = ({ spotOf }: ComparedDocument, pointer: string, cwd: string): ChangedPlace => {
  const { file, line, column, pointer: written } = spotOf(pointer);
  return { file: fromHere(cwd, file), line, column, pointer: written };
};

const errorsOf = ({ problems }: ComparedDocument): readonly string[] =>
  problems.filter(({ severity }) => severity === 'error').map(problemText);

/**
 * `assay diff OLD.yaml NEW.yaml`: prints what changed between two OpenAPI documents for clients.
 * @returns 0 without a breaking change, 1 with one, 3 where the documents have no operation in common.
 * @throws {ContractError} if a document cannot be used.
 */
export const diffDocuments = async (
  old: string,
  fresh: string,
  { json, flags }: { readonly json?: boolean; readonly flags: Flags },
  io: Io,
): Promise<number> => {
  const references = referencesOf(gatherOptions(flags, io.env));
  const before = await readCompared(old, io.cwd, references);
  const after = await readCompared(fresh, io.cwd, references);
  const { changes, compared } = compareDocuments(before, after);
  const counted = (verdict: ChangeVerdict): number => changes.filter((change) => change.verdict === verdict).length;
  const counts = { breaking: counted('breaking'), unclear: counted('unclear'), compatible: counted('compatible') };
  const exitCode: ExitCode = compared === 0 ? 3 : counts.breaking > 0 ? 1 : 0;
  const placed = (change: DocumentChange) => ({
    ...change,
    before: placeIn(before, change.before, io.cwd),
    after: placeIn(after, change.after, io.cwd),
  });
  const document: DocumentsDiff = {
    format: 1,
    old,
    new: fresh,
    exitCode,
    compared,
    counts,
    problems: [...errorsOf(before), ...errorsOf(after)],
    changes: changes.map(placed),
  };
  io.stdout.write(json === true ? `${JSON.stringify(document, undefined, 2)}\n` : documentsMarkdown(document));
  return exitCode;
};
