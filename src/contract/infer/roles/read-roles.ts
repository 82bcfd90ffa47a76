import type { Contract } from '../../model.ts';
import { tablesIn } from '../markdown-tables.ts';
import { wordsOf } from '../words.ts';
import { type Clause, everything } from './clauses.ts';
import { emptyWords, greaterRoles, roleNames } from './lexicon.ts';
import { sentenceOf } from './sentences.ts';
import { stemOf } from './stem.ts';
import { lesserInMatrices, rolesOfColumns, rolesOfRows, speaksOfRoles } from './tables.ts';
import { emphasisedRoles, linesOf, plain, textsOf, textsOfSections, vocabularyOf } from './texts.ts';

/** What one role may do; undefined where it is said of all but the greater ones. `isClosed`: and nothing else. */
export type Stated = { readonly role: string | undefined; readonly clauses: readonly Clause[]; readonly isClosed: boolean };

/** "Everything else is 403 for a viewer", "Whatever else a clerk tries is refused." */
const closing = /\b(?:everything|anything|whatever|all) else\b[^.]*\b(?:403|forbidden|refused|denied|rejected|not allowed)\b/iu;

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

/** What a document says of the roles that may do less than everything. */
export const readRoles = (document: Contract['document']): readonly Stated[] => {
  const texts = textsOf(document);
  // A guest or a driver may be what the API is about.
  const things = vocabularyOf(document);
  const sections = textsOfSections(document);
  // "Changing these is for admins only" of a section says nothing of the others.
  const beyond = (text: string, clauses: readonly Clause[]): readonly Clause[] =>
    sections.has(text) ? clauses.filter(({ words }) => [...words].some((word) => things.has(word))) : clauses;
  const tables = texts.flatMap((text) =>
    tablesIn(text).map((table) => {
      const told = [...rolesOfColumns(table, things, speaksOfRoles(text)), ...rolesOfRows(table, things)];
      return new Map(told.map(([role, clauses]) => [role, beyond(text, clauses)] as const));
    }),
  );
  const isSpokenOf = texts.some((text) => /\b(?:roles?|keys?|tokens?|permissions?|rights|scopes?)\b/iu.test(text));
  const told = texts.flatMap(linesOf).flatMap((line) => [/\broles\b(.*)$/iu.exec(line)?.[1] ?? [], holderIn(line) ?? []].flat());
  const others = told
    .flatMap(wordsOf)
    .map(stemOf)
    .filter((word) => !emptyWords.has(word));
  const named = isSpokenOf ? [...roleNames, ...others].filter((name) => !things.has(name)) : [];
  const names = new Set([...named, ...tables.flatMap((one) => [...one.keys()]), ...texts.flatMap(emphasisedRoles)]);
  const lines = texts.flatMap(linesOf);
  const said = texts
    .flatMap((text) => linesOf(text).map((line) => [text, sentenceOf(line, names, things)] as const))
    .flatMap(([text, one]) => (one ? [{ ...one, clauses: beyond(text, one.clauses) }] : []))
    .filter(({ clauses }) => clauses.length > 0);
  const byRole = new Map<string, Clause[]>();
  const add = (role: string, clauses: readonly Clause[]): void => {
    byRole.set(role, [...(byRole.get(role) ?? []), ...clauses]);
  };
  for (const table of tables) for (const [role, clauses] of table) add(role, clauses);
  for (const { role, clauses, isOnly } of said) if (!isOnly) add(role, clauses);
  const only = said.filter(({ isOnly }) => isOnly);
  for (const { role } of only) if (!byRole.has(role)) add(role, [everything]);
  const isFull = (role: string): boolean => {
    const clauses = byRole.get(role) ?? [];
    return clauses.some(({ isMay, isAll, kinds }) => isMay && isAll && kinds.size === 0) && clauses.every(({ isMay }) => isMay);
  };
  const isClosed = lines.some((line) => closing.test(line));
  const lesser = lesserInMatrices(texts);
  const less = [...byRole.keys()].filter((role) => !isFull(role) && (!greaterRoles.has(role) || lesser.has(role)));
  const forbidden = only
    .filter(({ role }) => isFull(role) || (greaterRoles.has(role) && !lesser.has(role)))
    .flatMap(({ clauses }) => clauses.filter(({ isMay }) => isMay).map((one): Clause => ({ ...one, isMay: false })));
  if (less.length === 0) return forbidden.length > 0 ? [{ role: undefined, clauses: forbidden, isClosed: false }] : [];
  return less.map((role) => ({ role, clauses: [...(byRole.get(role) ?? []), ...forbidden], isClosed: isClosed && less.length === 1 }));
};
