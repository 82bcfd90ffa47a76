import { segmentsOf } from '../../path-template.ts';
import { membersOf } from '../../schema-parts.ts';
import { singular } from '../../singular.ts';
import { wordsOf } from '../../words.ts';
import { nodeOf } from '../../../../model/location.ts';
import type { Parameter } from '../../../model.ts';
import { valueAt } from '../../../pointer.ts';
import type { DescribedList } from '../collection.ts';
import type { DocumentView, Suggestion } from '../convention.ts';
import { itemMembers } from '../item-members.ts';
import { descriptionOf, inWords, keywordOf, optionalQuery, textOf } from '../paging-members.ts';
import { sentencesOf } from '../../sentences.ts';
import { aboutOf, ageIn, creationNames } from './moments.ts';
import { firstValuesIn } from './first-values.ts';
import { isOrdered, isText } from './order-values.ts';
import { leavesOrderOpen, takesOrderBack } from './open-sentences.ts';
import { blankToldIn, orderToldIn } from './sentences.ts';
import { directionNames, isExplained, orderNames } from './sort-parameter.ts';
import { saidIn } from '../../../said.ts';

type Document = DocumentView['document'];

/** Sentences by which a list begins with the newest item, and those by which it begins with the oldest one. */
const byAge = [
  {
    direction: 'descending',
    said: /\b(?:newest|latest|most recent(?:ly (?:created|added))?)(?: \w+)? (?:come |comes |are )?first\b|\breverse[- ]chronological/iu,
  },
  {
    direction: 'ascending',
    said: /\b(?:oldest|earliest)(?: \w+)? (?:come |comes |are )?first\b|(?<!reverse[- ])\bchronological(?:ly)?\b/iu,
  },
] as const;

/** What an operation says of its list: in its own words and in those of its successes. */
const saidOf = (document: Document, list: DescribedList): string => {
  const { operation, body } = list;
  const nodes = [
    valueAt(document, nodeOf(operation.location)),
    ...operation.responses.filter(({ status }) => status.startsWith('2')).map((one) => valueAt(document, nodeOf(one.location))),
  ];
  const texts = nodes.flatMap(saidIn);
  const sentences = [...texts.filter((text) => typeof text === 'string'), descriptionOf(document, body), ...usualOrder(document, operation)]
    .map((text) => text.replaceAll(/ ?\bby default\b/giu, ''))
    .map((text) => (/[.!?]\s*$/u.test(text) ? text : `${text}.`))
    .flatMap((text) => sentencesOf(text));
  if (sentences.some(takesOrderBack)) return '';
  return sentences
    .filter((sentence) => !leavesOrderOpen(sentence) && !isOfPart(document, list, sentence))
    .map((sentence) => (/[.!?]\s*$/u.test(sentence) ? sentence : `${sentence}.`))
    .join(' ');
};

/** "The notes of a ticket", at the list of tickets: the order of something inside an item. */
const ofInner = /^\W*(?:the )?[\p{L}-]+ (?:of|inside|in|within|on) (?:an?|each|every|the|one) (?<whole>[\p{L}-]+)/iu;

/** Is the order of a sentence that of what an item holds: "The notes of a ticket are newest first", "`history` is sorted by age". */
const isOfPart = (document: Document, { operation, item }: DescribedList, sentence: string): boolean => {
  const whole = singular((ofInner.exec(sentence)?.groups?.['whole'] ?? '').toLowerCase());
  const last = segmentsOf(operation.path).findLast((one) => 'literal' in one);
  const nouns = last !== undefined && 'literal' in last ? wordsOf(last.literal).map(singular) : [];
  const name = /^`(?<name>[\w-]+)` (?:is|are|comes?)\b/u.exec(sentence)?.groups?.['name'];
  return nouns.at(-1) === whole || (name !== undefined && membersOf(document, item).has(name));
};

/** What the parameter of the order says of the order without it: "Newest first by default". */
const usualOrder = (document: Document, operation: DescribedList['operation']): readonly string[] =>
  optionalQuery(document, operation)
    .filter(({ name }) => orderNames.has(inWords(name)))
    .flatMap((one) => sentencesOf(textOf(document, one)))
    .filter((sentence) =>
      /\bdefaults?\b|\bwithout (?:it|this)\b|\bif (?:absent|omitted|left out|missing|not (?:given|set))\b|\botherwise\b/iu.test(sentence),
    )
    .map((sentence) =>
      sentence
        .replaceAll(/\b(?:without (?:it|this)(?: parameter)?|if (?:absent|omitted|left out|missing|not (?:given|set)))\b,?/giu, '')
        .replaceAll(/^defaults? ?(?:to|is|order is)?:? ?/giu, 'Sorted '),
    );

/** The parameters that choose the order of a list or its direction. */
const choosing = (document: Document, { operation }: DescribedList): readonly Parameter[] =>
  optionalQuery(document, operation).filter(({ name }) => orderNames.has(inWords(name)) || directionNames.has(inWords(name)));

const hasDefault = (document: Document, list: DescribedList): boolean =>
  choosing(document, list).some(({ schema }) => keywordOf(document, schema, 'default') !== undefined);

/** "Those of the same name by age, oldest first", "equal ones are oldest first": an order among what another one leaves open. */
const isAmongEqual = /\bthe same\b|\bequal\b|\bidentical\b|\balike\b|\bsharing\b|\bshare\b|\bties?\b|\btied\b/iu;

