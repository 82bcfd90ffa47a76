import { answerSchema, describedLists } from '../../contract/infer/conventions/collection.ts';
import { endsInParameter, isSamePath, parametersIn, pathAbove } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { flagToldIn, flagWordOf, type ToldFlag } from '../../contract/infer/told-flags.ts';
import type { Contract, InferredResourceType, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** Resources below a parent of which one has a flag, as sentences say. */
export type FlaggedOnes = Subject & {
  readonly resourceType: InferredResourceType;
  readonly parent: Trip;
  readonly list: Operation;
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

/** Every flag of a contract that is held to the standard requirements, at the creation of those that have it. Only below a resource that the run makes: a new one may take the flag from others. */
export const flaggedOnes = (contract: Contract): readonly FlaggedOnes[] => {
  const { document, inferredResourceTypes, standard } = contract;
  if (standard.size === 0) return [];
  return inferredResourceTypes.flatMap((resourceType): readonly FlaggedOnes[] => {
    const { create, remove, idChosenBy } = resourceType;
    const list = listBelow(contract, resourceType);
    const parent = roundTrips(contract).find(({ itemPath }) => isSamePath(itemPath, pathAbove(create.path)));
    const item = list && describedLists({ document, operations: [list] })[0]?.item;
    if (!parent || !list || item === undefined || create.method !== 'POST' || idChosenBy !== 'server') return [];
    if (!isSamePath(list.path, create.path) || parametersIn(create.path).length === 0 || !endsInParameter(remove.path)) return [];
    const shown = membersOf(document, item);
    const asked = create.body?.content[0]?.schema ?? true;
    const found = [...membersOf(document, asked)].flatMap(([member, schema]): readonly FlaggedOnes[] => {
      const [word, yes, own] = [flagWordOf(member), yesOf(contract, schema), shown.get(member)];
      if (word === undefined || yes === undefined || own === undefined || !isType(document, own, 'boolean')) return [];
      const nodes = [create, remove, list].map(({ location }) => valueAt(document, nodeOf(location)));
      const texts = [
        ...nodes.flatMap(saidIn),
        ...[schema, own, item, answerSchema(create)].flatMap((one) => descriptionsIn(document, one)),
      ];
      const told = flagToldIn(texts, word);
      return told === undefined ? [] : [at(create.location, { resourceType, parent, list, member, yes, told })];
    });
    return found.length === 1 ? found : [];
  });
};
