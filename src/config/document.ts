import { type Alias, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import { pointerOf, type Path } from './location.ts';
import { UsageError } from './usage-error.ts';

/** A config file as it was read. YAML 1.2, which includes JSON. */
export type ConfigDocument = {
  /** The name that messages use. */
  readonly file: string;
  /** Absolute; relative paths in the file start here. */
  readonly directory: string;
  readonly value: unknown;
  /** `config "assay.config.yaml" at line 3:5, /targets/a/quota`: lines and columns count from 1. */
  where(path: Path, part?: 'key' | 'value'): string;
  /** Line of a path, counted from 1; 1 where a file has no lines. */
  lineOf(path: Path): number;
  /** Credentials that functions of a config in code gave, by pointer. */
  readonly secrets?: ReadonlyMap<string, string>;
};

/** Offset of the innermost node on the way to a path that exists, or of that node's key. */
const offsetOf = (document: Document, path: Path, part: 'key' | 'value'): number => {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [index, name] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    if (isSeq<Node>(node)) {
      node = node.items[Number(name)] ?? null;
    } else if (isMap<Node, Node | null>(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === name);
      if (pair === undefined) return offset;
      node = index === path.length - 1 && part === 'key' ? pair.key : (pair.value ?? pair.key);
    } else {
      return offset;
    }
    offset = node?.range?.[0] ?? offset;
  }
  return offset;
};

/** The first alias without an anchor, or else the first of a document that repeats too much. */
const blamedAlias = (document: Document): { readonly alias: Alias | undefined; readonly isLost: boolean } => {
  const aliases: Alias[] = [];
  visit(document, { Alias: (_, alias) => void aliases.push(alias) });
  const lost = aliases.find((alias) => alias.resolve(document) === undefined);
  return { alias: lost ?? aliases[0], isLost: lost !== undefined };
};

/** The parser's sentences may quote the file, and so a secret: only their first half is kept. */
const withoutQuote = (message: string): string => message.replace(/:.*$/su, '').replace(/(?<=^Invalid escape sequence) .*$/su, '');

/**
 * Reads the text of a config file, or of a list that belongs to it.
 * @param noun What the file is, for messages.
 * @throws {UsageError} where it is neither YAML nor JSON, or names a key twice.
 */
export const parseConfig = (text: string, file: string, directory: string, noun = 'config'): ConfigDocument => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const position = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `line ${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const [error] = [...document.errors, ...document.warnings];
  if (error) throw new UsageError(`Cannot read ${noun} "${file}" at ${position(error.pos[0])}: ${withoutQuote(error.message)}`);

  const where = (path: Path, part: 'key' | 'value' = 'value'): string => {
    const at = `${noun} "${file}" at ${position(offsetOf(document, path, part))}`;
    return path.length === 0 ? at : `${at}, ${pointerOf(path)}`;
  };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch {
    const { alias, isLost } = blamedAlias(document);
    const why = isLost ? 'has no anchor (&name) before it' : 'and others repeat too many values: write them out';
    throw new UsageError(`Cannot read ${noun} "${file}" at ${position(alias?.range?.[0] ?? 0)}: the alias (*name) here ${why}`);
  }
  const lineOf = (path: Path): number => Math.max(lines.linePos(offsetOf(document, path, 'value')).line, 1);
  return { file, directory, value, where, lineOf };
};
