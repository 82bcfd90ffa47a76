import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation } from '../model.ts';
import { isObject, valueAt } from '../pointer.ts';
import { isType, membersOf, partsOf } from './schema-parts.ts';
import { wordsOf } from './words.ts';

type Json = Contract['document'];

/** Words by which a member says that no other resource may have its value. */
const saysUnique = /^unique\b(?! id)|\b(?:is|are|be|kept|stays) unique\b|\bunique (?:among|within|per|in|across|for each)\b/iu;

const deniesUnique = /\b(?:not|never|no longer|need not)\b[^.]{0,20}\bunique\b/iu;

/** Does a document say of a member that no two resources have the same value. */
export const isDocumentedUnique = (document: Json, schema: unknown): boolean =>
  partsOf(document, schema).some(({ description, 'x-unique': marked }) => {
    const isSaid = typeof description === 'string' && saysUnique.test(description) && !deniesUnique.test(description);
    return marked === true || isSaid;
  });

const isTaken = /\b(?:already|taken|in use|exists|duplicate)\b/iu;

/** What an operation says of its answer 409 (RFC 9110, section 15.5.10); undefined where it describes none. */
const conflictOf = (document: Json, { responses }: Operation): string | undefined => {
  const response = responses.find(({ status }) => status === '409');
  const node = response && valueAt(document, nodeOf(response.location));
  if (!isObject(node)) return undefined;
  return typeof node['description'] === 'string' ? node['description'] : '';
};

/**
 * The texts of a request body whose values another resource may have taken, where the creation describes 409: those that are documented as unique, else the
 * one required text that the description of 409 names as taken.
 */
export const uniqueMembers = (document: Json, create: Operation, asked: unknown): readonly string[] => {
  const conflict = conflictOf(document, create);
  if (conflict === undefined) return [];
  const texts = [...membersOf(document, asked)].filter(([, member]) => isType(document, member, 'string'));
  const unique = texts.filter(([, member]) => isDocumentedUnique(document, member)).map(([name]) => name);
  if (unique.length > 0 || !isTaken.test(conflict)) return unique;
  const required = new Set(partsOf(document, asked).flatMap((part) => (Array.isArray(part['required']) ? part['required'] : [])));
  const said = new Set(wordsOf(conflict));
  const named = texts.map(([name]) => name).filter((name) => required.has(name) && wordsOf(name).every((word) => said.has(word)));
  return named.length === 1 ? named : [];
};
