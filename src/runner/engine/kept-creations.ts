import { operationWith } from '../../contract/operation.ts';
import {
  valuesAroundListed,
  createdResource,
  idInItem,
  idsInList,
  locatedResource,
  valuesAroundCreated,
  removals,
} from '../../contract/infer/created-resource.ts';
import { coveredInBin } from '../../contract/infer/bins.ts';
import { operationAsked } from '../../checks/kit/reach.ts';
import { ownTexts } from '../../contract/infer/own-texts.ts';
import { asksNothing } from '../../checks/subjects/dry-runs.ts';
import { isClientError, isSuccess, jsonOf } from '../../contract/message.ts';
import type { Contract, InferredResourceType, Operation } from '../../contract/model.ts';
import { filledSegments, inPath, isSamePath, parametersIn, valuesAlong } from '../../contract/infer/path-template.ts';
import { isObject } from '../../model/json.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { CredentialName, NamedBase, PlannedRequest } from '../../model/request.ts';
import type { Target } from '../../model/target.ts';
import type { CreatedLedger, Creation, RemovalOf, Reservation, Reported } from '../../exchange/created-ledger.ts';
import { steadyNow } from '../../exchange/clock.ts';
import { holdsHandle } from '../../exchange/issued-credentials.ts';
import { placeOf } from '../clean-up/placed.ts';
import { idIn, type Leftover } from '../clean-up/removal.ts';
import { aboutCredential, standIns } from './callers.ts';
import { createProofs, type Look, type Sending } from './creation-proofs.ts';
import { createKeyedRepeats } from './keyed-repeats.ts';
import type { OwnResources } from './own-resources.ts';

/** A resource that was created, or may have been. */
export type KeptCreation = Leftover & {
  readonly entry: string;
  readonly operation: string;
  readonly removed: () => void;
  /** It was removed, and is there again: an operation restored it. */
  readonly returned: () => void;
  /** The resource existed before: what is recorded about it is withdrawn. */
  readonly disown: (why: string) => void;
  /** It has another id now. */
  readonly moved: (to: Pick<Reported, 'id' | 'removal'>) => void;
};

/** Records what a run creates. */
export type KeptCreations = {
  /** Sends creations: each is in the ledger before its request is sent, and its outcome after. Reads around them show what is new. */
  around(operation: Operation, requests: readonly PlannedRequest[], send: Sending, look: Look): Promise<Exchange[]>;
  /** The same for calls with unknown effects: they are recorded, but cannot be undone. */
  aroundCalls(operation: Operation | undefined, requests: readonly PlannedRequest[], send: Sending): Promise<Exchange[]>;
  /**
   * Call for the answer to a read: a resource that a list shows before the run created any of its type is not the run's, whatever a
   * creation reports later.
   */
  read(exchange: Exchange): void;
  /** A resource was removed by a request other than a clean-up. Returns its record, where the run created it. */
  gone(removal: string, pathValues: PlannedRequest['pathValues'], base: PlannedRequest['base']): KeptCreation | undefined;
  /**
   * Call for the answer to a change: one that shows what the run created under another id, because ids are made from names, tells how it is removed from
   * now on.
   */
  changed(exchange: Exchange): void;
  /** Was a creation answered with what an earlier one with the same idempotency key made, so that nothing came of it. */
  isRepeat(exchange: Exchange): boolean;
  /** What still exists, or may. */
  leftovers(): readonly KeptCreation[];
};

export type KeepingInput = {
  readonly contract: Contract;
  readonly target: Target;
  readonly ledger: CreatedLedger | undefined;
  readonly own: OwnResources;
  /** Called for a resource that a request created, or may have created. */
  readonly onCreated: (creation: KeptCreation, exchange: Exchange) => void;
};

