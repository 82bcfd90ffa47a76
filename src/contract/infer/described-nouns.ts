import type { Contract, Schema } from '../model.ts';
import { descriptionsIn, itemsOf, partsOf } from './schema-parts.ts';
import { wordsOf } from './words.ts';
import { singular } from './singular.ts';

/** The way to a member: the names from the body down to it, without the indices of arrays. */
export type MemberWay = readonly string[];

export type Document = Contract['document'];

/** A noun in one text, so that `/pettypes` and `petType` have the same. */
export const nounOf = (words: readonly string[]): string =>
  words.map((word, n) => (n === words.length - 1 ? singular(word) : word)).join('');

/** A noun that a member may mean, with the shorter ones that it ends in: `parent book`, `book`. */
export const endings = (words: readonly string[]): readonly string[] => words.map((_, n) => nounOf(words.slice(n)));

/**
 * Words by which the description of a member says what it names: "One of your addresses", "Id of the sending address", "Must be an existing room", "Defaults to the root
 * folder".
 */
const naming =
  /\b(?:ids? of|identifiers? of|one of|any of|refers? to|references?|points? to|existing|defaults? to)\s+(?:(?:the|an?|your|our|its|their|one|of|own|existing|known|active|root|top|top-level|home|main|default) )*(?<named>[\p{L} -]+)/iu;

/** A description that begins with what it names: "Any nurse of the ward", "The driver in charge". */
const namedAtOnce = /^(?:any|an?|the|some|another|which) (?<named>[\p{L} -]+)/iu;

/** Words at which what is named ends. */
const ending = /\s(?:of|in|on|at|to|for|from|by|with|that|which|who|whose|where|it|this|these|is|are|and|or)\b.*$/iu;

/** Words by which an id is one of another system, which names nothing here: "Id of the order in your own system". */
const elsewhere =
  /\b(?:your (?:own )?(?:system|application|app|shop|side|software|database)|external|partners?|third[- ]party|legacy|other systems?|free text|any text)\b/iu;
const ofElsewhere: ReadonlySet<string> = new Set(
  'external ext foreign partner legacy remote correlation trace request transaction idempotency'.split(' '),
);

/** Words by which a description says that the value is an id, whatever the member is called: "Id of the sponsor", "Refers to a berth". */
const namingById = /\b(?:ids?|identifiers?|uuids?|keys?) of\b|\b(?:refers? to|references?|points? to|existing)\b/iu;

/** The same of a list, of which "existing labels" may be those that the values take the place of. */
const namingByIds = /\b(?:ids|identifiers|uuids) of\b/iu;

/** Is a value one text or number in no form of its own, as an id is. */
export const isPlain = (document: Document, schema: Schema | undefined): boolean =>
  partsOf(document, schema).every(
    ({ enum: values, format, type }) =>
      values === undefined &&
      (format === undefined || format === 'uuid') &&
      [type].flat().every((one) => one !== 'array' && one !== 'object'),
  );

/**
 * The nouns of what a member that is not called after an id names, where its description says that it does: `sponsor`, "Id of the member who pays", and a list `oars`, "Ids of
 * oars of the club".
 */
export const nounsByDescription = (document: Document, member: string, schema: Schema | undefined): readonly string[] => {
  const items = itemsOf(document, schema);
  const form = items === undefined ? namingById : namingByIds;
  return isPlain(document, items ?? schema) && descriptionsIn(document, schema).some((text) => form.test(text))
    ? describedNouns(document, [member], schema)
    : [];
};

/** The nouns of what the description of a member says that it names. */
export const describedNouns = (document: Document, way: MemberWay, schema: Schema | undefined): readonly string[] => {
  if (wordsOf(way.at(-1) ?? '').some((word) => ofElsewhere.has(word))) return [];
  return descriptionsIn(document, schema).flatMap((text) => {
    if (elsewhere.test(text)) return [];
    const plain = text.replaceAll('`', '');
    const named = (naming.exec(plain) ?? namedAtOnce.exec(plain))?.groups?.['named']?.replace(ending, '') ?? '';
    return endings(wordsOf(named));
  });
};