/** The order that the description of a list states by age. Not where a parameter chooses the order, or where the sentence is about a part of the list. */
export const orderByAge = (document: Document, list: DescribedList): readonly Suggestion[] => {
  const text = saidOf(document, list);
  const [said, ...others] = byAge.filter((one) => one.said.test(text));
  const sentence = sentencesOf(text)
    .flatMap((each) => each.split(';'))
    .filter((each) => said?.said.test(each))
    .join(' ');
  // "Sorted by status, then newest first", "newest first within a day".
  const isBehind = byAge.some((one) =>
    new RegExp(String.raw`(?:\bthen\b|\bwithin\b|\b(?:sorted|ordered|grouped) by\b)[^.]*(?:${one.said.source})`, 'iu').test(sentence),
  );
  if (isBehind || isAmongEqual.test(sentence) || /\bfirst within\b/iu.test(sentence)) return [];
  const by = ageIn(document, list.item, sentence);
  if (said === undefined || others.length > 0 || by === undefined || hasDefault(document, list) || isExplained.test(text)) return [];
  const why = `The list is described with the ${said.direction === 'descending' ? 'newest' : 'oldest'} items first.`;
  return [{ operation: list.operation, word: ['ordering'], value: { by, direction: said.direction, ...blankWord(text) }, why }];
};

const blankWord = (text: string): { readonly blank?: 'first' | 'last' } => {
  const blank = blankToldIn(text);
  return blank === undefined ? {} : { blank };
};

/** Names of whole numbers that only say where something stands, so that a list by them begins with the first. */
const isPosition = /(?:^| )(?:position|rank|order|index|sequence|number|no|nr)$/u;

/** The order that a sentence states by a member: "Sorted by weight, heaviest last". Not where a parameter has another default. */
export const orderBySentence = (document: Document, list: DescribedList): readonly Suggestion[] => {
  const text = saidOf(document, list);
  const told = orderToldIn(text);
  if (told === undefined || hasDefault(document, list)) return [];
  const said = ` ${inWords(told.about)} `;
  const named = itemMembers(document, list.item).filter(({ words }) => {
    const about = creationNames.has(words) ? '(?:creat|added|registered)' : aboutOf(words);
    return words !== 'id' && about !== '' && new RegExp(`\\b${about}`, 'u').test(said);
  });
  const longest = Math.max(0, ...named.map(({ words }) => aboutOf(words).length));
  const [member, ...others] = named.filter(({ words }) => aboutOf(words).length === longest);
  if (member === undefined || others.length > 0) return [];
  const isPlainText = isText(document, member.schema);
  const direction = told.direction ?? (isPlainText || isPosition.test(member.words) ? 'ascending' : undefined);
  if (direction === undefined || (!isPlainText && !isOrdered(document, member.schema))) return [];
  const why = `The list is described in the order of "${told.about.trim()}", which is ${member.at} of an item.`;
  return [{ operation: list.operation, word: ['ordering'], value: { by: member.at, direction, ...blankWord(text) }, why }];
};

const alphabetical =
  /\b(?:in|by) (?:ascending )?alphabetic(?:al)?(?: order)?\b|\balphabetically(?: (?:sorted|ordered))?\b|\b(?:sorted|ordered) alphabetical/iu;
const nameNames = ['name', 'title', 'label'];

/** What a text names behind the alphabet: `code` of "alphabetically by code". */
const alphabeticalBy = /\balphabetic\w*(?: order)?,? (?:by|of) (?:the |their |its )?`?(?<by>[\p{L}_]+(?: [\p{L}_]+)?)`?/iu;

/** The order that the description of a list states by the alphabet: by the name of an item, where that is a text in any words. Not where a parameter chooses the order. */
export const orderByAlphabet = (document: Document, list: DescribedList): readonly Suggestion[] => {
  const text = saidOf(document, list);
  const texts = itemMembers(document, list.item).filter(({ schema }) => isText(document, schema));
  const by = wordsOf(alphabeticalBy.exec(text)?.groups?.['by'] ?? '');
  const told = texts.filter(({ words }) => by.length > 0 && (words === by.join(' ') || words === by[0]));
  const named = texts.filter(({ words }) => nameNames.includes(words));
  const isOtherName = by.length > 0 && !nameNames.includes(by[0] ?? '');
  const [member, ...others] = told.length > 0 ? told : isOtherName ? [] : named.length > 0 ? named : texts;
  const isChosen = choosing(document, list).length > 0;
  const isOther = isExplained.test(text) || /reverse|descending|within|\bby (?:the )?(?!name|title|label)\w+ and\b/iu.test(text);
  if (!alphabetical.test(text) || member === undefined || others.length > 0 || isChosen || isOther) return [];
  const why = `The list is described in alphabetical order, and ${member.at} is the name of an item.`;
  return [{ operation: list.operation, word: ['ordering'], value: { by: member.at, direction: 'ascending' }, why }];
};

/** The values that the description of a list puts at the beginning: "Critical faults first", "Pinned notes come first, then the newest". Not where a parameter chooses the order. */
export const orderByFirstValues = (document: Document, list: DescribedList): readonly Suggestion[] => {
  const first = hasDefault(document, list) ? undefined : firstValuesIn(document, saidOf(document, list), itemMembers(document, list.item));
  if (first === undefined) return [];
  const why = `The list is described with the items first whose ${first.at} is ${first.values.join(', then ')}.`;
  return [{ operation: list.operation, word: ['ordering'], value: { by: first.at, values: first.values }, why }];
};
