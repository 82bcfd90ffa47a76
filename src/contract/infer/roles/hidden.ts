import type { Contract } from '../../model.ts';
import { isObject } from '../../pointer.ts';
import { tablesIn } from '../markdown-tables.ts';
import { wordsOf } from '../words.ts';
import { greaterRoles, inSomeForm, roleNames } from './lexicon.ts';
import { fewest, roleNamesOf } from './names.ts';
import { textsOf } from './spelled.ts';
import { stemOf } from './stem.ts';
import { lesserInMatrices, rolesInMatrices } from './tables.ts';
import { linesOf, plain, vocabularyOf } from './texts.ts';

type Document = Contract['document'];

/** The roles of which a document speaks, by the stems of their names: `full` may do everything, `lesser` are all others. */
export type ToldRoles = { readonly full: ReadonlySet<string>; readonly lesser: ReadonlySet<string> };

/** Words before "key" and "token" that do not say who holds it. */
const noHolder: ReadonlySet<string> = new Set(
  (
    'idempotency refresh access session bearer api csrf id jwt sync page cursor continuation upload download webhook signing primary foreign sort cache partition encryption public private ' +
    'device same other second first valid such each every one new old expired revoked secret live test request a an the no your our their its any this that these those another unknown missing ' +
    'remember revoke rotate create issue mint generate store keep use send give hand treat delete lose replace share protect ' +
    'invalid wrong known own several two three all and or with without account whose which of in for as what malformed mistyped'
  ).split(' '),
);

/** Text without the signs of Markdown for emphasis, in which a key that only reads has a name of one word; names in backticks stay what they are. */
const unmarked = (text: string): string =>
  text
    .replaceAll(/\*+/gu, '')
    .replaceAll(/\bread-only\b/giu, 'readonly')
    .replaceAll(/\s+/gu, ' ')
    .trim();

const holdersIn = (text: string): readonly string[] =>
  [...unmarked(text).matchAll(/(?:(?<article>\ban?) )?`?(?<holder>\p{L}+)`? (?<what>keys?|tokens?|credentials?)\b/giu)].flatMap(
    ({ groups }) => {
      const { article, holder = '', what = '' } = groups ?? {};
      const isOne = article !== undefined || what.endsWith('s');
      return isOne && !noHolder.has(holder.toLowerCase()) ? [stemOf(holder.toLowerCase())] : [];
    },
  );

/** Who holds a key of which a sentence says what it may do, beside roles that have names: "An integration key has the rights of a clerk". */
const actingHolders = (text: string): readonly string[] =>
  [
    ...unmarked(text).matchAll(
      /(?:^|[.;:,] |\bwith )an? (?<holder>\p{L}+) (?:key|token) (?:may|can|cannot|has (?:all )?the (?:same )?rights)\b/giu,
    ),
  ].flatMap(({ groups }) => {
    const holder = (groups?.['holder'] ?? '').toLowerCase();
    return noHolder.has(holder) ? [] : [stemOf(holder)];
  });

/** What a key without limits is called. */
const fullKeys: ReadonlySet<string> = new Set(['full', 'master', 'unrestricted', 'privileged']);

/** What follows a word for everything that is about a part of it: "everything a viewer may", "full access to reports", "all rights of a clerk". */
const ofPart = String.raw`(?! (?:(?:that|which) )?(?:an? |the )?[\p{L}-]+ (?:may|can|do|does|is allowed)\b| (?:to|with|on|about|concerning) (?!do$|do[.;,]|everything\b|anything\b|all\b|the (?:whole )?(?:api|service|system)\b)| of (?:an? |the )[\p{L}-]+)`;

const saidEverything = new RegExp(String.raw`(?:\bmay|\bcan|:|–|—|\|)\s*(?:do |see and do )?(?:everything|anything)\b${ofPart}`, 'iu');

const allInRow = new RegExp(
  String.raw`^(?:(?:may|can) )?(?:do )?(?:everything|anything|full access|all rights|unrestricted|all(?= ?[.;]?$))\b${ofPart}(?![^.;]*\b(?:but|except|other than|apart from)\b)`,
  'iu',
);

