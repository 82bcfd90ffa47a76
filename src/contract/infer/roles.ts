import { nodeOf } from '../../model/location.ts';
import { type Contract, type Operation } from '../model.ts';
import { isObject, valueAt } from '../pointer.ts';
import { tablesIn } from './markdown-tables.ts';
import { segmentsOf } from './path-template.ts';
import { wordsOf } from './words.ts';

/** What a document says that a caller with less rights than the operator's key may do: an operation, or not. */
export type Right = 'may' | 'may-not';

/** Roles that may do everything, as documents call them. */
const greater: ReadonlySet<string> = new Set(
  'admin administrator owner manager supervisor superuser superadmin maintainer director head root'.split(' '),
);

/** Roles that may do less. */
const lesser: ReadonlySet<string> = new Set(
  (
    'viewer reader guest clerk assistant attendant agent staff operator employee volunteer auditor observer cashier courier driver nurse trainee intern ' +
    'technician analyst receptionist helper packer picker worker contributor editor author steward porter warden librarian teller inspector'
  ).split(' '),
);

/** The part of a word that its forms share: `remove`, `removal`, `removing`. */
const stemOf = (word: string): string => {
  const cut = (ending: RegExp, by = ''): string | undefined => {
    const rest = word.replace(ending, by);
    return rest !== word && rest.length >= leastStem ? rest : undefined;
  };
  return (
    cut(/ies$/u, 'y') ??
    cut(/(?:ations?|ions?|als?)$/u) ??
    cut(/ing$/u) ??
    cut(/(?<=x|z|ch|sh|s)es$/u) ??
    cut(/es$/u) ??
    cut(/ed$/u) ??
    cut(/(?<![su])s$/u) ??
    cut(/(?<!e)e$/u) ??
    word
  );
};

const leastStem = 3;

const stems = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(stemOf));

/** What kinds of operations a verb is about. */
const verbs: readonly (readonly [kinds: readonly Kind[], words: ReadonlySet<string>])[] = [
  [['read'], stems('read view see list get look query search browse fetch')],
  [['create'], stems('create add register make insert')],
  [['change'], stems('change update edit modify replace alter patch put')],
  [['remove'], stems('remove delete destroy erase')],
  [['create', 'change', 'remove', 'act'], stems('write')],
  [['create', 'change', 'remove'], stems('manage administer administrate maintain')],
];

type Kind = 'read' | 'create' | 'change' | 'remove' | 'act';

/** Words of acts that documents often name without a kind: beside them a noun does not stand for everything that is done with it. */
const actWords = stems(
  'start end stop open close complete finish cancel confirm approve reject book check dispense import export invite send pay refund assign release archive restore publish submit ' +
    'upload download pack ship receive move transfer lock unlock schedule activate deactivate issue revoke return renew reserve begin mark',
);

/** Words that say nothing about what is meant. */
const empty = stems(
  'the a an and or to of in on for with by at from as is are be it its their them they that this these those all any every each own also only too new one ones data record records ' +
    'resource resources item items thing things entry entries object objects operation operations endpoint endpoints call calls request requests api included including may can ' +
    'allowed able permitted it everything anything something just both either',
);

const all = /\b(?:everything|anything)\b/iu;

/** What a clause says: kinds of operations and words of their names, and what they are about; both empty where it says nothing that can be read. */
type Clause = {
  readonly isMay: boolean;
  readonly kinds: ReadonlySet<Kind>;
  /** Stems of its verbs and nouns that are no kind of operation. */
  readonly words: ReadonlySet<string>;
  readonly isAll: boolean;
};

/** What one role may do. `isClosed`: and nothing else. */
type Stated = { readonly clauses: readonly Clause[]; readonly isClosed: boolean };

/** The names of an operation, read as words. */
type Words = {
  readonly kind: Kind;
  readonly acts: ReadonlySet<string>;
  readonly nouns: ReadonlySet<string>;
  readonly above: ReadonlySet<string>;
  readonly choices: ReadonlySet<string>;
};

