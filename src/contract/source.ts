import { readFile, stat } from 'node:fs/promises';
import { CORE_SCHEMA, load, mergeTag, YAMLException } from 'js-yaml';
import { ContractError } from './contract-error.ts';
import { type Spot, spotsIn } from './document/positions.ts';

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
  let text: string;
  try {
    const { size } = await stat(file);
    if (size > mostBytes) throw new Error(`it has ${size} bytes, more than the limit of ${mostBytes}`);
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new ContractError(`Cannot read "${file}": ${messageOf(error)}`, { cause: error });
  }
  return sourceOf(file, text);
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

type Parsed = { readonly value: unknown; readonly remarks: readonly Remark[] };

const parsed = (file: string, text: string): Parsed => {
  if (/^\s*[{[]/.test(text)) {
    try {
      return { value: JSON.parse(text), remarks: [] };
    } catch {
      // YAML in flow style begins like JSON. If it is neither, the YAML parser reports the position.
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
    const message = 'this key is in its mapping twice, the last one counts (YAML 1.2 allows every key once)';
    return { value: load(text, { ...options, json: true }), remarks: [{ position, message }] };
  }
};

/** Refuses values that, once their aliases are expanded, would be endless or not fit into memory. */
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
  if (size === Infinity) throw new ContractError(`Cannot use "${file}": one of its aliases contains itself`);
  if (size > mostValues)
    throw new ContractError(`Cannot use "${file}": with its aliases expanded it has ${size} values, more than the limit of ${mostValues}`);
};
