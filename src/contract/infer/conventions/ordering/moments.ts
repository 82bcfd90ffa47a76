import type { Schema } from '../../../model.ts';
import type { DocumentView } from '../convention.ts';
import { itemMembers } from '../item-members.ts';
import { inWords } from '../paging-members.ts';
import { partsOf } from '../../schema-parts.ts';
import { isMoment, isOrdered } from './order-values.ts';

type Document = DocumentView['document'];

/** Names in words of the moment at which an item came to be. */
export const creationNames = new Set(
  'created,created at,created on,created date,created time,creation date,creation time,date created,time created,createdat,inserted at'.split(
    ',',
  ),
);

/** Moments at which a record changed. */
const isOfChange = /^(?:updated|modified|changed|deleted|removed|archived|last)/u;

/** Moments of what is to come, or of what was long before: they do not make a record newer. */
const isOfPlan =
  /\b(?:due|deadline|expir\w*|ends?|ending|until|valid|closes?|closing|starts?|opens?|opening|renew\w*|next|planned|scheduled|expected|target|birth\w*|born)\b/u;

/** What a moment is about, in the form in which sentences name it: `due` of `due on`, `start` of `starts at`. */
export const aboutOf = (words: string): string =>
  words.replace(/ (?:at|on|date|time|datetime|timestamp)$/u, '').replace(/(?<=\w{3})s$/u, '');

/** "Latest day first": of what has a day of its own, that is meant, and not when it was created. */
const ofDay = /\b(?:newest|latest|most recent|oldest|earliest) (?:days?|dates?) (?:come |comes |are |is )?first\b/iu;

const isDay = (document: Document, schema: Schema): boolean => partsOf(document, schema).some(({ format }) => format === 'date');

/**
 * Where an item shows the moment that makes it older or newer than others: the one that the sentence names, else the one of its creation, else the only one
 * that it has. None where the sentence names something else ("by the day of departure, the earliest first").
 */
export const ageIn = (document: Document, item: Schema, sentence: string): string | undefined => {
  const moments = itemMembers(document, item).filter(({ schema }) => isMoment(document, schema));
  const said = ` ${inWords(sentence)} `;
  const told = moments.filter(({ words }) => !creationNames.has(words) && new RegExp(`\\b${aboutOf(words)}`, 'u').test(said));
  const [only, ...more] = told;
  if (only !== undefined) return more.length === 0 ? only.at : undefined;
  if (ofDay.test(sentence)) {
    const days = moments.filter(({ schema, words }) => isDay(document, schema) || /(?:^| )(?:day|date)$/u.test(words));
    const [day, ...otherDays] = days.filter(({ words }) => !creationNames.has(words));
    if (day !== undefined) return otherDays.length === 0 ? day.at : undefined;
  }
  const isOfCreation = /\bcreat|\badded\b|\brecorded\b|\bregistered\b|\binserted\b/iu.test(sentence);
  // "Earliest" may be about any moment, and what follows "by" names one.
  const isOfAny = /\bearliest\b|\bchronological|\bby\b|\bwith the (?:latest|most recent)\b/iu.test(sentence);
  if (!isOfCreation && isOfAny && moments.some(({ words }) => !creationNames.has(words) && !isOfChange.test(words))) return undefined;
  const named = moments.filter(({ words }) => creationNames.has(words));
  const [age, ...others] = named.length > 0 ? named : moments;
  return others.length > 0 || age === undefined || isOfPlan.test(age.words) ? undefined : age.at;
};

/** Where an item shows when it was created. */
export const creationIn = (document: Document, item: Schema): string | undefined =>
  itemMembers(document, item).find(({ words, schema }) => creationNames.has(words) && isOrdered(document, schema))?.at;
