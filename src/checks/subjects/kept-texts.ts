import { descriptionsIn } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract, Schema } from '../../contract/model.ts';
import { rememberedByText } from '../../model/remembered.ts';
import { isObject } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';

type Document = Contract['document'];

const asSent = String.raw`(?:exactly|verbatim|unchanged|unaltered|as (?:it|they) (?:are|is|were|was) (?:sent|written|entered|given|submitted|received)|(?:as|the way) (?:you|the client|clients|callers?) (?:send|sent|write|wrote|entered|gave|submitted)(?: (?:it|them))?|as[- ](?:sent|received|submitted)|as[- ]is(?=\W*$|[.,;:)])|byte for byte|letter for letter)`;

/** Words for what is given back, in front of how: "Text comes back exactly as it was sent", "Strings are stored verbatim". */
const givenBack = new RegExp(
  String.raw`\b(?:texts?|strings?)\b[^.;]*\b(?:comes?|came|given|returned|kept|stored|shown|preserved|stays?|keeps?|stores?|returns?)\b[^.;]*\b${asSent}\b|\b(?:keeps?|stores?|returns?|preserves?) (?:all |any |every |your )?(?:texts?|strings?)\b[^.;]*\b${asSent}\b`,
  'iu',
);

const weakened = /\b(?:not|never|except|unless|may|might|usually|trimmed|blanks?|whitespace)\b/iu;

const ends = String.raw`(?:(?:leading|trailing|surrounding|and|or|the|all|any|their|its) )*(?:white ?space|blanks?|spaces)`;

/** What says once more that a text stays as it is: "we never trim it", "neither trimmed nor escaped", "white space included". */
const emphasis = new RegExp(
  String.raw`\b(?:never|not|neither|nor|no|without|don't|doesn't)\b(?:(?!\b(?:after|before|when|once|if)\b)[^.;,]){0,30}\b(?:trim|strip|escap|chang|alter|normali[sz]|clean|remov|cut|short|touch)\w*(?: (?:n?or|and) \w+)*|\b(?:including|even) ${ends}\b(?![^.;]*\b(?:removed|trimmed|stripped|lost)\b)|\b${ends} (?:is |are )?(?:included|too|as well|kept|preserved)\b`,
  'giu',
);

const plainly = rememberedByText((sentence) => sentence.replaceAll(emphasis, ' '));

const comesBack = rememberedByText((sentence) => givenBack.test(plainly(sentence)) && !weakened.test(plainly(sentence)));

/** Does a document say of all its texts that they come back as they were sent. */
export const textsComeBack = ({ info }: Document): boolean => saidIn(info).flatMap(sentencesOf).some(comesBack);

/** Sentences with which a document says that texts stay as they were sent. */
const verbatim = new RegExp(String.raw`\b(?:texts?|strings?|names?|titles?|contents?|values?)\b.*\b${asSent}\b`, 'iu');

const exceptions = /\b(?:not|never|except|may)\b/iu;

const isKept = rememberedByText((sentence) => verbatim.test(plainly(sentence)) && !exceptions.test(plainly(sentence)));

/** The sentences by which a document says that texts stay as they were sent. */
const keptSentences = ({ info }: Document): readonly string[] => saidIn(info).flatMap(sentencesOf).filter(isKept);

const keepsTexts = (document: Document): boolean => keptSentences(document).length > 0;

const kept = new WeakMap<Document, ReadonlySet<string>>();

/**
 * The words of the sentences by which a document says that texts stay as they were sent, each of several also as of one: "Texts (names, notes, references) are kept
 * exactly as they were sent" is about `reference`.
 */
export const wordsOfKept = (document: Document): ReadonlySet<string> => {
  const known = kept.get(document);
  if (known !== undefined) return known;
  const words = keptSentences(document).flatMap(
    (one) =>
      plainly(one)
        .toLowerCase()
        .match(/\p{L}+/gu) ?? [],
  );
  const found = new Set(words.flatMap((one) => [one, one.replace(/s$/u, '')]));
  kept.set(document, found);
  return found;
};

/** Words by which the description of a member says that its text stays as it was sent. */
const keptHere = new RegExp(
  String.raw`\b(?:kept|stored|shown|returned|preserved|given back)\b.{0,30}\b${asSent}\b|\b(?:exactly|verbatim|unchanged) as sent\b`,
  'iu',
);

/** Words by which it says so of the ends of lines. */
const linesKept =
  /\bline (?:breaks|ends|endings|feeds)\b.{0,30}\b(?:kept|preserved|stay|unchanged)\b|\b(?:keeps?|preserves?)\b.{0,30}\bline (?:breaks|ends|endings|feeds)\b/iu;

const saysHere = (document: Document, schema: Schema, words: RegExp): boolean =>
  descriptionsIn(document, schema)
    .map(plainly)
    .some((one) => words.test(one) && !exceptions.test(one));

/** Does a document say, of all texts or of this member, that they stay as they were sent. */
export const keepsText = (document: Document, schema: Schema): boolean =>
  keepsTexts(document) || saysHere(document, schema, keptHere) || saysHere(document, schema, linesKept);

/** Words for white space that is taken off a text. */
const takenOff =
  /\b(?:trim(?:s|med|ming)?|strip(?:s|ped|ping)?|tid(?:y|ies|ied)|normali[sz]\w*)\b|\b(?:white ?space|blanks?|spaces)\b[^.;]*\b(?:around|removed?|removes|ignored?|cut|dropped|drops?|collapsed?|taken|lost|discarded|refused|forbidden|not allowed)\b|\b(?:removes?|ignores?|cuts?|drops?|collapses?|takes?|discards?|without)\b[^.;]*\b(?:white ?space|blanks?|spaces)\b/iu;

const speaksOfTrimming = (text: string): boolean =>
  sentencesOf(text)
    .map(plainly)
    .some((one) => takenOff.test(one));

/** Parts of a document that are not about what is stored: what is asked for in a query, and what an answer shows. */
const elsewhere: ReadonlySet<string> = new Set(['parameters', 'responses', 'headers', 'examples', 'example', 'default', 'enum', 'const']);

/** What a document says of all or of several texts: everywhere but at the members themselves, which speak for themselves alone. */
const saidOfMany = (node: unknown, isMember = false): readonly string[] => {
  if (Array.isArray(node)) return node.flatMap((one) => saidOfMany(one));
  if (!isObject(node)) return [];
  return [
    ...(isMember ? [] : saidIn(node)),
    ...Object.entries(node).flatMap(([key, one]): readonly string[] => {
      if (elsewhere.has(key)) return [];
      const isGroup = key === 'properties' && isObject(one);
      return isGroup ? Object.values(one).flatMap((member) => saidOfMany(member, true)) : saidOfMany(one);
    }),
  ];
};

const trimmed = new WeakMap<Document, boolean>();

/** Does a document say anywhere that several texts lose white space. */
const trimsSomewhere = (document: Document): boolean => {
  const known = trimmed.get(document) ?? saidOfMany(document).some(speaksOfTrimming);
  trimmed.set(document, known);
  return known;
};

/**
 * Does a document say that a text comes back with the white space at its ends: texts stay as they were sent, and no word is of white space that is taken off, wherever
 * an operation or a schema says so.
 */
export const keepsEnds = (document: Document, schema: Schema): boolean =>
  (textsComeBack(document) || saysHere(document, schema, keptHere)) &&
  !trimsSomewhere(document) &&
  !descriptionsIn(document, schema).some(speaksOfTrimming);
