import { statementsOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** What the numbers of all entries of a list add up to, by a sentence: "The weights add up to 100". */
export type EntrySum = { readonly member: string; readonly total: number; readonly sentence: string };

/** A list of a body whose entries have numbers, and where a text stands that may be about it. */
export type EntryNumbers = {
  /** The names of the list and of the numbers of an entry. */
  readonly list: string;
  readonly numbers: readonly string[];
  /** The number whose own description the text is; there, "they" and "all of them" are its values. */
  readonly own?: string;
  /** Does the text stand at the list or in it. Elsewhere it has to name the number or the list. */
  readonly isNear: boolean;
};

const det = String.raw`(?:(?:all|the|its|their|these|those|both)(?: of)? )*`;
const which = String.raw`(?<what>[\p{L}_]+?(?: [\p{L}_]+)??)(?: (?:of|in|across|over) ${det}(?<whose>[\p{L}_]+))?`;
const must = String.raw`(?:must |have to |has to |need to |needs to |shall )?(?:always )?`;
const number = String.raw`(?:exactly |precisely )?(?<total>\d+(?:\.\d+)?)(?: ?%| percent| per cent| points| basis points)?`;

const forms = [
  // "The weights add up to 100", "All shares together must total 1".
  String.raw`${det}${which},?(?: together| combined| taken together)? ${must}(?:adds? up to|sums? up to|sums? to|totals?|amounts? to|comes? to) ${number}`,
  // "The sum of the weights is 100", "The total of all shares must be 1".
  String.raw`(?:the |their )?(?:sum|total) (?:of|over) ${det}${which} ${must}(?:is|be|equals?|comes? to) ${number}`,
  // "Together they add up to 100", of what the text stands at.
  String.raw`(?:together,? )?(?<they>they|these|those|all of them|all entries)(?: together)? ${must}(?:add up to|sum up to|sum to|total|amount to|come to) ${number}`,
].map((form) => new RegExp(`^${form}$`, 'iu'));

/** What an answer to a breach is, which follows the rule: ", otherwise 400", "(422)". */
const refusal =
  /\s*(?:\((?:else |otherwise |or )?`?4\d\d`?[^()]*\)|,? (?:otherwise|else|or)(?: the answer is| it is)?:? (?:an? )?`?4\d\d`?)\s*$/iu;

/** Words for parts of a whole, by whatever name a document has for the number. */
const parts: ReadonlySet<string> = new Set('weight share percentage percent part portion proportion ratio fraction'.split(' '));

/** Words for the entries of any list. */
const entries: ReadonlySet<string> = new Set('entry item element row line part'.split(' '));

const nounsIn = (words: string): readonly string[] => wordsOf(words).map(singular);

/** The number that a word means: the only one whose name has it, or the only one that there is where the word is that for any part. */
const meantBy = (what: string, { numbers, isNear }: EntryNumbers): string | undefined => {
  const words = nounsIn(what);
  const named = numbers.filter((name) => words.every((word) => nounsIn(name).includes(word)));
  const [only, ...others] = named.length === 0 && isNear && words.length === 1 && parts.has(words[0] ?? '') ? numbers : named;
  return others.length === 0 ? only : undefined;
};

const sumIn = (sentence: string, list: EntryNumbers): EntrySum | undefined => {
  const text = sentence
    .replaceAll(/[`*]/gu, '')
    .replace(/[.;:]\s*$/u, '')
    .replace(refusal, '')
    .trim();
  for (const form of forms) {
    const { what, whose, they, total } = form.exec(text)?.groups ?? {};
    if (total === undefined) continue;
    const of = nounsIn(whose ?? '').at(-1);
    const isOfList = of !== undefined && (of === nounsIn(list.list).at(-1) || entries.has(of));
    // "Of a group" may be about some entries alone.
    if ((of !== undefined && !isOfList) || (!list.isNear && !(isOfList && of === nounsIn(list.list).at(-1)))) continue;
    const member = they === undefined ? meantBy(what ?? '', list) : list.own;
    if (member !== undefined && Number(total) > 0) return { member, total: Number(total), sentence };
  }
  return undefined;
};

/** Words by which other sums are taken as well. */
const isLenient =
  /\b(?:normali[sz]\w*|re-?scaled?|scaled|toleran\w*|tolerat\w*|not (?:checked|enforced|validated|required|verified)|rounding|relative to|approximately|roughly|warning|advice|recommend\w*|other sums?)\b/iu;

/**
 * What the numbers of all entries of a list have to add up to, by a text. A sentence with any other word, such as one that says for which entries it holds, tells nothing:
 * it is read as a whole or not at all.
 */
export const entrySumsIn = (text: string, list: EntryNumbers): readonly EntrySum[] =>
  isLenient.test(text) ? [] : statementsOf(text).flatMap((sentence) => sumIn(sentence, list) ?? []);
