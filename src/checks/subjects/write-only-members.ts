import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { sentencesOf } from '../../contract/infer/conventions/quota-sentences.ts';
import { beginsWith, endsInParameter, pathAbove } from '../../contract/infer/path-template.ts';
import { itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { nodeOf, type Location } from '../../model/location.ts';

/** A member of a body that no answer may show, and the path at and below which it is looked for. */
export type WriteOnly = { readonly name: string; readonly location: Location; readonly path: string };

const isNever =
  /\bnever (?:a )?(?:part of|returned|shown|included|given back|sent back|in (?:an|any)|appears?|present|exposed|readable)\b|\bwrite[- ]only\b/iu;

/** Does a member carry `writeOnly` (OpenAPI, Schema Object), or does its description or the text of its operation say that no answer has it. */
const isWriteOnly = ({ document }: Contract, operation: Operation, { name, schema }: BodyMember): boolean => {
  const parts = partsOf(document, schema);
  if (parts.some(({ writeOnly }) => writeOnly === true)) return true;
  if (parts.some(({ description }) => typeof description === 'string' && isNever.test(description))) return true;
  const node = valueAt(document, nodeOf(operation.location));
  const said = isObject(node) && typeof node['description'] === 'string' ? sentencesOf(node['description']) : [];
  return said.some(
    (one) =>
      isNever.test(one) && new RegExp(String.raw`^(?:the )?\x60?${wordsOf(name).join(String.raw`\W?`)}\x60? is never\b`, 'iu').test(one),
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

/** The members that the answers of an operation may not show. */
export const hiddenIn = (contract: Contract, operation: Operation): readonly WriteOnly[] =>
  writeOnlyMembers(contract).filter(
    ({ name, path }) =>
      (operation.path === path || beginsWith(operation.path, path)) && !describes(contract.document, answerSchema(operation), name),
  );
