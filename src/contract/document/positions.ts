import {
  EVENT_ALIAS,
  EVENT_MAPPING,
  EVENT_POP,
  EVENT_SCALAR,
  EVENT_SEQUENCE,
  type Event,
  getScalarValue,
  parseEvents,
  type ScalarEvent,
} from 'js-yaml';
import { below } from '../pointer.ts';

/** Limit of nesting. JSON is YAML, so one reader of positions serves both. */
const deepest = 1000;

/** Where a value begins in a text. Lines and columns are counted from 1, columns in UTF-16 code units. */
export type Spot = {
  /** Fragment pointer of the value. */
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
};

/**
 * Finds where the value at a pointer begins in a text; the nearest value around it where there is none. The text is parsed on the first call,
 * because most documents need no position.
 */
export const spotsIn = (text: string): ((pointer: string) => Spot) => {
  // The problems of a contract keep this in memory: the octets take half the memory of a string, and the index can be made again.
  const octets = Buffer.from(text, 'utf8');
  let known: WeakRef<Index> | undefined;
  return (pointer) => {
    const index = known?.deref() ?? indexOf(octets.toString('utf8'));
    known = new WeakRef(index);
    const { offsets, lines } = index;
    for (let at = pointer.replace(/^#/, ''); ; at = at.slice(0, at.lastIndexOf('/'))) {
      const offset = offsets.get(at);
      if (offset !== undefined) return { pointer: `#${at}`, ...lineAndColumn(lines, offset) };
      if (at === '') return { pointer: '#', line: 1, column: 1 };
    }
  };
};

/** The offsets of the values of a text by pointer, and of its lines. */
type Index = { readonly offsets: ReadonlyMap<string, number>; readonly lines: readonly number[] };

const indexOf = (text: string): Index => ({ offsets: offsetsIn(text), lines: lineStarts(text) });

/** Offset of every value by its pointer without the leading `#`. */
const offsetsIn = (text: string): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  /** The open lists and mappings: the pointer, and the next index of a list or the key that waits for its value. */
  const open: { readonly pointer: string; index?: number; key?: string; keyAt?: number }[] = [];
  /** The pointer of the value that begins here; undefined where it is a key of a mapping. */
  const pointerOfNext = (): string | undefined => {
    const around = open.at(-1);
    if (around === undefined) return '';
    if (around.index !== undefined) return below(around.pointer, around.index++);
    if (around.key === undefined) return undefined;
    const pointer = below(around.pointer, around.key);
    delete around.key;
    return pointer;
  };
  for (const event of eventsOf(text)) {
    if (event.type === EVENT_POP) open.pop();
    else if (event.type === EVENT_SCALAR || event.type === EVENT_ALIAS) {
      const pointer = pointerOfNext();
      const around = open.at(-1);
      const at = event.type === EVENT_SCALAR ? startOf(text, event) : event.anchorStart - 1;
      // A key without a value means null, which has the position of the key.
      const shown = at < 0 ? around?.keyAt : at;
      if (pointer !== undefined && shown !== undefined) found.set(pointer, shown);
      if (pointer === undefined && around !== undefined) {
        around.key = event.type === EVENT_SCALAR ? getScalarValue(text, event) : '';
        around.keyAt = at;
      }
    } else if (event.type === EVENT_MAPPING || event.type === EVENT_SEQUENCE) {
      const pointer = pointerOfNext();
      const isKey = pointer === undefined && open.length > 0;
      if (isKey) (open.at(-1) ?? { key: '' }).key = '';
      if (pointer !== undefined) found.set(pointer, event.start);
      open.push({ pointer: pointer ?? '/', ...(event.type === EVENT_SEQUENCE ? { index: 0 } : {}) });
    }
  }
  return found;
};

/** A quoted text begins with its quote. */
const startOf = (text: string, { valueStart }: ScalarEvent): number =>
  /["']/.test(text[valueStart - 1] ?? '') ? valueStart - 1 : valueStart;

/** A text that is not YAML, such as JSON with a tab at the beginning of a line, has no positions but 1:1. */
const eventsOf = (text: string): readonly Event[] => {
  try {
    return parseEvents(text, { maxDepth: deepest });
  } catch {
    return [];
  }
};

const lineStarts = (text: string): readonly number[] => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
};

const lineAndColumn = (starts: readonly number[], offset: number): Omit<Spot, 'pointer'> => {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
};
