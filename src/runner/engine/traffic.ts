import { NotTried } from '../../checks/kit/define.ts';
import { isAboutOwnAlone, isHarmless, isSafe, methodOf, operationAsked } from '../../checks/kit/reach.ts';
import type { Session } from '../../checks/kit/session.ts';
import { asksNothing } from '../../checks/subjects/dry-runs.ts';
import { isClientError, isSuccess } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { combined, customary } from '../../contract/quota-fields.ts';
import { isQuotaErrorResponse } from '../../contract/quota-error-response.ts';
import type { Plan } from '../../model/case.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Secrets, Target } from '../../model/target.ts';
import type { CreatedLedger } from '../../exchange/created-ledger.ts';
import type { QuotaNames } from '../../exchange/pacer.ts';
import { type Asker, nobody } from './asker.ts';
import { createAccountViews } from './account-views.ts';
import type { Adopt } from '../clean-up/inferred-removal.ts';
import type { Callers } from './callers.ts';
import type { Creations } from './creations.ts';
import { createBurst } from './burst.ts';
import type { Gatekeeper } from './gatekeeper.ts';
import { createFreeNames } from './free-names.ts';
import { keepCreations, type KeptCreation } from './kept-creations.ts';
import { type Change, changeBy } from './changes.ts';
import { namesOwn, throwIfNotAllowed, throwIfOpen, throwIfStopped } from './limits.ts';
import { withCurrentTag } from './current-tag.ts';
import { createOwnResources } from './own-resources.ts';
import { unmistakable } from './quota-refused.ts';
import type { HealthMonitor } from './health-monitor.ts';
import type { SignedIn } from './signed-in.ts';
import { withDigest } from './with-digest.ts';
import { createWire, type WireInput } from './wire.ts';
import { createWrittenBack } from './written-back.ts';

export type TrafficInput = Omit<WireInput, 'quotaNames' | 'sender'> & {
  readonly sender: SignedIn;
  readonly contract: Contract;
  readonly target: Target;
  readonly secrets: Secrets;
  readonly gatekeeper: Gatekeeper;
  readonly callers: Callers;
  readonly creations: Creations;
  readonly ledger: CreatedLedger | undefined;
  /** Called for a resource that a request created, or may have created. */
  readonly onCreated: (creation: KeptCreation, exchange: Exchange) => void;
  /** Called for a request that changed something, or may have, but created nothing. */
  readonly onChanged: (change: Change) => void;
  /** Called for a resource of the run that a request other than a clean-up removed. */
  readonly onRemoved: (creation: KeptCreation, exchange: Exchange) => void;
  /** Operations that are never called, by key, with the reason. */
  readonly spared: Plan['spared'] | undefined;
  readonly health: Pick<HealthMonitor, 'heard' | 'burst' | 'check'>;
};

type Bounds = Parameters<Session['burst']>[1];

/** Sends a read for the one that asks. */
type Look = (request: PlannedRequest) => Promise<Exchange>;

/** Everything a run sends passes through here: guarded, counted, paced, recorded, observed. */
export type Traffic = Pick<Session, 'serverErrors' | 'hasAccepted'> & {
  /** As {@link Session.send}, for somebody. */
  send(request: PlannedRequest, asker: Asker): Promise<Exchange>;
  /** As {@link Session.sendTogether}, for somebody. */
  sendTogether(requests: readonly PlannedRequest[], asker: Asker): Promise<readonly Exchange[]>;
  /** As {@link Session.burst}, for somebody. */
  burst(request: PlannedRequest, bounds: Bounds, asker: Asker): Promise<readonly Exchange[]>;
  /** Requests sent so far. */
  count(): number;
  /** Is a burst above the quota running? */
  isBursting(): boolean;
  /** Sends a read once, whatever was answered before, to see whether the target still works. */
  look(request: PlannedRequest, asker: Asker): Promise<Exchange>;
  /** Sends although the run is ending, for cleaning up: still paced, recorded and observed. */
  sendLast(request: PlannedRequest, signal: AbortSignal): Promise<Exchange>;
  /** Sets what is there once only, such as the settings of the account, again to what it was before the run changed it. */
  writeBack(asker: Asker): Promise<void>;
  /** The same although the run is ending. */
  writeBackLast(signal: AbortSignal): Promise<void>;
  /** What was created, or may have been. */
  leftovers(): readonly KeptCreation[];
  /** Records a new made-up name, which identifies resources of the run. */
  minted(text: string): void;
  /** Treats a resource of an earlier run as one of this run. */
  adopt: Adopt;
};

