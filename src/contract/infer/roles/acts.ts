import type { Contract } from '../../model.ts';
import { isObject } from '../../pointer.ts';
import { segmentsOf } from '../path-template.ts';
import { wordsOf } from '../words.ts';
import { stemOf } from './stem.ts';
import { vocabularyOf } from './texts.ts';

type Document = Contract['document'];

/** What is done by the operations of a document, by the stems of the words with which it names that, each with the stems of the words of their paths. */
export type Acts = ReadonlyMap<string, ReadonlySet<string>>;

const methods = ['get', 'put', 'post', 'delete', 'patch'];

const isPlural = (word: string): boolean => /[^s]s$/u.test(word);

const known = new WeakMap<Document, Acts>();

/**
 * The acts of a document: the words with which the summaries and ids of its operations begin ("Take a payment"), and the actions at the ends of its paths (`/recipes/{id}/refill`).
 * Each document has verbs of its own trade that no list has.
 */
export const actsIn = (document: Document): Acts => {
  const acts = known.get(document) ?? findActs(document);
  known.set(document, acts);
  return acts;
};

const findActs = (document: Document): Acts => {
  const things = vocabularyOf(document);
  const found = new Map<string, Set<string>>();
  for (const [path, item] of Object.entries(isObject(document['paths']) ? document['paths'] : {})) {
    const segments = segmentsOf(path);
    const literals = segments.flatMap((one) => ('literal' in one ? wordsOf(one.literal) : []));
    const nouns = literals.map(stemOf);
    const last = segments.at(-1);
    const hasId = segments.some((one) => 'parameter' in one);
    for (const [method, node] of Object.entries(isObject(item) ? item : {})) {
      if (!methods.includes(method) || !isObject(node)) continue;
      const { summary, operationId } = node;
      const first = [summary, operationId].flatMap((one) => (typeof one === 'string' ? wordsOf(one).slice(0, 1) : []));
      const isAction = method !== 'get' && hasId && last !== undefined && 'literal' in last && !isPlural(last.literal);
      const acts = [
        ...first.filter((word) => !isPlural(word) && !things.has(stemOf(word))),
        ...(isAction && 'literal' in last ? wordsOf(last.literal).slice(0, 1) : []),
      ];
      for (const act of acts.map(stemOf)) found.set(act, new Set([...(found.get(act) ?? []), ...nouns]));
    }
  }
  return found;
};
