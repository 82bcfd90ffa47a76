import type { Contract } from '../../model.ts';
import { tablesIn } from '../markdown-tables.ts';
import { wordsOf } from '../words.ts';
import { type Acts, actsIn } from './acts.ts';
import { andNothingElse, type Clause, clausesOfList, everything } from './clauses.ts';
import { toldRoles } from './hidden.ts';
import { emptyWords, greaterRoles, inSomeUse, leastRoles, roleNames } from './lexicon.ts';
import { fewest, roleNamesOf } from './names.ts';
import { rolesBelow } from './order.ts';
import { mentionedIn, phraseOf } from './phrases.ts';
import { asRule, roleOfRights, sentenceOf, withoutHead } from './sentences.ts';
import { spelledText, textsOf } from './spelled.ts';
import { stemOf } from './stem.ts';
import { lesserInMatrices, rolesOfColumns, rolesOfRows, speaksOfRoles, tablesOfRights } from './tables.ts';
import { linesOf, plain, textsOfSections, vocabularyOf } from './texts.ts';

/** What one role may do; undefined where it is said of all but the greater ones. `isClosed`: and nothing else. */
export type Stated = {
  readonly role: string | undefined;
  readonly clauses: readonly Clause[];
  readonly isClosed: boolean;
  /** What of the rest, of which the document says nothing by name: the role may do it, or that is open; undefined where other signs decide. */
  readonly rest?: 'may' | 'open' | undefined;
};

/** "Everything else is 403 for a viewer", "Whatever else a clerk tries is refused." */
const closing =
  /\b(?:everything|anything|whatever|all) else\b[^.]*\b(?:403|forbidden|refused|denied|rejected|not allowed|closed to|off limits)\b/iu;

/** By these it is not refused, or not always. */
const isUnclosed =
  /\b(?:not|hardly) (?:everything|anything|whatever|all) else\b|\b(?:no longer|never|not (?:be )?(?:refused|denied|forbidden|rejected|closed|a 403))\b|\b(?:may|might|can|could) be\b|\b(?:unless|until)\b/iu;

/** Does a sentence say that all else is refused. */
const isClosing = (line: string): boolean => closing.test(line) && !isUnclosed.test(line) && !asRule.test(line) && !inSomeUse.test(line);

/** Words before "key" and "token" that say what it is for, and not who holds it. */
const purposes: ReadonlySet<string> = new Set(
  (
    'idempotency refresh access session bearer api csrf id jwt sync page cursor continuation upload download webhook signing primary foreign sort cache partition encryption public private ' +
    'device same other second first valid such each every one new old expired revoked secret live test request'
  ).split(' '),
);

/** Who holds a key that a sentence gives rights to: "A **researcher key** may only read." */
const holderIn = (line: string): string | undefined => {
  const [, holder] = /^(?:(?:an?|the|every|each) )?(\p{L}+) (?:keys?|tokens?|credentials?) (?:may|can|cannot)\b/iu.exec(plain(line)) ?? [];
  return holder === undefined || purposes.has(holder.toLowerCase()) ? undefined : holder;
};

/** Sentences in tables that are about other roles than that of their row: "Deleting sections is for owners only." */
const rowSentences = (text: string, names: ReadonlySet<string>): readonly string[] =>
  tablesIn(text)
    .flatMap(([, ...rows]) => rows.flatMap(([, ...cells]) => cells.flatMap((cell) => cell.split(/(?<=[.;])\s/u))))
    .filter((sentence) => /\bonly\b/iu.test(sentence) && mentionedIn(plain(sentence), names).size === 1);

/** "An integration key has the rights of a clerk, except that it can neither refund nor check in." */
const ofLike =
  /^(?:an? |the |every |each )?(?<role>[^.:;,]{3,40}?) (?:has|have) (?:all )?(?:the )?(?:same )?rights (?:of|as) (?:an? |the )?(?<like>[^.:;,]{3,40}?)(?:,? except (?:that|for) (?<but>[^.;]+))?[.;]?$/iu;

const likeOther = (
  line: string,
  names: ReadonlySet<string>,
  things: ReadonlySet<string>,
): { readonly role: string; readonly like: string; readonly clauses: readonly Clause[] } | undefined => {
  const found = ofLike.exec(plain(line))?.groups;
  const [role, ...more] = phraseOf(found?.['role'] ?? '', names)?.whole ?? [];
  const [like, ...others] = phraseOf(found?.['like'] ?? '', names)?.whole ?? [];
  if (!found || role === undefined || like === undefined || more.length + others.length > 0) return undefined;
  const but = (found['but'] ?? '')
    .replace(/^(?:it|they) (?:can|may|must)(?:not| not)? /iu, '')
    .replaceAll(/\b(?:neither|nor|not)\b/giu, ' and ');
  return { role, like, clauses: but === '' ? [] : clausesOfList(but, false, things) };
};

