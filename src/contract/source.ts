import { readFile, stat } from 'node:fs/promises';
import { getHeapStatistics } from 'node:v8';
import { CORE_SCHEMA, load, mergeTag, YAMLException } from 'js-yaml';
import { ContractError } from './contract-error.ts';
import { type Spot, spotsIn } from './document/positions.ts';
import { parsedBefore } from './parsed-texts.ts';
import { below, isObject } from './pointer.ts';

/** A violation of the file's syntax that can be read nevertheless. */
export type Remark = { readonly position: string; readonly message: string };

/** A YAML or JSON file that knows the position of each value in its text. */
export type Source = {
  readonly file: string;
  /** Parsed for this source alone; the caller may change it. */
  readonly value: unknown;
  /** Empty where the file is valid YAML 1.2 or JSON. */
  readonly remarks: readonly Remark[];
  /** `line:column` of the value at a pointer, or of the nearest value around it. Computed on first use. */
  position(pointer: string): string;
  /** The same with the pointer of the value that was found. */
  spot(pointer: string): Spot;
};

/** A file without its value, which may take hundreds of megabytes. */
export type Positions = Pick<Source, 'file' | 'spot'>;

const schema = CORE_SCHEMA.withTags(mergeTag);

/** Deepest nesting of lists and mappings that is read. Real documents are far from it; it stops files that would exhaust the stack. */
const deepest = 500;

/** The number of values that a document may have with every alias expanded. Aliases of aliases can make billions from a short text. */
const mostValues = 20_000_000;

/** Most bytes of a file. The largest published documents have about 35 MB; a larger file would exhaust the memory. */
const mostBytes = 40_000_000;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Reads a YAML 1.2 or JSON file.
 * @throws {ContractError} when it cannot be read or parsed, with line and column.
 */
export const readSource = async (file: string): Promise<Source> => {
  let octets: Uint8Array;
  try {
    const { size } = await stat(file);
    if (size > mostBytes) throw new Error(`it has ${size} bytes, more than the limit of ${mostBytes}`);
    octets = await readFile(file);
  } catch (error) {
    throw new ContractError(`Cannot read "${file}": ${whyUnreadable(error)}`, { cause: error });
  }
  return sourceOf(file, textOf(file, octets));
};

const whyUnreadable = (error: unknown): string => {
  const code = isObject(error) || error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder, name a file in it';
  if (code === 'EACCES') return 'this user may not read it';
  return messageOf(error);
};