/** "Staff may do on every campaign what its creator may": whoever has what the owner of each thing has is no lesser role. */
const asOwners =
  /^(?:an? |the |all |every )?(?<role>\p{L}+)(?: keys?| users?)? (?:may|can) do (?:on|with|to) (?:every|any|all|each) \p{L}+ (?:what|whatever|everything|all) (?:that )?(?:its|their|the|an?) (?:creator|owner|author|maker|organi[sz]er|host|seller|holder)s? (?:may|can)\b/iu;

const isAsOwner = (role: string, text: string): boolean =>
  stemOf(asOwners.exec(text.trim())?.groups?.['role']?.toLowerCase() ?? '') === role &&
  !/\b(?:but|except|other than|unless)\b/iu.test(text);

/** "Managers may do everything", "manager: everything", and the row of a table that says so. */
const saysEverything = (role: string, text: string): boolean => isAsOwner(role, text) || isEverythingOf(role, text);

const isEverythingOf = (role: string, text: string): boolean =>
  wordsOf(text).length <= longestFull &&
  wordsOf(text).some((word) => stemOf(word) === role) &&
  saidEverything.test(text) &&
  !/\b(?:but|except|other than|else)\b/iu.test(text);

const longestFull = 10;

/** Headings of columns that take from what a role may. */
const ofLimits = /\b(?:not|cannot|can't|never|except|but|limits?|forbidden|denied|refused)\b/iu;

/** Cells that say nothing. */
const isBlank = /^(?:[-–—]|none|nothing|no limits?|)$/iu;

const isOfRole = (role: string, name: string): boolean => wordsOf(name).length === 1 && stemOf(wordsOf(name)[0] ?? '') === role;

/** Does a table limit a role: its row says something under a heading such as "May not". */
const isLimitedIn = (role: string, [head = [], ...rows]: readonly (readonly string[])[]): boolean =>
  rows.some(
    ([name = '', ...cells]) =>
      isOfRole(role, name) && cells.some((cell, n) => ofLimits.test(head[n + 1] ?? '') && !isBlank.test(cell.trim())),
  );

/** A row of a table that says of a role that it may do everything: "| `owner` | Everything. |". */
const isAllInRow = (role: string, [name = '', said = '']: readonly string[]): boolean => isOfRole(role, name) && allInRow.test(plain(said));

/** "A manager may do everything except hiring": beside a role that may do everything it is none of those. */
const saysExcept = (role: string, text: string): boolean => {
  const [head = ''] = text.split(/\b(?:everything|anything)\b/iu);
  return (
    wordsOf(head).length <= longestHead &&
    wordsOf(head).some((word) => stemOf(word) === role) &&
    /\b(?:everything|anything)\b[^.;]{0,40}\b(?:but|except|other than|apart from)\b/iu.test(text)
  );
};

const longestHead = 4;

const rowsIn = (text: string): readonly string[] => tablesIn(text).flatMap((table) => table.map((row) => row.join(' | ')));

/** Lines of the whole document that may be about roles: its sentences, and the rows of its tables. */
const roleLines = (document: Document): readonly string[] =>
  textsOf(document)
    .flatMap((text) => [...linesOf(text), ...rowsIn(text)])
    .map(unmarked);

/** Does a line speak of a role as of one: "clerks may", "the role clerk", "clerk: read". */
const isRoleIn = (role: string, line: string): boolean => {
  const words = wordsOf(line).map(stemOf);
  const isBefore = words.some(
    (word, n) => word === role && words.slice(n + 1, n + 3).some((one) => ['may', 'can', 'cannot', 'never'].includes(one)),
  );
  const [head = ''] = line.split(/:|–|—| - /u);
  const isHead = wordsOf(head).length <= 3 && head !== line && wordsOf(head).some((word) => stemOf(word) === role);
  return isBefore || isHead || (words.includes(role) && words.includes('role'));
};

const deepest = 12;

const knownRoles = new WeakMap<Document, ToldRoles>();

/** The roles of which a document speaks in its introduction, its tags and its security schemes, and the listed values of members called `role`. */
export const toldRoles = (document: Document): ToldRoles => {
  const roles = knownRoles.get(document) ?? findRoles(document);
  knownRoles.set(document, roles);
  return roles;
};

const findRoles = (document: Document): ToldRoles => {
  const lines = roleLines(document);
  const things = vocabularyOf(document);
  const { told } = roleNamesOf(document);
  const isNamed = told.size >= fewest;
  const names = new Set([
    ...told,
    ...lines.flatMap(isNamed ? actingHolders : holdersIn),
    ...(isNamed ? [] : [...roleNames].filter((one) => !things.has(one) && lines.some((line) => isRoleIn(one, line)))),
  ]);
  const lesser = lesserInMatrices(textsOf(document));
  const inMatrices = rolesInMatrices(textsOf(document));
  const tables = textsOf(document).flatMap(tablesIn);
  const isAll = (role: string): boolean =>
    !tables.some((table) => isLimitedIn(role, table)) &&
    (lines.some((line) => saysEverything(role, line)) || tables.flat().some((row) => isAllInRow(role, row)));
  const all = new Set([...names].filter(isAll));
  const isLimited = (role: string): boolean => all.size > 0 && !all.has(role) && lines.some((line) => saysExcept(role, line));
  const isFull = (role: string): boolean =>
    !lesser.has(role) &&
    !isLimited(role) &&
    (greaterRoles.has(role) || (lesser.size > 0 && inMatrices.get(role) === true) || fullKeys.has(role) || all.has(role));
  const found = [...names].filter((role) => role !== '');
  return { full: new Set(found.filter(isFull)), lesser: new Set(found.filter((role) => !isFull(role))) };
};

/** Callers with less than all rights: whichever role they have, or those with one of these roles, each by the stem of its name. */
export type Whom = 'all' | ReadonlySet<string>;

/** What a document hides from roles with less rights: a member of answers, or whole resources with a value of a member. */
export type Hidden = {
  readonly member: string;
  /** The value that hides the whole resource; undefined where the member itself is hidden. */
  readonly value: string | undefined;
  /** Stems of the resources that the sentence names; none where it is about all. */
  readonly about: ReadonlySet<string>;
  /** From whom it is hidden. */
  readonly whom: Whom;
  readonly sentence: string;
};

/** What holds for some callers or cases only. */
const isConditional =
  /\b(?:if|whether|unless|until|when|while|except|others?|another|own|themselves|assigned|by default|may be|might|could|optionally|sometimes|outside|before|after|once|first|where|archived|deleted|as (?:the|an?))\b/iu;

/** Does a sentence hold for some callers, cases or answers only. */
const isForSome = (text: string): boolean => isConditional.test(text) || inSomeForm.test(text);

const see = '(?:see|sees|read|reads|view|views|receive|receives|get|gets|be shown|be given|be told|find|finds)';
const never = String.raw`\b(?:never|(?:do|does|can|may|must|are|is|will|should) ?(?:not|n't)(?: allowed| able| permitted)?(?: to)?(?: get)?(?: to)?) ${see}\b`;
const article = '(?: (?:the|any|an?|their|its|those|all))?';
const name = '`(?<name>[A-Za-z_][\\w-]*)`';
const more = '(?:(?:, | and | or |, and |, or | nor )`[A-Za-z_][\\w-]*`)*';
const gone = String.raw`(?:always |simply |then |also )?(?:left out|omitted|hidden|removed|stripped|absent|missing|withheld|masked|redacted|blanked|null\b|\x60null\x60|(?:not|never) (?:shown|included|returned|given|visible|sent|there|part|in (?:(?:an?|any|the|all) )?(?:answers?|responses?)))`;

/** "Viewers never see `cost`". */
const unseen = new RegExp(`${never}${article}(?: [\\p{L}-]+){0,2} ${name}${more}`, 'iu');
/** "Viewers never see what it costs us (`cost`)". */
const unseenInBrackets = new RegExp(`${never} [^.;\`()]{1,50} \\(${name}${more}\\)`, 'iu');
/** "`cost` is left out of whatever a viewer reads", "`cost` and `margin` of a product are null for viewers". */
const leftOut = new RegExp(`${name}${more}(?: of [^\`:;,.]{1,40})? (?:is|are) ${gone}`, 'iu');
/** "The `note` of a booking is not for the desk: it is left out of every answer to a desk token." */
const pronoun = new RegExp(`${name}${more}[^.;]*\\b(?:it|they|both) (?:is|are) ${gone}`, 'iu');
/** A value of a member: "whose `visibility` is `restricted`", "with `status: draft`". */
const pair =
  '`(?<name>[A-Za-z_][\\w-]*)`(?: (?:is|are|of|set to|equal to|being|=))? `"?(?<value>[\\w-]+)"?`|`(?<inside>[A-Za-z_][\\w-]*)(?: ?[:=]{1,2} ?| is )"?(?<valued>[\\w-]+)"?`';
const unseenResource = new RegExp(
  `${never}${article}(?: [\\p{L}-]+){1,3} (?:whose|with|that have|which have|having|in which) (?:a |the )?(?:${pair})`,
  'iu',
);
const goneResource = new RegExp(
  `(?:whose|with|that have|which have|having|in which) (?:a |the )?(?:${pair})[^.;]* (?:is|are|do|does) (?:${gone}|not exist|not there|invisible|not visible)`,
  'iu',
);

const ticked = /`([A-Za-z_][\w-]*)`/gu;

/** The names in backticks of a text, but for words of JSON. */
const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(ticked)].flatMap(([, one = '']) => (['null', 'true', 'false', 'GET', 'HEAD'].includes(one) ? [] : [one]));

