import { checks as registry } from '../../checks/index.ts';
import type { Check } from '../../checks/kit/define.ts';
import type { Session } from '../../checks/kit/session.ts';
import { ownerOf } from '../../contract/owner.ts';
import type { Contract } from '../../contract/model.ts';
import { isQuotaErrorResponse } from '../../contract/quota-error-response.ts';
import { createAlter } from '../../exchange/before-request.ts';
import { createIssuedCredentials } from '../../exchange/issued-credentials.ts';
import { steadyNow } from '../../exchange/clock.ts';
import { createCreatedLedger } from '../../exchange/created-ledger.ts';
import { bodyLimits } from '../../exchange/limits.ts';
import { createLogins } from '../../exchange/logins.ts';
import { createPacer, type Pacer } from '../../exchange/pacer.ts';
import { loadHooks } from '../../config/hooks.ts';
import { parseListen } from '../../config/listen-address.ts';
import { describedDeliveries } from '../../contract/deliveries.ts';
import { createRecorder } from '../../exchange/recorder.ts';
import { namesIn } from '../../contract/names-in.ts';
import { redactorFor } from '../../exchange/target-redactor.ts';
import { routeOf } from '../../exchange/route.ts';
import { createSender } from '../../exchange/sender.ts';
import { openSink, type Sink } from '../../exchange/sink.ts';
import type { Plan } from '../../model/case.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Shard } from '../../model/shard.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Quota, Secrets, Target } from '../../model/target.ts';
import { type TraceHead, traceparentOf } from '../../model/trace.ts';
import type { Asker } from './asker.ts';
import { type Callers, createCallers } from './callers.ts';
import type { Change } from './changes.ts';
import { type Creations, createCreations } from './creations.ts';
import { endedByDisk, stoppedByDisk } from './ended-by-disk.ts';
import { endedByHooks } from './ended-by-hooks.ts';
import { createGatekeeper, readsAtEntry } from './gatekeeper.ts';
import { issuersOf } from './issuers.ts';
import type { KeptCreation } from './kept-creations.ts';
import type { Brake } from './limits.ts';
import type { Earlier } from './recall.ts';
import type { Repetition } from './repetition.ts';
import { createSessions, sleep } from './session.ts';
import { createSignedIn } from './signed-in.ts';
import { createTraffic, type Traffic } from './traffic.ts';
import { createHealthMonitor, type HealthMonitor } from './health-monitor.ts';

export type LineOptions = {
  readonly seed: number;
  /** Part of every made-up name, so that two runs do not collide. */
  readonly nonce: string;
  readonly maxRequests?: number;
  /** No probe begins once so many requests were sent; running ones continue. */
  readonly size?: number;
  /** Most requests per second. */
  readonly rate?: number;
  /** Each request names its place in this trace. */
  readonly trace?: TraceHead;
  /** The part of a split run that this one is, where others judge the target too. */
  readonly shard?: Shard;
  /** How many parts of a split run use the quota at the same time. Default: 1. */
  readonly sharedBy?: number;
};

export type LineInput = {
  readonly contract: Contract;
  readonly target: Target;
  readonly secrets: Secrets;
  readonly options: LineOptions;
  /** Operations that are never called, by key, with the reason. */
  readonly spared?: Plan['spared'];
  /** Default: all. */
  readonly checks?: readonly Check[];
  /** Folder of the run; nothing is recorded where it is absent. */
  readonly directory?: string;
  /** Events of the target are received, where it has `webhooks`. */
  readonly listens?: boolean;
  /** What an earlier part of the run has sent and created. */
  readonly earlier?: Earlier | undefined;
  /** Other runs in this process come before and after it, as one. */
  readonly repetition?: Repetition | undefined;
  /** Number of the quota group, from 1: names the file of its exchanges. */
  readonly group?: number;
};

/** Callbacks for what happens on a line. */
export type LineHooks = {
  onWait(why: string, seconds: number): void;
  onCreated(creation: KeptCreation, exchange: Exchange): void;
  onChanged(change: Change): void;
  /** A resource of the run was removed by a request other than a clean-up. */
  onRemoved(creation: KeptCreation, exchange: Exchange): void;
  /** Called once for every exchange, in the order of sending. */
  saw(exchange: Exchange, askedBy: string | undefined): void;
  /** Called for every request of a burst, whose exchanges are seen at its end. Default: nothing. */
  sentOne?(): void;
};

