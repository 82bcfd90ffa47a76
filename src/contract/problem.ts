/** Something wrong with a document, as its author is told. */
export type Problem = {
  /** Stable, kebab-case: what kind of thing it is. */
  readonly rule: string;
  /** An error keeps the operations it names from being judged. With a note every operation is judged as it was meant. */
  readonly severity: 'error' | 'note';
  readonly file: string;
  /** JSON pointer in that file. */
  readonly pointer: string;
  /** `line:column` in that file; found when asked for. */
  readonly position: string;
  readonly message: string;
  /** Keys of the operations that it keeps from being judged. */
  readonly operations: readonly string[];
};

/** Why an operation cannot be used: `unsupported` in a plan. */
export type Unsupported = {
  /** JSON pointer of the defect, in the file that holds it. */
  readonly pointer: string;
  readonly reason: string;
};

/** One line: file, place, what is wrong, and what follows. */
export const problemText = ({ file, position, pointer, severity, message, operations }: Problem): string => {
  const [first, ...others] = operations;
  const more = others.length === 0 ? '' : ` and ${others.length} more operation${others.length === 1 ? '' : 's'}`;
  return `${file}:${position} ${pointer} ${severity}: ${message}${first === undefined ? '' : `; not judged: ${first}${more}`}`;
};
