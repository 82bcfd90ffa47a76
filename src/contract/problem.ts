/** Something wrong with a document, as reported to its author. */
export type Problem = {
  /** The rule that found it: stable, kebab-case. */
  readonly rule: string;
  /** Because of an error, the operations that it lists are not judged. A note prevents nothing. */
  readonly severity: 'error' | 'note';
  readonly file: string;
  /** JSON pointer in that file. */
  readonly pointer: string;
  /** `line:column` in that file; computed on first use. */
  readonly position: string;
  readonly message: string;
  /** Keys of the operations that are not judged because of it. */
  readonly operations: readonly string[];
};

/** Why an operation cannot be used; a plan shows it as `unsupported`. */
export type Unsupported = {
  /** JSON pointer of the defect, in the file that holds it. */
  readonly pointer: string;
  readonly reason: string;
};

/** A text with its control characters as code points, so that it stays in its line and cannot command a terminal. */
export const inOneLine = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029]/gu, (one) => `\\u{${one.charCodeAt(0).toString(16)}}`);

/** A problem in one line: file, position, what is wrong, and what follows. */
export const problemText = ({ file, position, pointer, severity, message, operations }: Problem): string => {
  const [first, ...others] = operations;
  const more = others.length === 0 ? '' : ` and ${others.length} more operation${others.length === 1 ? '' : 's'}`;
  return inOneLine(`${file}:${position} ${pointer} ${severity}: ${message}${first === undefined ? '' : `; not judged: ${first}${more}`}`);
};
