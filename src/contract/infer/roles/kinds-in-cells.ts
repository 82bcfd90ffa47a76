import { type Kind } from './lexicon.ts';
import { plain } from './texts.ts';

/** The kinds of operations that a cell of a table of rights names: "read, write", "R/W", "read; write in camps that she leads". */
export type Granting = {
  readonly kinds: ReadonlySet<Kind>;
  /** Those among them that it names by themselves, such as "delete", and not with others, as "write" does. */
  readonly named: ReadonlySet<Kind>;
  /** What it gives in some cases alone. */
  readonly open: ReadonlySet<Kind>;
};

const every: readonly Kind[] = ['read', 'create', 'change', 'remove', 'act'];

/** The words of such cells, each with the kinds that it stands for. */
const meanings: readonly (readonly [word: RegExp, kinds: readonly Kind[]])[] = [
  [/^(?:reads?|reading|views?|viewing|sees?|lists?|looks?|get|r|ro)$/u, ['read']],
  [/^(?:creates?|creating|adds?|adding|post|c)$/u, ['create']],
  [/^(?:updates?|updating|changes?|changing|edits?|editing|modify|modifies|put|patch|u)$/u, ['change']],
  [/^(?:deletes?|deleting|removes?|removing|d)$/u, ['remove']],
  [/^(?:writes?|writing|w|manages?|maintains?)$/u, ['create', 'change', 'remove', 'act']],
  [/^(?:rw|full access|crud)$/u, every],
];

/** Words of such cells that say no more than those beside them. */
const idle: ReadonlySet<string> = new Set(['and', 'only', 'all', 'access', 'may', 'can']);

/** Letters that stand for kinds, without anything between: "CRU". */
const letters = /^(?:c?r?u?d?|rwd?)$/u;

const kindsOf = (word: string): readonly Kind[] | undefined => meanings.find(([one]) => one.test(word))?.[1];

/** The words of a part of a cell, letters that stand together being words of their own. */
const wordsIn = (text: string): readonly string[] =>
  plain(text)
    .toLowerCase()
    .replaceAll(/\bread[- ]only\b/gu, 'read')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '' && !idle.has(word))
    .flatMap((word) => (letters.test(word) && kindsOf(word) === undefined ? [...word] : [word]));

/** The kinds that a part names, where it says nothing else. */
const plainKinds = (part: string): readonly (readonly Kind[])[] | undefined => {
  const kinds = wordsIn(part).map(kindsOf);
  return kinds.length > 0 && kinds.every((one) => one !== undefined) ? kinds : undefined;
};

/** What begins thus limits what stands before it, and names nothing more: "read, but no drafts", "read, own only". */
const limiting =
  /^\W*(?:but|except|excluding|not|no|never|without|own|his|her|their|if|when|while|where|unless|as long|once|for|in|of|on|within)\b/iu;

/** What a cell gives; undefined where it names no kind. */
const grantingOf = (cell: string): Granting | undefined => {
  const [kinds, named, open] = [new Set<Kind>(), new Set<Kind>(), new Set<Kind>()];
  for (const sentence of cell.split(';')) {
    const parts = sentence.split(/[,/+&]|\band\b/iu).filter((part) => part.trim() !== '');
    const told = parts.map(plainKinds);
    const isPlain = told.every((one) => one !== undefined);
    for (const word of isPlain ? told.flatMap((one) => one ?? []) : []) {
      for (const kind of word) kinds.add(kind);
      if (word.length === 1) for (const kind of word) named.add(kind);
    }
    for (const part of isPlain ? [] : parts) {
      const some = wordsIn(part).flatMap((word) => kindsOf(word) ?? []);
      // Of words that cannot be read it is unknown what they give.
      for (const kind of some.length > 0 ? some : limiting.test(part) ? [] : every) open.add(kind);
    }
  }
  for (const kind of kinds) open.delete(kind);
  return kinds.size === 0 && (open.size === 0 || open.size === every.length) ? undefined : { kinds, named, open };
};

/** Letters without a word: "R", "CRUD", "r/w". Where others stand among them, or no two of them, they may be signs for anything. */
const isOfLetters = (cell: string): boolean =>
  /^\p{L}{1,4}(?:\W+\p{L})*$/u.test(cell) && !/^(?:view|read|edit|list|full|all|own|some|add)$/iu.test(cell);
const isRights = (cell: string): boolean => /^(?:r\W*w(?:\W*d)?|c?\W*r\W*u?\W*d?|c\W*r?|c|u|d|w)$/iu.test(cell);

/** The cells of a table that name kinds of operations, where some of them name nothing else. */
export const kindsOfCells = (cells: readonly string[]): ReadonlyMap<string, Granting> => {
  const ofLetters = cells.filter(isOfLetters);
  const areSigns = ofLetters.every(isRights) && ofLetters.some((cell) => /r/iu.test(cell) && /[cuw]/iu.test(cell));
  const found = new Map<string, Granting>();
  for (const cell of new Set(cells)) {
    const granting = areSigns || !isOfLetters(cell) ? grantingOf(cell) : undefined;
    if (granting) found.set(cell, granting);
  }
  return [...found.values()].some(({ kinds, open }) => kinds.size > 0 && open.size === 0) ? found : new Map();
};

/** Does a cell give at least as much as another one, of which it may depend what it gives. */
export const isAsMuch = (own: Granting, other: Granting | 'depends'): boolean => {
  if (own.open.size > 0) return false;
  if (own.kinds.has('act')) return true;
  return other !== 'depends' && [...other.kinds, ...other.open].every((kind) => own.kinds.has(kind));
};

/** Kinds that change something. */
const changing: ReadonlySet<Kind> = new Set(['create', 'change', 'remove', 'act']);

/**
 * What a cell withholds, as another one of its row gives it. Whoever changes something may read it too; and where it is given some change, "edit" beside "write" may be another word
 * for the same, so that only what another cell names by itself is withheld.
 */
export const withheld = (own: Granting, others: readonly (Granting | 'all' | undefined)[]): ReadonlySet<Kind> => {
  const isChanging = [...own.kinds, ...own.open].some((kind) => changing.has(kind));
  const given = others.flatMap((other) => {
    if (other === undefined) return [];
    if (other === 'all') return isChanging ? [] : every;
    return [...(isChanging ? other.named : other.kinds)];
  });
  return new Set(given.filter((kind) => kind !== 'read' && !own.kinds.has(kind) && !own.open.has(kind)));
};
