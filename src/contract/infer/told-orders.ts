import type { Contract } from '../model.ts';
import { isObject } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { sentencesOf } from './sentences.ts';
import { wordsOf } from './words.ts';

/** Words between two states of which the second comes right after the first. */
const next = / (?:then|next|finally|afterwards|later|after that|followed by|becomes|turns into) /u;

const arrow = /[→⟶⇒➔▶]|[-=]+>/u;

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
  // Of two states with the same words the first is meant.
  const named = new Map(states.toReversed().map((one) => [wordsOf(one).join(' '), one]));
  const tags: readonly unknown[] = Array.isArray(document['tags']) ? document['tags'] : [];
  const texts = [...others, ...[document['info'], ...tags].flatMap((one) => (isObject(one) ? saidIn(one) : []))];
  const rows = texts.flatMap(sentencesOf).map((sentence) => {
    const row: string[] = [];
    let before: Mention | undefined;
    for (const mention of mentionsIn(sentence, named)) {
      const between = before === undefined ? '' : sentence.slice(before.end, mention.start);
      if (before !== undefined && !next.test(` ${wordsOf(between).join(' ')} `) && !arrow.test(between)) break;
      if (row.includes(mention.state)) break;
      row.push(mention.state);
      before = mention;
    }
    return row;
  });
  const longest = rows.toSorted((a, b) => b.length - a.length)[0] ?? [];
  return longest.length >= least ? longest : [];
};

const least = 3;
