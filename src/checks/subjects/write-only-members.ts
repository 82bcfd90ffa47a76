import { sentencesOf } from '../../contract/infer/sentences.ts';
import { beginsWith, endsInParameter, pathAbove } from '../../contract/infer/path-template.ts';
import { itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { nodeOf, type Location } from '../../model/location.ts';

/** A member of a body that no answer may show, and the path at and below which it is looked for. */
export type WriteOnly = { readonly name: string; readonly location: Location; readonly path: string };

const never =
  /\bnever (?:a )?(?:part of (?:an|any|the) (?:answer|response)|in (?:an|any) (?:answer|response)|returned|given back|sent back|readable)s?\b|\bwrite[- ]only\b/iu;

/** Words by which some answers show it: to others, once, or outside of lists. */
const limited = /\b(?:again|after\w*|unless|except|until|once|to|for|by|lists?|only(?! ))\b/iu;

const isNever = (sentence: string): boolean => never.test(sentence) && !limited.test(sentence);

/** Does a member carry `writeOnly` (OpenAPI, Schema Object), or does its description or the text of its operation say that no answer has it. */
const isWriteOnly = ({ document }: Contract, operation: Operation, { name, schema }: BodyMember): boolean => {
  const parts = partsOf(document, schema);
  if (parts.some(({ writeOnly }) => writeOnly === true)) return true;
  if (parts.some(({ description }) => typeof description === 'string' && sentencesOf(description).some(isNever))) return true;
  const node = valueAt(document, nodeOf(operation.location));
  const said = isObject(node) && typeof node['description'] === 'string' ? sentencesOf(node['description']) : [];
  return said.some(
    (one) => isNever(one) && new RegExp(String.raw`^(?:the )?\x60?${wordsOf(name).join(String.raw`\W?`)}\x60? is never\b`, 'iu').test(one),
  );
};

const known = new WeakMap<Contract, readonly WriteOnly[]>();

/** Every such member of a contract that is held to the standard requirements. */
export const writeOnlyMembers = (contract: Contract): readonly WriteOnly[] => {
  const found =
    known.get(contract) ??
    (contract.standard.size === 0 ? [] : contract.operations)
      .filter(({ method }) => method !== 'GET')
      .flatMap((operation) =>
        bodyMembers(contract, operation)
          .filter((member) => isWriteOnly(contract, operation, member))
          .map(({ name, location }) => ({
            name,
            location,
            path: endsInParameter(operation.path) ? pathAbove(operation.path) : operation.path,
          })),
      );
  known.set(contract, found);
  return found;
};

/** Most levels of members of an answer that are looked through. */
const deepest = 4;

/** Does the document describe a member of that name, not as one for requests alone, in an answer. */
const describes = (document: Contract['document'], schema: Schema | undefined, name: string, depth = 0): boolean => {
  if (schema === undefined || depth > deepest) return false;
  const own = membersOf(document, schema).get(name);
  if (own !== undefined && partsOf(document, own).every(({ writeOnly }) => writeOnly !== true)) return true;
  return [itemsOf(document, schema), ...membersOf(document, schema).values()].some((one) => describes(document, one, name, depth + 1));
};

/** Are all successes of an operation described, and none of them with a member of that name. */
const isKnownWithout = (document: Contract['document'], { responses }: Operation, name: string): boolean => {
  const successes = responses.filter(({ status }) => status.startsWith('2'));
  const schemas = successes.flatMap(({ content }) => content.map(({ schema }) => schema));
  return schemas.length > 0 && schemas.every((schema) => schema !== undefined && !describes(document, schema, name));
};

/** The members that the answers of an operation may not show. */
export const hiddenIn = (contract: Contract, operation: Operation): readonly WriteOnly[] =>
  writeOnlyMembers(contract).filter(
    ({ name, path }) => (operation.path === path || beginsWith(operation.path, path)) && isKnownWithout(contract.document, operation, name),
  );
