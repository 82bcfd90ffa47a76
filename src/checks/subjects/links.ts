import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { type AnyInferred, inferredNamed, isLinkBeside } from '../../contract/infer/covering.ts';
import { idNames, nounWordsOf } from '../../contract/infer/id-names.ts';
import { isSamePath, parametersIn, pathAbove } from '../../contract/infer/path-template.ts';
import { isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { singular } from '../../contract/infer/singular.ts';
import { isSuccess, jsonOf } from '../../contract/message.ts';
import type { Contract, InferredResourceType, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import type { Exchange } from '../../model/exchange.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { readOfOne } from './own-resources.ts';
import { idText } from './shown-resource.ts';

/** A PUT that links a resource to the one above it in its path, and what shows the links: `PUT /albums/{albumId}/photos/{photoId}` and `GET /albums/{albumId}/photos`. */
export type Link = Subject & {
  readonly resourceType: InferredResourceType;
  /** The type whose resources are linked. */
  readonly linked: AnyInferred;
  readonly readOfLinked: Operation | undefined;
  /** The read that shows what is linked: of the list, or of the resource above. */
  readonly shows: Operation | undefined;
  /** The member of the resource above that holds the list; undefined where the list has a read of its own. */
  readonly member: string | undefined;
};

/** Words by which a list may leave out some of what is linked. */
const selective = /\b(?:only|except|unless|hidden|hides?|leaves? out|left out|published|active|visible|approved|accepted)\b/iu;

const saysNothingOfChoice = ({ document }: Contract, { location }: Operation): boolean =>
  saidIn(valueAt(document, nodeOf(location))).every((text) => !selective.test(text));

const nounOf = (words: readonly string[]): string => words.map((word, n) => (n === words.length - 1 ? singular(word) : word)).join(' ');

/** The member of the resource above that lists what is linked: `photos`, `photoIds`. */
const memberOf = ({ document }: Contract, above: Operation, linked: AnyInferred): string | undefined => {
  const noun = nounWordsOf(linked.name).join(' ');
  const found = [...membersOf(document, answerSchema(above))].filter(([name, schema]) => {
    const words = wordsOf(name);
    const named = ['id', 'ids'].includes(words.at(-1) ?? '') ? words.slice(0, -1) : words;
    return isType(document, schema, 'array') && nounOf(named) === noun;
  });
  return found.length === 1 ? found[0]?.[0] : undefined;
};

/** Every such PUT of a contract that is held to the standard requirements. */
export const links = (contract: Contract): readonly Link[] => {
  if (contract.standard.size === 0) return [];
  return contract.inferredResourceTypes.flatMap((resourceType): readonly Link[] => {
    const linked = resourceType.linked === undefined ? undefined : inferredNamed(contract, resourceType.linked);
    if (!linked || resourceType.create.unsupported !== undefined) return [];
    const { create, list } = resourceType;
    const isRead = ({ method, effect, unsupported }: Operation): boolean =>
      method === 'GET' && effect === 'safe' && unsupported === undefined;
    const above = contract.operations.find((one) => isRead(one) && isSamePath(one.path, pathAbove(pathAbove(create.path))));
    const member = list || !above ? undefined : memberOf(contract, above, linked);
    const shows = list ?? (member === undefined ? undefined : above);
    const isWhole = shows !== undefined && saysNothingOfChoice(contract, shows);
    const read = readOfOne(contract, linked);
    // The path of a link does not name what the linked one is below, where that is another thing.
    const isNamedWhole = read && (isLinkBeside(resourceType) || parametersIn(read.path).length === 1);
    const readOfLinked = isNamedWhole ? read : undefined;
    return [at(create.location, { resourceType, linked, readOfLinked, shows: isWhole ? shows : undefined, member })];
  });
};

/** Elements of the lists in a JSON value, the lists of elements left out. */
const elementsOf = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value).flatMap((one) => (Array.isArray(one) ? (one as unknown[]) : [])) : [];
};

/**
 * The ids of what a list shows as linked; each element may be the id itself, the linked resource, or an object that names it. Undefined where the answer has no list,
 * or an element shows no id.
 */
export const linkedIn = (
  { linked, resourceType, member }: Pick<Link, 'linked' | 'resourceType' | 'member'>,
  exchange: Exchange,
): readonly (readonly string[])[] | undefined => {
  const body = isSuccess(exchange) ? jsonOf(exchange) : undefined;
  const held = member === undefined ? body : isObject(body) ? heldIn(body, member) : undefined;
  if (held === undefined) return undefined;
  const names = [...new Set([resourceType.idParameter, ...idNames(linked)])];
  const found = elementsOf(held).map((element): readonly string[] => {
    const own = idText(element);
    if (own !== undefined) return [own];
    const around = isObject(element) ? [element, ...Object.values(element).filter(isObject)] : [];
    return around.flatMap((one) => names.flatMap((name) => idText(one[name]) ?? []));
  });
  return found.every((ids) => ids.length > 0) ? found : undefined;
};

/** A member of a body, or of the object in it that holds the resource. */
const heldIn = (body: Readonly<Record<string, unknown>>, member: string): unknown =>
  [body, ...Object.values(body).filter(isObject)].find((one) => Array.isArray(one[member]))?.[member];