/** The only connection of a run to its target: guarded, paced, recorded, redacted. */
export type Line = {
  readonly traffic: Traffic;
  readonly health: HealthMonitor;
  readonly callers: Callers;
  /** What is left of the quota, see {@link Pacer}. */
  quotaLeft: Pacer['left'];
  /** Resources created or perhaps created so far. */
  created(): number;
  /** The session of a round. What it sends is for one that asks; default: for nobody. */
  readonly sessionOf: (round: 1 | 2, asker?: Asker) => Session;
  /** Deliveries that the sink kept so far; undefined where the target has no sink. */
  delivered(): number | undefined;
  close(): Promise<void>;
};

/**
 * Opens the connection, and the sink where the target has one.
 * @throws {CannotListen} where the sink cannot be bound.
 */
export const openLine = async (
  {
    contract,
    target,
    secrets: given,
    options,
    spared,
    checks = registry,
    directory,
    listens = false,
    earlier,
    repetition,
    group = 1,
  }: LineInput,
  brake: Brake,
  hooks: LineHooks,
): Promise<Line> => {
  const { headers } = target.http;
  const redactor = redactorFor(target, given, namesIn(contract.document));
  const issued = createIssuedCredentials(redactor, earlier?.issued);
  const gatekeeper = createGatekeeper(contract, target);
  const route = routeOf(target, given);
  const logins = createLogins({ target, secrets: given, redactor, route, now: steadyNow });
  const { secrets } = logins;
  const { beforeRequest } = target.hooks === undefined ? {} : await loadHooks(target.hooks.module);
  const alter = beforeRequest && createAlter(beforeRequest, target.name, redactor);
  const { trace } = options;
  const quota = shareOf(quotaOf(contract, target), options.sharedBy);
  const pacerTelling = (onWait: LineHooks['onWait']): Pacer =>
    createPacer({
      ...(quota ? { quota } : {}),
      ...(options.rate === undefined ? {} : { rate: options.rate }),
      ...(target.http.maxWaitSeconds === undefined ? {} : { longestWaitMs: target.http.maxWaitSeconds * 1_000 }),
      ...(repetition?.before === undefined ? {} : { answeredAt: repetition.before.answeredAt }),
      now: steadyNow,
      sleep,
      onWait,
    });
  const pacer = repetition === undefined ? pacerTelling(hooks.onWait) : repetition.pacer(pacerTelling, hooks.onWait);
  const recorder = directory === undefined ? undefined : endedByDisk(createRecorder(directory, group), brake);
  const sink = await sinkOf(contract, listens ? target.webhooks : undefined, {
    redactor,
    issued,
    before: earlier?.deliveries ?? 0,
    keep: (exchange) => recorder?.write(exchange, { target: target.name }),
  });
  const ledger = directory === undefined ? undefined : stoppedByDisk(createCreatedLedger(directory, target.name), brake);
  const issuers = issuersOf(contract);
  const sender = createSender({
    baseUrl: target.baseUrl,
    urls: target.urls,
    timeoutMs: target.http.timeoutMs,
    ...(target.http.maxBodyBytes === undefined ? {} : { limits: bodyLimits(target.http.maxBodyBytes) }),
    headers,
    route,
    secrets,
    companionsOf: logins.companionsOf,
    passesFor: gatekeeper.passesFor,
    ...(alter === undefined ? {} : { alter }),
    ...(trace === undefined ? {} : { traceparentFor: (id: string) => traceparentOf(trace, target.name, id) }),
    asOctets: octetsFor(contract, checks),
    redactor,
    ...(issuers ? { issuing: { issued, placesFor: issuers } } : {}),
  });
  const counting = (): Creations => createCreations(target.maxCreates, repetition?.before?.created ?? earlier?.created);
  const creations = repetition === undefined ? counting() : repetition.creations(counting);
  const createdBefore = repetition === undefined ? 0 : creations.count();
  const health = createHealthMonitor({
    brake,
    timeoutMs: target.http.timeoutMs,
    isSecured: readsAtEntry(contract, target).some(({ secured }) => secured),
    isQuotaErrorResponse: (exchange) => isQuotaErrorResponse(contract, exchange),
    onWait: hooks.onWait,
  });
  const callers = createCallers({ contract, target, secrets });
  const traffic = createTraffic({
    contract,
    target,
    secrets,
    gatekeeper,
    callers,
    brake,
    sender: createSignedIn(logins, { brake, sender: alter === undefined ? sender : endedByHooks(sender, brake, redactor), gatekeeper }),
    pacer,
    creations,
    ledger,
    maxRequests: options.maxRequests,
    shard: options.shard,
    onCreated: hooks.onCreated,
    onChanged: hooks.onChanged,
    onRemoved: hooks.onRemoved,
    health,
    spared,
    sentOne: () => hooks.sentOne?.(),
    earlier: earlier?.exchanges,
    saw(exchange, askedBy) {
      recorder?.write(exchange, { target: target.name, ...(askedBy === undefined ? {} : { case: askedBy }) });
      hooks.saw(exchange, askedBy);
    },
  });
  return {
    traffic,
    health,
    callers,
    quotaLeft: pacer.left,
    created: () => creations.count() - createdBefore,
    sessionOf: createSessions({
      contract,
      target,
      secrets,
      seed: options.seed,
      nonce: options.nonce,
      brake,
      traffic,
      callers,
      issued,
      onWait: hooks.onWait,
      sink,
    }),
    delivered: () => sink && (earlier?.deliveries ?? 0) + sink.deliveries().length,
    async close() {
      await sender.close();
      await sink?.close();
      recorder?.close();
      ledger?.close();
    },
  };
};

