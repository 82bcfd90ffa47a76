import {
  valuesAroundListed,
  createdResource,
  idsInList,
  locatedResource,
  valuesAroundCreated,
  ownTexts,
  removals,
} from '../../contract/infer/created-resource.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { parametersIn } from '../../contract/infer/path-template.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { NamedBase, PlannedRequest } from '../../model/request.ts';
import type { Target } from '../../model/target.ts';
import type { CreatedLedger, Creation, RemovalOf, Reservation, Reported } from '../../exchange/created-ledger.ts';
import { holdsHandle } from '../../exchange/issued-credentials.ts';
import { idIn, type Leftover } from '../clean-up/removal.ts';
import { isErrorResponse } from './creations.ts';
import type { OwnResources } from './own-resources.ts';

/** Something that was created, or may have been. */
export type KeptCreation = Leftover & {
  readonly entry: string;
  readonly operation: string;
  readonly removed: () => void;
  /** It was there before: what is known of it is taken back. */
  readonly disown: (why: string) => void;
};

/** Sends, and tells of each exchange at once. */
type Sending = (came: (request: PlannedRequest, exchange: Exchange) => void) => Promise<Exchange[]>;

/** The book of what a run creates. */
export type KeptCreations = {
  /** Sends creations: each stands in the ledger before its request goes, and what became of it after. */
  around(operation: Operation, requests: readonly PlannedRequest[], send: Sending): Promise<Exchange[]>;
  /** The same for calls of which nobody can tell what they do: they are written down, and can be taken back by nobody. */
  aroundCalls(operation: Operation | undefined, requests: readonly PlannedRequest[], send: Sending): Promise<Exchange[]>;
  /** Sees the answer to a read: what a list shows before anything of its kind was created is none of ours, whatever a creation tells later. */
  read(exchange: Exchange): void;
  /** A thing is gone by another request than that of cleaning up. Gives what it was, where it was one of ours. */
  gone(removal: string, pathValues: PlannedRequest['pathValues'], base: PlannedRequest['base']): KeptCreation | undefined;
  /** What is still there, or may be. */
  leftovers(): readonly KeptCreation[];
};

export type KeepingInput = {
  readonly contract: Contract;
  readonly target: Pick<Target, 'baseUrl' | 'urls'>;
  readonly ledger: CreatedLedger | undefined;
  readonly own: OwnResources;
  /** Told of a thing that a request created, or may have created. */
  readonly onCreated: (creation: KeptCreation, exchange: Exchange) => void;
};

