import type { Contract, Operation, Parameter } from '../model.ts';
import { nodeOf } from '../../model/location.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { isActing } from './acting.ts';
import { listShownBy } from './conventions/collection.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { nounWordsOf } from './id-names.ts';
import { endsInParameter, isDirectlyBelow, isSamePath, parametersIn, pathAbove } from './path-template.ts';
import { isType, membersOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { bringsAboutOne } from './told-causes.ts';
import { wordsOf } from './words.ts';

/** Earlier forms of a resource of the run, which are known by numbers, and which changes and uploads of it leave behind: `/files/{fileId}/versions/{number}`. */
export type NumberedBelow = {
  readonly list: Operation;
  /** The parameter in the path of the operation that takes the number of one. */
  readonly parameter: string;
  readonly above: AnyInferred;
  /** What is sent to the resource so that the list shows one more. */
  readonly adding: readonly Operation[];
};

const nouns: ReadonlySet<string> = new Set(['version', 'revision', 'snapshot', 'edition', 'iteration']);

/** Does a text say that an operation adds one: "Upload a new version", "Each publication creates a revision". */
const saysAdding = ({ document }: Contract, { location }: Operation, noun: string): boolean => {
  const texts = saidIn(valueAt(document, nodeOf(location)));
  const another = new RegExp(String.raw`\b(?:new|another|next|further)\s+(?:[\w-]+\s+){0,2}${noun}s?\b`, 'iu');
  const denied = /\b(?:no|not|never|without|neither|nor|cannot)\b/iu;
  return bringsAboutOne(texts, noun) || texts.flatMap(sentencesOf).some((one) => another.test(one) && !denied.test(one));
};

/** The changes of a resource and of what is right behind its path that add one, as a text says; where none says so, those of the resource itself. */
const addingTo = (contract: Contract, item: string, collection: string, noun: string): readonly Operation[] => {
  const changes = contract.operations.filter(
    (one) =>
      one.unsupported === undefined &&
      one.method !== 'DELETE' &&
      (one.effect === 'changes' || (one.effect === 'destructive' && isActing(one) && one.inferred?.reaches === undefined)) &&
      !isSamePath(one.path, collection) &&
      (isSamePath(one.path, item) || (isDirectlyBelow(one.path, item) && !endsInParameter(one.path))),
  );
  const told = changes.filter((one) => saysAdding(contract, one, noun));
  return told.length > 0 ? told : changes.filter((one) => one.effect === 'changes' && isSamePath(one.path, item));
};

/** Do the entries of a list show whole numbers, which the last parameter of a path takes. */
const showsNumbers = ({ document }: Contract, list: Operation, { name, schema }: Parameter): boolean => {
  const entry = membersOf(document, listShownBy(document, list)?.item);
  const words = wordsOf(name);
  const taken = [words.join(' '), words.at(-1)];
  const numbers = [...entry].filter(([one, own]) => taken.includes(wordsOf(one).join(' ')) && isType(document, own, 'integer'));
  return isType(document, schema, 'integer') && numbers.length > 0;
};

const find = (contract: Contract, operation: Operation): NumberedBelow | undefined => {
  const { effect, inferred } = operation;
  // An action has its word behind what it acts on.
  const path = endsInParameter(operation.path) ? operation.path : pathAbove(operation.path);
  const collection = pathAbove(path);
  const item = pathAbove(collection);
  const name = parametersIn(path).at(-1);
  const noun = nounWordsOf(collection).at(-1) ?? '';
  const isUse = effect === 'changes' || (effect === 'destructive' && isActing(operation) && inferred?.reaches === undefined);
  if (!isUse || !endsInParameter(path) || name === undefined || !nouns.has(noun)) return undefined;
  const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name);
  const list = contract.operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, collection));
  const covering = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()];
  const above = covering.map(({ resourceType }) => resourceType).find((one) => isSamePath(itemOf(one).path, item));
  // What something creates at a path of its own is tried on one that the run creates there.
  const isMade = contract.operations.some((one) => one.method !== 'GET' && isSamePath(one.path, collection));
  if (!parameter || !list || !above || isMade || !showsNumbers(contract, list, parameter)) return undefined;
  const adding = addingTo(contract, item, collection, noun);
  return adding.length === 0 ? undefined : { list, parameter: name, above, adding };
};

const known = new WeakMap<Operation, NumberedBelow | undefined>();

/**
 * What an operation removes or acts on that has a number below a resource which the run can create, and came about by changes of that: `POST /files/{fileId}/versions/{number}/restore`.
 * Undefined for anything else.
 */
export const numberedBelow = (contract: Contract, operation: Operation): NumberedBelow | undefined => {
  if (contract.standard.size === 0) return undefined;
  if (!known.has(operation)) known.set(operation, find(contract, operation));
  return known.get(operation);
};
