import type { Contract, Operation } from '../model.ts';
import { nodeOf } from '../../model/location.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { askedSchema } from '../asked-content.ts';
import { offeredValues } from './offered-values.ts';
import { isSamePath, parametersIn, pathAbove, tailOf } from './path-template.ts';
import { referenceAt } from './references.ts';
import { membersOf } from './schema-parts.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** What has to be there before a read offers anything below a resource: changes that set something of it, and creations of what is taken. */
export type NeededForOffer = { readonly settings: readonly Operation[]; readonly creations: readonly Operation[] };

/** Shorter words say too little: "on" and "at" are in each text. */
const shortest = 4;

/**
 * What the offer of a value for a creation needs, right beside both: a PUT whose noun the text of the offer or of the creation names ("fits into one opening interval" for
 * `/opening-hours`), and the creations of what the body of the creation may name (its table).
 */
export const neededForOffer = (contract: Contract, operation: Operation, member: string): NeededForOffer => {
  const { document, operations } = contract;
  const found = offeredValues(contract, operation, member);
  if (!found) return { settings: [], creations: [] };
  const texts = [found.read, operation].flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))));
  const said = new Set(wordsOf(texts.join(' ')).map(singular));
  const beside = operations.filter(
    (one) =>
      one.key !== operation.key &&
      one.unsupported === undefined &&
      tailOf(one.path).length === 1 &&
      parametersIn(one.path).length > 0 &&
      isSamePath(pathAbove(one.path), pathAbove(operation.path)),
  );
  const isNamed = ({ path }: Operation): boolean =>
    wordsOf(tailOf(path)[0] ?? '').some((word) => word.length >= shortest && said.has(singular(word)));
  const named = new Set(
    [...membersOf(document, askedSchema(operation.body)).keys()].flatMap(
      (name) => referenceAt(contract, operation, [name])?.resourceType?.create.key ?? [],
    ),
  );
  return {
    settings: beside.filter((one) => one.method === 'PUT' && one.effect === 'changes' && one.acts !== true && isNamed(one)),
    creations: beside.filter((one) => one.effect.startsWith('creates') && named.has(one.key)),
  };
};
