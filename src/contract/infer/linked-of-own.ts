import type { Contract, Operation } from '../model.ts';
import { answerSchema } from './conventions/collection.ts';
import type { MemberWay } from './described-nouns.ts';
import { asDescribed } from './held-body.ts';
import { nounWordsOf } from './id-names.ts';
import { actedTypeOf } from './suited-members.ts';
import { resourceMembers } from './resource-object.ts';
import { isType, itemsOf, membersOf } from './schema-parts.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';
import { askedSchema } from '../asked-content.ts';

/** The name of the relationship that a way into a resource object leads to the id of: `data.relationships.author.data.id` (JSON:API 1.1, section 7.4). */
const relationshipOn = (way: MemberWay): string | undefined => {
  const [last, around, name, outer] = way.toReversed();
  return last === 'id' && around === 'data' && outer === 'relationships' ? name : undefined;
};

/**
 * The member of the resource in the path of an action or a creation below it that lists what a relationship in the body names: the `books` of a shelf, where the body of
 * `POST /shelves/{shelfId}/repairs` has a `book`. What an operation adds to that list itself is another matter. Only to choose what is named: nothing is judged by it.
 */
export const linkedOfOwn = (contract: Contract, operation: Operation, way: MemberWay): string | undefined => {
  const name = relationshipOn(way);
  const described = contract.operations.find(({ key }) => key === operation.key);
  const acted = name === undefined || !described ? undefined : actedTypeOf(contract, described);
  const answer = acted && answerSchema(acted.read);
  if (name === undefined || !described || answer === undefined) return undefined;
  const { document } = contract;
  const noun = wordsOf(name).map(singular).join(' ');
  const isAdded = nounWordsOf(described.path).map(singular).join(' ') === noun;
  const body = askedSchema(asDescribed(described).body);
  if (isAdded || body === undefined) return undefined;
  return [...resourceMembers(document, answer)].find(
    ([list, schema]) =>
      isType(document, schema, 'array') &&
      membersOf(document, itemsOf(document, schema)).has('id') &&
      wordsOf(list).map(singular).join(' ') === noun,
  )?.[0];
};

/** The way that a JSON pointer goes through objects. */
export const wayOf = (pointer: string): MemberWay =>
  pointer
    .split('/')
    .slice(1)
    .map((one) => one.replaceAll('~1', '/').replaceAll('~0', '~'));
