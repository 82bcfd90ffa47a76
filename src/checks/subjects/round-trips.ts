import { isAsked } from '../../contract/infer/common-parameters.ts';
import { itemOf } from '../../contract/infer/covering.ts';
import { isPending } from '../../contract/infer/effects/creation-responses.ts';
import { repeatsOurs } from '../../contract/infer/own-texts.ts';
import { answerSchema, describedLists } from '../../contract/infer/conventions/collection.ts';
import { idNames, isResourceName, isTakenBy, nounWordsOf } from '../../contract/infer/id-names.ts';
import { endsInParameter, isSamePath, parametersIn, segmentsOf, tailOf, valuesInPath } from '../../contract/infer/path-template.ts';
import { holdsAttributes, plainResource, plainSchema } from '../../contract/infer/resource-object.ts';
import { isJustMade } from '../../contract/infer/just-made.ts';
import { toldId } from '../../contract/infer/told-id.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { headerValues, isSuccess, jsonOf, statusOf } from '../../contract/message.ts';
import type { Collection, Contract, InferredResourceType, Operation, Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { isJsonPatch } from '../../contract/wire/media-type.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import type { Exchange } from '../../model/exchange.ts';
import { distinct } from '../../model/json.ts';
import { at, type Subject } from '../kit/define.ts';
import { pageItems } from './collection.ts';
import { idText, type Resource } from './shown-resource.ts';
import { askedContent, askedSchema } from '../../contract/asked-content.ts';
import { actsAs } from '../../contract/infer/acting.ts';

/** Where the answers of an operation show a resource: the body itself, or one member of it; and the schema of the resource. */
export type Place = {
  readonly member: string | undefined;
  readonly schema: Schema;
  /** Its members are held in `attributes` (JSON:API 1.1, section 7.2), and `schema` shows them at the top. */
  readonly isHeld: boolean;
};

/** A resource that a plain document shows to be created from a JSON body and read by an id, which the server or the path of its creation chose. */
export type Trip = {
  readonly create: Operation;
  /** The schema of the body that creates one. */
  readonly asked: Schema;
  /** The member that holds the id. */
  readonly id: string;
  /** The path of one of them, its collection before the last parameter. */
  readonly itemPath: string;
  readonly read: Operation | undefined;
  readonly patch: Operation | undefined;
  /** A PATCH that takes nothing but a JSON Patch (RFC 6902). */
  readonly jsonPatch: Operation | undefined;
  readonly put: Operation | undefined;
  readonly remove: Operation | undefined;
  readonly list: Collection | undefined;
  /** All lists that may show it: that of its collection, and that of the paths of its own. */
  readonly lists: readonly Collection[];
  /** Its items hold their members in `attributes` (JSON:API 1.1, section 7.2). */
  readonly isHeld: boolean;
  /** It has a path without its parent, so that only its creation tells whose it is. */
  readonly isFlat: boolean;
  /** The path of the collection that the creation adds to: its own, or for a PUT that of what it names. */
  readonly addsTo: string;
  /** Its removal is judged by the checks of declared and inferred resource types. */
  readonly isFollowed: boolean;
};

/** Where the described answer of an operation shows an object with the member that holds the id. */
export const placeIn = ({ document }: Contract, operation: Operation, id: string): Place | undefined => {
  const body = answerSchema(operation);
  if (body === undefined || isType(document, body, 'array')) return undefined;
  const members = membersOf(document, body);
  const place = (member: string | undefined, schema: Schema): Place => ({
    member,
    schema: plainSchema(document, schema),
    isHeld: holdsAttributes(document, schema),
  });
  if (members.has(id)) return place(undefined, body);
  const inner = [...members].filter(([, schema]) => membersOf(document, schema).has(id));
  const [[member, schema] = []] = inner;
  return inner.length === 1 && member !== undefined && schema !== undefined ? place(member, schema) : undefined;
};

/** The resource in a successful answer of an operation. */
export const resourceIn = (contract: Contract, operation: Operation, exchange: Exchange, id: string): Resource | undefined => {
  const place = placeIn(contract, operation, id);
  const body = place && isSuccess(exchange) ? jsonOf(exchange) : undefined;
  if (!place || !isObject(body)) return undefined;
  const resource = place.member === undefined ? body : body[place.member];
  if (!isObject(resource)) return undefined;
  return place.isHeld ? plainResource(resource) : resource;
};

/**
 * The id of a resource that a creation made for certain: in the answer, else in Location. Undefined where nothing shows that it is new (by 201, Location, a text of
 * ours, or after 202 and of what no operation removes the moment of its creation), because an answer may as well show what was there before, such as the open basket of
 * the account. What a PUT created has the id in its path.
 */
export const idOfMade = (contract: Contract, trip: Pick<Trip, 'create' | 'id' | 'itemPath'>, creation: Exchange): string | undefined => {
  if (!isSuccess(creation) || isPending(contract, trip.create, trip.itemPath, creation)) return undefined;
  const { path, pathValues } = creation.request;
  if (trip.create.method === 'PUT') return pathValues[parametersIn(path).at(-1) ?? ''];
  const [location] = headerValues(creation, 'Location');
  const shown = idText(resourceIn(contract, trip.create, creation, trip.id)?.[trip.id]);
  const isQueued = trip.create.effect === 'creates-permanently' && shown !== undefined && isJustMade(creation, shown);
  const isNew = statusOf(creation) === 201 || location !== undefined || repeatsOurs(creation) || isQueued;
  if (!isNew) return undefined;
  return shown ?? (location === undefined ? undefined : idInLocation(trip.itemPath, location));
};

/** The id in a Location that is the address of such a resource, or its last segment alone; it may as well lead to a task or a page. */
const idInLocation = (itemPath: string, location: string): string | undefined => {
  const [path = ''] = location.split(/[?#]/u);
  const segments = path.split('/').filter((one) => one !== '');
  if (segments.length === 1 && !path.startsWith('/')) return segments[0];
  const values = valuesInPath(itemPath, segments.slice(-segmentsOf(itemPath).length));
  return values?.[parametersIn(itemPath).at(-1) ?? ''];
};

/** The resource with an id on a page of its list. */
export const itemIn = ({ id, isHeld }: Trip, list: Collection, exchange: Exchange, wanted: string): Resource | undefined => {
  const found = (pageItems(list, exchange) ?? []).find((item): item is Resource => isObject(item) && idText(item[id]) === wanted);
  return found && isHeld ? plainResource(found) : found;
};

/** Can an operation be sent on a resource of ours with nothing but a body; the engine gives the current tag to a change that needs it. */
const isPlain = ({ unsupported, parameters, effect }: Operation): boolean =>
  unsupported === undefined &&
  (effect === 'safe' || effect === 'changes') &&
  parameters.every((one) => !isAsked(one) || one.name.toLowerCase() === 'if-match');

const known = new WeakMap<Contract, readonly (Subject & Trip)[]>();

/** Every such resource of a contract that is held to the standard requirements, each at its creation. */
export const roundTrips = (contract: Contract): readonly (Subject & Trip)[] => {
  const found = known.get(contract) ?? (contract.standard.size === 0 ? [] : findTrips(contract));
  known.set(contract, found);
  return found;
};

const findTrips = (contract: Contract): readonly (Subject & Trip)[] => {
  const { document, operations, presumedResourceTypes, resourceTypes, collections } = contract;
  const types = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].map((one) => ({
    ...one,
    itemPath: itemOf(one).path,
  }));
  return [...types, ...flatTypes(contract, types)]
    .flatMap((resourceType) => {
      const { create, idChosenBy, itemPath } = resourceType;
      const asked = askedSchema(create.body);
      const isUsable =
        create.unsupported === undefined && create.issues !== true && ['creates', 'creates-permanently'].includes(create.effect);
      if (
        !isUsable ||
        asked === undefined ||
        isType(document, asked, 'array') ||
        !endsInParameter(itemPath) ||
        answersOwner(contract, create)
      )
        return [];
      const on = (method: string): Operation | undefined =>
        operations.find((one) => actsAs(one) === method && isSamePath(one.path, itemPath) && isPlain(one));
      const isJson = (operation: Operation | undefined): boolean => {
        const content = askedContent(operation?.body);
        return content !== undefined && !isJsonPatch(content.mediaType);
      };
      const [read, patch, put] = [on('GET'), on('PATCH'), idChosenBy === 'client' ? create : on('PUT')];
      const shown = idNames(resourceType).filter((name) => [read, create].some((one) => one && placeIn(contract, one, name)));
      const plain = shown.filter((name) =>
        [read, create].some((one) => {
          const place = one && placeIn(contract, one, name);
          const member = place && membersOf(document, place.schema).get(name);
          return place && (isTakenBy(resourceType.idParameter, name) || isResourceName(document, resourceType.name, name, member));
        }),
      );
      const item = on('DELETE') ?? read ?? patch ?? put;
      // What has no id is named by what the text of its path says.
      const told = item && plain.length === 0 ? toldId(document, item) : undefined;
      const usable = plain.length === 0 ? shown.filter((name) => name === told) : plain;
      const above = itemPath.slice(0, itemPath.lastIndexOf('/{'));
      const addsTo = idChosenBy === 'client' ? above : create.path;
      const lists = distinct([addsTo, above]).flatMap(
        (path) => collections.find(({ operation }) => isSamePath(operation.path, path) && isPlain(operation)) ?? [],
      );
      const id = likeliestId(contract, usable, { on: [read, create], item, lists });
      if (id === undefined) return [];
      const isFollowed = [...resourceTypes, ...presumedResourceTypes].some((one) => one.create?.key === create.key);
      const trip: Trip = {
        create,
        asked,
        id,
        itemPath,
        read,
        patch: isJson(patch) ? patch : undefined,
        jsonPatch: takesJsonPatch(patch) ? patch : undefined,
        put: isJson(put) ? put : undefined,
        remove: on('DELETE'),
        list: lists[0],
        lists: distinct(lists),
        isHeld: [read, create].some((one) => one !== undefined && placeIn(contract, one, id)?.isHeld === true),
        isFlat: !types.some((one) => one.create.key === create.key),
        addsTo,
        isFollowed,
      };
      return [at(create.location, trip)];
    })
    .toSorted((a, b) => segmentsOf(a.itemPath).length - segmentsOf(b.itemPath).length);
};

/** Does a creation below a resource show that resource, with all its entries, as that of a line shows the invoice: the id in the answer is not that of the entry. */
export const answersOwner = ({ document, operations }: Contract, create: Operation): boolean => {
  const [noun, ...more] = tailOf(create.path);
  const above = create.path.slice(0, create.path.lastIndexOf('/'));
  if (noun === undefined || more.length > 0 || !endsInParameter(above)) return false;
  const read = operations.find((one) => one.method === 'GET' && isSamePath(one.path, above));
  const shown = referenceIn(document, create);
  if (!read || shown === undefined || referenceIn(document, read) !== shown) return false;
  const entries = nounWordsOf(create.path).join(' ');
  return [...membersOf(document, answerSchema(create))].some(
    ([name, schema]) => isType(document, schema, 'array') && nounWordsOf(`/${wordsOf(name).join('-')}`).join(' ') === entries,
  );
};

/** The types that a schema allows, null left out; none where it allows any. */
const plainTypes = (document: Contract['document'], schema: Schema | undefined): readonly string[] =>
  schema === undefined
    ? []
    : typesOf(resolvedSchema(document, schema)).flatMap((type) => (type === 'null' ? [] : [type === 'integer' ? 'number' : type]));

/**
 * Which of the members that may hold the id of a resource does so: one of the type that the path takes, and one that a list shows too. What opens an API may be called as
 * the parameter is (`token` of `POST /tokens`, beside the `id` of `/tokens/{token}`).
 */
const likeliestId = (
  contract: Contract,
  usable: readonly string[],
  seen: {
    readonly on: readonly (Operation | undefined)[];
    readonly item: Operation | undefined;
    readonly lists: readonly { readonly operation: Operation }[];
  },
): string | undefined => {
  const { document } = contract;
  const [first, ...others] = usable;
  if (others.length === 0) return first;
  const taken = plainTypes(document, seen.item?.parameters.findLast((one) => one.in === 'path')?.schema);
  const isOfType = (name: string): boolean => {
    const places = seen.on.flatMap((one) => (one && placeIn(contract, one, name)) ?? []);
    const types = places.flatMap(({ schema }) => plainTypes(document, membersOf(document, schema).get(name)));
    return taken.length === 0 || types.length === 0 || types.some((type) => taken.includes(type));
  };
  const items = describedLists(contract).filter((one) => seen.lists.some(({ operation }) => operation.key === one.operation.key));
  const isListed = (name: string): boolean => items.every(({ item }) => membersOf(document, item).has(name));
  const fitting = usable.filter(isOfType);
  return fitting.find(isListed) ?? fitting[0] ?? first;
};

const takesJsonPatch = (operation: Operation | undefined): boolean => {
  const contents = operation?.body?.content ?? [];
  return contents.length > 0 && contents.every(({ mediaType }) => isJsonPatch(mediaType));
};

/** The operation whose body describes the members that a change sets: of a JSON Patch the one that replaces the resource, else its creation. */
export const describedBy = ({ jsonPatch, put, create }: Pick<Trip, 'jsonPatch' | 'put' | 'create'>, operation: Operation): Operation =>
  operation === jsonPatch ? (put ?? create) : operation;

type Typed = Pick<InferredResourceType, 'name' | 'create' | 'idParameter' | 'idChosenBy'> & { readonly itemPath: string };

/**
 * What is created below a parent and has a path of its own, without the parent: `POST /sites/{siteId}/tickets` and `/tickets/{ticketId}`, whose read is described
 * by the very schema of the creation's answer.
 */
const flatTypes = ({ operations, document }: Contract, types: readonly Typed[]): readonly Typed[] =>
  operations.flatMap((create): Typed[] => {
    const [noun, ...more] = tailOf(create.path);
    const isNested = create.method === 'POST' && noun !== undefined && more.length === 0 && parametersIn(create.path).length > 0;
    if (!isNested || types.some((one) => one.create.key === create.key)) return [];
    const shown = referenceIn(document, create);
    const read = operations.find(
      ({ method, path, effect }) =>
        method === 'GET' &&
        effect === 'safe' &&
        endsInParameter(path) &&
        parametersIn(path).length === 1 &&
        path.slice(0, path.lastIndexOf('/{')).endsWith(`/${noun}`),
    );
    if (!read || shown === undefined || referenceIn(document, read) !== shown) return [];
    return [
      {
        name: read.path.slice(0, read.path.lastIndexOf('/{')),
        create,
        idParameter: parametersIn(read.path)[0] ?? '',
        idChosenBy: 'server',
        itemPath: read.path,
      },
    ];
  });

/** The name of the schema of an operation's answer: that of the body, or of its only member with one. */
const referenceIn = (document: Contract['document'], operation: Operation): string | undefined => {
  const schema = answerSchema(operation);
  if (!isObject(schema)) return undefined;
  if (typeof schema['$ref'] === 'string') return schema['$ref'];
  const inner = [...membersOf(document, schema).values()].flatMap((one) =>
    isObject(one) && typeof one['$ref'] === 'string' ? [one['$ref']] : [],
  );
  return inner.length === 1 ? inner[0] : undefined;
};

/** The trip of the resources that a collection is directly below: the tickets of `/tickets/{id}/comments`. */
export const parentOf = (contract: Contract, { addsTo }: Pick<Trip, 'addsTo'>): (Subject & Trip) | undefined => {
  const [last] = parametersIn(addsTo).slice(-1);
  if (last === undefined) return undefined;
  const above = addsTo.slice(0, addsTo.lastIndexOf('}') + 1);
  return roundTrips(contract).find(({ itemPath }) => isSamePath(itemPath, above));
};