const rolesOf = (line: string, roles: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(
    wordsOf(line)
      .map(stemOf)
      .filter((word) => roles.has(word)),
  );

/** "Only managers see `cost`", "`cost` is shown to managers only". */
const reserved = (line: string, full: ReadonlySet<string>): RegExpExecArray | null => {
  const found =
    new RegExp(
      String.raw`\bonly (?<whom>[\p{L} ]{3,30}?) (?:may |can |get to )?(?:see|view|read|get|receive)s?${article} ${name}${more}`,
      'iu',
    ).exec(line) ??
    new RegExp(
      `${name}${more}(?: of [^\`:;,.]{1,40})? (?:is|are) (?:only )?(?:shown|visible|returned|given|included|present) (?:only )?(?:to|for) (?<whom>[\\p{L} ]{3,30})`,
      'iu',
    ).exec(line);
  const whom = found?.groups?.['whom'] ?? '';
  // The owner of a resource is no role.
  const isOfResource = /^(?:the|its|their) owner\b/iu.test(whom);
  return found && /\bonly\b/iu.test(line) && !isOfResource && rolesOf(whom, full).size > 0 ? found : null;
};

/** What a sentence says of others beside those from whom it hides something: "(visitors read it on the tag)", "unlike visitors", "so that visitors do not learn it". */
const aside =
  /\([^)]*\)|\b(?:unlike|as opposed to|in contrast to|other than|different from) [^,.;]+|\b(?:so that|because|since|whereas|although|though) .*$/giu;

