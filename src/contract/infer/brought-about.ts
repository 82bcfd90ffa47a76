import type { Contract, Operation } from '../model.ts';
import { isActing } from './acting.ts';
import { nounWordsOf } from './id-names.ts';
import { isSamePath, parametersIn, pathAbove, segmentsOf } from './path-template.ts';
import { singular } from './singular.ts';
import { type Cause, causesOf } from './told-causes.ts';
import { wordsOf } from './words.ts';

/** What the service itself brings about when something is sent, and nobody creates: the alarms of a reading. */
export type BroughtAbout = {
  /** The list of them. */
  readonly list: Operation;
  /** The parameter in the path of the change or the action, which names one of them. */
  readonly parameter: string;
  readonly causes: readonly Cause[];
};

const find = (contract: Contract, operation: Operation): BroughtAbout | undefined => {
  const { path, effect, inferred } = operation;
  const [parameter, ...others] = parametersIn(path);
  const isChange =
    (effect === 'changes' && operation.method !== 'DELETE') ||
    (effect === 'destructive' && isActing(operation) && inferred?.reaches === undefined);
  if (!isChange || parameter === undefined || others.length > 0) return undefined;
  const collection = path.slice(0, path.indexOf(`/{${parameter}}`));
  const list = contract.operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, collection));
  const noun = nounWordsOf(collection).join(' ');
  // What somebody creates is tried on what the run creates itself.
  const isOtherwise = contract.operations.some(
    (one) =>
      (isSamePath(one.path, collection) && one.method !== 'GET') ||
      (one.effect.startsWith('creates') && isNamedAlone(one, noun)) ||
      (one.method === 'PUT' && isSamePath(pathAbove(one.path), collection) && parametersIn(one.path).length === 1),
  );
  if (!list || noun === '' || isOtherwise) return undefined;
  const causes = causesOf(contract, noun, collection);
  return causes.length === 0 ? undefined : { list, parameter, causes };
};

/** Has the last literal segment of a path one noun and nothing else. */
const isNamedAlone = ({ path }: Operation, noun: string): boolean => {
  const last = segmentsOf(path).findLast((one) => 'literal' in one);
  const words = last && 'literal' in last ? wordsOf(last.literal) : [];
  return [...words.slice(0, -1), singular(words.at(-1) ?? '')].join(' ') === noun;
};

const known = new WeakMap<Operation, BroughtAbout | undefined>();

/**
 * What an operation changes or acts on that nobody creates, and that comes about when something is sent: `POST /alarms/{alarmId}/confirm`, where a list shows the alarms, and a text says "A
 * reading above a rule's threshold raises an alarm". Undefined for anything else.
 */
export const broughtAbout = (contract: Contract, operation: Operation): BroughtAbout | undefined => {
  if (contract.standard.size === 0) return undefined;
  if (!known.has(operation)) known.set(operation, find(contract, operation));
  return known.get(operation);
};