export const keepCreations = ({ contract, target, ledger, own, onCreated }: KeepingInput): KeptCreations => {
  const proving = createProofs({ contract, target, own });
  const repeats = createKeyedRepeats(contract);
  const typesListedBy = listedTypes(contract);
  const leftovers = new Map<string, KeptCreation>();
  /** Where what is kept is, by its entry; undefined for what no operation removes. */
  const locations = new Map<string, string | undefined>();
  const reportedTwice = new Set<string>();
  /** Locations of resources that no operation removes, and that a creation reported. */
  const lasting = new Set<string>();
  /** Locations of resources that were read before the run created any of their type. */
  const listed = new Set<string>();
  const begun = new Set<string>();
  /** What was removed, by its location. */
  const removedOnes = new Map<string, KeptCreation>();
  let unledgered = 0;

  const baseUrlOf = ({ request }: Exchange): string => {
    const { base } = environmentOf(request);
    return (base === undefined ? undefined : target.urls[base]) ?? target.baseUrl;
  };

  /** What the answer reports about the resource: by `x-assay` where it describes the type, else by the structure of the document. */
  const reportedOf = (operation: Operation, exchange: Exchange, label: string): Reported => {
    const resourceType = contract.resourceTypes.find(({ create }) => create?.key === operation.key);
    if (resourceType) {
      const id = idIn(resourceType, exchange, label);
      const path = (resourceType.remove ?? resourceType.read)?.path;
      const parameter = path === undefined ? undefined : parametersIn(path).at(-1);
      if (id !== undefined && path !== undefined && parameter !== undefined)
        own.add(
          path,
          { ...exchange.request.pathValues, [parameter]: id },
          environmentOf(exchange.request).base,
          accountIn(exchange.request),
        );
      return id === undefined ? {} : { id };
    }
    if (isClientError(exchange)) return {};
    const { base } = environmentOf(exchange.request);
    const baseUrl = baseUrlOf(exchange);
    const inferred = contract.inferredResourceTypes.find(({ create }) => create.key === operation.key);
    const resource = inferred
      ? createdResource(inferred, exchange, baseUrl)
      : locatedResource(removals(contract.operations), exchange, baseUrl);
    if (resource === undefined) return lastingOf(operation, exchange, baseUrl);
    if (resource.kind === 'unknown') return { unknown: resource.why, ...(resource.id === undefined ? {} : { id: resource.id }) };
    const { path, pathValues, removal } = resource;
    own.add(path, pathValues, base, accountIn(exchange.request));
    const id = pathValues[parametersIn(path).at(-1) ?? ''];
    return { ...(id === undefined ? {} : { id }), ...(removal === undefined ? {} : { removal: { operation: removal, pathValues } }) };
  };

  /** What the answer reports about a resource that no operation removes. One that was there before, or that two creations report, is not the run's. */
  const lastingOf = (operation: Operation, exchange: Exchange, baseUrl: string): Reported => {
    const resourceType = contract.lastingResourceTypes.find(({ create }) => create.key === operation.key);
    const resource = resourceType && createdResource(resourceType, exchange, baseUrl);
    if (resource?.kind !== 'known') return {};
    const { path, pathValues } = resource;
    const { base } = environmentOf(exchange.request);
    const location = locationOf({ operation: path, pathValues }, base);
    const id = pathValues[parametersIn(path).at(-1) ?? ''] ?? '';
    // A PUT at its own path replaces what the run created there.
    if (resourceType?.idChosenBy === 'client' && lasting.has(location) && !own.isOthers(segmentsAt(path, pathValues), asBase(base)))
      return { id };
    if (listed.has(location) || lasting.has(location)) {
      own.disown(path, pathValues, base);
      return { id, unknown: `its creation reported ${id}, which was there before` };
    }
    lasting.add(location);
    own.add(path, pathValues, base, accountIn(exchange.request));
    return { id };
  };

  const sameResource = (removal: RemovalOf, base: NamedBase | undefined): KeptCreation | undefined => {
    const location = locationOf(removal, base);
    for (const [entry, one] of leftovers) if (one.unknown === undefined && locations.get(entry) === location) return one;
    return undefined;
  };

  const hold = (entry: string, one: KeptCreation): void => {
    leftovers.set(entry, one);
    locations.set(entry, one.removal && locationOf(one.removal, one.base));
  };

  /**
   * What was removed is there again, and so has to be removed again: an operation below it succeeded (`POST /kites/{id}/restore`, `POST /trash/{id}/restore`), or a change of it that brought a made-up text of
   * the run, as some services create whatever a PUT names. Not where another creation has got its id meanwhile.
   */
  const restored = (exchange: Exchange): void => {
    const { request } = exchange;
    const { path, pathValues } = request;
    const { base } = environmentOf(request);
    const asked = request.method === 'POST' ? operationAsked(contract, request) : undefined;
    const around =
      contract.inferredResourceTypes.find(({ remove }) => path.startsWith(`${remove.path}/`)) ??
      (asked && coveredInBin(contract, asked)?.resourceType);
    const named = around
      ? { operation: around.remove.key, pathValues: inPath(around.remove.path, valuesAlong(path, pathValues)) }
      : labelOf(request) !== '' && !asksNothing(contract, request)
        ? changedBy(exchange)?.removal
        : undefined;
    if (!named || sameResource(named, base)) return;
    const location = locationOf(named, base);
    removedOnes.get(location)?.returned();
    removedOnes.delete(location);
  };

  /**
   * Two creations that report the same resource did not both create it, and perhaps neither did: it is not the run's, whatever reports it
   * again.
   */
  const notTwice = (reported: Reported, { request }: Exchange): Reported => {
    if (reported.removal === undefined) return reported;
    const { base } = environmentOf(request);
    const location = locationOf(reported.removal, base);
    if (listed.has(location)) {
      own.disown(pathOf(reported.removal.operation), reported.removal.pathValues, base);
      return { ...idOf(reported), unknown: `its creation reported ${reported.id ?? ''}, which was there before` };
    }
    const earlier = sameResource(reported.removal, base);
    if (!earlier && !reportedTwice.has(location)) return reported;
    reportedTwice.add(location);
    const unknown = `two creations reported the same resource, ${reported.id ?? ''}, which may have been there before`;
    own.disown(pathOf(reported.removal.operation), reported.removal.pathValues, base);
    earlier?.disown(unknown);
    return { ...idOf(reported), unknown };
  };

  /** Keeps a record of what an answer says to be there, until it is removed. */
  const keep = (
    creation: Leftover & { readonly operation: string },
    exchange: Exchange,
    reported: Reported,
    reservation: Reservation | undefined,
  ): void => {
    const entry = reservation?.entry ?? `n${(unledgered += 1)}`;
    const removed = (): void => {
      leftovers.delete(entry);
      locations.delete(entry);
      reservation?.removed();
    };
    const returned = (): void => {
      hold(entry, kept);
      reservation?.settle(exchange, reported);
    };
    const disown = (why: string): void => {
      hold(entry, { ...kept, unknown: why });
      reservation?.settle(exchange, { unknown: why });
    };
    const moved: KeptCreation['moved'] = (to) => {
      hold(entry, { ...kept, ...to });
      reservation?.settle(exchange, to);
    };
    const answered = exchange.reply.kind === 'no-answer' ? {} : { answeredAt: steadyNow() };
    const kept: KeptCreation = { ...creation, ...answered, entry, removed, returned, disown, moved };
    hold(entry, kept);
    onCreated(kept, exchange);
  };

  /** The type of which an operation changes one, and how that is removed. */
  const changedBy = ({ request }: Exchange): { readonly type: InferredResourceType; readonly removal: RemovalOf } | undefined => {
    const { path, pathValues } = request;
    const type = contract.inferredResourceTypes.find(({ remove }) => isSamePath(remove.path, path));
    return type && { type, removal: { operation: type.remove.key, pathValues: inPath(type.remove.path, valuesAlong(path, pathValues)) } };
  };

  /**
   * What a PUT has created under an id that no creation gave, as some services do with whatever a PUT names. Only a name that the run made up is certainly its own, and removed;
   * of any other it is told that it may be there.
   */
  const upserted = (exchange: Exchange): void => {
    const { request } = exchange;
    const changed = request.method === 'PUT' && !asksNothing(contract, request) ? changedBy(exchange) : undefined;
    const { base } = environmentOf(request);
    if (!changed || own.isOwn(segmentsAt(request.path, request.pathValues), asBase(base)) || sameResource(changed.removal, base)) return;
    const { type, removal } = changed;
    const operation = operationWith(contract, request.operation);
    const id = removal.pathValues[type.idParameter] ?? '';
    const isFresh = own.isFresh(id);
    if (!isFresh && !request.faults.includes('unknown-id')) return;
    const reported: Reported = isFresh ? { id, removal } : { id, unknown: `a PUT of the id ${id}, which nothing had, was accepted` };
    const creation = {
      operation: request.operation ?? `PUT ${request.path}`,
      collection: type.name,
      label: labelOf(request),
      ...environmentOf(request),
      ...(operation && placeOf(contract, target, operation, request)),
      ...ownerOf(request),
    };
    const reservation = ledger?.reserve({ ...creation, ...reported });
    reservation?.settle(exchange, reported);
    if (isFresh) own.add(type.remove.path, removal.pathValues, base, accountIn(request));
    keep({ ...creation, ...reported }, exchange, reported, reservation);
  };

  const written = async (
    requests: readonly PlannedRequest[],
    about: (request: PlannedRequest) => Creation & Reported,
    send: Sending,
    after: (exchange: Exchange, entry: Reservation | undefined) => void,
  ): Promise<Exchange[]> => {
    const entries = requests.map((request) => ledger?.reserve(about(request)));
    const came = new Map<PlannedRequest, Exchange>();
    try {
      return await send((request, exchange) => came.set(request, exchange));
    } finally {
      // A run that is ending throws although an answer was received.
      for (const [n, request] of requests.entries()) {
        const exchange = came.get(request);
        if (exchange) after(exchange, entries[n]);
        else entries[n]?.nothing();
      }
    }
  };

  return {
    async around(operation, requests, send, look) {
      const collection = nameOf(contract, operation);
      const inferred = contract.inferredResourceTypes.find(({ create }) => create.key === operation.key);
      begun.add(collection);
      // A PUT at the path of what the run has created replaces that, and creates nothing more.
      const isReplaced = (request: PlannedRequest): boolean =>
        inferred?.idChosenBy === 'client' &&
        sameResource(
          { operation: inferred.remove.key, pathValues: valuesAroundCreated(inferred, request.pathValues) },
          environmentOf(request).base,
        ) !== undefined;
      if (requests.every(isReplaced)) return send(() => undefined);
      const about = (request: PlannedRequest): Creation & Reported & { readonly collection: string } => ({
        operation: operation.key,
        collection,
        label: labelOf(request),
        ...sentNameOf(request),
        ...(inferred && Object.keys(request.pathValues).length > 0 ? { pathValues: request.pathValues } : {}),
        ...(inferred?.idChosenBy === 'client'
          ? {
              removal: {
                operation: inferred.remove.key,
                pathValues: valuesAroundCreated(inferred, request.pathValues),
              },
            }
          : {}),
        ...environmentOf(request),
        ...placeOf(contract, target, operation, request),
        ...ownerOf(request),
      });
      const lastingType = contract.lastingResourceTypes.find(({ create }) => create.key === operation.key);
      const inType = inferred ?? lastingType;
      const proven = inType === undefined ? send : await proving(inType, requests, send, look);
      return written(requests, about, proven, (exchange, reservation) => {
        repeats.heard(operation, exchange, labelOf(exchange.request), baseUrlOf(exchange));
        if (repeats.isRepeat(exchange)) return reservation?.nothing();
        // The id in its answer, if any, is one that the next resource may get, whoever creates that.
        const isTrial = isSuccess(exchange) && inferred?.idChosenBy !== 'client' && asksNothing(contract, exchange.request);
        const all = isTrial
          ? inferred
            ? { unknown: 'it was asked to store nothing' }
            : {}
          : reportedOf(operation, exchange, labelOf(exchange.request));
        const isGiven =
          inferred?.idChosenBy === 'client' && all.id === exchange.request.pathValues[parametersIn(operation.path).at(-1) ?? ''];
        const reported = isGiven ? all : notTwice(all, exchange);
        // The value of a handle is lost with this run.
        reservation?.settle(exchange, reported.id !== undefined && holdsHandle(reported.id) ? {} : reported);
        if (isClientError(exchange)) return;
        const trial = isTrial ? { isTrial } : {};
        keep({ ...about(exchange.request), ...reported, ...trial }, exchange, reported, reservation);
      });
    },
    aroundCalls: (operation, requests, send) =>
      written(
        requests,
        (request) => ({
          operation: operation?.key ?? `${request.method} ${request.path}`,
          label: labelOf(request),
          ...environmentOf(request),
          ...ownerOf(request),
          isCall: true,
        }),
        send,
        (exchange, reservation) => reservation?.settle(exchange),
      ),
    read(exchange) {
      const { request } = exchange;
      const { base } = environmentOf(request);
      for (const { resourceType, name, operation } of typesListedBy.get(request.operation ?? '') ?? []) {
        if (begun.has(name)) continue;
        const around = valuesAroundListed(resourceType, request.pathValues);
        for (const id of idsInList(resourceType, exchange)) {
          const pathValues = { ...around, [resourceType.idParameter]: id };
          listed.add(locationOf({ operation, pathValues }, base));
        }
      }
    },
    gone(operation, pathValues, base) {
      const found = sameResource({ operation, pathValues }, base?.kind === 'named' && base.name !== 'plain' ? base.name : undefined);
      found?.removed();
      if (found?.removal) removedOnes.set(locationOf(found.removal, found.base), found);
      return found;
    },
    changed(exchange) {
      const { path, pathValues } = exchange.request;
      const { base } = environmentOf(exchange.request);
      if (isSuccess(exchange)) {
        restored(exchange);
        upserted(exchange);
      }
      const resourceType = contract.inferredResourceTypes.find(({ remove, idChosenBy }) => remove.path === path && idChosenBy === 'server');
      if (!resourceType || !isSuccess(exchange)) return;
      const operation = resourceType.remove.key;
      const found = sameResource({ operation, pathValues }, base);
      const id = idInItem(resourceType, jsonOf(exchange));
      // Only an id that is made from a text of ours is certainly no other resource's.
      if (!found || id === undefined || !own.isFresh(id)) return;
      const removal = { operation, pathValues: { ...pathValues, [resourceType.idParameter]: id } };
      if (listed.has(locationOf(removal, base)) || sameResource(removal, base)) return;
      own.add(path, removal.pathValues, base, found.credential);
      found.moved({ id, removal });
    },
    isRepeat: repeats.isRepeat,
    leftovers: () => [...leftovers.values()],
  };
};