const hiddenInLine = (line: string, { full, lesser }: ToldRoles, things: ReadonlySet<string>): readonly Hidden[] => {
  // `employeeId` names no employee; a role may stand in backquotes as a whole.
  const bare = line.replaceAll(ticked, (all, inner: string) => (lesser.has(stemOf(inner.toLowerCase())) ? all : ' '));
  const outside = rolesOf(bare.replaceAll(aside, ' '), lesser);
  const spoken = outside.size > 0 ? outside : rolesOf(bare, lesser);
  const isOfLesser = spoken.size > 0;
  const whom: Whom = spoken.size === lesser.size ? 'all' : spoken;
  const clauses = line
    .replaceAll(/\bwhen(?:ever)? (?:an? |the )?\p{L}+ (?:\p{L}+ )?(?:reads?|asks?)\b/giu, '')
    .replaceAll(/\([^)]*\)/gu, ' ');
  const about = new Set(
    wordsOf(line.replaceAll(ticked, ' '))
      .map(stemOf)
      .filter((word) => things.has(word) && !lesser.has(word) && !full.has(word)),
  );
  const whole = isOfLesser ? (unseenResource.exec(clauses) ?? goneResource.exec(clauses)) : null;
  if (whole) {
    const { name: member, value, inside, valued } = whole.groups ?? {};
    const rest = clauses.replace(whole[0], '');
    const [own, hidden] = [member ?? inside, value ?? valued];
    return own === undefined || hidden === undefined || isForSome(rest)
      ? []
      : [{ member: own, value: hidden, about, whom, sentence: line }];
  }
  const told = isOfLesser ? (unseenInBrackets.exec(line) ?? unseen.exec(clauses) ?? leftOut.exec(clauses) ?? pronoun.exec(clauses)) : null;
  const kept = !told && lesser.size > 0 ? reserved(clauses, full) : null;
  const found = told ?? kept;
  if (!found || isForSome(clauses)) return [];
  // What only managers and clerks see is hidden from all others.
  const without = kept ? new Set([...lesser].filter((one) => !rolesOf(kept.groups?.['whom'] ?? '', lesser).has(one))) : new Set<string>();
  if (kept && without.size === 0) return [];
  const hiddenFrom: Whom = kept ? (without.size === lesser.size ? 'all' : without) : whom;
  // Of "`note` is not for the desk: it is left out" only what stands before the pronoun is named.
  const named = namesIn(found[0].replace(/[:;].*\b(?:it|they|both)\b.*$/iu, ''));
  return named.map((member) => ({ member, value: undefined, about, whom: hiddenFrom, sentence: line }));
};

