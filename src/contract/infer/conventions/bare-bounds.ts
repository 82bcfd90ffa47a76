import type { Schema } from '../../model.ts';
import type { DocumentView } from './convention.ts';
import type { ItemMember } from './item-members.ts';
import { inWords, isOnly, keywordOf } from './paging-members.ts';

type Document = DocumentView['document'];

/** Formats of a day and of a moment. */
export const times = ['date', 'date-time'];

/** Is a schema that of a day or a moment. */
export const isTime = (document: Document, schema: Schema): boolean =>
  isOnly(document, schema, 'string') && times.includes(String(keywordOf(document, schema, 'format')));

/** Words at the end of the name of a moment, which a bound may leave out: `created_after` is about `created_at`. */
export const stemOf = (words: string): string =>
  words.replace(/ (?:at|on|date|time|datetime|timestamp)$/u, '').replace(/^(?:date|time) /u, '');

/** Names of bounds that say nothing of the moment. */
const bareBounds = {
  after: /^(?:from|since|after|start|start date|from date|date from|start time)$/u,
  before: /^(?:to|until|before|end|end date|to date|date to|end time)$/u,
} as const;

/** Moments that are about the record and not about what it shows, unless the description names them. */
const isAboutRecord = /^(?:updated|modified|changed|deleted|removed|archived|last|expire|expiry|expiration)/u;

const isOfTime = /\b(?:date|day|time|at|on|month|year|starts?|ends?|when|timestamp|period)\b/u;

/** A verb without its ending: of `arrives` and `arrive`, `ends`, `ended` and `ending` the same. */
const verbOf = (word: string): string => word.replace(/(?:ing|ed|es|s|e)$/u, '');

/** Does a text name a moment by its verb: "stays that arrive on this day or later" of `arrivesOn`. */
const saysVerb = (text: string, stem: string): boolean =>
  stem.length > 2 &&
  !stem.includes(' ') &&
  inWords(text)
    .split(' ')
    .some((word) => verbOf(word) === verbOf(stem));

/** The moment that a bound without a name of its own is about: the one that its description names, also by its verb, else the only one that an item shows. */
const bareMoment = (document: Document, text: string, members: readonly ItemMember[]): ItemMember | undefined => {
  if (text.trim() === '' || /\b(?:updat|modif|chang|delet|expir)/iu.test(text)) return undefined;
  const moments = members.filter(({ schema }) => isTime(document, schema));
  const named = moments.filter(({ words }) => stemOf(words) !== '' && ` ${inWords(text)} `.includes(` ${stemOf(words)} `));
  const told = named.length > 0 ? named : moments.filter(({ words }) => saysVerb(text, stemOf(words)));
  const [one, ...others] = told.length > 0 ? told : moments.filter(({ words }) => !isAboutRecord.test(words));
  // A day may be written in a text without a format.
  const isAlone =
    told.length > 0 || !members.some((other) => other !== one && isOfTime.test(other.words) && !isAboutRecord.test(other.words));
  return others.length > 0 || !isAlone ? undefined : one;
};

/** The moment that a parameter bounds whose name says on which side, and not of what: `from`, `until`. Undefined for another name. */
export const bareBound = (
  document: Document,
  { compare, words, text }: { readonly compare: keyof typeof bareBounds; readonly words: string; readonly text: string },
  members: readonly ItemMember[],
): ItemMember | undefined => (bareBounds[compare].test(words) ? bareMoment(document, text, members) : undefined);
