import { descriptionsIn, partsOf } from '../contract/infer/schema-parts.ts';
import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Schema } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { resolvedSchema, typesOf } from './resolved-schema.ts';

/** Words of members that hold what clients call and keep themselves, each under a name of their own. */
const clientsMaps: ReadonlySet<string> = new Set(
  'label labels metadata meta attributes properties annotations custom extra extras fields tags'.split(' '),
);

/** Words by which a map takes certain names alone. */
const ofKnownNames =
  /\b(?:unknown|unlisted|undefined|other) (?:\w+ )?(?:names?|keys?|fields?|labels?|entries)\b|\bof unknown names?\b|\b(?:names?|keys?|fields?) (?:that|which|who) (?:is|are|was|were) not (?:defined|known|declared|registered|configured|set up)\b/iu;

/** Does a map take certain names alone: "A key that is not defined is an error". An example of it has names that may not be there. */
export const takesKnownNames = (document: Contract['document'], map: Schema): boolean =>
  descriptionsIn(document, map).some((text) => ofKnownNames.test(text));

/** The schema of the texts in a map in which clients keep what they name themselves; undefined for a map of anything else. */
export const clientTexts = (document: Contract['document'], map: Schema, name: string): Readonly<Record<string, unknown>> | undefined => {
  const values = partsOf(document, map)
    .map(({ additionalProperties }) => additionalProperties)
    .find(isObject);
  const resolved = values && resolvedSchema(document, values);
  const isText =
    isObject(resolved) && typesOf(resolved).includes('string') && ['format', 'enum', 'const'].every((word) => resolved[word] === undefined);
  const isFree = !takesKnownNames(document, map);
  return isText && isFree && wordsOf(name).some((word) => clientsMaps.has(word)) ? resolved : undefined;
};