const segmentsAt = (path: string, pathValues: PlannedRequest['pathValues']): readonly string[] => filledSegments(path, pathValues) ?? [];

const asBase = (name: NamedBase | undefined): PlannedRequest['base'] => (name === undefined ? undefined : { kind: 'named', name });

const idOf = ({ id }: Reported): Reported => (id === undefined ? {} : { id });

/** The path in the key of an operation. */
const pathOf = (key: string): string => key.slice(key.indexOf(' ') + 1);

/** Identifies one resource, whichever creation reported it. */
const locationOf = ({ operation, pathValues }: RemovalOf, base: NamedBase | undefined): string =>
  JSON.stringify([
    operation,
    base ?? '',
    Object.keys(pathValues)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map((name) => [name, pathValues[name]]),
  ]);

/** A type whose resources a list shows, by the name under which its creations begin, and the operation or path by which one is located. */
type ListedType = {
  readonly resourceType: Contract['inferredResourceTypes'][number] | Contract['lastingResourceTypes'][number];
  readonly name: string;
  readonly operation: string;
};

/** The types whose resources a list shows, by its key. */
const listedTypes = ({ inferredResourceTypes, lastingResourceTypes }: Contract): ReadonlyMap<string, readonly ListedType[]> => {
  const listed = new Map<string, ListedType[]>();
  const add = (one: ListedType): void => {
    const { list } = one.resourceType;
    if (list) listed.set(list.key, [...(listed.get(list.key) ?? []), one]);
  };
  for (const resourceType of inferredResourceTypes) add({ resourceType, name: resourceType.name, operation: resourceType.remove.key });
  for (const resourceType of lastingResourceTypes) add({ resourceType, name: resourceType.create.key, operation: resourceType.item.path });
  return listed;
};

