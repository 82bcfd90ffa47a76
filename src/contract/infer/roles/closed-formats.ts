import type { Contract } from '../../model.ts';
import { wordsOf } from '../words.ts';
import { toldRoles } from './hidden.ts';
import { lesserRoles } from './lexicon.ts';
import { textsOf } from './spelled.ts';
import { stemOf } from './stem.ts';
import { linesOf } from './texts.ts';

/** Formats that documents call by their name. */
const formats = /\b(?:csv|ndjson|xml|yaml|pdf|xlsx|ics|calendar)\b/giu;

/** The names of formats in which a document refuses to give what it else shows to callers with less rights: "everything else is 403 for a viewer: … the downloads as CSV". */
export const closedFormats = (document: Contract['document']): ReadonlySet<string> => {
  const { lesser } = toldRoles(document);
  const isOfRole = (line: string): boolean => wordsOf(line).some((word) => lesserRoles.has(stemOf(word)) || lesser.has(stemOf(word)));
  const lines = textsOf(document)
    .flatMap(linesOf)
    .filter((line) => isOfRole(line) && refusing.test(line) && !/\bonly\b/iu.test(line));
  return new Set(lines.flatMap((line) => [...line.matchAll(formats)].map(([name]) => name.toLowerCase())));
};

const refusing = /\b(?:403|forbidden|refused|denied|not allowed|may not|cannot)\b/iu;
