import { operationWith } from '../../contract/operation.ts';
import { NotTried } from '../../checks/kit/define.ts';
import { isSafe } from '../../checks/kit/reach.ts';
import { filledSegments, isSamePath, parametersIn } from '../../contract/infer/path-template.ts';
import { isClientError, isSuccess, outcomeOf, statusOf } from '../../contract/message.ts';
import type { Contract } from '../../contract/model.ts';
import { acceptField } from '../../generators/accepted-types.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { KeptCreation } from './kept-creations.ts';

/** Something that was there when the run last saw it, and that the run has not touched since. */
type Standing = {
  readonly request: PlannedRequest;
  /** Ids of the exchanges that showed it, and of the cases that asked for them. */
  readonly shownBy: Set<string>;
  readonly isOwn: boolean;
};

/**
 * Remembers what was there, to find out whether it is there still: a sandbox that is reset, or somebody else who removes things, makes a service that keeps
 * its word look like one that loses data.
 */
export type StandingThings = {
  /** Call for each exchange, in the order of sending. */
  saw(exchange: Exchange, askedBy: string | undefined): void;
  /** Call for each resource that the run created. */
  created(creation: KeptCreation, exchange: Exchange): void;
  /**
   * Looks whether things that were there are gone although the run did not touch them: any that a finding rests on, or all of the latest that the run made, or
   * of the latest others.
   * @param restsOn Ids of the case, and of the exchanges that show its finding.
   * @returns what is gone, in a few words; undefined where nothing is, or nothing is known.
   */
  vanished(restsOn: ReadonlySet<string>, look: (request: PlannedRequest) => Promise<Exchange>): Promise<string | undefined>;
  /** What the last look found gone goes again and again, so the service loses it: things at those paths are no witnesses any more. */
  distrust(): void;
};

/** The most that are remembered: the latest. */
const mostKnown = 300;

/** The most places of exchanges that are remembered: the latest. */
const mostPlaces = 10_000;

/** The most that are looked at of each kind. */
const mostLooked = 3;

const locationOf = ({ path, pathValues }: PlannedRequest): string => `/${(filledSegments(path, pathValues) ?? []).join('/')}`;

/** Forgets the entry that is there for the longest time, where there are more than so many. */
const dropOldest = (entries: Map<string, unknown>, most: number): void => {
  if (entries.size <= most) return;
  const [oldest] = entries.keys();
  if (oldest !== undefined) entries.delete(oldest);
};

const isBelow = (location: string, above: string): boolean => above === '/' || location.startsWith(`${above}/`);

const isMissing = (exchange: Exchange): boolean => [404, 410].includes(statusOf(exchange) ?? 0);

/** A read of one thing that must show it, as it is documented. */
const isPlainRead = ({ request }: Exchange): boolean => {
  const { method, path, base, faults, credential, query, listenMs } = request;
  const isPlain = base === undefined && faults.length === 0 && query.length === 0 && listenMs === undefined;
  return method === 'GET' && isPlain && parametersIn(path).length > 0 && (credential.kind === 'valid' || credential.kind === 'none');
};