/** Units that undocumented quota fields customarily have. */
const customaryUnits = ['seconds', 'epoch-seconds', 'epoch-milliseconds', 'http-date', 'date-time'] as const;

/** The fields in which the contract documents the quota, and the customary ones where it documents no quota or none for it. */
export const quotaNames = (contract: Contract): QuotaNames => {
  const { rateLimit } = contract.conventions;
  const refuses = (exchange: Exchange): boolean => isQuotaErrorResponse(contract, exchange);
  // An inferred quota rests on a sentence: the fields that a server really sends may stand nowhere.
  if (!rateLimit || (rateLimit['x-inferred'] === true && rateLimit.headers === undefined))
    return {
      remaining: customary.remaining,
      reset: { name: customary.reset, unit: customaryUnits },
      combined: combined.name,
      retryAfter: 'Retry-After',
      refuses,
    };
  const { headers, retryAfter } = rateLimit;
  return {
    refuses,
    ...(headers?.limit === undefined ? {} : { limit: headers.limit }),
    ...(headers?.remaining === undefined ? {} : { remaining: headers.remaining }),
    ...(headers?.reset === undefined ? {} : { reset: headers.reset }),
    retryAfter: retryAfter?.header ?? 'Retry-After',
  };
};

export const createTraffic = ({
  contract,
  target,
  secrets,
  gatekeeper,
  callers,
  brake,
  sender,
  pacer,
  creations,
  ledger,
  maxRequests,
  shard,
  onCreated,
  onChanged,
  onRemoved,
  health,
  spared = {},
  saw,
  sentOne,
  earlier,
}: TrafficInput): Traffic => {
  const digesting: WireInput['sender'] = {
    send: (request, id, options) => sender.send(withDigest(contract, target, request), id, options),
    prepare: (request) => sender.prepare(withDigest(contract, target, request)),
  };
  const wire = createWire({
    brake,
    sender: digesting,
    pacer,
    quotaNames: quotaNames(contract),
    maxRequests,
    shard,
    saw,
    sentOne,
    earlier,
  });
  const own = createOwnResources();
  const kept = keepCreations({
    contract,
    target,
    ledger,
    own,
    onCreated(creation, exchange) {
      if (creation.unknown !== undefined && isSuccess(exchange)) creations.stays(creation.operation);
      onCreated(creation, exchange);
    },
  });
  const freeName = createFreeNames({ contract, target, own });
  const written = createWrittenBack({ contract, target, onChanged });
  const guarding = { ...own, isHeld: written.isHeld };
  const views = createAccountViews(contract, own);
  let bursts = 0;
  const burst = createBurst({ contract, target, brake, wire, health });

  /** A refusal by quota shows nothing about the request: a safe one is sent once more when the pacer allows it. */
  const patiently = async (request: PlannedRequest, asker: Asker, came?: (exchange: Exchange) => void): Promise<Exchange> => {
    const testing = health.check(asker);
    if (testing) await testing;
    const first = await wire.paced(request, asker, came);
    const exchange = isQuotaErrorResponse(contract, first) && isSafe(request.method) ? await wire.paced(request, asker) : first;
    health.heard(exchange);
    return exchange;
  };

  /** Records the effects of a request. */
  const booked = async (
    operation: Operation | undefined,
    requests: readonly PlannedRequest[],
    asker: Asker,
    send: (came: (request: PlannedRequest, exchange: Exchange) => void) => Promise<Exchange[]>,
  ): Promise<Exchange[]> => {
    if (operation && creates(operation) && !requests.every((request) => freeName.isReplaced(operation, request)))
      return creations.aroundAll(
        operation,
        requests.length,
        () => kept.around(operation, requests, send, (read) => wire.paced(read, asker)),
        kept.isRepeat,
        operation.inferred?.goesWithParent === true && requests.every((request) => namesOwn(request, own)),
      );
    const noted: typeof send = (came) =>
      send((request, exchange) => {
        came(request, exchange);
        note(exchange);
      });
    // What happens to a resource of the run is no trace elsewhere.
    const isOwn = operation === undefined && requests.every((request) => isAboutOwnAlone(contract, request, own));
    return isCall(operation) && !isOwn ? kept.aroundCalls(operation, requests, noted) : noted(() => undefined);
  };

  const note = (exchange: Exchange): void => {
    kept.changed(exchange);
    written.note(exchange);
    const operation = operationAsked(contract, exchange.request);
    const change = changeBy(exchange, operation);
    if (change === undefined) return;
    onChanged(change);
    const { pathValues, base } = exchange.request;
    // What was to be removed on trial only is still there.
    const isRemoved = isSuccess(exchange) && change.kind === 'removed' && !asksNothing(contract, exchange.request);
    const gone = operation && isRemoved ? kept.gone(operation.key, pathValues, base) : undefined;
    if (gone) onRemoved(gone, exchange);
  };

  /** A burst of requests that may create something: no more of them than are under way at a time are answered by no refusal, which ends it. */
  const bookedBurst: Traffic['burst'] = (request, bounds, asker) => {
    const places = Array.from({ length: bounds.width }, () => ({ ...request }));
    return booked(operationAsked(contract, request), places, asker, async (came) => {
      let taken = 0;
      const exchanges = await burst(request, bounds, asker, (exchange) => {
        const place = isClientError(exchange) ? undefined : places[taken];
        if (!place) return;
        taken += 1;
        came(place, exchange);
      });
      return [...exchanges];
    });
  };

  const throwIfSpared = (request: PlannedRequest): void => {
    const why = spared[operationAsked(contract, request)?.key ?? ''];
    if (why !== undefined) throw new NotTried('not-allowed', `${request.method} ${request.path} is not sent: ${why}`);
  };

  /** Removes it what a run created: that ends what the run began, also where checks do not call it. */
  const isRemoval = (request: PlannedRequest): boolean =>
    methodOf(request) === 'DELETE' || contract.resourceTypes.some(({ remove }) => remove?.key === operationAsked(contract, request)?.key);

  /** Most requests wait for nothing here: a promise for each of the steps would cost more than the steps. */
  const guarded = async (request: PlannedRequest, look: Look): Promise<Operation | undefined> => {
    throwIfStopped(brake);
    const login = sender.ready(request);
    if (login) await login;
    gatekeeper.check(request, secrets);
    throwIfSpared(request);
    throwIfOpen(request);
    const proof = freeName.prove(request, look);
    if (proof) await proof;
    const seen = written.hold(request, look);
    if (seen) await seen;
    throwIfNotAllowed(request, contract, target, guarding);
    return isHarmless(contract, request) ? undefined : operationAsked(contract, request);
  };

  /** @throws {NotTried} where another account created what the path names, and the one that asks may mean something else by it. */
  const throwIfUnsure = async (request: PlannedRequest, isSure: Promise<boolean>): Promise<void> => {
    if (await isSure) return;
    throw new NotTried(
      'missing-prerequisite',
      `${request.method} ${request.path} is not sent: another account created what it names, and nothing shows that it is the same for this one`,
    );
  };

  /**
   * A request that was guarded, as its caller sends it: that may do no more than the one with `key`.
   * @throws {NotTried} where the credential of the caller cannot be had.
   */
  const called = async (request: PlannedRequest, look: Look): Promise<PlannedRequest> => {
    const asked = callers.as(request);
    if (asked !== request) {
      await sender.ready(asked);
      gatekeeper.check(asked, secrets);
      await freeName.prove(asked, look);
    }
    const isSure = views.isSure(asked, look);
    if (isSure !== true) await throwIfUnsure(asked, isSure);
    return asked;
  };

  /** Sends a request that was guarded. */
  const carried = async (request: PlannedRequest, operation: Operation | undefined, asker: Asker, look: Look): Promise<Exchange> => {
    if (isHarmless(contract, request)) {
      const read = await look(request);
      kept.read(read);
      return read;
    }
    const tagged = await withCurrentTag(contract, request, look);
    const [exchange] = await booked(operation, [tagged], asker, async (came) => [
      await patiently(tagged, asker, (one) => came(tagged, one)),
    ]);
    if (!exchange) throw new Error(`No exchange came of ${request.method} ${request.path}`);
    return exchange;
  };

  const sendLast = async (request: PlannedRequest, signal: AbortSignal): Promise<Exchange> => {
    if (!isHarmless(contract, request) && !isRemoval(request)) throwIfSpared(request);
    throwIfOpen(request);
    throwIfNotAllowed(request, contract, target, guarding);
    const look: Look = (read) => wire.carry(read, nobody, signal);
    const isSure = views.isSure(request, look);
    if (isSure !== true) await throwIfUnsure(request, isSure);
    await pacer.turn(signal);
    const exchange = await look(await withCurrentTag(contract, request, look));
    const change = changeBy(exchange, operationAsked(contract, request));
    if (change) onChanged(change);
    return exchange;
  };

  const looking =
    (asker: Asker): Look =>
    (request) =>
      patiently(request, asker);

  const send: Traffic['send'] = async (request, asker) => {
    const look = looking(asker);
    const operation = await guarded(request, look);
    const first = await carried(await called(request, look), operation, asker, look);
    const settled = await callers.settled(request, first, async (again) => {
      await sender.ready(again);
      gatekeeper.check(again, secrets);
      // What the first account does not see may be there for another one, which is not asked then.
      if (!(await freeName.isProven(again, look)) || !(await views.isSure(again, look))) return first;
      return carried(again, operation, asker, look);
    });
    return unmistakable(contract, settled);
  };

  return {
    send,
    writeBack: (asker) => written.writeBack((request) => send(request, asker), false),
    writeBackLast: (signal) => written.writeBack((request) => sendLast(request, signal), true),
    async sendTogether(planned, asker) {
      const look = looking(asker);
      const operations = await Promise.all(planned.map((request) => guarded(request, look)));
      const requests = await Promise.all(planned.map((request) => called(request, look)));
      await health.check(asker);
      for (const _ of requests) await pacer.turn(brake.signal);
      const together = async (came: (request: PlannedRequest, exchange: Exchange) => void): Promise<Exchange[]> => {
        wire.throwIfSpent(requests.length);
        return Promise.all(
          requests.map(async (request) => {
            const exchange = await wire.transmit(request, asker);
            came(request, exchange);
            return exchange;
          }),
        );
      };
      const isUnsafe = requests.some((request) => !isHarmless(contract, request));
      const exchanges = await (isUnsafe ? booked(operations[0], requests, asker, together) : together(() => undefined));
      exchanges.forEach(health.heard);
      throwIfStopped(brake);
      return exchanges.map((exchange) => unmistakable(contract, exchange));
    },
    async burst(request, bounds, asker) {
      await sender.ready(request);
      gatekeeper.check(request, secrets);
      throwIfSpared(request);
      throwIfNotAllowed(request, contract, target, guarding);
      bursts += 1;
      try {
        return await (isHarmless(contract, request) ? burst(request, bounds, asker, () => undefined) : bookedBurst(request, bounds, asker));
      } finally {
        bursts -= 1;
      }
    },
    isBursting: () => bursts > 0,
    look: wire.paced,
    sendLast,
    leftovers: kept.leftovers,
    minted: own.minted,
    adopt(path, values, { base, credential, label }) {
      own.add(path, values, base, credential);
      if (label !== '') own.minted(label);
    },
    serverErrors: wire.serverErrors,
    hasAccepted: wire.hasAccepted,
    count: wire.count,
  };
};

const creates = ({ effect }: Operation): boolean => effect === 'creates' || effect === 'creates-permanently';

/** Are the effects of an operation unknown: it is undocumented, or needs a permission of its own to be tried? */
const isCall = (operation: Operation | undefined): boolean =>
  operation === undefined || operation.effect === 'destructive' || operation.effect === 'asks';
