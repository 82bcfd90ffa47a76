import { basename, join } from 'node:path';
import type { Assignment } from './assignment.ts';
import type { ConfigDocument } from './document.ts';
import { pointerOf, valueAtPath, withValueAt, type Path } from './location.ts';
import { targetSchema } from './schema.ts';
import { isTargetConfig, type TargetConfig } from './target-config.ts';
import { UsageError } from './usage-error.ts';
import { problemsOf } from './validate.ts';

/** One target's keys from all sources, with the source of each. */
export type Settings = {
  readonly name: string;
  readonly config: TargetConfig;
  /** An error about a key: names the line of the file, the flag or the variable that gave it. */
  readonly complaint: (path: Path, text: string) => UsageError;
  /** Absolute path of the config file; undefined where there is none. */
  readonly file: string | undefined;
  /** The directory that a relative path at a key starts from. */
  directoryOf(path: Path): string;
  /** Credentials that functions of a config in code gave. */
  readonly fromCode: ReadonlyMap<string, string>;
  /** The key was given by a flag or a variable. */
  isAssigned(path: Path): boolean;
};

export type SettingsInput = {
  readonly name: string;
  /** The file, and the target's entry in it; absent for a contract that is named directly. */
  readonly document?: ConfigDocument;
  /** The default values: the contract of a target that is named directly. */
  readonly base: TargetConfig;
  readonly assignments: readonly Assignment[];
  readonly cwd: string;
};

/**
 * Overrides the target's entry in the file by flags and variables.
 * @throws {UsageError} where the result does not fit the schema.
 */
export const settingsOf = ({ name, document, base, assignments, cwd }: SettingsInput): Settings => {
  const inFile = document && valueAtPath(document.value, ['targets', name]);
  const merged = assignments.reduce<unknown>((value, assignment) => withValueAt(value, assignment.path, assignment.value), inFile ?? base);
  const assignmentAt = (path: Path): Assignment | undefined =>
    assignments.find(
      (assignment) => pointerOf(path) === pointerOf(assignment.path) || pointerOf(path).startsWith(`${pointerOf(assignment.path)}/`),
    );

  const complaint = (path: Path, text: string): UsageError => {
    const assigned = assignmentAt(path);
    if (assigned) return new UsageError(`Cannot use ${assigned.from}: ${text}`);
    if (document) return new UsageError(`Cannot read ${document.where(['targets', name, ...path])}: ${text}`);
    const key = path.length === 0 ? '' : `, ${path.join('.')}`;
    return new UsageError(`Cannot judge target "${name}"${key}: ${text}`);
  };
  const [problem] = problemsOf(targetSchema, merged);
  if (problem) throw complaint(problem.path, problem.text);
  if (!isTargetConfig(merged)) throw complaint([], 'does not fit the schema of a target');
  return {
    name,
    config: merged,
    complaint,
    file: document && join(document.directory, basename(document.file)),
    directoryOf: (path) => (document && !assignmentAt(path) ? document.directory : cwd),
    fromCode: document?.secrets ?? new Map(),
    isAssigned: (path) => assignmentAt(path) !== undefined,
  };
};
