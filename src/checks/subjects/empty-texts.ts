import { descriptionsIn } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';

type Document = Contract['document'];

const asSent = String.raw`(?:exactly|verbatim|unchanged|unaltered|as (?:it|they) (?:are|is|were|was) (?:sent|written|entered|given)|as sent|byte for byte|letter for letter)`;

/** Words for what is given back, in front of how: "Text comes back exactly as it was sent", "Strings are stored verbatim". */
const givenBack = new RegExp(
  String.raw`\b(?:texts?|strings?)\b[^.;]*\b(?:comes?|came|given|returned|kept|stored|shown|preserved|stays?|keeps?|stores?|returns?)\b[^.;]*\b${asSent}\b`,
  'iu',
);

const weakened = /\b(?:not|never|except|unless|may|might|usually|trimmed|blanks?|whitespace)\b/iu;

/** Words for a text without a character, and for what may stand in its place. */
const ofNothing = /\b(?:empty|blank|null|nothing|none|no value|zero[- ]length)\b|""|''/iu;

/**
 * Does a document say that texts come back as they were sent, so that one without a character is not null afterwards. Not where it speaks of empty texts, or the member
 * does: then it may take one for none.
 */
export const keepsEmptyText = (document: Document, schema: Schema): boolean => {
  const info = valueAt(document, '#/info/description');
  const said = typeof info === 'string' ? sentencesOf(info) : [];
  const isToldOfEmpty = said.some((one) => ofNothing.test(one) && /\b(?:texts?|strings?|values?|members?|fields?)\b/iu.test(one));
  return (
    !isToldOfEmpty &&
    said.some((one) => givenBack.test(one) && !weakened.test(one)) &&
    descriptionsIn(document, schema).every((one) => !ofNothing.test(one))
  );
};