/** The sink of a target. Its ordinary answer is the first success that the document describes for a receiver. */
const sinkOf = async (
  contract: Contract,
  webhooks: Target['webhooks'],
  around: Pick<Parameters<typeof openSink>[0], 'redactor' | 'issued' | 'keep' | 'before'>,
): Promise<Sink | undefined> => {
  const listen = webhooks && parseListen(webhooks.listen);
  if (listen === undefined) return undefined;
  const described = describedDeliveries(contract).flatMap(({ responses }) => responses.map(({ status }) => status));
  const exact = described.filter((status) => /^2\d\d$/u.test(status));
  const isOpen = described.length === 0 || exact.length === 0 || exact.includes('200') || described.includes('2XX');
  return openSink({
    ...around,
    listen,
    ...(webhooks?.publicUrl === undefined ? {} : { publicUrl: webhooks.publicUrl }),
    ...(isOpen ? {} : { status: Number(exact[0]) }),
  });
};

/**
 * Requests of operations with a requirement about octets after their answers, which a check tests: an HTTP client does not show these
 * octets.
 */
const octetsFor = (contract: Contract, checks: readonly Check[]): ((request: PlannedRequest) => boolean) => {
  const looking = checks.filter((check) => check.kind === 'observation' && check.looksBehind === true);
  const locations = looking.flatMap((check) =>
    check.locations(contract).filter((location) => ownerOf(contract, check, location) !== undefined),
  );
  const operations = new Set(locations.map(({ operation }) => operation));
  return ({ operation }) => operation !== null && operations.has(operation);
};

/** What each of several parts may use of a quota at the same time. */
const shareOf = (quota: Quota | undefined, by = 1): Quota | undefined =>
  quota && { ...quota, limit: Math.max(1, Math.floor(quota.limit / by)) };

/** The operator's quota takes precedence over the documented one of the declared tier. */
const quotaOf = (contract: Contract, target: Target): Quota | undefined => {
  if (target.quota) return target.quota;
  const { plans, window } = contract.conventions.rateLimit ?? {};
  const plan = target.plan === undefined ? undefined : plans?.[target.plan];
  if (!plan || !window) return undefined;
  return { limit: 'limit' in plan ? plan.limit : plan.atLeast, windowSeconds: window.seconds };
};