export const createStandingThings = (contract: Contract): StandingThings => {
  const known = new Map<string, Standing>();
  const own = new Set<string>();
  const distrusted = new Set<string>();
  let lastGone: readonly PlannedRequest[] = [];
  /** Where things were that are gone. */
  const lost = new Set<string>();
  /** Where the latest exchanges went, by their ids. */
  const places = new Map<string, string>();
  /** Cases that asked for what is gone. */
  const mourners = new Map<string, string>();

  const keep = (location: string, request: PlannedRequest, shownBy: readonly string[], isOwn: boolean): void => {
    if (distrusted.has(request.path)) return;
    const before = known.get(location);
    const by = before?.shownBy ?? new Set<string>();
    for (const id of shownBy) by.add(id);
    known.delete(location);
    known.set(location, { request, shownBy: by, isOwn });
    dropOldest(known, mostKnown);
  };

  /** The place of something gone at or above a place. */
  const lostAround = (location: string): string | undefined => [...lost].find((one) => one === location || isBelow(location, one));

  /** What a request may have changed is no witness any more. */
  const forget = (touched: (location: string) => boolean): void => {
    for (const location of known.keys()) if (touched(location)) known.delete(location);
  };

  const isGone = async (request: PlannedRequest, look: (request: PlannedRequest) => Promise<Exchange>): Promise<string | undefined> => {
    const exchange = await look({ ...request, unjudged: true });
    return isMissing(exchange) ? `GET ${locationOf(request)}: ${outcomeOf(exchange)}` : undefined;
  };

  return {
    saw(exchange, askedBy) {
      const { request } = exchange;
      const location = locationOf(request);
      places.set(exchange.id, location);
      dropOldest(places, mostPlaces);
      if (askedBy !== undefined && lost.size > 0 && lostAround(location) !== undefined) mourners.set(askedBy, location);
      if (isPlainRead(exchange) && isSuccess(exchange)) {
        keep(location, request, [exchange.id, ...(askedBy === undefined ? [] : [askedBy])], own.has(location));
        return;
      }
      const there = known.get(location);
      if (there && isPlainRead(exchange)) {
        there.shownBy.add(exchange.id);
        if (askedBy !== undefined) there.shownBy.add(askedBy);
      }
      // A server may do what it refuses, but not to what it does not have.
      if (isSafe(request.method) || isMissing(exchange)) return;
      const operation = operationWith(contract, request.operation);
      if (isClientError(exchange)) {
        known.delete(location);
        return;
      }
      if (operation?.effect === 'creates' || operation?.effect === 'creates-permanently') return;
      // An action without a resource in its path may be about all beside it: `POST /loans/purge`.
      const above = parametersIn(request.path).length > 0 ? location : location.slice(0, location.lastIndexOf('/')) || '/';
      forget((one) => one === location || isBelow(one, above) || isBelow(location, one));
    },
    created({ id, removal, pathValues, operation: key, base }, exchange) {
      if (!isSuccess(exchange) || base !== undefined) return;
      const type = contract.resourceTypes.find(({ create }) => create?.key === key);
      const inferred = contract.inferredResourceTypes.find(({ create }) => create.key === key);
      const path = type?.read?.path ?? inferred?.remove.path;
      const values =
        removal?.pathValues ??
        (id === undefined || path === undefined ? undefined : { ...pathValues, [parametersIn(path).at(-1) ?? '']: id });
      const read = path === undefined ? undefined : contract.operations.find((one) => one.method === 'GET' && isSamePath(one.path, path));
      // Another name of the parameter in the same path, or a parameter that has to be given, is left to a read that worked.
      if (!read || !values || !parametersIn(read.path).every((name) => values[name] !== undefined)) return;
      if (read.parameters.some((one) => one.in !== 'path' && one.required)) return;
      const request: PlannedRequest = {
        operation: read.key,
        method: 'GET',
        path: read.path,
        pathValues: values,
        query: [],
        headers: acceptField(read),
        credential: exchange.request.credential,
        faults: [],
      };
      own.add(locationOf(request));
      keep(locationOf(request), request, [exchange.id], true);
    },
    async vanished(restsOn, look) {
      const before = [...restsOn].map((id) => mourners.get(id) ?? lostAround(places.get(id) ?? '')).find((place) => place !== undefined);
      if (before !== undefined) return `${before}, as seen before`;
      const latest = [...known.entries()].toReversed();
      const concerned = latest.filter(([, one]) => [...one.shownBy].some((id) => restsOn.has(id))).slice(0, mostLooked);
      const rest = latest.filter((entry) => !concerned.includes(entry));
      const groups = [
        { things: concerned, isEnough: (gone: number) => gone > 0 },
        ...[true, false].map((isOwn) => {
          const things = rest.filter(([, one]) => one.isOwn === isOwn).slice(0, mostLooked);
          return { things, isEnough: (gone: number) => gone > 0 && gone === things.length };
        }),
      ];
      lastGone = [];
      try {
        for (const { things, isEnough } of groups) {
          const gone: string[] = [];
          for (const [location, { request }] of things) {
            const told = await isGone(request, look);
            if (told === undefined) continue;
            gone.push(told);
            lastGone = [...lastGone, request];
            known.delete(location);
          }
          if (!isEnough(gone.length)) continue;
          for (const request of lastGone) lost.add(locationOf(request));
          return gone.join(', ');
        }
      } catch (error) {
        // The run is ending: nothing more can be found out.
        if (!(error instanceof NotTried)) throw error;
      }
      return undefined;
    },
    distrust() {
      for (const request of lastGone) {
        distrusted.add(request.path);
        lost.delete(locationOf(request));
      }
      for (const [location, { request }] of known) if (distrusted.has(request.path)) known.delete(location);
    },
  };
};
