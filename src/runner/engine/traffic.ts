import type { Session } from '../../checks/session.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { customary, isQuotaRefusal } from '../../contract/quota-refusal.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Secrets, Target } from '../../model/target.ts';
import type { CreatedLedger } from '../../exchange/created-ledger.ts';
import type { QuotaNames } from '../../exchange/pacer.ts';
import type { Creations } from './creations.ts';
import { createFlood } from './flood.ts';
import { createGatekeeper } from './gatekeeper.ts';
import { keepCreations, type KeptCreation } from './kept-creations.ts';
import { isSafe, throwIfNotAllowed, throwIfStopped } from './limits.ts';
import { unmistakable } from './quota-refused.ts';
import type { VitalSigns } from './vital-signs.ts';
import { createWire, type WireInput } from './wire.ts';

export type TrafficInput = Omit<WireInput, 'quotaNames'> & {
  readonly contract: Contract;
  readonly target: Target;
  readonly secrets: Secrets;
  readonly creations: Creations;
  readonly ledger: CreatedLedger | undefined;
  /** Told of a thing that a request created, or may have created. */
  readonly onCreated: (collection: string, label: string) => void;
  readonly vitalSigns: Pick<VitalSigns, 'heard' | 'flooded' | 'check'>;
};

/** Everything a run sends goes through here: guarded, counted, paced, recorded, observed. */
export type Traffic = Pick<Session, 'send' | 'sendTogether' | 'flood' | 'serverErrors'> & {
  /** Requests sent so far. */
  count(): number;
  /** Sends a read once, whatever was answered before: to see whether the target still works. */
  look(request: PlannedRequest): Promise<Exchange>;
  /** Sends although the run is ending, for cleaning up: still paced, recorded and seen. */
  sendLast(request: PlannedRequest, signal: AbortSignal): Promise<Exchange>;
  /** What was created, or may have been, and can be named. */
  leftovers(): readonly KeptCreation[];
};

/** In which units fields are found whose document says nothing of them. */
const customaryUnits = ['seconds', 'epoch-seconds', 'epoch-milliseconds', 'http-date', 'date-time'] as const;

/** Where the contract says the quota is told, and where it is customary to tell it where the contract says nothing of a quota. */
export const quotaNames = (contract: Contract): QuotaNames => {
  const { rateLimit } = contract.conventions;
  const refuses = (exchange: Exchange): boolean => isQuotaRefusal(contract, exchange);
  if (!rateLimit)
    return {
      remaining: customary.remaining,
      reset: { name: customary.reset, unit: customaryUnits },
      combined: 'RateLimit',
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
  brake,
  sender,
  pacer,
  creations,
  ledger,
  maxRequests,
  onCreated,
  asker,
  vitalSigns,
  saw,
}: TrafficInput): Traffic => {
  const wire = createWire({ brake, sender, pacer, quotaNames: quotaNames(contract), maxRequests, asker, saw });
  const kept = keepCreations(contract, ledger, onCreated);
  const gatekeeper = createGatekeeper(contract, target);
  const flood = createFlood({ contract, target, brake, wire, vitalSigns });

  /** A refusal by quota says nothing about the request: a safe one is sent once more when the pacer lets it. */
  const patiently = async (request: PlannedRequest): Promise<Exchange> => {
    await vitalSigns.check();
    const first = await wire.paced(request);
    const exchange = isQuotaRefusal(contract, first) && isSafe(request.method) ? await wire.paced(request) : first;
    vitalSigns.heard(exchange);
    return exchange;
  };

  const creating = async (request: PlannedRequest, operation: Operation): Promise<Exchange> => {
    const [exchange] = await creations.aroundAll(operation, 1, () =>
      kept.around(operation, [request], async () => [await patiently(request)]),
    );
    if (!exchange) throw new Error(`No exchange came of ${request.method} ${request.path}`);
    return exchange;
  };

  const guarded = (request: PlannedRequest): Operation | undefined => {
    throwIfStopped(brake);
    gatekeeper.check(request, secrets);
    const operation = contract.operations.find(({ key }) => key === request.operation);
    throwIfNotAllowed(request, operation, target);
    return operation;
  };

  return {
    async send(request) {
      const operation = guarded(request);
      return unmistakable(contract, await (operation && creates(operation) ? creating(request, operation) : patiently(request)));
    },
    async sendTogether(requests) {
      const operations = requests.map(guarded);
      await vitalSigns.check();
      for (const _ of requests) await pacer.turn(brake.signal);
      const [operation] = operations;
      const together = (): Promise<Exchange[]> => {
        wire.throwIfSpent(requests.length);
        return Promise.all(requests.map(wire.transmit));
      };
      const exchanges = await (operation && creates(operation)
        ? creations.aroundAll(operation, requests.length, () => kept.around(operation, requests, together))
        : together());
      exchanges.forEach(vitalSigns.heard);
      throwIfStopped(brake);
      return exchanges.map((exchange) => unmistakable(contract, exchange));
    },
    async flood(request, bounds) {
      gatekeeper.check(request, secrets);
      throwIfNotAllowed(
        request,
        contract.operations.find(({ key }) => key === request.operation),
        target,
      );
      return flood(request, bounds);
    },
    look: wire.paced,
    async sendLast(request, signal) {
      throwIfNotAllowed(
        request,
        contract.operations.find(({ key }) => key === request.operation),
        target,
      );
      await pacer.turn(signal);
      return wire.carry(request, signal);
    },
    leftovers: kept.leftovers,
    serverErrors: wire.serverErrors,
    count: wire.count,
  };
};

const creates = ({ effect }: Operation): boolean => effect === 'creates' || effect === 'creates-permanently';