const clauseOf = (text: string, isMay: boolean, above?: Clause): Clause => {
  // "Invoices, reading included" is about all that is done with them.
  const words = wordsOf(text.replaceAll(/\([^)]*\)|\b\w+ing included\b/giu, ' ')).map(stemOf);
  const kinds = new Set(words.flatMap((word) => verbs.flatMap(([of, among]) => (among.has(word) ? of : []))));
  const rest = new Set(words.filter((word) => !empty.has(word) && !verbs.some(([, among]) => among.has(word))));
  const isBare = kinds.size === 0 && above !== undefined;
  return { isMay, kinds: isBare ? above.kinds : kinds, words: rest, isAll: all.test(text) };
};

/** Words that turn a clause round: "create and read, not delete", "everything but exports". */
const turns =
  /,?\s*\b(but not|but (?:cannot|can't|may not|must not|never)|but|not|nor|except(?: for)?|never|cannot|may not|must not)\b\s*/iu;

/** Does a word of a text begin a phrase of its own: "create" of "start stays and create garages". A plural is a noun: exports. */
const isVerb = (word: string): boolean => {
  const stem = stemOf(word);
  return verbs.some(([, among]) => among.has(stem)) || (actWords.has(stem) && !word.endsWith('s'));
};

/** The phrases of a text, each with its verbs and what they are about. A head with a colon is about all that follows. */
const phrasesOf = (text: string): readonly string[] => {
  if (text.includes(':')) return [text];
  const phrases: string[][] = [[]];
  let hasNoun = false;
  for (const word of text.split(/\s+/u)) {
    const [bare = ''] = wordsOf(word);
    if (isVerb(bare) && hasNoun) {
      phrases.push([]);
      hasNoun = false;
    } else if (!isVerb(bare) && !empty.has(stemOf(bare)) && bare !== '') hasNoun = true;
    if (all.test(bare)) hasNoun = true;
    phrases.at(-1)?.push(word);
  }
  return phrases.map((one) => one.join(' '));
};

const isSaying = ({ isAll, kinds, words }: Clause): boolean => isAll || kinds.size > 0 || words.size > 0;

/** The clauses of what a role may do. */
const clausesIn = (text: string): readonly Clause[] => {
  const [first = '', ...parts] = text.split(turns);
  const granted = phrasesOf(first)
    .map((one) => clauseOf(one, true))
    .filter(isSaying);
  const others = parts.flatMap((turn, n): Clause[] => {
    if (n % 2 === 1) return [];
    const [head = '', ...more] = phrasesOf(parts[n + 1] ?? '');
    // "Everything but members, and start stays" grants again after the exception.
    const isException = /^(?:but|except(?: for)?)$/iu.test(turn);
    const above = granted.at(-1);
    return [clauseOf(head, false, above), ...more.map((one) => clauseOf(one, isException && !isVerb(wordsOf(head)[0] ?? ''), above))];
  });
  return [...granted, ...others].filter(isSaying);
};

const yes = /^(?:yes|y|✓|✔|✅|☑|allowed|full|x)\ufe0f?$/iu;
const no = /^(?:no|n|✗|✘|❌|✖|–|-|—|none|denied|403|)\ufe0f?$/iu;

const plain = (cell: string): string => cell.replaceAll(/[*_`]/gu, '').trim();

/** What a table says that has a column for each role, and yes or no for each thing: by role. */
const rolesOfColumns = ([head = [], ...rows]: readonly (readonly string[])[]): ReadonlyMap<string, Stated> => {
  const columns = head.map((cell) => stemOf(wordsOf(plain(cell)).at(-1) ?? '')).slice(1);
  const cells = rows.map((row) => row.slice(1).map(plain));
  const isMatrix =
    columns.length >= 2 &&
    rows.length > 0 &&
    columns.every((one) => one !== '') &&
    cells.every((row) => row.length === columns.length && row.every((cell) => yes.test(cell) || no.test(cell)));
  if (!isMatrix) return new Map();
  return new Map(
    columns.map((role, n) => {
      const clauses = rows.flatMap((row): Clause[] => {
        const clause = clauseOf(plain(row[0] ?? ''), yes.test(plain(row[n + 1] ?? '')));
        return clause.kinds.size > 0 || clause.words.size > 0 || clause.isAll ? [clause] : [];
      });
      const isFull = cells.every((row) => yes.test(row[n] ?? ''));
      return [role, { clauses: isFull ? [everything] : clauses, isClosed: false }] as const;
    }),
  );
};

const everything: Clause = { isMay: true, kinds: new Set(), words: new Set(), isAll: true };

/** What a table says that has a row for each role: by role. */
const rolesOfRows = ([head = [], ...rows]: readonly (readonly string[])[]): ReadonlyMap<string, Stated> => {
  const [first = '', second = ''] = head.map((cell) => plain(cell).toLowerCase());
  if (!/\brole|\bwho\b|\bscope|\bkey/u.test(first) || !/\bmay\b|\bcan\b|\brights?\b|\bpermissions?\b|\ballow|\baccess\b/u.test(second))
    return new Map();
  return new Map(
    rows.map((row) => [
      stemOf(wordsOf(plain(row[0] ?? '')).at(-1) ?? ''),
      { clauses: (row[1] ?? '').split(/;\s/u).flatMap((one) => clausesIn(plain(one))), isClosed: false },
    ]),
  );
};

const roleNames = new Set([...greater, ...lesser].map(stemOf));

/** The only role that the words name; undefined where they name none or several. */
const roleIn = (text: string, names: ReadonlySet<string>): string | undefined => {
  const found = new Set(
    wordsOf(text)
      .map(stemOf)
      .filter((word) => names.has(word)),
  );
  return found.size === 1 ? [...found][0] : undefined;
};

/** The role that a sentence is about, and what it says of it. "Only managers may remove" says it of all others. */
type Sentence = { readonly role: string; readonly isOnly: boolean; readonly clauses: readonly Clause[] };

const modal = /\b(?:may not|can ?not|can't|must not|may|can|(?:is|are) (?:not )?(?:allowed|permitted|able) to)\b/iu;

/** Does a clause begin with what somebody does: "have two parcels" and "be removed" are about a thing. */
const isAct = ({ kinds, words, isAll }: Clause): boolean => kinds.size > 0 || isAll || actWords.has([...words][0] ?? '');

const sentenceOf = (sentence: string, names: ReadonlySet<string>): Sentence | undefined => {
  const text = plain(sentence.replace(/^\s*(?:[-*]|\d+\.)\s+/u, '')).replaceAll(/\([^)]*\)/gu, ' ');
  const listed = /^([\p{L} ]{3,30}?)\s*(?::|–|—| - )\s*(.+)$/u.exec(text);
  if (listed && roleIn(listed[1] ?? '', names) !== undefined && wordsOf(listed[1] ?? '').length <= 3) {
    const said = (listed[2] ?? '').replace(modal, (one) => (/not|never|n't/iu.test(one) ? ' not ' : ' '));
    return { role: roleIn(listed[1] ?? '', names) ?? '', isOnly: false, clauses: clausesIn(said) };
  }
  const found = modal.exec(text);
  const before = text.slice(0, found?.index ?? 0);
  const role = found ? roleIn(before, names) : undefined;
  // Before it stands the role, and hardly more: "Keys with the role clerk may …".
  if (
    found &&
    role !== undefined &&
    wordsOf(before).length <= mostBefore &&
    !/\b(?:if|when|unless|until|whose|its|their|of)\b/iu.test(before)
  ) {
    const isNot = /not|never|n't/iu.test(found[0]);
    const rest = text.slice(found.index + found[0].length).replaceAll(/\b(?:may|can)\b(?! ?not\b|'t)/giu, ' ');
    if (/\b(?:if|when|while|unless|until|once|own|themselves|assigned|themself)\b/iu.test(rest)) return undefined;
    const clauses = clausesIn(isNot ? ` not ${rest}` : rest);
    return clauses.every(isAct) && !/^\s*(?:be|have)\b/iu.test(rest) ? { role, isOnly: /\bonly\b/iu.test(before), clauses } : undefined;
  }
  // "Deleting is for managers only", "Removal needs the role manager".
  const needed =
    /^(.+?)\b(?:is|are|stays?) (?:only |reserved |limited |restricted |left )?(?:for|to)\b(.+)$|^(.+?)\b(?:needs?|requires?)\b(.+)$/iu.exec(
      text,
    );
  const [what, whom] = [needed?.[1] ?? needed?.[3] ?? '', needed?.[2] ?? needed?.[4] ?? ''];
  const wanted = roleIn(whom, names);
  const isOnly =
    needed?.[3] !== undefined
      ? /\brole\b|\bpermission\b/iu.test(whom)
      : /\bonly\b|\breserved\b|\blimited\b|\brestricted\b|\bleft to\b/iu.test(text);
  if (wanted === undefined || !isOnly || wordsOf(whom).length > mostBefore) return undefined;
  return { role: wanted, isOnly: true, clauses: clausesIn(what) };
};

/** Words before the verb of a sentence that is about a role. */
const mostBefore = 6;

/** "Everything else is 403 for a viewer", "Whatever else a clerk tries is refused." */
const closing = /\b(?:everything|anything|whatever|all) else\b[^.]*\b(?:403|forbidden|refused|denied|rejected|not allowed)\b/iu;

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((line) => !line.trim().startsWith('|'))
    .join('\n')
    .split(/(?<=[.!?;])\s+|\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)/u)
    .map((one) => one.replaceAll(/\s+/gu, ' ').trim())
    .filter((one) => one !== '');

/** What a document says about its API as a whole. */
const textsOf = (document: Contract['document']): readonly string[] => {
  const schemes = valueAt(document, '#/components/securitySchemes');
  const tags = Array.isArray(document['tags']) ? (document['tags'] as unknown[]) : [];
  return [document['info'], ...tags, ...(isObject(schemes) ? Object.values(schemes) : [])].flatMap((one) =>
    isObject(one) && typeof one['description'] === 'string' ? [one['description']] : [],
  );
};

/** The words of the paths of a document. */
const vocabularyOf = (document: Contract['document']): ReadonlySet<string> =>
  new Set(
    Object.keys(isObject(document['paths']) ? document['paths'] : {})
      .flatMap((path) => segmentsOf(path))
      .flatMap((one) => ('literal' in one ? wordsOf(one.literal).map(stemOf) : [])),
  );

/** What a document says of the roles that may do less than everything. */
const readRoles = (document: Contract['document']): readonly Stated[] => {
  const texts = textsOf(document);
  const tables = texts.flatMap((text) => tablesIn(text)).map((table) => new Map([...rolesOfColumns(table), ...rolesOfRows(table)]));
  // A guest or a driver may be what the API is about.
  const things = vocabularyOf(document);
  const isSpokenOf = texts.some((text) => /\b(?:roles?|keys?|tokens?|permissions?|rights|scopes?)\b/iu.test(text));
  const told = texts.flatMap(linesOf).flatMap((line) => /\broles\b(.*)$/iu.exec(line)?.[1] ?? []);
  const others = told
    .flatMap(wordsOf)
    .map(stemOf)
    .filter((word) => !empty.has(word));
  const named = isSpokenOf ? [...roleNames, ...others].filter((name) => !things.has(name)) : [];
  const names = new Set([...named, ...tables.flatMap((one) => [...one.keys()])]);
  const lines = texts.flatMap(linesOf);
  const said = lines.flatMap((line) => sentenceOf(line, names) ?? []);
  const byRole = new Map<string, Clause[]>();
  const add = (role: string, clauses: readonly Clause[]): void => {
    byRole.set(role, [...(byRole.get(role) ?? []), ...clauses]);
  };
  for (const table of tables) for (const [role, { clauses }] of table) add(role, clauses);
  for (const { role, clauses, isOnly } of said) if (!isOnly) add(role, clauses);
  const only = said.filter(({ isOnly }) => isOnly);
  for (const { role } of only) if (!byRole.has(role)) add(role, [everything]);
  const isFull = (role: string): boolean => {
    const clauses = byRole.get(role) ?? [];
    return clauses.some(({ isMay, isAll, kinds }) => isMay && isAll && kinds.size === 0) && clauses.every(({ isMay }) => isMay);
  };
  const isClosed = lines.some((line) => closing.test(line));
  const less = [...byRole.keys()].filter((role) => !isFull(role) && !greaterStems.has(role));
  const forbidden = only
    .filter(({ role }) => isFull(role) || greaterStems.has(role))
    .flatMap(({ clauses }) => clauses.filter(({ isMay }) => isMay).map((one): Clause => ({ ...one, isMay: false })));
  if (less.length === 0) return forbidden.length > 0 ? [{ clauses: forbidden, isClosed: false }] : [];
  return less.map((role) => ({ clauses: [...(byRole.get(role) ?? []), ...forbidden], isClosed: isClosed && less.length === 1 }));
};

const greaterStems = new Set([...greater].map(stemOf));

const kindOf = ({ method, effect }: Operation): Kind | undefined => {
  if (effect === 'safe') return 'read';
  if (effect === 'asks') return undefined;
  if (method === 'DELETE') return 'remove';
  if (method === 'PUT' || method === 'PATCH') return 'change';
  return effect.startsWith('creates') ? 'create' : 'act';
};

const wordsFor = (document: Contract['document'], operation: Operation, choices: readonly string[]): Words | undefined => {
  const kind = kindOf(operation);
  if (kind === undefined) return undefined;
  const segments = segmentsOf(operation.path);
  const literals = segments.flatMap((one) => ('literal' in one ? [one.literal] : []));
  const last = segments.findLastIndex((one) => 'parameter' in one);
  const tail = last < 0 ? literals.slice(-1) : segments.slice(last + 1).flatMap((one) => ('literal' in one ? [one.literal] : []));
  // What ends in a plural adds to a collection.
  const isAction = kind === 'act' && tail.length > 0 && literals.length > 1 && !/(?<!s)s$/u.test(tail.at(-1) ?? '');
  const about = isAction ? literals.slice(0, -tail.length).slice(-1) : tail.length > 0 ? tail : literals.slice(-1);
  const node = valueAt(document, nodeOf(operation.location));
  const summary = isObject(node) && typeof node['summary'] === 'string' ? node['summary'] : '';
  const named = [wordsOf(operation.operationId ?? '')[0], wordsOf(summary)[0], ...(isAction ? tail.flatMap(wordsOf) : [])];
  return {
    kind,
    acts: new Set(named.flatMap((word) => (word === undefined ? [] : [stemOf(word)]))),
    nouns: new Set(about.flatMap(wordsOf).map(stemOf)),
    above: new Set(literals.flatMap(wordsOf).map(stemOf)),
    choices: new Set(choices.flatMap(wordsOf).map(stemOf)),
  };
};

/** How a clause is about an operation: not at all (0), in general (1), by naming what it is about (2), or also what it does (3). */
const aboutBy = (clause: Clause, { kind, acts, nouns }: Words, vocabulary: ReadonlySet<string>): 0 | 1 | 2 | 3 => {
  const { isMay, kinds, words, isAll } = clause;
  const named = [...words].filter((word) => nouns.has(word));
  const done = [...words].filter((word) => acts.has(word) && !nouns.has(word));
  const others = [...words].filter((word) => !nouns.has(word) && !acts.has(word));
  if (!isMay && isOfPart(clause, vocabulary)) return 0;
  if (done.length > 0) return named.length > 0 || others.every((word) => actWords.has(word)) ? 3 : 0;
  const isOfKind = kinds.has(kind);
  // "exports" is about all that is done with them, "start sessions" about one thing.
  if (named.length > 0) return isOfKind || (kinds.size === 0 && !others.some((word) => actWords.has(word))) ? 2 : 0;
  if (others.length > 0 && !isAll) return 0;
  return isOfKind || (isAll && kinds.size === 0) ? 1 : 0;
};

/** Is a clause about a part that no path names, such as a member or a form: what is denied of it is not denied of the whole. */
const isOfPart = ({ words }: Clause, vocabulary: ReadonlySet<string>): boolean =>
  [...words].some((word) => !vocabulary.has(word) && !actWords.has(word));

const rightOf = (
  { clauses, isClosed }: Stated,
  words: Words,
  vocabulary: ReadonlySet<string>,
  isRefusalDescribed: boolean,
): Right | undefined => {
  const { kind, acts, above, choices } = words;
  const said = clauses.map((clause) => ({ clause, by: aboutBy(clause, words, vocabulary) }));
  const most = (isMay: boolean): number => Math.max(0, ...said.filter(({ clause }) => clause.isMay === isMay).map(({ by }) => by));
  // What is said of a value of its body is not said of the others.
  if (clauses.some((clause) => [...clause.words].some((word) => choices.has(word) && actWords.has(word) && !acts.has(word))))
    return undefined;
  const [granted, denied] = [most(true), most(false)];
  // "Everything but exports" leaves open what is below an export.
  const isBelowDenied = clauses.some(
    (clause) =>
      !clause.isMay &&
      !isOfPart(clause, vocabulary) &&
      (clause.kinds.size === 0 || clause.kinds.has(kind)) &&
      [...clause.words].some((word) => above.has(word)) &&
      ![...clause.words].some((word) => actWords.has(word) && !above.has(word) && !acts.has(word)),
  );
  if (denied === 0 && isBelowDenied) return undefined;
  if (granted > denied && (denied === 0 || granted === 3)) return 'may';
  if (denied > 0) return denied >= granted ? 'may-not' : undefined;
  return isClosed && isRefusalDescribed ? 'may-not' : undefined;
};

const known = new WeakMap<Contract['document'], { readonly stated: readonly Stated[]; readonly vocabulary: ReadonlySet<string> }>();

/**
 * What a document says in prose that callers with less rights than everything may do with an operation: in a table of roles, or in sentences such as "Clerks may create and
 * read, not delete" and "Only managers may remove a garage". Undefined where it says nothing, where it says both, or where its roles differ.
 * @param choices The listed values of the members of the body of the operation: what is said of one of them is not said of the others.
 */
export const rightIn = (document: Contract['document'], operation: Operation, choices: readonly string[]): Right | undefined => {
  const { stated, vocabulary } = known.get(document) ?? { stated: readRoles(document), vocabulary: vocabularyOf(document) };
  known.set(document, { stated, vocabulary });
  const words = stated.length === 0 ? undefined : wordsFor(document, operation, choices);
  if (!words) return undefined;
  const isRefusalDescribed = operation.responses.some(({ status }) => status === '403');
  const rights = new Set(stated.map((one) => rightOf(one, words, vocabulary, isRefusalDescribed)));
  return rights.size === 1 ? [...rights][0] : undefined;
};

/** Formats that documents call by their name. */
const formats = /\b(?:csv|ndjson|xml|yaml|pdf|xlsx|ics|calendar)\b/giu;

/** The names of formats in which a document refuses to give what it else shows to callers with less rights: "everything else is 403 for a viewer: … the downloads as CSV". */
export const closedFormats = (document: Contract['document']): ReadonlySet<string> => {
  const isOfRole = (line: string): boolean => wordsOf(line).some((word) => lesserStems.has(stemOf(word)));
  const lines = textsOf(document)
    .flatMap(linesOf)
    .filter((line) => isOfRole(line) && refusing.test(line) && !/\bonly\b/iu.test(line));
  return new Set(lines.flatMap((line) => [...line.matchAll(formats)].map(([name]) => name.toLowerCase())));
};

const lesserStems = new Set([...lesser].map(stemOf));

const refusing = /\b(?:403|forbidden|refused|denied|not allowed|may not|cannot)\b/iu;
