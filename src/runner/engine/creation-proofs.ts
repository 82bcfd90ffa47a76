import { NotTried } from '../../checks/kit/define.ts';
import { goneStatuses } from '../../checks/scenarios/lifecycle/look-at-resource.ts';
import { type AnyInferred, itemOf } from '../../contract/infer/covering.ts';
import {
  createdResource,
  idsInList,
  isWholeList,
  recordProof,
  sentIds,
  sentNames,
  type PathValues,
} from '../../contract/infer/created-resource.ts';
import { isPending } from '../../contract/infer/effects/creation-responses.ts';
import { filledSegments, inPath, isSamePath, parametersIn } from '../../contract/infer/path-template.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { isSuccess, jsonOf, statusOf } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { placeholdersIn } from '../../generators/placeholder.ts';
import { validRequest } from '../../generators/valid-request.ts';
import type { Exchange } from '../../model/exchange.ts';
import { isObject } from '../../contract/pointer.ts';
import { holdsValue, type PlannedRequest } from '../../model/request.ts';
import type { Target } from '../../model/target.ts';
import type { OwnResources } from './own-resources.ts';

/** Sends, and reports each exchange at once. */
export type Sending = (came: (request: PlannedRequest, exchange: Exchange) => void) => Promise<Exchange[]>;

/** Sends a read. */
export type Look = (request: PlannedRequest) => Promise<Exchange>;

type Around = {
  readonly contract: Contract;
  readonly target: Target;
  /** Knows the resources of the run. */
  readonly own: Pick<OwnResources, 'isOwn'>;
};

/**
 * Does the answer to a creation name a resource of the run as its request did (the camp of a stay): what belongs to that was made by this run as well, after it.
 */
const belongsToOwn = (contract: Contract, { own }: Pick<Around, 'own'>, operation: Operation, exchange: Exchange): boolean => {
  const { body, base } = exchange.request;
  const answer = jsonOf(exchange);
  const shown = [answer, ...(isObject(answer) ? Object.values(answer) : [])].filter(isObject);
  if (!holdsValue(body) || !isObject(body.value)) return false;
  return Object.entries(body.value).some(([name, id]) => {
    if (typeof id !== 'string' && typeof id !== 'number') return false;
    const type = referenceAt(contract, operation, [name])?.resourceType;
    const item = type && itemOf(type).path;
    if (item === undefined || parametersIn(item).length !== 1) return false;
    const segments = filledSegments(item, inPath(item, [String(id)]));
    return segments !== undefined && own.isOwn(segments, base) && shown.some((one) => one[name] === id);
  });
};

/**
 * Reads before and after creations whose answers may not show what they created, or whether it is new: its list, and what is found under the
 * made-up name that the creation sent. The proof is kept with the exchange (`recordProof`). Only where the document describes no 201 and
 * no Location for the creation, and the server chooses the id. A text of the request that may be the id is read before, wherever one is sent: where nothing
 * is found under it, what the creation then shows under it is new, and so is what names another resource of the run, as its request did.
 */