/** The text of a file in UTF-8, which JSON and OpenAPI require between systems (RFC 8259, section 8.1). */
const textOf = (file: string, octets: Uint8Array): string => {
  const [first = 0, second = 0] = octets;
  const isWide =
    (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || (octets.length > 1 && (first === 0) !== (second === 0));
  if (isWide) throw new ContractError(`Cannot read "${file}" at 1:1: it is not in UTF-8 but in UTF-16 or UTF-32, save it as UTF-8`);
  const zero = octets.indexOf(0);
  if (zero !== -1)
    throw new ContractError(`Cannot read "${file}" at ${placeIn(octets, zero)}: it has an octet 0, so it is not a text file`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch (error) {
    const at = firstDifference(octets, Buffer.from(Buffer.from(octets).toString('utf8')));
    throw new ContractError(`Cannot read "${file}" at ${placeIn(octets, at)}: an octet there is not UTF-8, save it as UTF-8`, {
      cause: error,
    });
  }
};

const firstDifference = (one: Uint8Array, other: Uint8Array): number => {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
};

/** `line:column` of an octet. */
const placeIn = (octets: Uint8Array, at: number): string => {
  const before = Buffer.from(octets.subarray(0, at)).toString('utf8').split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
};

/**
 * Parses a text that came from a file or an address.
 * @throws {ContractError} when it cannot be parsed, with line and column.
 */
export const sourceOf = (file: string, written: string): Source => {
  const text = written.startsWith('\uFEFF') ? written.slice(1) : written;
  const { value, remarks } = parsed(file, text);
  const spot = spotsIn(text);
  return {
    file,
    value,
    remarks,
    position: (pointer) => {
      const { line, column } = spot(pointer);
      return `${line}:${column}`;
    },
    spot,
  };
};

const positionIn = (text: string): ((pointer: string) => string) => {
  const spot = spotsIn(text);
  return (pointer) => {
    const { line, column } = spot(pointer);
    return `${line}:${column}`;
  };
};

type Parsed = { readonly value: unknown; readonly remarks: readonly Remark[] };

const parsed = (file: string, text: string): Parsed => {
  if (/^\s*[{[]/.test(text)) {
    refuseDepth(file, text);
    try {
      return { value: JSON.parse(text), remarks: [] };
    } catch {
      // YAML in flow style begins like JSON. If it is neither, the YAML parser reports the position.
    }
  }
  const value = parsedYaml(file, text);
  if (/(^|[\s[{,:-])\*[^\s*]/m.test(text)) refuseExcess(file, value.value, positionIn(text));
  return value;
};

/** Refuses a JSON text that is nested deeper than a YAML text may be: its parser has no limit of its own. */
const refuseDepth = (file: string, text: string): void => {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isInText) {
      if (code === backslash) at += 1;
      else if (code === quote) isInText = false;
    } else if (code === quote) isInText = true;
    else if (code === openBrace || code === openBracket) depth += 1;
    else if (code === closeBrace || code === closeBracket) depth -= 1;
    if (depth > deepest) {
      const before = text.slice(0, at);
      const place = `${before.split('\n').length}:${at - before.lastIndexOf('\n')}`;
      throw new ContractError(`Cannot parse "${file}" at ${place}: ${tooDeep}`);
    }
  }
};

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];

const tooDeep = `it is nested deeper than ${deepest} lists and mappings, define parts of it as components`;

/** What the parser means, where its own words name only its rule. */
const reasonOf = (reason: string, text: string): string => {
  if (reason.startsWith('nesting exceeded')) return tooDeep;
  if (reason.includes('input is empty')) return text === '' ? 'the file is empty' : 'the file has no content, only blanks or comments';
  if (reason.startsWith('expected a single document')) return 'a second document begins after "---", keep one document in a file';
  if (reason.startsWith('unidentified alias')) return `${reason}, no anchor of this name stands before it`;
  if (reason.startsWith('unexpected end of the stream')) return `${reason}: is the file complete?`;
  return reason;
};

/** Texts with fewer characters fit into any memory in which Node itself runs. */
const alwaysFits = 4_000_000;

/** Memory that the YAML parser takes for a value, by measurement of generated documents; JSON takes a third of it. */
const bytesPerValue = 600;

/** Refuses a YAML text that would end the process for want of memory: nothing could be said any more. */
const refuseExhaustion = (file: string, text: string): void => {
  if (text.length < alwaysFits) return;
  let values = 0;
  for (const _ of text.matchAll(/:(?=\s)|\n\s*-\s|,/g)) values += 1;
  const limit = getHeapStatistics().heap_size_limit;
  if (values * bytesPerValue < limit * 0.9) return;
  const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);
  throw new ContractError(
    `Cannot read "${file}" at 1:1: its ${megabytes(text.length)} MB of YAML need about ${megabytes(values * bytesPerValue * 2)} MB of memory, and this process may have ${megabytes(limit)}; set NODE_OPTIONS=--max-old-space-size=${megabytes(values * bytesPerValue * 2)}, or convert it to JSON`,
  );
};

const parsedYaml = (file: string, text: string): Parsed => {
  const before = parsedBefore(text);
  if (before !== undefined) return { value: before, remarks: [] };
  refuseExhaustion(file, text);
  const options = { schema, maxDepth: deepest };
  try {
    return { value: load(text, options), remarks: [] };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line = 0, column = 0 } = error.mark ?? {};
    const second = error.reason.startsWith('expected a single document') ? secondDocument(text) : undefined;
    const position = second ?? `${line + 1}:${column + 1}`;
    if (error.reason !== 'duplicated mapping key')
      throw new ContractError(`Cannot parse "${file}" at ${position}: ${reasonOf(error.reason, text)}`, { cause: error });
    const message = 'this key is in its mapping twice, the last one counts (YAML 1.2 allows every key once)';
    return { value: load(text, { ...options, json: true }), remarks: [{ position, message }] };
  }
};

/** Position of the line that begins the second document of a text. */
const secondDocument = (text: string): string | undefined => {
  const lines = text.split('\n');
  const begun = lines.findIndex((line) => !/^\s*(#.*|%.*|---\s*)?$/.test(line));
  const at = lines.findIndex((line, n) => n > begun && /^---(\s|$)/.test(line));
  return at === -1 ? undefined : `${at + 1}:1`;
};

/** Refuses values that, once their aliases are expanded, would be endless or not fit into memory. */
const refuseExcess = (file: string, root: unknown, position: (pointer: string) => string): void => {
  const sizes = new Map<object, number>();
  const sizeOf = (value: unknown, pointer: string): number => {
    if (typeof value !== 'object' || value === null) return 1;
    const known = sizes.get(value);
    if (known === Infinity)
      throw new ContractError(
        `Cannot use "${file}" at ${position(pointer)}, #${pointer}: this alias is inside the value that it names, so it never ends`,
      );
    if (known !== undefined) return known;
    sizes.set(value, Infinity);
    let size = 1;
    for (const [key, child] of Object.entries(value)) size += sizeOf(child, below(pointer, key));
    sizes.set(value, size);
    return size;
  };
  const size = sizeOf(root, '');
  if (size > mostValues)
    throw new ContractError(
      `Cannot use "${file}" at 1:1: with its aliases expanded it has ${size} values, more than the limit of ${mostValues}; use references in place of aliases`,
    );
};
