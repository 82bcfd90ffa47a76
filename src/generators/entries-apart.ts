import type { Contract, Schema } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { membersOf } from '../contract/infer/schema-parts.ts';
import { freshInstead, lettersOf } from './instead-of-printed.ts';
import { mayBeSent } from './request-match.ts';
import { resolvedSchema } from './resolved-schema.ts';

type Document = Contract['document'];

/** Members by which the entries of one list are told apart. */
const telling: ReadonlySet<string> = new Set(['key', 'code', 'slug', 'sku', 'handle', 'symbol', 'email']);

/** Another value than one of the same schema, for the n-th entry of a list; the same where there is none. */
const another = (document: Document, name: string, schema: Schema, value: unknown, n: number, fresh: string): unknown => {
  const resolved = resolvedSchema(document, schema);
  const listed: unknown = isObject(resolved) ? resolved['enum'] : undefined;
  const others: readonly unknown[] = Array.isArray(listed) ? listed.filter((one) => one !== value && typeof one === typeof value) : [];
  const made =
    others.length > 0
      ? others[(n - 1) % others.length]
      : typeof value === 'boolean'
        ? (n % 2 === 1) !== value
        : typeof value === 'string' && telling.has(lettersOf(name))
          ? freshInstead({ document }, { name, schema: resolved }, value, `${fresh} ${n}`)
          : undefined;
  return made !== undefined && mayBeSent(document, schema, made) ? made : value;
};

/**
 * Entries of a list that were made alike, such that each has a key or a code of its own, and other listed values: two of the same key are refused by many services. Entries that
 * nothing tells apart stay as they are.
 * @param fresh A text that nothing else in the run has.
 */
export const entriesApart = (document: Document, schema: Schema, entries: readonly unknown[], fresh: string): readonly unknown[] => {
  const [first] = entries;
  if (entries.length < 2 || !isObject(first)) return entries;
  const members = membersOf(document, schema);
  const isTold = Object.entries(first).some(([name, value]) => typeof value === 'string' && telling.has(lettersOf(name)));
  if (!isTold) return entries;
  return entries.map((entry, n) =>
    n === 0 || !isObject(entry)
      ? entry
      : Object.fromEntries(
          Object.entries(entry).map(([name, value]) => [
            name,
            value === first[name] ? another(document, name, members.get(name) ?? true, value, n, `${fresh} ${name}`) : value,
          ]),
        ),
  );
};