export const keepCreations = ({ contract, target, ledger, own, onCreated }: KeepingInput): KeptCreations => {
  const leftovers = new Map<string, KeptCreation>();
  const reportedTwice = new Set<string>();
  /** Places of things that were read before the run created any of their kind. */
  const listed = new Set<string>();
  const begun = new Set<string>();
  let unledgered = 0;

  /** What the answer tells of the thing, in the words of `x-assay` where they describe it, else by the structure of the document. */
  const reportedOf = (operation: Operation, exchange: Exchange, label: string): Reported => {
    const resourceType = contract.resourceTypes.find(({ create }) => create?.key === operation.key);
    if (resourceType) {
      const id = idIn(resourceType, exchange, label);
      const path = (resourceType.remove ?? resourceType.read)?.path;
      const parameter = path === undefined ? undefined : parametersIn(path).at(-1);
      if (id !== undefined && path !== undefined && parameter !== undefined)
        own.add(path, { ...exchange.request.pathValues, [parameter]: id }, environmentOf(exchange.request).base);
      return id === undefined ? {} : { id };
    }
    if (isErrorResponse(exchange)) return {};
    const { base } = environmentOf(exchange.request);
    const baseUrl = (base === undefined ? undefined : target.urls[base]) ?? target.baseUrl;
    const inferred = contract.inferredResourceTypes.find(({ create }) => create.key === operation.key);
    const resource = inferred
      ? createdResource(inferred, exchange, baseUrl)
      : locatedResource(removals(contract.operations), exchange, baseUrl);
    if (resource === undefined) return {};
    if (resource.kind === 'unknown') return { unknown: resource.why, ...(resource.id === undefined ? {} : { id: resource.id }) };
    const path = pathOf(resource.removal);
    own.add(path, resource.pathValues, base);
    const id = resource.pathValues[parametersIn(path).at(-1) ?? ''];
    return { ...(id === undefined ? {} : { id }), removal: { operation: resource.removal, pathValues: resource.pathValues } };
  };

  const sameResource = (removal: RemovalOf, base: NamedBase | undefined): KeptCreation | undefined =>
    [...leftovers.values()].find(
      (one) => one.unknown === undefined && one.removal !== undefined && locationOf(one.removal, one.base) === locationOf(removal, base),
    );

  /** Two creations that tell of one thing did not both make it, and perhaps neither did: it is none of ours, whoever tells of it again. */
  const notTwice = (reported: Reported, { request }: Exchange): Reported => {
    if (reported.removal === undefined) return reported;
    const { base } = environmentOf(request);
    const location = locationOf(reported.removal, base);
    if (listed.has(location)) {
      own.disown(pathOf(reported.removal.operation), reported.removal.pathValues, base);
      return { ...idOf(reported), unknown: `its creation told of ${reported.id ?? ''}, which was there before` };
    }
    const earlier = sameResource(reported.removal, base);
    if (!earlier && !reportedTwice.has(location)) return reported;
    reportedTwice.add(location);
    const unknown = `two creations told of one thing, ${reported.id ?? ''}, which may have been there before`;
    own.disown(pathOf(reported.removal.operation), reported.removal.pathValues, base);
    earlier?.disown(unknown);
    return { ...idOf(reported), unknown };
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
      // A run that is ending throws although an answer came.
      for (const [n, request] of requests.entries()) {
        const exchange = came.get(request);
        if (exchange) after(exchange, entries[n]);
        else entries[n]?.unsent();
      }
    }
  };

  return {
    async around(operation, requests, send) {
      const collection = nameOf(contract, operation);
      const inferred = contract.inferredResourceTypes.find(({ create }) => create.key === operation.key);
      begun.add(collection);
      const about = (request: PlannedRequest): Creation & Reported & { readonly collection: string } => ({
        operation: operation.key,
        collection,
        label: labelOf(request),
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
      });
      return written(requests, about, send, (exchange, reservation) => {
        const all = reportedOf(operation, exchange, labelOf(exchange.request));
        const isGiven =
          inferred?.idChosenBy === 'client' && all.id === exchange.request.pathValues[parametersIn(operation.path).at(-1) ?? ''];
        const reported = isGiven ? all : notTwice(all, exchange);
        // What a handle stands for is gone with this run.
        reservation?.settle(exchange, reported.id !== undefined && holdsHandle(reported.id) ? {} : reported);
        if (isErrorResponse(exchange)) return;
        const entry = reservation?.entry ?? `n${(unledgered += 1)}`;
        const removed = (): void => {
          leftovers.delete(entry);
          reservation?.removed();
        };
        const disown = (why: string): void => {
          leftovers.set(entry, { ...kept, unknown: why });
          reservation?.settle(exchange, { unknown: why });
        };
        const kept: KeptCreation = { ...about(exchange.request), ...reported, entry, removed, disown };
        leftovers.set(entry, kept);
        onCreated(kept, exchange);
      });
    },
    aroundCalls: (operation, requests, send) =>
      written(
        requests,
        (request) => ({
          operation: operation?.key ?? `${request.method} ${request.path}`,
          label: labelOf(request),
          ...environmentOf(request),
          isCall: true,
        }),
        send,
        (exchange, reservation) => reservation?.settle(exchange),
      ),
    read(exchange) {
      const { request } = exchange;
      const { base } = environmentOf(request);
      for (const resourceType of contract.inferredResourceTypes.filter(
        ({ name, list }) => list?.key === request.operation && !begun.has(name),
      ))
        for (const id of idsInList(resourceType, exchange)) {
          const pathValues = { ...valuesAroundListed(resourceType, request.pathValues), [resourceType.idParameter]: id };
          listed.add(locationOf({ operation: resourceType.remove.key, pathValues }, base));
        }
    },
    gone(operation, pathValues, base) {
      const found = sameResource({ operation, pathValues }, base?.kind === 'named' && base.name !== 'plain' ? base.name : undefined);
      found?.removed();
      return found;
    },
    leftovers: () => [...leftovers.values()],
  };
};

const idOf = ({ id }: Reported): Reported => (id === undefined ? {} : { id });

/** The path in the key of an operation. */
const pathOf = (key: string): string => key.slice(key.indexOf(' ') + 1);

/** One thing over there, whatever creation told of it. */
const locationOf = ({ operation, pathValues }: RemovalOf, base: NamedBase | undefined): string =>
  JSON.stringify([
    operation,
    base ?? '',
    Object.keys(pathValues)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map((name) => [name, pathValues[name]]),
  ]);

/** What a kind of thing is called: as the contract says, else by its collection. */
const nameOf = ({ resourceTypes, inferredResourceTypes }: Contract, { key }: Operation): string =>
  resourceTypes.find(({ create }) => create?.key === key)?.name ??
  inferredResourceTypes.find(({ create }) => create.key === key)?.name ??
  key;

/** The other environment that a request goes to; the address without encryption leads to the same one. */
const environmentOf = ({ base }: PlannedRequest): { readonly base?: NamedBase } =>
  base?.kind === 'named' && base.name !== 'plain' ? { base: base.name } : {};

/** What a created thing will be called over there: the first text of ours in its body, by which a person finds it again. */
const labelOf = (request: PlannedRequest): string => ownTexts({ ...request, query: [] }).find((text) => text.startsWith('ct-')) ?? '';
