import { isObject } from '../contract/pointer.ts';
import type { BodyMember } from './body-members.ts';
import { typesOf } from './resolved-schema.ts';

type JsonType = 'array' | 'boolean' | 'null' | 'number' | 'object' | 'string';

/** A number derived from a text: the same for the same text, and rarely the same for another. */
const numberFrom = (text: string): number =>
  Array.from(text).reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 900_000_000, 7) + 100_000_000;

/** JSON types that a member accepts; undefined where its schema leaves that open. */
const jsonTypesOf = ({ schema }: Pick<BodyMember, 'schema'>): ReadonlySet<JsonType> | undefined => {
  const types = typesOf(schema);
  if (types.length === 0) return undefined;
  // JSON has one type for numbers (RFC 8259 section 6), so an integer counts as one.
  return new Set(types.map((type) => (type === 'integer' ? 'number' : (type as JsonType))));
};

/**
 * A value of a JSON type that a member does not accept; undefined where its schema leaves the type open, or allows every type that we try.
 * The type depends on the member's `turn`, so that a body full of texts is tried with a number, a boolean and an object. A value that must
 * not repeat gets a number of its own.
 */
export const valueOfOtherType = (
  member: Pick<BodyMember, 'name' | 'schema' | 'conventions' | 'inForm'>,
  turn: number,
  fresh: (name: string) => string,
): { readonly value: unknown } | undefined => {
  const allowed = jsonTypesOf(member);
  if (!allowed) return undefined;
  const [type = 'value'] = [...allowed].sort();
  if (!allowed.has('string')) return { value: `not-${/^[aeiou]/.test(type) ? 'an' : 'a'}-${type}` };
  if (member.inForm) return undefined;
  const number = member.conventions.fresh === true ? numberFrom(fresh(member.name)) : 7;
  const others: readonly (readonly [JsonType, unknown])[] = [
    ['number', number],
    ['number', number],
    ['boolean', true],
    ['object', { a: 1 }],
  ];
  // Amounts are printed as texts so that nobody reads them as numbers.
  const printed = isObject(member.schema) && Array.isArray(member.schema['examples']) ? String(member.schema['examples'][0]) : '';
  if (/^\d+\.\d+$/u.test(printed) && !allowed.has('number')) return { value: Number(printed) };
  const possible = others.filter(([other]) => !allowed.has(other));
  const chosen = possible[turn % possible.length];
  return chosen && { value: chosen[1] };
};
