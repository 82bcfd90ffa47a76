import { readFile } from 'node:fs/promises';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { ContractError } from './contract-error.ts';
import { tokensOf } from './pointer.ts';

/** A YAML or JSON file that can say where in the text a value stands. */
export type Source = {
  readonly file: string;
  readonly value: unknown;
  /** `line:column` of the value at a pointer, or of the nearest thing around it. */
  position(pointer: string): string;
};

type Parsed = { readonly text: string; readonly document: Document; readonly lineCounter: LineCounter };

/** What was parsed last, by file: a run, the plan of its worker and its reports read the same few files again and again. */
const lastParsed = new Map<string, Parsed>();
const mostKept = 16;

const parsed = (file: string, text: string): Parsed => {
  const known = lastParsed.get(file);
  lastParsed.delete(file);
  if (known?.text === text) {
    lastParsed.set(file, known);
    return known;
  }
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, merge: true, prettyErrors: false });
  const [problem] = document.errors;
  if (problem) {
    const { line, col } = lineCounter.linePos(problem.pos[0]);
    throw new ContractError(`Cannot parse "${file}" at ${line}:${col}: ${problem.message}`);
  }
  const [oldest] = lastParsed.keys();
  if (lastParsed.size >= mostKept && oldest !== undefined) lastParsed.delete(oldest);
  const one = { text, document, lineCounter };
  lastParsed.set(file, one);
  return one;
};

/**
 * Reads a YAML 1.2 or JSON file.
 * @throws {ContractError} when it cannot be read or parsed, with line and column.
 */
export const readSource = async (file: string): Promise<Source> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new ContractError(`Cannot read "${file}": ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const { document, lineCounter } = parsed(file, text);
  return {
    file,
    value: document.toJS({ maxAliasCount: 1000 }) as unknown,
    position(pointer) {
      const tokens: (string | number)[] = tokensOf(pointer);
      for (; ; tokens.pop()) {
        const node: unknown = tokens.length === 0 ? document.contents : document.getIn(numbered(tokens, document), true);
        const range = rangeOf(node);
        if (range !== undefined) {
          const { line, col } = lineCounter.linePos(range);
          return `${line}:${col}`;
        }
        if (tokens.length === 0) return '1:1';
      }
    },
  };
};

type Reader = { hasIn(path: readonly unknown[]): boolean };

/** Tokens as the parser wants them: array positions, and keys that YAML reads as numbers (`200:`), are numbers. */
const numbered = (tokens: readonly (string | number)[], document: Reader): (string | number)[] => {
  const path: (string | number)[] = [];
  for (const token of tokens) {
    const asNumber = /^(0|[1-9]\d*)$/.test(String(token)) && !document.hasIn([...path, token]);
    path.push(asNumber ? Number(token) : token);
  }
  return path;
};

const rangeOf = (node: unknown): number | undefined =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range) && typeof node.range[0] === 'number'
    ? node.range[0]
    : undefined;
