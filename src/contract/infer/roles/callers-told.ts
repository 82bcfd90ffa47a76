import type { Contract, Operation } from '../../model.ts';
import { wordsOf } from '../words.ts';
import { toldRoles } from './hidden.ts';
import { markedRoles } from './marked.ts';
import { saidAt, textsOf } from './spelled.ts';
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

/** A sentence that lets one kind of credentials call every read: "A token with the scope `read` may call every `GET` operation". */
const everyRead =
  /(?<who>\b(?:tokens?|keys?|credentials?|scopes?)\b[^.;]*?)\b(?:may|can) (?:only )?(?:call|use|make|send|do) (?:all|any|every|each)(?: of the)? (?:`?GET`?|reads?\b|reading\b)(?<rest>[^.;]*)/iu;

/** Words by which some reads are left out of such a sentence. */
const leftOut = /\b(?:not|never|no|except|besides|but|other than|apart from|unless|outside|if|when|where|of their|of its|own)\b/iu;

/**
 * The kinds of credentials that a document lets call every read, whatever a role on one thing may: a token with the scope `read` of somebody who owns the thing reads what an
 * operation leaves to the owner.
 */
export const readersOfAll = (document: Contract['document']): ReadonlySet<string> => {
  const { lesser } = toldRoles(document);
  return new Set(
    textsOf(document)
      .flatMap(linesOf)
      .flatMap((line) => {
        const { who = '', rest = '' } = everyRead.exec(line.replaceAll(/\s+/gu, ' '))?.groups ?? {};
        return leftOut.test(who) || leftOut.test(rest) ? [] : wordsOf(who).map(stemOf);
      })
      .filter((word) => lesser.has(word)),
  );
};
