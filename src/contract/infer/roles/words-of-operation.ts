import { nodeOf } from '../../../model/location.ts';
import type { Contract, Operation } from '../../model.ts';
import { isObject, valueAt } from '../../pointer.ts';
import { segmentsOf } from '../path-template.ts';
import { wordsOf } from '../words.ts';
import { emptyWords, type Kind, particles } from './lexicon.ts';
import { stemOf } from './stem.ts';

/** The names of an operation, read as words. */
export type Words = {
  readonly kind: Kind;
  readonly acts: ReadonlySet<string>;
  readonly nouns: ReadonlySet<string>;
  readonly above: ReadonlySet<string>;
  /** The words right before what the path begins with: `export` of `/exports/appointments`, which is a matter of its own. */
  readonly space: ReadonlySet<string>;
  readonly choices: ReadonlySet<string>;
  /** The words of an action with a verb of several, such as `check` and `in` of `/bookings/{id}/check-in`; empty for another one. */
  readonly phrase: readonly string[];
  /** All words with which it is named: of its path and its summary. */
  readonly all: ReadonlySet<string>;
  /** It adds to a collection, whatever else it does. */
  readonly isAdding: boolean;
  /** The words of each of its tags. */
  readonly tags: readonly ReadonlySet<string>[];
};

const kindOf = ({ method, effect, acts, patches }: Operation): Kind | undefined => {
  if (effect === 'safe') return 'read';
  if (effect === 'asks') return undefined;
  if (method === 'DELETE') return 'remove';
  if (acts === true) return 'act';
  if (method === 'PUT' || method === 'PATCH' || patches === true) return 'change';
  return effect.startsWith('creates') ? 'create' : 'act';
};

/** A verb that is one only with its particle. */
const particle = new RegExp(String.raw`[^\p{L}](?:${[...particles].join('|')})$`, 'iu');

/** The words by which a document calls an operation; undefined for one that only asks. */
export const wordsFor = (document: Contract['document'], operation: Operation, choices: readonly string[]): Words | undefined => {
  const kind = kindOf(operation);
  if (kind === undefined) return undefined;
  const segments = segmentsOf(operation.path);
  const literals = segments.flatMap((one) => ('literal' in one ? [one.literal] : []));
  const last = segments.findLastIndex((one) => 'parameter' in one);
  const tail = last < 0 ? literals.slice(-1) : segments.slice(last + 1).flatMap((one) => ('literal' in one ? [one.literal] : []));
  // What ends in a plural adds to a collection.
  const isAction = kind === 'act' && tail.length > 0 && literals.length > 1 && !/(?<!s)s$/u.test(tail.at(-1) ?? '');
  const about = isAction ? literals.slice(0, -tail.length).slice(-1) : tail.length > 0 ? tail : literals.slice(-1);
  const node = valueAt(document, nodeOf(operation.location));
  const summary = isObject(node) && typeof node['summary'] === 'string' ? node['summary'] : '';
  const stemmed = (text: string): readonly string[] => wordsOf(text).map(stemOf);
  const first = [wordsOf(operation.operationId ?? '')[0], wordsOf(summary)[0]];
  const end = segments.findIndex((one) => 'parameter' in one);
  const leading = end < 0 ? segments.length : end;
  const above = new Set(literals.flatMap(wordsOf).map(stemOf));
  // "Study history" of a read begins with what it is about, and with no verb.
  const isNoun = (word: string | undefined): boolean => kind === 'read' && word !== undefined && above.has(stemOf(word));
  const named = [...first.filter((word) => !isNoun(word)), ...(isAction ? tail.flatMap(wordsOf) : [])];
  return {
    kind,
    acts: new Set(named.flatMap((word) => (word === undefined ? [] : [stemOf(word)]))),
    nouns: new Set(about.flatMap(wordsOf).map(stemOf)),
    above,
    space: new Set(
      segments
        .slice(0, leading)
        .slice(0, -1)
        .flatMap((one) => ('literal' in one ? stemmed(one.literal) : [])),
    ),
    choices: new Set(choices.flatMap(wordsOf).map(stemOf)),
    phrase: isAction && tail.length === 1 && particle.test(tail[0] ?? '') ? wordsOf(tail[0] ?? '').map(stemOf) : [],
    all: new Set(
      [...literals.flatMap(stemmed), ...stemmed(summary), ...stemmed(operation.operationId ?? ''), ...choices.flatMap(stemmed)].filter(
        (word) => !emptyWords.has(word),
      ),
    ),
    isAdding: kind === 'create' || (kind === 'act' && operation.method === 'POST' && !isAction),
    tags: tagsOf(node).map((tag) => new Set(stemmed(tag).filter((word) => !emptyWords.has(word)))),
  };
};

const tagsOf = (node: unknown): readonly string[] =>
  isObject(node) && Array.isArray(node['tags']) ? node['tags'].filter((tag) => typeof tag === 'string') : [];
