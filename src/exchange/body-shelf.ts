import type { Answer } from '../model/exchange.ts';
import { reclaimBefore } from './reclaim.ts';
import { createOverflowFile, type Extent } from './overflow-file.ts';

/**
 * Keeps the bodies of answers for as long as a run may read them again: those used last in memory, the others in a file. Checks keep every
 * answer that they may judge; a thousand answers of a megabyte would otherwise take several gigabytes for texts and values.
 */
export type BodyShelf = {
  /**
   * The same answer, whose `text` and `json` are fetched when they are read. Undefined where the shelf is full: the space for all answers
   * of the run is bounded.
   * @param isParsed The value is what parsing the text gives.
   */
  keep(answer: Answer, isParsed: boolean): Answer | undefined;
  /** Drops the bodies in the file. */
  close(): void;
};

export type ShelfLimits = {
  /** Shorter bodies, in characters, stay with their answers. */
  readonly leastCharacters: number;
  /** Bytes of memory, as estimated, for bodies. */
  readonly memoryBytes: number;
  /** Bytes of the file. */
  readonly fileBytes: number;
};

export const shelfLimits: ShelfLimits = { leastCharacters: 4096, memoryBytes: 64 * 1024 * 1024, fileBytes: 2 * 1024 * 1024 * 1024 };

/** The parts of a body; each is fetched when it is read. */
type Content = { text: string | undefined; json: Answer['json'] | undefined };

/** The position of a body in the file: its text, and its value where that differs from the text, because a secret was removed. */
type Stored = {
  readonly text: Extent;
  readonly json: Exclude<Answer['json'], { readonly kind: 'value' }> | { readonly kind: 'value'; readonly value: Extent };
};

/** A body on the shelf: in memory, in the file, or both. */
type Book = {
  readonly content: Content;
  stored: Stored | undefined;
  readonly cost: number;
  /** The value is what parsing the text gives. */
  readonly isParsed: boolean;
  /** The answer refers to its book, not the reverse: a body that nothing refers to any more is not written to the file. */
  holder: WeakRef<object> | undefined;
};

/** An estimate in bytes: two per character of the text, and three times as much again for a value. */
const costOf = ({ text, json }: Content): number => (text?.length ?? 0) * (json?.kind === 'value' ? 8 : 2);

export const createBodyShelf = (limits: ShelfLimits = shelfLimits): BodyShelf => {
  const file = createOverflowFile();
  /** In the order of their last use. */
  const inMemory = new Set<Book>();
  let used = 0;
  let isFull = false;

  const store = (text: string, json: Answer['json'], isParsed: boolean): Stored => {
    const written = file.write(text);
    if (json.kind !== 'value') return { text: written, json };
    return { text: written, json: { kind: 'value', value: isParsed ? written : file.write(JSON.stringify(json.value)) } };
  };

  const read = (extent: Extent): string => {
    reclaimBefore(extent.bytes);
    return file.read(extent);
  };

  const fetched = ({ json }: Stored): Answer['json'] =>
    json.kind === 'value' ? { kind: 'value', value: JSON.parse(read(json.value)) } : json;

  const isPutAway = (book: Book): boolean => {
    const { text, json } = book.content;
    if (book.stored !== undefined || text === undefined || json === undefined || book.holder?.deref() === undefined) return true;
    if (isFull) return false;
    try {
      book.stored = store(text, json, book.isParsed);
      isFull = file.size() > limits.fileBytes;
      return true;
    } catch {
      // The disk is full: bodies in memory stay there, and no more are accepted.
      isFull = true;
      return false;
    }
  };

  /** Frees memory: the least recently used book goes first; the last one stays whatever its size. */
  const makeRoom = (): void => {
    for (const book of inMemory) {
      if (used <= limits.memoryBytes || inMemory.size === 1) return;
      if (!isPutAway(book)) continue;
      inMemory.delete(book);
      used -= book.cost;
      book.content.text = undefined;
      book.content.json = undefined;
    }
  };

  const touch = (book: Book): void => {
    if (inMemory.delete(book)) used -= book.cost;
    inMemory.add(book);
    used += book.cost;
    makeRoom();
  };

  const textOf = (book: Book): string => {
    const text = book.content.text ?? (book.stored && read(book.stored.text));
    if (text === undefined) throw new Error('Cannot read an answer again: it was stored without its body');
    book.content.text = text;
    touch(book);
    return text;
  };

  const jsonOf = (book: Book): Answer['json'] => {
    const json = book.content.json ?? (book.stored && fetched(book.stored));
    if (json === undefined) throw new Error('Cannot read an answer again: it was stored without its body');
    book.content.json = json;
    touch(book);
    return json;
  };

  return {
    keep(answer, isParsed) {
      const { text, json, ...head } = answer;
      if (text === null || text.length < limits.leastCharacters) return answer;
      if (isFull) return undefined;
      const content = { text, json };
      const book: Book = { content, stored: undefined, cost: costOf(content), isParsed, holder: undefined };
      const kept: Answer = {
        ...head,
        get text() {
          return textOf(book);
        },
        get json() {
          return jsonOf(book);
        },
      };
      book.holder = new WeakRef(kept);
      touch(book);
      return kept;
    },
    close: file.close,
  };
};
