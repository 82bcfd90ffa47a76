import { broughtAbout } from '../../contract/infer/brought-about.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { isSuccess } from '../../contract/message.ts';
import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';
import { nodeOf } from '../../model/location.ts';
import type { PlannedRequest } from '../../model/request.ts';
import { at, type Subject } from '../kit/define.ts';
import { collectionAt } from './collection.ts';
import { freshValues } from './fresh-values.ts';
import { type OnOwn, onOwnResource, readOfOne } from './own-resources.ts';
import { livesWith, type ResourceTypeOperation } from './resources.ts';
import { idOfMade, roundTrips } from './round-trips.ts';
import { createdId } from './shown-resource.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { refersTo, sectionsIn } from '../../contract/infer/sections.ts';
import { saidIn } from '../../contract/said.ts';
import { distinct } from '../../model/json.ts';
import { askedContent } from '../../contract/asked-content.ts';

/** `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header) and its usual spellings. */
const keyNames = new Set(['idempotency key', 'x idempotency key', 'idempotencykey', 'x idempotencykey']);

const isKeyName = (name: string): boolean => keyNames.has(wordsOf(name).join(' '));

/** The header field in which an operation takes an idempotency key. */
export const keyParameterOf = ({ parameters }: Operation): Parameter | undefined =>
  parameters.find(({ in: where, name }) => where === 'header' && isKeyName(name));

/** The idempotency key that a request sends; undefined where it sends none. */
export const idempotencyKeyIn = ({ headers }: Pick<PlannedRequest, 'headers'>): string | undefined =>
  headers.find(([name]) => isKeyName(name))?.[1];

/** A creation that takes a key, with the parameter for it. */
export type Keyed = ResourceTypeOperation & { readonly parameter: Parameter };

/** The creations of a contract that take a key, each at its operation. */
export const keyedCreations = (contract: Contract): Keyed[] =>
  livesWith(contract, 'create').flatMap((subject) => {
    const parameter = keyParameterOf(subject.operation);
    return parameter === undefined ? [] : [{ ...subject, parameter }];
  });

/** An action that takes a key, on a resource that the run can create, or on what comes about by what the run sends. */
export type KeyedAction = Subject & {
  readonly operation: Operation;
  readonly parameter: Parameter;
  /** The resource that the run can create; undefined where nobody creates what the action is for. */
  readonly on: OnOwn | undefined;
  /** The read of the resource, or the list of what came about. */
  readonly read: Operation;
};

/** The actions of a contract on one resource that take a key, each at its operation. */
export const keyedActions = (contract: Contract): KeyedAction[] =>
  contract.operations.flatMap((operation) => {
    const parameter = operation.inferred?.onOne === true && operation.unsupported === undefined ? keyParameterOf(operation) : undefined;
    const on = parameter && onOwnResource(contract, operation);
    const about = parameter && !on ? broughtAbout(contract, operation)?.list : undefined;
    const list = about && collectionAt(contract, about.key)?.id !== undefined ? about : undefined;
    const read = on ? readOfOne(contract, on.resourceType) : list;
    return parameter && read ? [at(operation.location, { operation, parameter, on, read })] : [];
  });

/** The id of what a creation made; undefined where none was made, or the answer shows no id. */
export const idOfKeyed = (contract: Contract, { resourceType, operation }: Keyed, exchange: Exchange): string | undefined =>
  isSuccess(exchange) ? createdId(resourceType, exchange, freshValues(contract, operation, exchange.request)) : undefined;

/** A creation that takes a key, and the id of what it made. */
export type KeyedNew = Subject & {
  readonly operation: Operation;
  readonly parameter: Parameter;
  /** Undefined where nothing was made, or the answer shows no id. */
  readonly idOf: (exchange: Exchange) => string | undefined;
};

/** The creations of a contract that take a key and show an id: those of the types that are followed, and others whose new resource a read or a list shows. */
export const keyedNews = (contract: Contract): KeyedNew[] => {
  const followed = keyedCreations(contract);
  const known = new Set(followed.map(({ operation }) => operation.key));
  return [
    ...followed.map((keyed) => ({ ...keyed, idOf: (exchange: Exchange) => idOfKeyed(contract, keyed, exchange) })),
    ...roundTrips(contract).flatMap((trip): KeyedNew[] => {
      const { create: operation } = trip;
      const parameter = operation.method === 'POST' && !known.has(operation.key) ? keyParameterOf(operation) : undefined;
      const idOf = (exchange: Exchange): string | undefined => idOfMade(contract, trip, exchange);
      return parameter ? [at(operation.location, { operation, parameter, idOf })] : [];
    }),
  ];
};

/** Another creation that takes a key: what it makes is shown by no id that the run knows. */
export type KeyedOther = Subject & { readonly operation: Operation; readonly parameter: Parameter };

/** Such creations of a contract, each at its operation. */
export const keyedOthers = (contract: Contract): KeyedOther[] => {
  const known = new Set([...keyedCreations(contract), ...keyedActions(contract)].map(({ operation }) => operation.key));
  return contract.operations.flatMap((operation) => {
    const isCreation = operation.method === 'POST' && ['creates', 'creates-permanently'].includes(operation.effect);
    const parameter = keyParameterOf(operation);
    const isJson = askedContent(operation.body) !== undefined;
    const isOther = isCreation && isJson && operation.unsupported === undefined && operation.issues !== true && !known.has(operation.key);
    return parameter && isOther ? [at(operation.location, { operation, parameter })] : [];
  });
};

/**
 * What the document says of a key: the words of the operation, of the parameter, of the sentences about it in the introduction, and of the sections there to which
 * these refer ('See "Repeating a request"').
 */
export const textsOfKey = ({ document }: Contract, { operation, parameter }: Pick<Keyed, 'operation' | 'parameter'>): readonly string[] => {
  const ofOperation = saidIn(valueAt(document, nodeOf(operation.location)));
  const ofParameter = saidIn(valueAt(document, nodeOf(parameter.location)));
  const introduction = valueAt(document, '#/info/description');
  if (typeof introduction !== 'string') return [...ofOperation, ...ofParameter];
  const about = introduction.split(/\n\s*\n/u).filter((part) => /idempoten/iu.test(part));
  const sections = sectionsIn(introduction);
  const aboutKeys = ofOperation.flatMap(sentencesOf).filter((sentence) => /idempoten|\bkeys?\b|\brepeat/iu.test(sentence));
  const referred = sections.filter(({ title }) => [...ofParameter, ...aboutKeys].some((text) => refersTo(text, title)));
  const own = sections.filter(({ title }) => /idempoten/iu.test(title));
  // A section may be about more than keys.
  const behind = [...referred, ...own].flatMap(({ parts }) => parts.filter((part) => /idempoten|\bkeys?\b/iu.test(part)));
  return [...ofOperation, ...ofParameter, ...distinct([...about, ...behind])];
};
