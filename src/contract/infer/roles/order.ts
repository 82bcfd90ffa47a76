import type { Contract } from '../../model.ts';
import { tablesIn } from '../markdown-tables.ts';
import { wordsOf } from '../words.ts';
import { toldRoles } from './hidden.ts';
import { textsOf } from './spelled.ts';
import { stemOf } from './stem.ts';
import { linesOf, plain } from './texts.ts';

type Document = Contract['document'];

/** "All of the above, plus writing articles", "everything above, and …". */
export const ofAbove = /^(?:may |can )?(?:do )?(?:all (?:of )?the above|everything (?:of the )?above|the same)\b/iu;

/** "Everything a viewer may, plus …", "like viewer, plus", "all rights of a clerk and …". */
const ofOther =
  /^(?:may |can )?(?:do )?(?:everything|all|whatever|what|anything) (?:that )?(?:an? |the )?(?<role>[\p{L}-]+?)s? (?:may|can|does|do|is allowed)\b|^(?:like|same as|as) (?:an? |the )?(?<like>[\p{L}-]+?)s?,? (?:but|plus|and)\b|^all (?:the )?rights of (?:an? |the )?(?<rights>[\p{L}-]+?)s?\b/iu;

const known = new WeakMap<Document, ReadonlyMap<string, ReadonlySet<string>>>();

/** What each role is described to be more than, in tables and lists that say so: by role, those whose rights it has too. */
export const rolesBelow = (document: Document): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = known.get(document) ?? findOrder(document);
  known.set(document, found);
  return found;
};

const findOrder = (document: Document): ReadonlyMap<string, ReadonlySet<string>> => {
  const { full, lesser } = toldRoles(document);
  const names = new Set([...full, ...lesser]);
  const roleOf = (text: string): string | undefined => {
    const words = wordsOf(text);
    const [role] = words.map(stemOf).filter((word) => names.has(word));
    return words.length <= mostWords ? role : undefined;
  };
  const below = new Map<string, ReadonlySet<string>>();
  const add = (rows: readonly (readonly [head: string, said: string])[]): void => {
    let before: ReadonlySet<string> = new Set();
    for (const [head, said] of rows) {
      const role = roleOf(head);
      if (role === undefined) continue;
      const other = ofOther.exec(said)?.groups ?? {};
      const named = roleOf(other['role'] ?? other['like'] ?? other['rights'] ?? '');
      if (ofAbove.test(said)) below.set(role, new Set([...(below.get(role) ?? []), ...before]));
      else if (named !== undefined && named !== role)
        below.set(role, new Set([...(below.get(role) ?? []), named, ...(below.get(named) ?? [])]));
      before = new Set([...before, role]);
    }
  };
  for (const text of textsOf(document)) {
    for (const table of tablesIn(text)) add(table.slice(1).map(([head = '', said = '']) => [plain(head), plain(said)]));
    add(
      linesOf(text).flatMap((line) => {
        const found = /^(?:[-*+] |\d+\. )?(?<head>[\p{L} -]{3,30}?) ?(?::|–|—| - ) ?(?<said>.+)$/u.exec(plain(line))?.groups;
        return found ? [[found['head'] ?? '', found['said'] ?? ''] as const] : [];
      }),
    );
  }
  return below;
};

const mostWords = 3;

/** A role and all that have its rights too; undefined where the document gives no order. */
export const atLeast = (document: Document, role: string): ReadonlySet<string> | undefined => {
  const below = rolesBelow(document);
  const isOrdered = below.has(role) || [...below.values()].some((one) => one.has(role));
  if (!isOrdered) return undefined;
  return new Set([role, ...[...below].filter(([, lower]) => lower.has(role)).map(([one]) => one)]);
};
