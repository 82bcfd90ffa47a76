import { answerSchema, describedLists } from '../../contract/infer/conventions/collection.ts';
import { endsInParameter, isSamePath, parametersIn, pathAbove } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { flagToldIn, flagWordOf, isOfCaller, type ToldFlag } from '../../contract/infer/told-flags.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, InferredResourceType, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** Resources of which one has a flag, as sentences say: below a parent that the run makes, or all of the caller. */
export type FlaggedOnes = Subject & {
  readonly resourceType: InferredResourceType;
  /** What they are below; undefined of those of the caller, where one of ours may take the flag from one that the run did not create. */
  readonly parent: Trip | undefined;
  /** Shows which of them have the flag: the list below a parent, the read of one of those of the caller. */
  readonly shownBy: Operation;
  readonly member: string;
  /** The value by which a request sets it: a form has texts. */
  readonly yes: true | 'true';
  readonly told: ToldFlag;
};

/** The value that sets a flag in a body; undefined where its schema is no flag. */
const yesOf = ({ document }: Contract, schema: Schema): true | 'true' | undefined => {
  if (isType(document, schema, 'boolean')) return true;
  return partsOf(document, schema).some((part) => Array.isArray(part['enum']) && part['enum'].includes('true')) ? 'true' : undefined;
};

const listBelow = ({ operations }: Contract, { list, create }: InferredResourceType): Operation | undefined =>
  list ?? operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, create.path));

/** Do all creations with a tag that have such a flag make this one, so that what the tag says of the flag is about it. */
const isTagOfOne = (contract: Contract, { create }: InferredResourceType, word: string): boolean => {
  const { document, operations } = contract;
  const tagsOf = ({ location }: Operation): readonly unknown[] => {
    const node = valueAt(document, nodeOf(location));
    return isObject(node) && Array.isArray(node['tags']) ? node['tags'] : [];
  };
  const own = tagsOf(create);
  return operations
    .filter((one) => one.method === 'POST' && one.key !== create.key && tagsOf(one).some((tag) => own.includes(tag)))
    .every(({ body }) => [...membersOf(document, body?.content[0]?.schema ?? true).keys()].every((name) => flagWordOf(name) !== word));
};

/** Does a body name other resources: then it is not said whose one of them it is. */
const namesOthers = (contract: Contract, create: Operation): boolean =>
  bodyMembers(contract, create).some(({ name }) => wordsOf(name).at(-1) === 'id' || referenceAt(contract, create, [name]) !== undefined);

/** What shows the flags of those that a creation makes: the list below their parent, else the read of each. */
const shownOf = (
  contract: Contract,
  resourceType: InferredResourceType,
  parent: Trip | undefined,
): { readonly by: Operation; readonly item: Schema } | undefined => {
  const { create, remove } = resourceType;
  const { document, operations } = contract;
  if (parent) {
    const list = listBelow(contract, resourceType);
    const item = list && describedLists({ document, operations: [list] })[0]?.item;
    return list && item !== undefined && isSamePath(list.path, create.path) ? { by: list, item } : undefined;
  }
  const read = operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, remove.path));
  const item = read && answerSchema(read);
  return read && item !== undefined && parametersIn(create.path).length === 0 && !namesOthers(contract, create)
    ? { by: read, item }
    : undefined;
};

/** Every flag of a contract that is held to the standard requirements, at the creation of those that have it. */
export const flaggedOnes = (contract: Contract): readonly FlaggedOnes[] => {
  const { document, inferredResourceTypes, standard } = contract;
  if (standard.size === 0) return [];
  return inferredResourceTypes.flatMap((resourceType): readonly FlaggedOnes[] => {
    const { create, remove, idChosenBy } = resourceType;
    if (create.method !== 'POST' || idChosenBy !== 'server' || !endsInParameter(remove.path)) return [];
    const parent = roundTrips(contract).find(({ itemPath }) => isSamePath(itemPath, pathAbove(create.path)));
    const place = shownOf(contract, resourceType, parent);
    if (!place) return [];
    const { by: shownBy, item } = place;
    const shown = membersOf(document, item);
    const asked = create.body?.content[0]?.schema ?? true;
    const found = [...membersOf(document, asked)].flatMap(([member, schema]): readonly FlaggedOnes[] => {
      const [word, yes, own] = [flagWordOf(member), yesOf(contract, schema), shown.get(member)];
      if (word === undefined || yes === undefined || own === undefined || !isType(document, own, 'boolean')) return [];
      const list = listBelow(contract, resourceType);
      const nodes = [create, remove, shownBy, ...(list ? [list] : [])].map(({ location }) => valueAt(document, nodeOf(location)));
      const texts = [
        ...new Set(nodes.flatMap(saidIn)),
        ...[schema, own, item, answerSchema(create)].flatMap((one) => descriptionsIn(document, one)),
        ...(isTagOfOne(contract, resourceType, word) ? saidOfTags(document, nodes[0]) : []),
      ];
      const told = flagToldIn(texts, word);
      if (told === undefined) return [];
      if (parent) return [at(create.location, { resourceType, parent, shownBy, member, yes, told })];
      // Which was the first, and who is left, depends on what was there before.
      const ofAll = { ...told, isFirst: false, heir: undefined };
      const isTold = told.isUnique && isOfCaller(texts, word);
      return isTold ? [at(create.location, { resourceType, parent, shownBy, member, yes, told: ofAll })] : [];
    });
    return found.length === 1 ? found : [];
  });
};
