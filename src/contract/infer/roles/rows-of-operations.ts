import { nodeOf } from '../../../model/location.ts';
import type { Contract, Operation } from '../../model.ts';
import { isObject, valueAt } from '../../pointer.ts';
import { segmentsOf } from '../path-template.ts';
import { wordsOf } from '../words.ts';
import { hasOwnVerbs, isNarrowed, isVerb } from './clauses.ts';
import { emptyWords, type Kind, verbs } from './lexicon.ts';
import { textsOf } from './spelled.ts';
import { stemOf, stems } from './stem.ts';
import { isReading, type Matrix, matricesIn } from './tables.ts';
import { vocabularyOf } from './texts.ts';

type Document = Contract['document'];

/** What the row of a table that names an operation as a whole says of a role. */
export type RightByRow = 'may' | 'may-not' | 'open';

/** A row that names an operation, by all of what it does or by the thing it is about, and what it says of each role. */
export type NamedByRow = {
  /** The words of the row, where they name a thing: what other rows say of the same words is weighed elsewhere. */
  readonly thing: ReadonlySet<string> | undefined;
  readonly rights: ReadonlyMap<string, RightByRow>;
};

/** Words that say nothing beside a name. Those that are empty elsewhere may be all of a name: "shared records". */
const articles = stems('the a an of all any every each and or to');

/** A text as the set of its words. */
const keyOf = (words: readonly string[]): string => [...new Set(words.map(stemOf).filter((word) => !articles.has(word)))].sort().join(' ');

type Named = {
  readonly kinds: readonly Kind[];
  readonly words: ReadonlySet<string>;
  /** What it does with what: "order lab tests". */
  readonly whole: ReadonlySet<string>;
  /** What it is about: "shared records" of `getSharedRecord`, "waiting list" of `/waiting-list`. */
  readonly things: ReadonlySet<string>;
  /** The verbs with which it is named: "export" of `exportMembers`. */
  readonly acts: ReadonlySet<string>;
};

const kindsOfMethod: Readonly<Record<string, readonly Kind[]>> = {
  get: ['read'],
  head: ['read'],
  put: ['change', 'create'],
  patch: ['change'],
  post: ['create', 'act'],
  delete: ['remove'],
};

const textOf = (node: unknown, member: string): string => (isObject(node) && typeof node[member] === 'string' ? node[member] : '');

const namedAt = (path: string, method: string, node: unknown): Named => {
  const texts = [textOf(node, 'operationId'), textOf(node, 'summary')];
  const literals = segmentsOf(path).flatMap((one) => ('literal' in one ? [wordsOf(one.literal)] : []));
  const names = texts.map((text) => wordsOf(text));
  // "Replace the opening hours of a practitioner" is about opening hours.
  const things = texts.flatMap((text) => [text, text.split(/\b(?:of|for|from|in|on)\b/iu)[0] ?? '']).map((text) => wordsOf(text).slice(1));
  return {
    kinds: kindsOfMethod[method] ?? [],
    words: new Set([...names.flat(), ...literals.flat()].map(stemOf)),
    whole: new Set(names.filter((words) => words.length > 1).map(keyOf)),
    // One word of a summary may name a part of the path: "Move a dog" of `/dogs/{id}/stays`.
    things: new Set(
      [...things.filter((words) => keyOf(words).includes(' ')), literals.at(-1) ?? []].map(keyOf).filter((key) => key !== ''),
    ),
    acts: new Set(names.flatMap(([first]) => (first === undefined ? [] : [stemOf(first)]))),
  };
};

const allNamed = (document: Document): readonly Named[] =>
  Object.entries(isObject(document['paths']) ? document['paths'] : {}).flatMap(([path, item]) =>
    Object.entries(isObject(item) ? item : {}).flatMap(([method, node]) =>
      method in kindsOfMethod && isObject(node) ? [namedAt(path, method, node)] : [],
    ),
  );

/** The parts of a list, each with its words; none of those of which brackets say what is done with it. */
const itemsOf = (about: string): readonly (readonly string[])[] =>
  about
    .split(/[,;](?![^(]*\))/u)
    .filter((part) => !hasOwnVerbs(part))
    .map((part) => wordsOf(part.replaceAll(/\([^)]*\)/gu, ' ').replace(/^\s*(?:and|or)\b/iu, '')))
    .filter((words) => words.length > 0);

/** The verbs of a list before one of its items: those may be about it too, as in "create orders, labels". */
const verbsBefore = (items: readonly (readonly string[])[], at: number): readonly string[] =>
  items
    .slice(0, at)
    .flatMap((words) =>
      words.filter(
        (word, n) => isVerb(word) && (n === 0 || words.slice(0, n).every((one) => isVerb(one) || one === 'and' || one === 'or')),
      ),
    );

