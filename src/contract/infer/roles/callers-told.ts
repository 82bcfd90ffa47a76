import type { Contract, Operation } from '../../model.ts';
import { wordsOf } from '../words.ts';
import { toldRoles } from './hidden.ts';
import { markedRoles } from './marked.ts';
import { saidAt } from './spelled.ts';
import { stemOf } from './stem.ts';
import { linesOf, plain } from './texts.ts';

/** Sentences that begin with those who call an operation: "Learners enrol themselves", "A member books for herself". */
const beginning = /^(?:(?:an?|the|only|all|any|every|each) )?(?<who>\p{L}+)\b/iu;

/** Does a document say of an operation what callers of a role with less than all rights do with it: "Members book for themselves, managers for anybody". */
export const namesRole = (document: Contract['document'], operation: Pick<Operation, 'location'>): boolean => {
  const { lesser } = toldRoles(document);
  return saidAt(document, operation)
    .flatMap(linesOf)
    .map((line) => beginning.exec(plain(line))?.groups?.['who'] ?? '')
    .some((word) => lesser.has(stemOf(wordsOf(word).at(-1) ?? '')));
};

/** Does a document leave an operation to roles that may do everything: "Admins only." Whoever has less rights has no business there, whatever the service lets it do. */
export const isForFullRoles = (document: Contract['document'], operation: Pick<Operation, 'location' | 'path' | 'method'>): boolean => {
  const { full } = toldRoles(document);
  const marked = markedRoles(document, operation, []);
  return marked !== undefined && marked.roles.size > 0 && [...marked.roles].every((role) => full.has(role));
};
