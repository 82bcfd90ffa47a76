import type { Contract } from '../model.ts';
import { isObject } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { sentencesOf } from './sentences.ts';
import { wordsOf } from './words.ts';

/** Words between two states of which the second comes right after the first. */
const next = / (?:then|next|finally|afterwards|later|after that|followed by|becomes|turns into) |^ to $/u;

const arrow = /[→⟶⇒➔▶]|[-=]+>/u;

/** What may stand between two states of a list: signs, and words that join them. */
const joint = /^ (?:(?:and|then|to|over|via|through|finally|lastly|the|a|an) )*$/u;

const steps = 'steps?|stages?|states?|status(?:es)?|phases?|levels?';

/** Words by which a resource comes to one of its states after another: "one step at a time", "stage by stage". */
export const stepByStep = new RegExp(
  String.raw`\b(?:one|a single|1) (?:${steps}) (?:at a time|at once|after (?:another|the other))\b|\b(step|stage|state|status|phase|level) (?:by|after) \1\b`,
  'iu',
);

/** Words by which a sentence lists states in the order in which they come. */
const inOrder = new RegExp(
  String.raw`${stepByStep.source}|\bin (?:exactly |just )?(?:this|that|the following|the given|the listed) (?:order|sequence)\b|\bin the (?:order|sequence):|\bone (?:by one|after (?:another|the other))\b`,
  'iu',
);

/** Words by which it lists them in another order, or in none. */
const inOther = /\b(?:revers\w*|backwards?|opposite|whatever order|any order|alphabetical\w*|sort(?:s|ed|ing)?)\b/iu;

type Mention = { readonly state: string; readonly start: number; readonly end: number };

/** Where a sentence names states, in their order: in code where it names any so, else as words. */
const mentionsIn = (sentence: string, states: ReadonlyMap<string, string>): readonly Mention[] => {
  const found = (form: RegExp): readonly Mention[] =>
    [...sentence.matchAll(form)].flatMap((match) => {
      const [whole, name = ''] = match;
      const state = states.get(wordsOf(name).join(' '));
      return state === undefined ? [] : [{ state, start: match.index, end: match.index + whole.length }];
    });
  const coded = found(/`([^`]+)`/gu);
  return coded.length > 0 ? coded : found(/(?<![\p{L}\p{N}_-])([\p{L}\p{N}_-]+)(?![\p{L}\p{N}_-])/gu);
};

/**
 * The order in which a resource comes to its states, as a sentence tells it: "`registered`, then `received`, then `accessioned`". The longest such row of at least
 * three different states; empty where no sentence of the introduction, of a tag or of some other texts tells one.
 */
export const toldOrder = (
  { document }: Pick<Contract, 'document'>,
  states: readonly string[],
  others: readonly string[] = [],
): readonly string[] => {
  // The way to a state is asked for at each creation.
  const key = JSON.stringify([states, others]);
  const known = orders.get(document) ?? new Map<string, readonly string[]>();
  orders.set(document, known);
  const order = known.get(key) ?? readOrder(document, states, others);
  known.set(key, order);
  return order;
};

const orders = new WeakMap<Contract['document'], Map<string, readonly string[]>>();

const readOrder = (document: Contract['document'], states: readonly string[], others: readonly string[]): readonly string[] => {
  const tags: readonly unknown[] = Array.isArray(document['tags']) ? document['tags'] : [];
  const texts = [...others, ...[document['info'], ...tags].flatMap((one) => (isObject(one) ? saidIn(one) : []))];
  return orderIn(texts.flatMap(sentencesOf), states)?.states ?? [];
};

/** The longest row of at least three different states that one of some sentences tells, with that sentence; undefined where none does. */
export const orderIn = (
  sentences: readonly string[],
  states: readonly string[],
): { readonly states: readonly string[]; readonly sentence: string } | undefined => {
  // Of two states with the same words the first is meant.
  const named = new Map(states.toReversed().map((one) => [wordsOf(one).join(' '), one]));
  const rows = sentences.flatMap((sentence) => rowsOf(sentence, named).map((row) => ({ states: row, sentence })));
  const longest = rows.toSorted((a, b) => b.states.length - a.states.length)[0];
  return longest !== undefined && longest.states.length >= least ? longest : undefined;
};

/** The rows of states that a sentence tells: those of which one comes right after the other. */
const rowsOf = (sentence: string, named: ReadonlyMap<string, string>): readonly (readonly string[])[] => {
  const isList = inOrder.test(sentence) && !inOther.test(sentence);
  const follows = (between: string): boolean => {
    const words = ` ${wordsOf(between).join(' ')} `.replace(/^ {2}$/u, ' ');
    return next.test(words) || arrow.test(between) || (isList && !between.includes('.') && joint.test(words));
  };
  const rows: string[][] = [];
  let before: Mention | undefined;
  for (const mention of mentionsIn(sentence, named)) {
    const row = rows.at(-1);
    if (row && before && follows(sentence.slice(before.end, mention.start))) {
      // A state that comes again ends the row, and is the end of what is read.
      if (row.includes(mention.state)) break;
      row.push(mention.state);
    } else rows.push([mention.state]);
    before = mention;
  }
  return rows;
};

const least = 3;