/** "An instructor may only read and start a class", "A visitor only reads": and nothing else. "May only change invoices as long as they are drafts" says when, and "may only issue tickets" of what. */
const onlyThese =
  /^(?:an? |the |every |each )?(?<role>[^.:;,]{3,40}?) (?:(?:may|can) only (?=[^.;]*\b(?:read|view|look|list)\b)|only (?=(?:reads?|views?|looks?)\b))(?![^.;]*\b(?:as long as|while|if|when|until|unless|once|before|after|during|within|from|in which)\b)(?!see\b|(?:\p{L}+ ){1,6}(?:their|its|own|that|which|whose)\b)/iu;

/** The roles of which a text says that what it does not give them is refused: "Everything else is closed to them", "anything else is a 403". */
const rolesClosed = (text: string, names: ReadonlySet<string>, things: ReadonlySet<string>, acts: Acts): readonly string[] =>
  text.split(/\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.)\s)/u).flatMap((block) => {
    const lines = linesOf(block).map((line) => withoutHead(plain(line.replace(/^(?:[-*+]|\d+\.) /u, ''))));
    return lines.flatMap((line, n): readonly string[] => {
      const only = phraseOf(onlyThese.exec(line)?.groups?.['role'] ?? '', names);
      if (only && only.some.size === 0 && !only.hasOthers) return [...only.whole];
      // "An attendant reads and records visits, nothing else."
      const ended = andNothingElse.test(line) ? sentenceOf(line, names, things, acts) : undefined;
      if (ended !== undefined && !ended.isOnly && ended.clauses.some(({ isMay }) => isMay)) return [ended.role];
      const closed =
        n > 0 && line.replace(andNothingElse, '') === '' ? lines.slice(0, n).map((one) => sentenceOf(one, names, things, acts)) : [];
      const [about] = closed;
      if (about !== undefined && closed.every((one) => one?.role === about.role && !one.isOnly && one.clauses.some(({ isMay }) => isMay)))
        return [about.role];
      if (!isClosing(line)) return [];
      const own = mentionedIn(line.replace(/^.*\b(?=closed to|403|refused|denied|forbidden)/iu, ''), names);
      if (own.size > 0) return [...own];
      const before = lines.slice(0, n).map((one) => mentionedIn(one, names));
      // "Them" is whom the sentence before is about; without it all are meant of whom the paragraph speaks.
      if (/\b(?:them|they|it)\b/iu.test(line)) return [...(before.findLast((one) => one.size > 0) ?? [])].slice(0, 1);
      return /\b403\b|\b(?:refused|denied|forbidden)\b/iu.test(line) ? [...new Set(before.flatMap((one) => [...one]))] : [];
    });
  });