/** Is an operation one that a verb is about. */
const isDoneBy = ({ kinds, words }: Named, verb: string): boolean => {
  const stem = stemOf(verb);
  return words.has(stem) || verbs.some(([of, among]) => among.has(stem) && of.some((kind) => kinds.includes(kind)));
};

const isKindAlone = (word: string): boolean => verbs.some(([, among]) => among.has(stemOf(word)));

/** Which of what a row lists names an operation: by all that it does, by its verb alone, or by the thing that it is about. */
const itemNaming = (about: string, named: Named, all: readonly Named[], others: readonly string[]): readonly string[] | undefined => {
  const items = itemsOf(about);
  const whole = items.find((words) => words.length > 1 && named.whole.has(keyOf(words)));
  if (whole) return whole;
  const [only = [], ...more] = items;
  const [verb = ''] = only;
  const isVerbAlone = more.length === 0 && only.length === 1 && isVerb(verb) && !isKindAlone(verb) && named.acts.has(stemOf(verb));
  // Beside "cancel orders" it is open which of the acts with this name another row means by "cancel".
  if (isVerbAlone && !others.some((other) => wordsOf(other).map(stemOf).includes(stemOf(verb)))) return only;
  return items.find((words, n) => {
    const key = keyOf(words);
    if (!named.things.has(key) || (words.length === 1 && isVerb(words[0] ?? '')) || words.every((word) => emptyWords.has(stemOf(word))))
      return false;
    const before = verbsBefore(items, n);
    return !all.some((one) => one.things.has(key) && before.some((word) => isDoneBy(one, word)));
  });
};

const rightIn = (cell: Matrix['rows'][number]['cells'][number] | undefined): RightByRow =>
  cell === 'may' ? 'may' : cell === 'may-not' ? 'may-not' : 'open';

/** Does a row let a role read whatever there is: "read", "see everything", "read, write comments". */
const isReadingAll = (about: string, things: ReadonlySet<string>): boolean =>
  isReading.test(about) && !wordsOf(about.split(/[,;]/u)[0] ?? '').some((word) => things.has(stemOf(word)));

/**
 * The row of a table of rights that names an operation as a whole, by its own summary ("order lab tests"), its verb ("export") or the thing that it is about ("waiting list"
 * of `/waiting-list`): it tells more exactly who may than one that names a part of its path. Undefined where no row does.
 */
export const namedByRow = (document: Document, operation: Pick<Operation, 'location' | 'path' | 'method'>): NamedByRow | undefined => {
  const method = operation.method.toLowerCase();
  // OPTIONS and TRACE do nothing with what their path names.
  const matrices = method in kindsOfMethod ? matricesIn(textsOf(document)) : [];
  if (matrices.length === 0) return undefined;
  const named = namedAt(operation.path, method, valueAt(document, nodeOf(operation.location)));
  const all = allNamed(document);
  const things = vocabularyOf(document);
  const found = matrices.flatMap((matrix) =>
    matrix.rows.flatMap(({ about, cells }) => {
      const others = matrix.rows.filter((row) => row.about !== about).map((row) => row.about);
      const item = about.includes(':') ? undefined : itemNaming(about, named, all, others);
      if (!item) return [];
      const isThing = !named.whole.has(keyOf(item)) && named.things.has(keyOf(item));
      return [
        {
          rank: isThing ? 0 : 1,
          thing: isThing ? new Set(item.map(stemOf)) : undefined,
          rights: new Map(
            matrix.roles.flatMap((role, n) => {
              // "Notes: no" beside "read: yes" is about what changes them.
              const isBesideReading =
                isThing &&
                named.kinds.includes('read') &&
                matrix.rows.some((row) => row.cells[n] !== 'may-not' && isReadingAll(row.about, things));
              return isBesideReading ? [] : [[role, isNarrowed(about) ? 'open' : rightIn(cells[n])] as const];
            }),
          ),
        },
      ];
    }),
  );
  const most = Math.max(...found.map(({ rank }) => rank));
  const [first, ...more] = found.filter(({ rank }) => rank === most);
  if (!first) return undefined;
  const isSame = (role: string): boolean => more.every(({ rights }) => rights.get(role) === first.rights.get(role));
  return { thing: first.thing, rights: new Map([...first.rights].map(([role, right]) => [role, isSame(role) ? right : 'open'])) };
};

/** Does a document tell the rights of its roles in a table with a row for each thing: what no row names is open there. */
export const hasTableOfRights = (document: Document): boolean => matricesIn(textsOf(document)).length > 0;
