import { wordsOf } from '../words.ts';
import { type Clause, clauseOf, clausesIn, everything, isSaying } from './clauses.ts';
import { stemOf } from './stem.ts';
import { plain } from './texts.ts';

const yes = /^(?:yes|y|✓|✔|✅|☑|allowed|full|x)\ufe0f?$/iu;
const no = /^(?:no|n|✗|✘|❌|✖|–|-|—|none|denied|403|)\ufe0f?$/iu;

/** What a table says that has a column for each role, and yes or no for each thing: by role. */
export const rolesOfColumns = (
  [head = [], ...rows]: readonly (readonly string[])[],
  things: ReadonlySet<string>,
): ReadonlyMap<string, readonly Clause[]> => {
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
      const clauses = rows.map((row) => clauseOf(plain(row[0] ?? ''), yes.test(plain(row[n + 1] ?? '')), things)).filter(isSaying);
      const isFull = cells.every((row) => yes.test(row[n] ?? ''));
      return [role, isFull ? [everything] : clauses] as const;
    }),
  );
};

/** What a table says that has a row for each role: by role. */
export const rolesOfRows = (
  [head = [], ...rows]: readonly (readonly string[])[],
  things: ReadonlySet<string>,
): ReadonlyMap<string, readonly Clause[]> => {
  const [first = '', second = ''] = head.map((cell) => plain(cell).toLowerCase());
  if (!/\brole|\bwho\b|\bscope|\bkey/u.test(first) || !/\bmay\b|\bcan\b|\brights?\b|\bpermissions?\b|\ballow|\baccess\b/u.test(second))
    return new Map();
  return new Map(
    rows.map((row) => [
      stemOf(wordsOf(plain(row[0] ?? '')).at(-1) ?? ''),
      (row[1] ?? '').split(/;\s/u).flatMap((one) => clausesIn(plain(one), things)),
    ]),
  );
};