/** Where a description leaves out what it is about: "Hidden from clerks.", "Visible to managers only." */
const elliptic =
  /^(?:is |are )?(?:(?:only |never |not )?(?:shown|visible|returned|given|included|hidden|left out|omitted|absent|masked|null|withheld|present|there)\b|(?:never|not) (?:a )?(?:part of|in|sent in) (?:(?:an?|any|the|all) )?(?:answers?|responses?)\b)/iu;

/** What the description of a member says as if it named the member: "Only managers see this member; in answers to clerks it is absent." */
const namedLines = (own: string, text: string): readonly string[] =>
  linesOf(text).map((line) => {
    const named = unmarked(line).replaceAll(
      /\b(?:this|the) (?:member|field|property|attribute|value)\b|\bit\b(?= (?:is|are)\b)|(?<=\b(?:see|view|read|get|receive)s? )(?:it|this)\b(?=[.;,]|$)/giu,
      `\`${own}\``,
    );
    return elliptic.test(named) ? `\`${own}\` is ${named.replace(/^(?:is|are) /iu, '').toLowerCase()}` : named;
  });

/** The described members of the schemas of a document: of its components, and of whatever these hold. */
const describedMembers = (value: unknown, depth = 0): readonly (readonly [name: string, text: string])[] => {
  if (depth > deepest) return [];
  if (Array.isArray(value)) return value.flatMap((one) => describedMembers(one, depth + 1));
  if (!isObject(value)) return [];
  const { properties } = value;
  const own = isObject(properties)
    ? Object.entries(properties).flatMap(([key, one]) =>
        isObject(one) && typeof one['description'] === 'string' ? [[key, one['description']] as const] : [],
      )
    : [];
  return [...own, ...Object.values(value).flatMap((one) => describedMembers(one, depth + 1))];
};

/** What descriptions of members hide: of the very member alone, whatever it is a part of. */
const hiddenByMembers = (document: Document, roles: ToldRoles, things: ReadonlySet<string>): readonly Hidden[] =>
  describedMembers(document['components']).flatMap(([own, text]) =>
    namedLines(own, text)
      .flatMap((line) => hiddenInLine(line, roles, things))
      .filter(({ member, value }) => member === own && value === undefined)
      .slice(0, 1)
      .map((one) => ({ ...one, about: new Set<string>(), sentence: text.replaceAll(/\s+/gu, ' ').trim() })),
  );

/** The parts of a row of a table, each with the role that the row is about. */
const partsOfRow = (line: string): readonly string[] => {
  const [role = '', ...cells] = line.split(' | ');
  return cells
    .join('; ')
    .split(/;\s/u)
    .map((one) => `${role.replaceAll('`', '')} ${one}`);
};

const known = new WeakMap<Document, readonly Hidden[]>();

/**
 * What the introduction, the tags, the security schemes and the descriptions of members say to be hidden from the roles with less than all rights.
 */
export const hiddenFromRole = (document: Document): readonly Hidden[] => {
  const found = known.get(document) ?? findHidden(document);
  known.set(document, found);
  return found;
};

const findHidden = (document: Document): readonly Hidden[] => {
  const roles = toldRoles(document);
  const things = vocabularyOf(document);
  if (roles.lesser.size === 0) return [];
  const told = roleLines(document)
    .flatMap((line) => (line.includes(' | ') ? partsOfRow(line) : [line]))
    .flatMap((line) => hiddenInLine(line, roles, things));
  const named = new Set(told.map(({ member }) => member));
  const all = [...told, ...hiddenByMembers(document, roles, things).filter(({ member }) => !named.has(member))];
  return all.map((one) => ({ ...one, sentence: one.sentence.replaceAll(/\breadonly\b/giu, 'read-only') }));
};