export const createProofs = ({
  contract,
  target,
  own,
}: Around): ((resourceType: AnyInferred, requests: readonly PlannedRequest[], send: Sending, look: Look) => Promise<Sending>) => {
  /** Creations whose answers tell by themselves what is new. */
  const telling = new Set<string>();
  const addressOf = ({ base }: PlannedRequest): string =>
    (base?.kind === 'named' && base.name !== 'plain' ? target.urls[base.name] : undefined) ?? target.baseUrl;
  return async (resourceType, requests, send, look) => {
    const { create, idChosenBy, list } = resourceType;
    const [first] = requests;
    if (idChosenBy === 'client' || first === undefined) return send;
    const ids = requests.map((request) => sentIds(resourceType, request));
    const tells = saysNew(create) || telling.has(create.key);
    if (tells && ids.every((texts) => texts.length === 0)) return send;

    const read = async (operation: Operation, values: readonly string[], base: PlannedRequest['base']): Promise<Exchange | undefined> => {
      if (operation.effect !== 'safe') return undefined;
      const pathValues = inPath(operation.path, values);
      const made = validRequest(operation, { contract, target, fresh: (name) => `ct-${name}`, pathValues });
      if (made.kind === 'missing') return undefined;
      // What an account creates may be seen by that account alone.
      const by = first.faults.length === 0 && first.credential.kind === 'valid' && made.request.credential.kind === 'valid';
      const asked = by ? { ...made.request, credential: first.credential } : made.request;
      // What it shows has to be that of the same site or tenant.
      const request = { ...asked, headers: asSent(asked.headers, first.headers), query: asSent(asked.query, first.query) };
      try {
        return await look(base === undefined ? request : { ...request, base });
      } catch (error) {
        if (error instanceof NotTried) return undefined;
        throw error;
      }
    };
    const idsIn = async ({ pathValues, base }: PlannedRequest): Promise<ReadonlySet<string> | undefined> => {
      const page = list && (await read(list, valuesInOrder(create, pathValues), base));
      return list && page && isWholeList(list, page) ? new Set(idsInList(resourceType, page)) : undefined;
    };
    const item = itemOf(resourceType);
    const reading = contract.operations.find(({ method, path }) => method === 'GET' && isSamePath(path, item.path));

    const nameOf = async ({ request }: Exchange): Promise<string | undefined> => {
      const around = valuesInOrder(create, request.pathValues);
      for (const name of reading ? sentNames(resourceType, request) : []) {
        const [found, other] = [
          reading && (await read(reading, [...around, name], request.base)),
          reading && (await read(reading, [...around, `${name}-other`], request.base)),
        ];
        if (found && isSuccess(found) && other && goneStatuses.includes(statusOf(other) ?? 0)) return name;
      }
      return undefined;
    };

    const isMissing = async (id: string, { pathValues, base }: PlannedRequest): Promise<boolean> => {
      const found = reading && (await read(reading, [...valuesInOrder(create, pathValues), id], base));
      return found !== undefined && goneStatuses.includes(statusOf(found) ?? 0);
    };

    // Where nothing reads one of them, the list alone tells whether a text that is sent as the id was free.
    const before = tells && reading !== undefined ? undefined : await idsIn(first);
    const missing = new Set<string>();
    for (const [n, request] of requests.entries())
      for (const id of ids[n] ?? []) if (await isMissing(id, request)) missing.add(`${n} ${id}`);
    return async (came) => {
      const exchanges = await send(came);
      for (const [n, exchange] of exchanges.entries()) {
        const { request } = exchange;
        if (!isSuccess(exchange) || isPending(contract, create, item.path, exchange)) continue;
        const sent = createdResource(resourceType, exchange, addressOf(request));
        if (sent.kind === 'unknown' && sent.id !== undefined && missing.has(`${n} ${sent.id}`)) recordProof(exchange, { newId: sent.id });
        const created = createdResource(resourceType, exchange, addressOf(request));
        if (created.kind === 'known') telling.add(create.key);
        else if (created.id === undefined) {
          const name = await nameOf(exchange);
          if (name !== undefined) recordProof(exchange, { name });
        } else if (belongsToOwn(contract, { own }, create, exchange)) recordProof(exchange, { newId: created.id });
        else if (before !== undefined && !before.has(created.id) && (await idsIn(request))?.has(created.id))
          recordProof(exchange, { newId: created.id });
      }
      return exchanges;
    };
  };
};

/** Fields with the values that the creation sent under the same names, where lists tell them. */
const asSent = (fields: PlannedRequest['headers'], sent: PlannedRequest['headers']): PlannedRequest['headers'] =>
  fields.map(
    ([name, text]) => [name, placeholdersIn(text).length === 0 ? text : (sent.find(([one]) => one === name)?.[1] ?? text)] as const,
  );

/** Does the document say that the answer shows a new resource. */
const saysNew = ({ responses }: Operation): boolean =>
  responses.some(
    ({ status, headers }) => status === '201' || (status.startsWith('2') && headers.some(({ name }) => name.toLowerCase() === 'location')),
  );

const valuesInOrder = ({ path }: Operation, values: PathValues): readonly string[] => parametersIn(path).map((name) => values[name] ?? '');
