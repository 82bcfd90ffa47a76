import type { Contract } from '../../model.ts';
import { isObject, valueAt } from '../../pointer.ts';
import { saidIn } from '../../said.ts';
import { tablesIn } from '../markdown-tables.ts';
import { itemsOf, partsOf } from '../schema-parts.ts';
import { wordsOf } from '../words.ts';
import { emptyWords } from './lexicon.ts';
import { stemOf, stems } from './stem.ts';
import { namesInMatrices, speaksOfRoles } from './tables.ts';
import { plain, textsAsWritten, vocabularyOf } from './texts.ts';

type Document = Contract['document'];

/** Words that name no role, nor stand at the end of one: what has a role, what it is called, and what a table is headed by. */
const noNames = stems(
  'role scope level key token credential user person people caller member-id account name value type kind access permission right other none anyone everyone everybody nobody ' +
    'who what it they this that default example status error code id field parameter header body request response operation endpoint method get post put patch delete head',
);

const mostWords = 3;

/** The words of what may be the name of a role: one to three words, such as `read-only`, `org_admin` and "box office clerk"; undefined for anything else. */
const nameIn = (text: string): readonly string[] | undefined => {
  const bare = text
    .replaceAll(/[*`"“”]/gu, '')
    .replaceAll(/(?<!\w)_+|_+(?!\w)/gu, '')
    .replace(/^\s*(?:an?|the)\s+/iu, '')
    .replace(/\s*\((?:default|[^)]{0,30})\)\s*$/iu, '')
    .replace(/\s+(?:roles?|scopes?|keys?|tokens?|users?|level)\s*$/iu, '')
    .trim();
  if (!/^\p{L}[\p{L}\p{N}]*(?:[ _-]\p{L}[\p{L}\p{N}]*){0,2}$/u.test(bare)) return undefined;
  const words = wordsOf(bare);
  const [only = ''] = words;
  if (words.length === 0 || words.length > mostWords || words.some((word) => /\d/u.test(word))) return undefined;
  if (words.length === 1 && (only.length < leastLetters || noNames.has(stemOf(only)) || emptyWords.has(stemOf(only)))) return undefined;
  return words.some((word, n) => joining.has(word) && !(n > 0 && word === 'only')) ? undefined : words;
};

const leastLetters = 3;

/** Words of sentences, which stand in no name. */
const joining: ReadonlySet<string> = new Set(
  'a an the and or of to in for with by is are be may can must not no if as at on from this that it its their they which who see only each every any'.split(
    ' ',
  ),
);

/** The first column of a table that names roles: "Role", "Scope", "Access level", "Key", "Kind of key". */
const ofNames =
  /^(?:the )?(?:(?:kind|type|sort|class)s? of (?:an? |the )?(?:api |access )?(?:keys?|tokens?|credentials?|callers?|users?)$|(?:keys?|tokens?|credentials?|callers?|users?) (?:kinds?|types?|sorts?|class(?:es)?)$)|^(?:the )?(?:(?:user|access|key|token|api key|staff|your) )?(?:roles?|scopes?|levels?|keys?|tokens?|permissions?|credentials?|groups?|callers?)(?: of (?:the |a )?\p{L}+)?$/iu;

/** What a row says of a role: what it may do, or not. */
const ofRights =
  /\b(?:everything|anything|all of the above|may|can|cannot|reads?|reading|writes?|writing|manages?|managing|creates?|creating|changes?|nothing|403|full access|only)\b/iu;

/** Does a text speak of keys or tokens that differ by what they may do. */
const speaksOfCallers = /\b(?:keys?|tokens?|credentials?|users?|people|staff|callers?|accounts?)\b/iu;

/** The names in the first column of a table about roles. */
const namesInTable = (table: readonly (readonly string[])[], text: string): readonly string[] => {
  const [head = [], ...rows] = table;
  const first = plain(head[0] ?? '');
  const isOfRoles = /\broles?\b/iu.test(first);
  if (!isOfRoles && !(ofNames.test(first) && speaksOfCallers.test(text))) return [];
  const cells = rows.map((row) => row[0] ?? '');
  if (isOfRoles) return cells;
  const isSaying = rows.filter((row) => ofRights.test(row.slice(1).join(' '))).length * 2 >= rows.length;
  return rows.length > 1 && isSaying && cells.every((cell) => nameIn(cell) !== undefined) ? cells : [];
};

/** What callers have one of: "three roles", "one scope", "carries one duty". */
const kindsOfCallers =
  /\b(?:roles?|scopes?|dut(?:y|ies)|access levels?|permission levels?|(?:kinds?|types?|sorts?) of (?:\p{L}+ )?(?:keys?|tokens?|users?|callers?|accounts?|staff))\b/iu;

/** The head of an item of a list: a word that is set off, or what stands before a colon or a dash. */
const headOf = (item: string): string | undefined => {
  const found =
    /^(?:an? |the |An? |The )?(?<sign>\*{1,2}`?|_{1,2}|`)(?<name>[\p{L}][\p{L}\p{N} _-]{1,30}?)(?::)?(?:`?\*{1,2}|_{1,2}|`)(?= ?[:,–—(-]| \p{L}|$)/u.exec(
      item,
    ) ?? /^(?<name>[\p{L}][\p{L}\p{N}_-]*(?: [\p{L}][\p{L}\p{N}_-]*){0,2}) ?(?::|–|—| - )/u.exec(item);
  return found?.groups?.['name'];
};

/** Lists that a sentence about roles introduces: "Staff come in three roles:", and then an item for each. */
const namesInLists = (text: string): readonly string[] => {
  const lines = text.split('\n');
  const names: string[] = [];
  let lead = '';
  let items: string[] = [];
  const end = (): void => {
    const heads = items.map(headOf);
    if (kindsOfCallers.test(lead) && items.length > 1 && heads.every((one) => one !== undefined)) names.push(...heads);
    items = [];
  };
  let isInList = false;
  let isAfterBlank = false;
  let indent = 0;
  for (const line of lines) {
    const [, before = '', item] = /^(\s*)(?:[-*+•]|\d+[.)])\s+(.*)$/u.exec(line) ?? [];
    if (item !== undefined) {
      if (!isInList) indent = before.length;
      // What is listed below an item says what it may do.
      if (before.length <= indent) items.push(item);
      isInList = true;
    } else if (line.trim() === '') isAfterBlank = true;
    else if (!(isInList && /^\s/u.test(line))) {
      if (isInList) end();
      lead = isInList || isAfterBlank ? line : `${lead} ${line}`;
      isInList = false;
    }
    if (line.trim() !== '') isAfterBlank = false;
  }
  end();
  return names;
};

/** Headings below one about roles: "## Roles", and then "### Clerk". */
const namesInHeadings = (text: string): readonly string[] => {
  const names: string[] = [];
  let above = 0;
  for (const line of text.split('\n')) {
    const { marks = '', title = '' } = /^\s{0,3}(?<marks>#{1,6})\s+(?<title>.+?)\s*#*$/u.exec(line)?.groups ?? {};
    if (marks === '') continue;
    if (above > 0 && marks.length === above + 1) names.push(title);
    else if (marks.length <= above || above === 0)
      above =
        /\b(?:roles?|permissions?|access levels?|scopes?)\b/iu.test(title) && wordsOf(title).length <= longestTitle ? marks.length : 0;
  }
  return names.length > 1 && names.every((one) => nameIn(one) !== undefined) ? names : [];
};

const longestTitle = 5;

const one = String.raw`(?:an? |the )?(?:[*_\x60]{1,2}\p{L}[^*\x60.,;:]{1,30}?[*_\x60]{1,2}|\p{L}[\p{L}\p{N}_-]*)`;
const several = String.raw`(?<list>${one}(?:(?:,? (?:and|or) |, |/)${one})+)`;

/** "One of three roles: owner, shipper and viewer", "a role (owner, shipper or viewer)", "the roles `owner` and `clerk`". */
const enumerations: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:roles?|scopes?)(?: (?:are|is))?(?: ?[:(] ?| (?=[*_\x60]))${several}(?=[.;:)]|$|\s*\n)`, 'giu'),
];

/** "Token of a signed-in member of staff (admin, clerk or scanner)", "Access token of a manager, a planner or an employee": at a security scheme. */
const holders: readonly RegExp[] = [
  new RegExp(String.raw`\((?<list>${one}(?:, ${one})*,? (?:or|and) ${one})\)`, 'giu'),
  new RegExp(String.raw`\b(?:tokens?|keys?|credentials?),? (?:of|for) (?<list>an? ${one}(?:, ${one})*,? or ${one})(?=[.;:]|$)`, 'giu'),
];

/** "A token belongs to a curator or a helper of one museum", "Each user is either an organiser or a guest": in the introduction. */
const owners: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:tokens?|keys?|credentials?) (?:always )?(?:belongs? to|(?:is|are) (?:held|owned|used) by|(?:is|are) (?:those|that) of|(?:is|are) (?:issued|given|handed) to|identif(?:y|ies)|stands? for) (?:either )?(?<list>an? ${one}(?:, (?:an? )?${one})*,? or (?:an? )?${one})(?= (?:of|in|at) (?:one|an?|the|its|their)\b|[.;:,(]|$)`,
    'giu',
  ),
  new RegExp(
    String.raw`\b(?:callers?|users?|accounts?|people|everybody|everyone) (?:is|are) (?:either )?(?<list>an? ${one}(?:, (?:an? )?${one})*,? or (?:an? )?${one})(?= (?:of|in|at) (?:one|an?|the|its|their)\b|[.;:,(]|$)`,
    'giu',
  ),
];

/** Does a text say of those with a name that they may do, or are kept from, something: "Curators only", "403 for helpers", "hidden from helpers", "a helper may". */
const hasRights = (name: string, text: string): boolean => {
  const plural = `${name.replace(/y$/u, '(?:y|ie)')}s?`;
  return new RegExp(
    String.raw`\b${plural}[*_\x60]* (?:only|may|can|cannot|never|alone)\b|\bonly (?:for |by |to )?(?:an? |the )?[*_\x60]*${plural}\b|\b(?:403|forbidden|refused|hidden|closed|reserved|not) (?:for|to|from) (?:an? |the |all )?[*_\x60]*${plural}\b`,
    'iu',
  ).test(text);
};

/** The callers of whom a text says to whom keys belong, where it gives one of them more or less rights: else they are accounts of several kinds. */
const namesOfOwners = (text: string): readonly string[] =>
  owners.flatMap((form) => {
    const names = namesInEnumeration(text, [form]).map((name) => name.replace(/^(?:an?|the) /iu, ''));
    return names.some((name) => hasRights(name, text.replaceAll(/\s+/gu, ' '))) ? names : [];
  });

const namesInEnumeration = (text: string, forms: readonly RegExp[]): readonly string[] =>
  forms.flatMap((form) =>
    [...text.replaceAll(/\s+/gu, ' ').matchAll(form)].flatMap(({ groups }) => {
      const names = (groups?.['list'] ?? '').split(/,? (?:and|or) |, |\//u).map((name) => name.replace(/^(?:and|or) /u, ''));
      return names.every((name) => nameIn(name) !== undefined) ? names : [];
    }),
  );

/** "Roles: ADMIN runs calls and awards; APPLICANT applies; REVIEWER reviews." */
const namesInRow = (text: string): readonly string[] =>
  [...text.replaceAll(/\s+/gu, ' ').matchAll(/\broles?: (?<rest>[^.]+)\./giu)].flatMap(({ groups }) => {
    const names = (groups?.['rest'] ?? '')
      .split('; ')
      .map((part) => /^(?:[*_`]{1,2}([\p{L}][\w-]+)[*_`]{1,2}|([\p{Lu}][\p{Lu}\d_]+))(?= \p{Ll})/u.exec(part));
    return names.length > 1 && names.every((name) => name !== null) ? names.map((name) => name[1] ?? name[2] ?? '') : [];
  });

const setOff = String.raw`(?:\*{1,2}\x60?|_{1,2}|\x60)(?<name>\p{L}[\p{L}\p{N}_-]*(?: \p{L}+)?)(?:\x60?\*{1,2}|_{1,2}|\x60)(?: (?:role|key|token|user))?s?`;

/** "A *manager* may do everything", "the `front_desk` can read", "- **viewer** can look at everything". */
const introduced = new RegExp(
  String.raw`(?:\b(?:an?|the|each|every) |^\s*(?:[-*] )?|[.;,:]\*{0,2} )${setOff} (?:may|can|cannot) (?!(?:not |only |also )?(?:be|have|contain|hold|appear|occur)\b)`,
  'gimu',
);

/** "`planner` plans but never touches pay": what a role does, where the paragraph is about roles. */
const doing = new RegExp(
  String.raw`(?:^|[.;,] |\b(?:an?|the) )${setOff} (?!is\b|has\b|means\b|says\b|tells\b|shows\b|holds\b|gives\b|names\b|contains\b|lists\b|states\b|was\b|its\b|takes\b|needs\b|defaults\b|becomes\b)(?:may|can|cannot|(?:only |just |merely )?[\p{Ll}]+s)\b`,
  'gimu',
);

/** The roles that a paragraph introduces by setting them off, with what each may do. */
const namesInParagraph = (paragraph: string): readonly string[] => {
  const text = paragraph.replaceAll(/\n(?!\s*[-*+] )/gu, ' ');
  const found = (form: RegExp): readonly string[] => [...text.matchAll(form)].map(({ groups }) => groups?.['name'] ?? '');
  const told = [...new Set(found(introduced))];
  if (/\broles?\b/iu.test(text))
    return [
      ...told,
      ...found(doing).filter(
        (name, _, all) => all.length > 1 && (told.length > 0 || /\bevery|\bone role\b/iu.test(text)) && name !== 'role',
      ),
    ];
  return told.length > 1 && /\b(?:may|can) (?:do )?(?:everything|anything|only)\b/iu.test(text) ? told : [];
};

const deepest = 12;

/** The values of members called `role` anywhere in the schemas of a document. */
const listedRoles = (document: Document, value: unknown, depth = 0): readonly string[] => {
  if (depth > deepest) return [];
  if (Array.isArray(value)) return value.flatMap((each) => listedRoles(document, each, depth + 1));
  if (!isObject(value)) return [];
  const { properties } = value;
  const own = isObject(properties) ? [properties['role'], properties['roles']].flatMap((each) => listedIn(document, each)) : [];
  return [...own, ...Object.values(value).flatMap((each) => listedRoles(document, each, depth + 1))];
};

const listedIn = (document: Document, schema: unknown): readonly string[] =>
  [...partsOf(document, schema), ...partsOf(document, itemsOf(document, schema))].flatMap((part) =>
    Array.isArray(part['enum']) ? part['enum'].filter((each) => typeof each === 'string') : [],
  );

const schemesOf = (document: Document): readonly unknown[] => {
  const schemes = valueAt(document, '#/components/securitySchemes');
  return isObject(schemes) ? Object.values(schemes) : [];
};

/** The names by which a document calls roles, and its texts with each of them as one word. */
export type RoleNames = {
  /** Stems of the names that the document gives as those of roles. */
  readonly told: ReadonlySet<string>;
  /** A text in which each of the names of several words is one, and in which synonyms are the name. */
  readonly spell: (text: string) => string;
};

const known = new WeakMap<Document, RoleNames>();

/**
 * The roles that a document names as such: in tables, lists and headings about roles, by setting them off where it says what they may do, in its security schemes, and as the
 * listed values of members called `role`. What is only called as roles often are is none of them.
 */
export const roleNamesOf = (document: Document): RoleNames => {
  const names = known.get(document) ?? findNames(document);
  known.set(document, names);
  return names;
};

/** A table with so many names has a column for each role. */
const fewestInTable = 2;

const findNames = (document: Document): RoleNames => {
  const texts = textsAsWritten(document);
  const fromTexts = texts.flatMap((text) => [
    ...tablesIn(text).flatMap((table) => [...namesInTable(table, text), ...namesInMatrices(table, speaksOfRoles(text))]),
    ...namesInLists(text),
    ...namesInHeadings(text),
    ...namesInEnumeration(text, enumerations),
    ...namesInRow(text),
    ...namesOfOwners(text),
    ...text.split(/\n\s*\n/u).flatMap(namesInParagraph),
  ]);
  const fromSchemes = schemesOf(document)
    .flatMap(saidIn)
    .flatMap((text) => namesInEnumeration(text, holders));
  // A table of rights by role has all of them; what members called `role` list beside it are duties of people, or their parts in something.
  const isWhole = texts.some((text) => tablesIn(text).some((table) => namesInMatrices(table, speaksOfRoles(text)).length >= fewestInTable));
  const listed = isWhole ? [] : listedRoles(document, document['components']);
  const all = [...fromTexts, ...fromSchemes, ...listed].flatMap((each) => [nameIn(each) ?? []].filter((words) => words.length > 0));
  const things = vocabularyOf(document);
  const unique = [...new Map(all.map((words) => [words.map(stemOf).join(' '), words])).values()];
  const lasts = unique.map((words) => stemOf(words.at(-1) ?? ''));
  const spelled = unique.map((words): readonly [words: readonly string[], word: string] => {
    const last = words.at(-1) ?? '';
    const isOwn =
      lasts.filter((each) => each === stemOf(last)).length === 1 &&
      !things.has(stemOf(last)) &&
      !joining.has(last) &&
      !noNames.has(stemOf(last));
    return [words, words.length === 1 || isOwn ? last : words.join('')];
  });
  const told = new Set(spelled.map(([, word]) => stemOf(word.toLowerCase())));
  const changes = [
    ...spelled.flatMap(([words, word]) => (words.length > 1 ? [[pattern(words), word] as const] : [])),
    ...groupsIn(texts, told, things),
    ...synonyms.flatMap(([a, b]) => (told.has(stemOf(a)) && !told.has(stemOf(b)) ? [[pattern([b]), a] as const] : [])),
  ];
  return {
    told,
    spell: (text) =>
      changes.reduce(
        (so, [from, to]) => so.replaceAll(from, (_, plural: unknown) => `${to}${typeof plural === 'string' ? 's' : ''}`),
        text,
      ),
  };
};

const someRoles = String.raw`(?:all |both )?(?<list>\p{L}[\p{L} _-]{2,24}?(?:(?:, | and | or |, and )(?:the )?\p{L}[\p{L} _-]{2,24}?)+)`;

/** A word that stands for several roles: "Staff (clerks and managers)", "By crew we mean riggers and foremen", "Crew, that is riggers and foremen, …". */
const groupForms: readonly RegExp[] = [
  new RegExp(String.raw`(?<![\p{L}-])(?<name>\p{L}{3,20}) \((?:that is |i\.e\. |meaning |here )?${someRoles}\)`, 'giu'),
  new RegExp(String.raw`(?<![\p{L}-])(?<name>\p{L}{3,20}) (?:means|stands for|are the|(?:are|is) all) ${someRoles}(?=[.;,:]|$)`, 'giu'),
  new RegExp(String.raw`(?<![\p{L}-])(?<name>\p{L}{3,20}),? (?:that is|i\.e\.|meaning|which means),? ${someRoles}(?=[.;,:)]|$)`, 'giu'),
  new RegExp(String.raw`\bby (?<name>\p{L}{3,20}) (?:we mean|is meant|are meant) ${someRoles}(?=[.;,:]|$)`, 'giu'),
];

/** Words for people together that are no plurals. */
const people: ReadonlySet<string> = new Set('staff crew personnel management leadership faculty administration'.split(' '));

/** The words of a document that stand for several of its roles, each with those; a word that has two meanings, or names what a path is about, stands for none. */
const groupsIn = (
  texts: readonly string[],
  told: ReadonlySet<string>,
  things: ReadonlySet<string>,
): readonly (readonly [from: RegExp, to: string])[] => {
  const found = texts
    .map((text) => text.replaceAll(/[*_`]/gu, '').replaceAll(/\s+/gu, ' '))
    .flatMap((text) => groupForms.flatMap((form, n) => [...text.matchAll(form)].map(({ groups }) => ({ groups, isWhole: n === 0 }))))
    .flatMap(({ groups, isWhole }): readonly (readonly [name: string, list: string, roles: string])[] => {
      const { name = '', list = '' } = groups ?? {};
      const stem = stemOf(name.toLowerCase());
      const isOfPeople =
        (people.has(name.toLowerCase()) || /[^s]s$/u.test(name)) && ![told, things, noNames].some((some) => some.has(stem));
      const parts = list.split(/, and |, or |, | and | or /u).map((each) => each.replace(/^the /u, ''));
      const isRole = (each: string): boolean => told.has(stemOf(wordsOf(each).at(-1) ?? ''));
      const end = parts.findIndex((each) => !isRole(each));
      // "The crew, that is riggers and foremen, meets daily": what stands in parentheses is all of it.
      const roles = end < 0 ? parts : isWhole ? [] : parts.slice(0, end);
      const key = roles.map((each) => stemOf(wordsOf(each).at(-1) ?? '')).toSorted();
      return isOfPeople && roles.length > 1 ? [[name.toLowerCase(), roles.join(' and '), key.join(' ')]] : [];
    });
  return found
    .filter(
      ([name, , roles], n) =>
        found.findIndex(([other]) => other === name) === n && found.every((each) => each[0] !== name || each[2] === roles),
    )
    .map(([name, list]) => [new RegExp(String.raw`(?<![\p{L}\p{N}_-])${name}\b(?: \([^)]*\))?`, 'giu'), list] as const);
};

/** Words for one role of which documents use now one and now the other. */
const synonyms: readonly (readonly [string, string])[] = [
  ['admin', 'administrator'],
  ['administrator', 'admin'],
];

/** A name of several words, however it is spelled. "May read only their own" is not the role `read-only`. */
const pattern = (words: readonly string[]): RegExp => {
  const between = words.some((word) => joining.has(word))
    ? String.raw`(?:[_-]|\s(?=\w+\s(?:keys?|tokens?|roles?|scopes?)\b))`
    : String.raw`[\s_-]+`;
  return new RegExp(String.raw`(?<![\p{L}\p{N}_-])${words.join(between)}(e?s)?(?![\p{L}\p{N}_]|-\p{L})`, 'giu');
};

/** A document that names so many roles as such names all of them. */
export const fewest = 2;
