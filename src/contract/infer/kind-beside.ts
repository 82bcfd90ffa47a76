import type { Contract, Schema } from '../model.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { wordsOf } from './words.ts';

/** The member beside an id that says of which kind the named thing is, with the values that it lists. */
export type KindBeside = { readonly member: string; readonly values: readonly string[] };

/** Last words of such members. */
const kindWords: ReadonlySet<string> = new Set(['type', 'kind', 'class']);

/** Words before them that say nothing more: `resourceType`, `entity_kind`. */
const empty: ReadonlySet<string> = new Set(['resource', 'entity', 'object', 'item', 'ref', 'reference', 'target', 'subject', 'thing']);

const listedIn = (document: Contract['document'], schema: Schema): readonly string[] =>
  partsOf(document, schema).flatMap(({ enum: values }) => (Array.isArray(values) ? values.filter((one) => typeof one === 'string') : []));

/**
 * The member that says what an id beside it names: `type` of `{type: "lodge", id}`, `ownerKind` of `{ownerKind, ownerId}`. Undefined where none or several may.
 * @param around The members of the object that has both.
 * @param words The words of the id's name, without the one by which it is an id.
 */
export const kindBeside = (
  document: Contract['document'],
  around: Schema | undefined,
  words: readonly string[],
): KindBeside | undefined => {
  const base = words.join(' ');
  const found = [...membersOf(document, around)].flatMap(([member, schema]): readonly KindBeside[] => {
    const own = wordsOf(member);
    const before = own.slice(0, -1);
    const isMeant =
      kindWords.has(own.at(-1) ?? '') &&
      (before.join(' ') === base || (base === '' && before.length === 1 && before.every((word) => empty.has(word))));
    const values = isMeant ? listedIn(document, schema) : [];
    return values.length === 0 ? [] : [{ member, values }];
  });
  return found.length === 1 ? found[0] : undefined;
};
