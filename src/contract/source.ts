import { readFile } from 'node:fs/promises';
import { CORE_SCHEMA, load, mergeTag, YAMLException } from 'js-yaml';
import { ContractError } from './contract-error.ts';
import { positionsIn } from './document/positions.ts';

/** Something that a file's own syntax does not allow and that can be read all the same. */
export type Remark = { readonly position: string; readonly message: string };

/** A YAML or JSON file that can say where in the text a value stands. */
export type Source = {
  readonly file: string;
  /** Read anew each time: whoever asked for it may change it. */
  readonly value: unknown;
  /** Empty where the file is as YAML 1.2 or JSON wants it. */
  readonly remarks: readonly Remark[];
  /** `line:column` of the value at a pointer, or of the nearest thing around it. Found when asked for. */
  position(pointer: string): string;
};

const schema = CORE_SCHEMA.withTags(mergeTag);

/** Deepest nesting of lists and mappings that is read. No document comes near it; a file made to exhaust the stack does. */
const deepest = 500;

/** Values a document may have with every alias written out. A few aliases of aliases make billions of one short text. */
const mostValues = 20_000_000;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Reads a YAML 1.2 or JSON file.
 * @throws {ContractError} when it cannot be read or parsed, with line and column.
 */
export const readSource = async (file: string): Promise<Source> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new ContractError(`Cannot read "${file}": ${messageOf(error)}`, { cause: error });
  }
  return sourceOf(file, text);
};

/**
 * A text that was read from a file, or had from an address, as a source.
 * @throws {ContractError} when it cannot be parsed, with line and column.
 */
export const sourceOf = (file: string, written: string): Source => {
  const text = written.startsWith('\uFEFF') ? written.slice(1) : written;
  const { value, remarks } = parsed(file, text);
  return { file, value, remarks, position: positionsIn(text) };
};

type Parsed = { readonly value: unknown; readonly remarks: readonly Remark[] };

const parsed = (file: string, text: string): Parsed => {
  if (/^\s*[{[]/.test(text)) {
    try {
      return { value: JSON.parse(text), remarks: [] };
    } catch {
      // YAML in flow style begins like JSON; if it is neither, the YAML parser says where.
    }
  }
  const value = parsedYaml(file, text);
  if (/(^|[\s[{,:-])\*[^\s*]/m.test(text)) refuseExcess(file, value.value);
  return value;
};

const parsedYaml = (file: string, text: string): Parsed => {
  const options = { schema, maxDepth: deepest };
  try {
    return { value: load(text, options), remarks: [] };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line = 0, column = 0 } = error.mark ?? {};
    const position = `${line + 1}:${column + 1}`;
    if (error.reason !== 'duplicated mapping key')
      throw new ContractError(`Cannot parse "${file}" at ${position}: ${error.reason}`, { cause: error });
    const message = 'this key stands in its mapping twice, the last one counts (YAML 1.2 wants every key once)';
    return { value: load(text, { ...options, json: true }), remarks: [{ position, message }] };
  }
};

/** Refuses what would not end, or not fit into memory, as soon as its aliases are followed. */
const refuseExcess = (file: string, root: unknown): void => {
  const sizes = new Map<object, number>();
  const sizeOf = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 1;
    const known = sizes.get(value);
    if (known !== undefined) return known;
    sizes.set(value, Infinity);
    const size = Object.values(value).reduce<number>((sum, child) => sum + sizeOf(child), 1);
    sizes.set(value, size);
    return size;
  };
  const size = sizeOf(root);
  if (size === Infinity) throw new ContractError(`Cannot use "${file}": an alias in it stands for something that holds the alias itself`);
  if (size > mostValues)
    throw new ContractError(`Cannot use "${file}": its aliases stand for ${size} values, more than the ${mostValues} that are read`);
};
