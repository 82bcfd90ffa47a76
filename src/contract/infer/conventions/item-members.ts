import type { Schema } from '../../model.ts';
import { escapeToken } from '../../pointer.ts';
import { membersOf } from '../schema-parts.ts';
import type { DocumentView } from './convention.ts';
import { inWords } from './paging-members.ts';

/** A value that an item of a list shows. */
export type ItemMember = {
  /** Its name in words: `created at`. */
  readonly words: string;
  /** JSON pointer inside the item. */
  readonly at: string;
  readonly schema: Schema;
};

/** The members of an item, and those of the object `attributes` in which JSON:API (1.1, Resource Objects) puts the members of a resource. */
export const itemMembers = (document: DocumentView['document'], item: Schema): readonly ItemMember[] => {
  const members = membersOf(document, item);
  const inside = (schema: Schema, around: string): readonly ItemMember[] =>
    [...membersOf(document, schema)].map(([name, member]) => ({
      words: inWords(name),
      at: `${around}/${escapeToken(name)}`,
      schema: member,
    }));
  const attributes = members.has('id') && members.has('type') ? members.get('attributes') : undefined;
  return [...inside(item, ''), ...(attributes === undefined ? [] : inside(attributes, '/attributes'))];
};

/** The ids of what an item names by an object: `customer id` at `/customer/id`. */
export const innerIds = (document: DocumentView['document'], item: Schema): readonly ItemMember[] =>
  [...membersOf(document, item)].flatMap(([name, member]) => {
    const id = membersOf(document, member).get('id');
    return id === undefined ? [] : [{ words: `${inWords(name)} id`, at: `/${escapeToken(name)}/id`, schema: id }];
  });

/** The members of the objects that an item holds, by their own names: `country` at `/address/country`. */
export const innerMembers = (document: DocumentView['document'], item: Schema): readonly ItemMember[] =>
  [...membersOf(document, item)].flatMap(([name, member]) =>
    [...membersOf(document, member)].map(([inner, schema]) => ({
      words: inWords(inner),
      at: `/${escapeToken(name)}/${escapeToken(inner)}`,
      schema,
    })),
  );
