import type { Contract } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { CredentialName, CredentialUse, PlannedRequest } from '../../model/request.ts';
import type { Arrival, SignatureResult, SinkAnswer } from '../../model/sink.ts';
import type { DeliverySignature } from '../../contract/x-assay/delivery.ts';
import type { Target } from '../../model/target.ts';

/** Requests that belong together and that several checks share. It is run once for equal parameters. Its result holds no session: each check sends by its own. */
export type Scenario<P, R> = {
  readonly id: string;
  run(session: Session, parameters: P): Promise<R>;
};

/** The form of a credential: whether it matches a regular expression, and how many characters it has. */
export type CredentialForm = { readonly fits: boolean; readonly length: number };

/** What probes and scenarios may do with the sink, which receives what the target delivers. */
export type SessionSink = {
  /** The address of the main endpoint, or of another one, as the target reaches it. */
  url(endpoint?: string): string;
  /** Every delivery so far that was answered, or given up by its sender, in the order of arrival. */
  deliveries(): readonly Exchange[];
  /** How many came that were not kept. */
  dropped(): number;
  /** Lets `choose` decide the answers until the returned function is called; undefined stands for the ordinary answer, a success. */
  answerBy(choose: (arrival: Arrival) => SinkAnswer | undefined): () => void;
  /**
   * Waits until a condition holds, which is looked at whenever something arrives or is answered.
   * @returns whether it holds.
   * @throws {NotTried} when the run is stopped meanwhile.
   */
  until(holds: () => boolean, ms: number, why: string): Promise<boolean>;
  /** By how many milliseconds at most this process was late since a time, so that it may have seen what arrived that much later. */
  lateMs(since: number): number;
  /** For how many milliseconds altogether it was late since then: a busy machine holds up what a target on it does as well. */
  heldUpMs(since: number): number;
  /**
   * Judges the signature of a delivery over its octets.
   * @param handle That of a secret which the server issued; without it the secret of the config counts.
   */
  signature(id: string, convention: DeliverySignature, handle?: string): SignatureResult;
};

/** What probes and scenarios may do. Everything they send is paced, recorded, observed and limited. */
export type Session = {
  readonly contract: Contract;
  readonly target: Target;
  /**
   * Sends one request and gives its exchange, whatever the answer is.
   * @throws {NotTried} when the run's budget is spent, a permission is missing, or the run is stopping.
   */
  send(request: PlannedRequest): Promise<Exchange>;
  /** Sends several requests at the same moment, each paced and counted like a single one. */
  sendTogether(requests: readonly PlannedRequest[]): Promise<readonly Exchange[]>;
  /**
   * Sends above the quota: without pacing, `width` at a time, until `enough` holds or `most` were sent. `enough` is asked after each
   * exchange without success, with the number of those since the last success.
   */
  burst(
    request: PlannedRequest,
    limits: {
      readonly most: number;
      readonly withinMs: number;
      readonly width: number;
      enough(exchange: Exchange, inARow: number): boolean;
    },
  ): Promise<readonly Exchange[]>;
  /** The result of a scenario, remembered by its id and parameters (plain JSON). */
  run<P, R>(scenario: Scenario<P, R>, parameters: P): Promise<R>;
  /** Waits. @throws {NotTried} when the run is stopped meanwhile. */
  pause(ms: number, why: string): Promise<void>;
  /** Milliseconds since the epoch by the engine's clock. */
  now(): number;
  /** A value of ours that no earlier run used: `ct-<nonce>-<label>`; the same label gives the same value. */
  fresh(label: string): string;
  /** Hexadecimal digits drawn from the seed and the label: the same in every run with that seed. */
  hex(label: string, digits: number): string;
  /**
   * The form of one of the operator's credentials, or of one that was issued in this run, without revealing it; nothing is sent.
   * Undefined where it is not given, or was not issued.
   */
  credentialForm(
    credential: CredentialName | Extract<CredentialUse, { readonly kind: 'issued' }>,
    pattern: string,
  ): CredentialForm | undefined;
  /** The sink of the run; undefined where the config has no `webhooks`. */
  readonly sink?: SessionSink;
  /** Requests of this run that had a mistake on purpose and were answered 5xx, the first of each kind. */
  serverErrors(): readonly Exchange[];
  /** Was a request to an operation that had no mistake on purpose answered with a success in this run. */
  hasAccepted(operation: string): boolean;
  /**
   * The credential that calls an operation where a request names `key`: another one where the service leaves the operation to another role. Absent: always `key`.
   */
  callerOf?(operation: string): CredentialName;
  /** Are two credentials the names of different users, each with a password behind a colon (RFC 7617, section 2). Absent: nothing is known of that. */
  areOfOtherUsers?(one: CredentialName, another: CredentialName): boolean;
  /** Lets the other accounts try an operation again that is refused to `key` by its role: something was made that they may have lacked. Absent: no other account tries. */
  askAgain?(operation: string): void;
};

/** The memories of sessions that share one. */
const memories = new WeakMap<Session, object>();

/** Lets a session share what is noted for others: they differ in who asks alone. */
export const sharingMemory = (session: Session, memory: object): Session => {
  memories.set(session, memory);
  return session;
};

/** What notes about a session are kept by. One that is made of another has a memory of its own. */
export const memoryOf = (session: Session): object => memories.get(session) ?? session;

/** Infers the types of a scenario. */
export const defineScenario = <P, R>(scenario: Scenario<P, R>): Scenario<P, R> => scenario;

const oneRequest = defineScenario<PlannedRequest, Exchange>({ id: 'once', run: (session, request) => session.send(request) });

/**
 * Sends one request and remembers its exchange: an identical request in the same round gets that exchange.
 * @throws {NotTried} as {@link Session.send} does.
 */
export const once = (session: Session, request: PlannedRequest): Promise<Exchange> => session.run(oneRequest, request);
