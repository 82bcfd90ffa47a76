import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isItemOf, isSamePath, pathAbove, parametersIn } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { allowsGaps } from '../../contract/infer/told-positions.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { lists } from './collection.ts';
import { hides, isWhole } from './summaries.ts';

/** A list whose items the service numbers without gaps, by the words of the document. */
export type GaplessNumbers = Subject & {
  readonly collection: Collection;
  /** The member of an item that holds its number. */
  readonly member: string;
  readonly sentence: string;
  /** Does the sentence say that the first one has the number 1. */
  readonly startsAtOne: boolean;
};

const withoutGaps =
  /\b(?<!\bnot )(?:without|with no|no|never(?: (?:a|any|leaves? a|leaves?))?|free of) (?:any |leaving (?:any |a )?)?(?:gaps?|holes?)\b(?! (?:longer|larger|greater|bigger|wider|of more|over)\b)|\bgap-?(?:less(?:ly)?|free)\b|\bno numbers? (?:is|are) (?:ever )?(?:skipped|left out|missing|lost)\b/iu;

const numbers = /\b(?:re)?number(?:s|ed|ing)?\b|\bcount(?:s|ed|ing)?\b|\bsequences?\b|\brun(?:s|ning)?\b|\bseq\b/iu;

/** Words by which the numbers have gaps after all, begin anew, or are not always so. */
const hedged =
  /\b(?:unless|except|but|may|might|can|could|should|usually|normally|typically|mostly|generally|as a rule|if possible|try|tries|aims?|goal|eventual\w*|nightly|hourly|renumber\w*|reset\w*|restart\w*|anew|begins? again|starts? (?:again|over)|every (?:year|month|day|quarter|week)|each (?:year|month|day|quarter|week)|annual\w*|yearly|monthly|daily|until|once|when|if|after|among|visible|published|delet\w*|remov\w*|purg\w*|prun\w*|archiv\w*|void\w*|cancel\w*)\b/iu;

/** Words by which the numbers are those of other things too, go on in other steps, or are without gaps elsewhere or for some alone. */
const elsewhere =
  /\b(?:share[sd]?|sharing|together with|numbered together|jointly|in common|over (?:[a-z]+ and [a-z]+|all)|steps?|series|exports?|print(?:ed|s|out)?|weekdays?|weekends?|drafts?(?! (?:have|has|get|gets) (?:no|none)\b)|merged?|moved|sold|imported|from 20\d\d|for (?:[A-Z]{2,}|[a-z]+ (?:companies|accounts|customers|members)))\b/u;

/** "Per company and ship class without gaps": in something else beside it. */
const alsoIn =
  /\b(?:per|within|in|of|for) (?:the |its |their |an? |each |every |one )?[a-z]+ (?:and|or) (?:per |the |its |each )?(?!(?:never|not|always|ever|are|is|have|has|run|start|begin)\b)[a-z]+(?: [a-z]+)?(?=,? (?:without|with no|gap)|, (?:without|gap)|$)/iu;

/** Words around a promise by which some items have other numbers, leave the list, or belong to others of the same account. */
const irregular =
  /\b(?:keeps? (?:its|their) (?:old|own|former|first) numbers?|lose (?:its|their) numbers?|odd (?:numbers? )?for|leaves? the list|sees? those|(?:several|more|many) accounts|sub-?accounts?)\b/iu;

/** Words by which a list shows less to some callers than there is, or for a while alone. */
const partial =
  /\b(?:do(?:es)? not see|don't see|cannot see|can't see|sees? (?:only|just)|only sees?|visible|hidden|your own|own ones|mine|depending on|latest|most recent|last \d+|newest \d+|older than|kept for|retention|purged|archived?|drafts? (?:are|is) not)\b/iu;

/** The order of a list, which shows no less for that: "The latest departure first", "Most recent on top". */
const orderTold = /\b(?:the )?(?:latest|most recent|newest)(?: (?!first\b|on top\b)[\w`]+){0,4} (?:comes? )?(?:first|on top)\b/giu;

/** Something that is counted in a place of its own: "per ledger", "within their lot", "of a tank". */
const scope =
  /\b(?:within|inside|per|for(?= (?:each|every|an?|one) )|across|in(?= (?:its|their|an?|one|each|every|the) )|of(?= (?:its|the|their|an?|one|each|every|this) )|by) (?:(?:its|the|their|each|every|an?|one|same|single|whole|entire) )*(?<noun>[a-z][a-z]*)/giu;

/** "The shop's next number", "each shop counts its own". */
const owner =
  /\b(?:the|each|every|an?) (?<noun>[a-z]+)(?:['’]s (?:own |next |running |current )*(?:`|number\b|no\b)| (?:counts|numbers|has) its own\b)/giu;