/** The name of a resource type: as the contract declares it, else its collection. */
const nameOf = ({ resourceTypes, inferredResourceTypes }: Contract, { key }: Operation): string =>
  resourceTypes.find(({ create }) => create?.key === key)?.name ??
  inferredResourceTypes.find(({ create }) => create.key === key)?.name ??
  key;

/** The other environment that a request goes to; the address without encryption leads to the same one. */
const environmentOf = ({ base }: PlannedRequest): { readonly base?: NamedBase } =>
  base?.kind === 'named' && base.name !== 'plain' ? { base: base.name } : {};

/** The credential that a request has, where it is not the key. */
const accountIn = ({ credential }: PlannedRequest): CredentialName | undefined =>
  credential.kind === 'valid' && credential.name !== 'key' ? credential.name : undefined;

/** The account that a created resource belongs to, where it is another one than that of the key. */
const ownerOf = ({ credential, faults }: PlannedRequest): { readonly credential?: CredentialName } =>
  credential.kind === 'valid' && !faults.some((one) => aboutCredential.has(one)) && standIns.some((name) => name === credential.name)
    ? { credential: credential.name }
    : {};

/** The name that a created resource will have: the first made-up text in its body, by which a person finds it. */
const labelOf = (request: PlannedRequest): string => ownTexts({ ...request, query: [] }).find((text) => text.startsWith('ct-')) ?? '';

/** Members by which people call a resource. */
const namingMembers = ['name', 'title', 'label', 'displayName', 'slug', 'subject', 'description'] as const;

const longestName = 80;

/** The name in the body of a creation without a made-up one, as a test of lengths or alphabets sends it. */
const sentNameOf = (request: PlannedRequest): { readonly named?: string } => {
  const { body } = request;
  if (labelOf(request) !== '' || body === undefined || !('value' in body) || !isObject(body.value)) return {};
  const { value } = body;
  const named = namingMembers.map((member) => value[member]).find((text) => typeof text === 'string' && text !== '');
  return typeof named === 'string' ? { named: [...named].slice(0, longestName).join('') } : {};
};
