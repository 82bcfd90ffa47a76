import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { NotTried } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type Sequenced, valuesInPath } from '../../subjects/sequences.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { type Held, membersOfSome } from './model.ts';
import type { Caller } from './steps.ts';

/** What a sequence is judged for. */
export type Claim = 'shown' | 'listed' | 'removed' | 'apart';

/** How a sequence broke a claim. */
export type Breach = {
  readonly claim: Claim;
  readonly code: string;
  readonly where: string;
  readonly expected: string;
  readonly actual: string;
  /** The exchange that shows it. */
  readonly exchange: Exchange;
  /** Names of the resources that it is about. */
  readonly about: readonly string[];
  /** The index of the step that showed it. */
  readonly step: number;
  /** It is not tried again: that would remove more that nobody asked to remove, or the answers prove it already. */
  readonly isFinal: boolean;
};

/** What a play may still spend. */
export type Purse = { requests: number; creates: number; readonly until: number };

/** Thrown where a play may send no more. */
export class Spent extends Error {}

/** A sequence under way: its model, and what it has shown. */
export type Play = {
  readonly session: Session;
  readonly type: Sequenced;
  /** A look that shows something else is repeated no longer than this, in milliseconds. */
  readonly mostPatienceMs: number;
  /** Keeps the names that one play makes up apart from those of others. */
  readonly turn: number;
  readonly purse: Purse;
  /** Values in the path of the creation, once they are known: every resource is below the same parents. */
  pathValues: Readonly<Record<string, string>>;
  readonly held: Map<string, Held>;
  /** Members of which a change was shown as it was sent. */
  readonly proven: Set<string>;
  /** Members whose change was refused: they are not changed again. */
  readonly unfit: Set<string>;
  /** Members of which a change was not shown as it was sent: what a server makes of them is its own affair. */
  readonly odd: Set<string>;
  /** Members that not every caller is shown or may set. */
  readonly ofSome: ReadonlySet<string>;
  /** The answers to the steps, without those that were asked for again. */
  readonly calls: { readonly step: number; readonly on: string | undefined; readonly exchange: Exchange }[];
  readonly breaches: Breach[];
  /** How often each claim was judged. */
  readonly times: Record<Claim, number>;
  /** The creation is answered with every member that can be made; false where such a one was refused. */
  takesWhole: boolean;
  /** Was a creation refused because of the present state, after another one was accepted. */
  isFull: boolean;
  /** The last read of a list by its key, as long as nothing was changed since. */
  readonly pages: Map<string, Exchange>;
  step: number;
  counter: number;
};

export const newPlay = (
  given: Pick<Play, 'session' | 'type' | 'turn' | 'purse' | 'pathValues'> & Partial<Pick<Play, 'mostPatienceMs'>>,
): Play => ({
  mostPatienceMs: Infinity,
  ...given,
  held: new Map(),
  proven: new Set(),
  unfit: new Set(),
  odd: new Set(),
  ofSome: membersOfSome(given.session.contract, given.type),
  calls: [],
  breaches: [],
  times: { shown: 0, listed: 0, removed: 0, apart: 0 },
  takesWhole: true,
  isFull: false,
  pages: new Map(),
  step: 0,
  counter: 0,
});

/** A purpose that no other request of the run has. */
export const purposeOf = (play: Play): string => {
  play.counter += 1;
  return `seq-${play.turn}-${play.counter}`;
};

/** @throws {Spent} where nothing is left. */
export const spend = ({ purse, session }: Play, requests = 1): void => {
  if (purse.requests < requests || session.now() > purse.until) throw new Spent('nothing is left to spend');
  purse.requests -= requests;
};

/** A request by one of the callers, where the target has a credential for it. */
export const sentBy = (session: Session, request: PlannedRequest, by: Caller | undefined): PlannedRequest => {
  if (by === undefined || by === 'key' || request.credential.kind !== 'valid' || !session.target.credentials.includes(by)) return request;
  // The second credential is of the account of the key, and nothing of another one is its own.
  if (by === 'second' && (session.callerOf?.(request.operation ?? '') ?? 'key') !== 'key') return request;
  return { ...request, credential: { kind: 'valid', name: by }, ...(by === 'other' ? { faults: ['credential-forbidden'] } : {}) };
};

/** Sends one request, within the limits. */
export const send = (play: Play, request: PlannedRequest): Promise<Exchange> => {
  spend(play);
  return play.session.send(request);
};

/** A request about one resource, or to an action below it. */
export const onHeld = (play: Play, operation: Operation, { id, creation }: Held, body?: Resource): PlannedRequest => {
  const parents = parametersIn(creation.request.path).map((name) => creation.request.pathValues[name]);
  return usableRequest(play.session, operation, purposeOf(play), {
    pathValues: valuesInPath(operation.path, parents, id),
    ...(body === undefined ? {} : { body: askedBody(operation, body) }),
  });
};

/** How long a look that shows something else is repeated, in milliseconds: nothing is told of a server that is only slow to show it. */
export const patienceOf = ({ session, type, mostPatienceMs }: Play): number => {
  const isDeclared = session.contract.resourceTypes.some(({ create }) => create?.key === type.create.key);
  return Math.min(mostPatienceMs, patienceMs(session.target, 'updated.shown', isDeclared ? {} : { presumed: type }));
};

/** How long what is done for the first time may take to show, in milliseconds; after that it is not judged. */
export const firstMs = 3000;

/** Does a call say that what it asked for is done. */
export const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

/** Notes that calls were about a resource: looks at the others have to show what they showed before. */
export const touch = (play: Play, name: string): void => {
  for (const one of play.held.values()) one.touched.add(name);
};

/** A breach before its step is known. */
export type Told = Omit<Breach, 'step'>;

/** Notes a breach of the current step. */
export const tell = (play: Play, breach: Told): void => {
  play.breaches.push({ ...breach, step: play.step });
};

/** Notes an answer to the current step. */
export const record = (play: Play, on: string, exchange: Exchange): void => {
  play.calls.push({ step: play.step, on, exchange });
};

/** Ends a play. */
export const stop = (why: string): never => {
  throw new NotTried('not-applicable', why);
};