/** Nouns after such words that are no place: "in the order in which they came", "by the service", "of each new one". */
const noPlaces: ReadonlySet<string> = new Set(
  'order sequence list row line series service server system one which 1 time creation arrival receipt moment'.split(' '),
);

/** What divides things without being an account: numbers begin anew there, and the list shows all of them together. */
const divisions: ReadonlySet<string> = new Set(
  'year month week day quarter season period type kind category class group currency language location region country state status date hour version client caller session prefix letter department branch site'.split(
    ' ',
  ),
);

/** "Per shop and year". */
const beside = new RegExp(
  String.raw`(?:\b(?:and|or)|[,/]) ?(?:(?:per|the|an?|each|every|its|their) )*(?:${[...divisions].join('|')})s?\b`,
  'iu',
);

/** Last words of members that number what they are in. */
const numbering: ReadonlySet<string> = new Set('number no nr num numero seq sequence serial position ordinal'.split(' '));

const inWords = (text: string): readonly string[] => wordsOf(text.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')).map(singular);

const hasWords = (text: string, words: readonly string[]): boolean => {
  const all = inWords(text);
  return words.length > 0 && all.some((_, n) => words.every((word, m) => all[n + m] === word));
};

/** The articles and the like before the subject of a sentence. */
const lead = new Set('the a an all each every new our these those its'.split(' '));

/** Is a sentence about what a noun means: it begins with it, or speaks of its numbers. */
const isAbout = (sentence: string, noun: readonly string[]): boolean => {
  const all = inWords(sentence);
  const from = all.findIndex((word) => !lead.has(word));
  return (
    noun.every((word, n) => all[from + n] === word) ||
    hasWords(sentence, [...noun, 'number']) ||
    hasWords(sentence, ['number', 'of', ...noun])
  );
};

const pronoun = /^(?:they|these|those|each|it|numbers|the numbers|all) /iu;

/** The sentence without what only explains it, and without marks. */
const plain = (sentence: string): string =>
  sentence
    .replace(/[:;].*$/su, '')
    .replaceAll(/[`*"]/gu, '')
    .replaceAll(/\s+/gu, ' ');

const saysGapless = (sentence: string): boolean =>
  withoutGaps.test(sentence) &&
  !hedged.test(plain(sentence)) &&
  !elsewhere.test(sentence) &&
  !alsoIn.test(plain(sentence).replace(/[.\s]+$/u, '')) &&
  !holdsForSome(sentence) &&
  !allowsGaps([sentence]);

/** "1, 2, 3", "from 1 on". */
const fromOne = /\b1, ?2\b|\b(?:from|at|with) (?:`?1`?|one)\b(?![.\d])/iu;

/**
 * Does a sentence say that numbers count in what the list shows: in the resource above it, or for a list below nothing in the whole account. Where it says nothing of that,
 * they may count for everybody, and a list shows a part of them.
 */
const isOfList = (contract: Contract, { path }: Operation, item: Schema, sentence: string): boolean => {
  const text = sentence.replace(/[:;].*$/su, '').toLowerCase();
  if (beside.test(text)) return false;
  const told = [...text.replaceAll('`', '').matchAll(scope), ...text.matchAll(owner)]
    .map(({ groups }) => singular(groups?.['noun'] ?? ''))
    .filter((noun) => !noPlaces.has(noun));
  const above = parametersIn(path).length === 0 ? undefined : nounWordsOf(pathAbove(pathAbove(path)));
  // What begins with 1 in a list below a resource counts in that.
  if (told.length === 0) return above !== undefined && fromOne.test(sentence);
  if (above !== undefined) return told.every((noun) => above.at(-1) === noun || above[0] === noun);
  const named = new Set([
    ...contract.operations.flatMap((one) => one.path.split('/').flatMap(wordsOf).map(singular)),
    ...[...membersOf(contract.document, item).keys()].flatMap(wordsOf).map(singular),
  ]);
  return told.every((noun) => !named.has(noun) && !divisions.has(noun));
};

const said = (contract: Contract, operation: Operation): readonly string[] =>
  saidIn(valueAt(contract.document, nodeOf(operation.location)));

/** The sentences of a text that are about what a noun means, also those that go on about it with a pronoun. */
const sentencesAbout = (text: string, noun: readonly string[], isOwn: boolean): readonly string[] => {
  const all = sentencesOf(text);
  return all.filter((one, n) => {
    if (isAbout(one, noun)) return true;
    const before = all[n - 1];
    const goesOn = pronoun.test(one) && before !== undefined && isAbout(before, noun);
    return goesOn || (isOwn && /^numbered\b/iu.test(one));
  });
};

const numbersOf = (contract: Contract, collection: Collection & Subject): GaplessNumbers | undefined => {
  const { document, operations } = contract;
  const { operation } = collection;
  const [described] = describedLists({ document, operations: [operation] });
  const noun = nounWordsOf(operation.path).map(singular);
  if (!described || noun.length === 0 || operation.method !== 'GET' || operation.effect !== 'safe') return undefined;
  const isRemoved = operations.some((one) => one.method === 'DELETE' && isItemOf(one.path, operation.path));
  const needs = operation.parameters.some(({ in: where, required }) => where === 'query' && required);
  const tags = saidOfTags(document, valueAt(document, nodeOf(operation.location)));
  const around = [...said(contract, operation), ...tags].join(' ').replaceAll(orderTold, '');
  if (isRemoved || needs || !isWhole(document, operation) || hides.test(around.replaceAll(/\bleft out\b/giu, '')) || partial.test(around))
    return undefined;
  const creations = operations.filter((one) => one.method === 'POST' && isSamePath(one.path, operation.path));
  const settable = new Set(creations.flatMap((one) => bodyMembers(contract, one).map(({ name }) => name)));
  const members = [...membersOf(document, described.item)].filter(
    ([name, schema]) =>
      !settable.has(name) &&
      wordsOf(name).join(' ') !== 'id' &&
      (isType(document, schema, 'integer') || isType(document, schema, 'string')) &&
      partsOf(document, schema).every(({ enum: listed, const: only, format }) =>
        [listed, only, format].every((one) => one === undefined || one === 'int32' || one === 'int64'),
      ),
  );
  const numbered = members.filter(([name]) => numbering.has(wordsOf(name).at(-1) ?? ''));
  const told = [
    ...creations
      .flatMap((one) => said(contract, one))
      .concat(said(contract, operation))
      .map((text) => ({ text, isOwn: true })),
    ...[...tags, ...descriptionsIn(document, described.item), ...saidIn(document['info'])].map((text) => ({ text, isOwn: false })),
  ].flatMap(({ text, isOwn }) => sentencesAbout(text, noun, isOwn));
  const found = members.flatMap(([member, schema]) => {
    const own = descriptionsIn(document, schema).flatMap(sentencesOf);
    const named = told.filter((one) => one.includes(`\`${member}\``));
    const only = numbered.length === 1 && numbered[0]?.[0] === member;
    const others = members.flatMap(([name]) => (name === member ? [] : [name]));
    const unnamed = told.filter((one) => numbers.test(one) && only && !others.some((name) => one.includes(`\`${name}\``)));
    const sentence = [...own.filter((one) => numbers.test(one) || only), ...named, ...unnamed].find(
      (one) => saysGapless(one) && isOfList(contract, operation, described.item, one),
    );
    const isLoose =
      irregular.test([...own, around, ...saidIn(document['info'])].join(' ')) ||
      allowsGaps([...own, ...named, ...unnamed].filter((one) => /\b(?:gaps?|holes?)\b/iu.test(one)));
    return sentence === undefined || isLoose ? [] : [{ member, sentence }];
  });
  const [one, ...more] = found;
  if (!one || more.length > 0) return undefined;
  return at(collection.location, {
    collection,
    ...one,
    startsAtOne: parametersIn(operation.path).length > 0 && fromOne.test(one.sentence),
  });
};

const known = new WeakMap<Contract, readonly GaplessNumbers[]>();

/**
 * Every such list of a contract that is held to the standard requirements. Only where the sentence says in what the numbers count, and the list shows all of that: what
 * counts for all accounts together has gaps in each of them.
 */
export const gaplessNumbers = (contract: Contract): readonly GaplessNumbers[] => {
  const found =
    known.get(contract) ?? (contract.standard.size === 0 ? [] : lists(contract).flatMap((one) => numbersOf(contract, one) ?? []));
  known.set(contract, found);
  return found;
};
