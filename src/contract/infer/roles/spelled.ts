import { nodeOf } from '../../../model/location.ts';
import type { Contract, Operation } from '../../model.ts';
import { valueAt } from '../../pointer.ts';
import { saidIn, saidOfTags } from '../../said.ts';
import { wordsOf } from '../words.ts';
import { roleNamesOf } from './names.ts';
import { spreadLists } from './spread-lists.ts';
import { stemOf } from './stem.ts';
import { textsAsWritten } from './texts.ts';

type Document = Contract['document'];

const known = new WeakMap<Document, readonly string[]>();

/** What a document says about its API as a whole, with the name of each role as one word, and before each right of a list below it. */
export const textsOf = (document: Document): readonly string[] => {
  const texts = known.get(document) ?? textsAsWritten(document).map((text) => spelledText(document, text));
  known.set(document, texts);
  return texts;
};

/** A text about the API as a whole, with the name of each role as one word, and before each right of a list below it. */
export const spelledText = (document: Document, text: string): string => {
  const { spell, told } = roleNamesOf(document);
  return spreadLists(spell(text), told);
};

/** What an operation says of itself, with the name of each role as one word: its summary and its description. */
export const saidAt = (document: Document, { location }: Pick<Operation, 'location'>): readonly string[] =>
  saidIn(valueAt(document, nodeOf(location))).map(roleNamesOf(document).spell);

/** What the tags of an operation say, with the name of each role as one word. */
export const saidByTags = (document: Document, { location }: Pick<Operation, 'location'>): readonly string[] =>
  saidOfTags(document, valueAt(document, nodeOf(location))).map(roleNamesOf(document).spell);

/** The stem of the name of a role as a value of the service gives it: `org_admin`. */
export const roleOfValue = (document: Document, value: string): string => stemOf(wordsOf(roleNamesOf(document).spell(value)).at(-1) ?? '');