/** What a document says of the roles that may do less than everything. */
export const readRoles = (document: Contract['document']): readonly Stated[] => {
  const texts = textsOf(document);
  const { told: namedRoles } = roleNamesOf(document);
  // A guest or a driver may be what the API is about.
  const things = vocabularyOf(document);
  const acts = actsIn(document);
  const sections = new Set([...textsOfSections(document)].map((text) => spelledText(document, text)));
  // "Changing these is for admins only" of a section says nothing of the others.
  const beyond = (text: string, clauses: readonly Clause[]): readonly Clause[] =>
    sections.has(text) ? clauses.filter(({ words }) => [...words].some((word) => things.has(word))) : clauses;
  const tables = texts.flatMap((text) =>
    tablesOfRights(text).map((table) => {
      const rows = rolesOfRows(table, things, namedRoles, acts);
      const told = [
        ...rolesOfColumns(table, things, speaksOfRoles(text), acts),
        ...[...rows].map(([role, one]) => [role, one.clauses] as const),
      ];
      const closed = sections.has(text) ? [] : [...rows].flatMap(([role, one]) => (one.isClosed ? [role] : []));
      return { said: new Map(told.map(([role, clauses]) => [role, beyond(text, clauses)] as const)), closed };
    }),
  );
  const isSpokenOf = texts.some((text) => /\b(?:roles?|keys?|tokens?|permissions?|rights|scopes?)\b/iu.test(text));
  const told = texts.flatMap(linesOf).flatMap((line) => [/\broles\b(.*)$/iu.exec(line)?.[1] ?? [], holderIn(line) ?? []].flat());
  const others = told
    .flatMap(wordsOf)
    .map(stemOf)
    .filter((word) => !emptyWords.has(word));
  const isNamed = namedRoles.size >= fewest;
  const named = isSpokenOf ? [...roleNames, ...others].filter((name) => !things.has(name)) : [];
  const spoken = toldRoles(document);
  const names = isNamed
    ? new Set([...spoken.full, ...spoken.lesser])
    : new Set([...named, ...tables.flatMap(({ said }) => [...said.keys()]), ...namedRoles]);
  const linesIn = (text: string): readonly string[] => [...linesOf(text), ...rowSentences(text, names)];
  const lines = texts.flatMap(linesIn);
  const said = texts
    .flatMap((text) => linesIn(text).map((line) => [text, sentenceOf(line, names, things, acts)] as const))
    .flatMap(([text, one]) => (one ? [{ ...one, text, clauses: beyond(text, one.clauses) }] : []))
    .filter(({ clauses }) => clauses.length > 0);
  const unread = new Set(
    texts.flatMap(linesIn).flatMap((line) => (sentenceOf(line, names, things, acts) ? [] : (roleOfRights(line, names) ?? []))),
  );
  const byRole = new Map<string, Clause[]>();
  const add = (role: string, clauses: readonly Clause[]): void => {
    byRole.set(role, [...(byRole.get(role) ?? []), ...clauses]);
  };
  for (const table of tables) for (const [role, clauses] of table.said) add(role, clauses);
  for (const { role, clauses, isOnly } of said) if (!isOnly) add(role, clauses);
  // What a role has from others is what these may do: their limits are not its own.
  const given = (role: string): readonly Clause[] => (byRole.get(role) ?? []).filter(({ isMay, isOpen }) => isMay && isOpen !== true);
  // What the other may read but for some of it leaves open whether its limit is meant too, where the role says nothing of that itself.
  const limits = (role: string, one: string): readonly Clause[] =>
    (byRole.get(one) ?? [])
      .filter(({ isMay, words }) => !isMay && words.size > 0 && !given(role).some((own) => [...own.words].some((word) => words.has(word))))
      .map((clause): Clause => ({ ...clause, isMay: true, isOpen: true }));
  for (const [role, lower] of rolesBelow(document)) for (const one of lower) add(role, [...given(one), ...limits(role, one)]);
  for (const { role, like, clauses } of texts.flatMap(linesOf).flatMap((line) => likeOther(line, names, things) ?? []))
    if (byRole.has(like)) add(role, [...given(like), ...(byRole.get(like) ?? []).filter(({ isMay }) => !isMay), ...clauses]);
  const only = said.filter(({ isOnly }) => isOnly);
  for (const { role } of only) if (!byRole.has(role)) add(role, [everything]);
  const isFull = (role: string): boolean => {
    const clauses = byRole.get(role) ?? [];
    return clauses.some(({ isMay, isAll, kinds }) => isMay && isAll && kinds.size === 0) && clauses.every(({ isMay }) => isMay);
  };
  const isClosed = lines.some(isClosing);
  const closedRoles = new Set([
    ...tables.flatMap(({ closed }) => closed),
    ...texts.flatMap((text) => rolesClosed(text, names, things, acts)),
  ]);
  const lesser = lesserInMatrices(texts);
  const less = [...byRole.keys()].filter((role) =>
    isNamed ? spoken.lesser.has(role) : !isFull(role) && (!greaterRoles.has(role) || lesser.has(role)),
  );
  const forbidden = only
    .filter(({ role }) => (isNamed ? spoken.full.has(role) : isFull(role) || (greaterRoles.has(role) && !lesser.has(role))))
    .flatMap(({ clauses }) => clauses.filter(({ isMay }) => isMay).map((one): Clause => ({ ...one, isMay: false })));
  const isRead = (role: string): boolean => !unread.has(role);
  // A text that gives everything to one role, and says of each other one what it may not do, leaves them the rest.
  const whole = texts.filter(
    (text) =>
      linesOf(text).some((line) => givesAll.test(plain(line)) && mentionedIn(line, spoken.full).size > 0) &&
      [...spoken.lesser].every((role) => isRead(role) && said.some((one) => one.text === text && one.role === role && !one.isOnly)),
  );
  const restOf = (role: string): Stated['rest'] => {
    // Who is called a reader may only read, whatever else is said of it.
    if (leastRoles.has(role)) return undefined;
    const own = byRole.get(role) ?? [];
    if (own.some(({ isMay }) => isMay)) return undefined;
    if (!isRead(role)) return 'open';
    if (own.length === 0) return undefined;
    return whole.some((text) => said.some((one) => one.text === text && one.role === role)) ? 'may' : 'open';
  };
  const nobody: readonly Stated[] = forbidden.length > 0 ? [{ role: undefined, clauses: forbidden, isClosed: false }] : [];
  const notRead = [...unread].filter((role) => spoken.lesser.has(role) && !leastRoles.has(role) && !less.includes(role));
  if (less.length === 0 && notRead.length === 0) return nobody;
  return [...less, ...notRead].map((role) => ({
    role,
    clauses: [...(byRole.get(role) ?? []), ...forbidden],
    isClosed: (isClosed && less.length === 1) || closedRoles.has(role),
    rest: restOf(role),
  }));
};

/** "An admin may do everything", "`admin`: everything". */
const givesAll = /(?:\b(?:may|can)|:|–|—)\s*(?:do )?(?:everything|anything)\b(?![^.;]*\b(?:but|except|other than|apart from)\b)/iu;
