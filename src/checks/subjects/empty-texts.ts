import { descriptionsIn } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { textsComeBack } from './kept-texts.ts';

type Document = Contract['document'];

/** Words for a text without a character, and for what may stand in its place. */
const ofNothing = /\b(?:empty|blank|null|nothing|none|no value|zero[- ]length)\b|""|''/iu;

/** The same where it is about texts for sure: "a null takes a member back to its default" says what a null does, and nothing of an empty text. */
const ofEmptyText = /\b(?:empty|blank|no value|without (?:an? )?(?:value|content)|zero[- ]length|(?:is|are) (?:nothing|none))\b|""|''/iu;

/**
 * Does a document say that texts come back as they were sent, so that one without a character is not null afterwards. Not where it speaks of empty texts, or the member
 * does: then it may take one for none.
 */
export const keepsEmptyText = (document: Document, schema: Schema): boolean => {
  const info = valueAt(document, '#/info/description');
  const said = typeof info === 'string' ? sentencesOf(info) : [];
  const isToldOfEmpty = said.some((one) => ofEmptyText.test(one) && /\b(?:texts?|strings?|values?|members?|fields?)\b/iu.test(one));
  return !isToldOfEmpty && textsComeBack(document) && descriptionsIn(document, schema).every((one) => !ofNothing.test(one));
};
