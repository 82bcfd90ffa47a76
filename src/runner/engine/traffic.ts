import { NotTried } from '../../checks/define.ts';
import { mayWait, restSeconds, windowSeconds } from '../../checks/quota-window.ts';
import type { Session } from '../../checks/session.ts';
import { isSuccess } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { NamedBase, PlannedRequest } from '../../model/request.ts';
import type { Secrets, Target } from '../../model/target.ts';
import { canAlter } from '../../exchange/alteration.ts';
import type { CreatedLedger } from '../../exchange/created-ledger.ts';
import type { Pacer, QuotaNames } from '../../exchange/pacer.ts';
import type { Sender } from '../../exchange/sender.ts';
import { idIn, type Leftover } from '../clean-up/removal.ts';
import { type Creations, isRefusal } from './creations.ts';
import type { Asker } from './asker.ts';
import { inOrder } from './in-order.ts';
import { type Brake, isSafe, throwIfNotAllowed, throwIfStopped } from './limits.ts';
import type { Rest, VitalSigns } from './vital-signs.ts';

export type TrafficInput = {
  readonly contract: Contract;
  readonly target: Target;
  readonly secrets: Secrets;
  readonly brake: Brake;
  readonly sender: Sender;
  readonly pacer: Pacer;
  readonly creations: Creations;
  readonly ledger: CreatedLedger | undefined;
  readonly maxRequests: number | undefined;
  /** Told of a thing that a request created, or may have created. */
  readonly onCreated: (collection: string, label: string) => void;
  /** On whose behalf a request goes. */
  readonly asker: Asker;
  readonly vitalSigns: Pick<VitalSigns, 'heard' | 'flooded' | 'check'>;
  /** Sees every exchange once, in the order of sending, with the id of the case that asked for it. */
  readonly saw: (exchange: Exchange, askedBy: string | undefined) => void;
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
  leftovers(): readonly (Leftover & { readonly removed: () => void })[];
};

/** Where the contract says the quota is told. */
export const quotaNames = (contract: Contract): QuotaNames => {
  const { headers, retryAfter } = contract.conventions.rateLimit ?? {};
  return {
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
  const names = quotaNames(contract);
  const errors: Exchange[] = [];
  const leftovers: (Leftover & { readonly removed: () => void })[] = [];
  let sent = 0;
  const ordered = inOrder<{ readonly exchange: Exchange; readonly askedBy: string | undefined }>(({ exchange, askedBy }) => {
    const status = exchange.reply.kind === 'answer' ? exchange.reply.status : 0;
    if (status >= 500 && exchange.request.faults.length > 0) errors.push(exchange);
    saw(exchange, askedBy);
  });

  const carry = async (request: PlannedRequest, signal: AbortSignal): Promise<Exchange> => {
    sent += 1;
    const askedBy = asker.current();
    const arrive = ordered.expect();
    try {
      const exchange = await sender.send(request, `x${sent}`, { signal });
      arrive({ exchange, askedBy });
      pacer.saw(exchange, names);
      return exchange;
    } catch (error) {
      arrive(undefined);
      throw error;
    }
  };

  /** A run that wants to send more than it may is cut there: what is left would be asked for in vain. */
  const throwIfSpent = (count: number): void => {
    throwIfStopped(brake);
    if (maxRequests === undefined || sent + count <= maxRequests) return;
    brake.pull({ reason: 'budget', message: `the run has sent its ${maxRequests} requests (--max-requests)` });
    throwIfStopped(brake);
  };

  const transmit = async (request: PlannedRequest): Promise<Exchange> => {
    throwIfSpent(1);
    return carry(request, brake.signal);
  };

  const paced = async (request: PlannedRequest): Promise<Exchange> => {
    await pacer.turn(brake.signal);
    const exchange = await transmit(request);
    throwIfStopped(brake);
    return exchange;
  };

  /** A refusal by quota says nothing about the request: a safe one is sent once more when the pacer lets it. */
  const patiently = async (request: PlannedRequest): Promise<Exchange> => {
    await vitalSigns.check();
    const first = await paced(request);
    const exchange = isRefusedByQuota(first) && isSafe(request.method) ? await paced(request) : first;
    vitalSigns.heard(exchange);
    return exchange;
  };

  /** Each creation stands in the ledger before its request goes, and what became of it after. */
  const togetherKept = async (
    operation: Operation,
    requests: readonly PlannedRequest[],
    send: () => Promise<Exchange[]>,
  ): Promise<Exchange[]> => {
    const resource = contract.resources.find(({ create }) => create?.key === operation.key);
    const collection = resource?.name ?? operation.key;
    const entries = requests.map((request) =>
      ledger?.reserve({ operation: operation.key, collection, label: labelOf(request), ...environmentOf(request) }),
    );
    const exchanges = await send();
    for (const [n, exchange] of exchanges.entries()) {
      const label = labelOf(exchange.request);
      const id = resource && idIn(resource, exchange, label);
      entries[n]?.settle(exchange, id);
      if (isRefusal(exchange)) continue;
      onCreated(collection, label);
      const found = { ...(id === undefined ? {} : { id }), ...environmentOf(exchange.request) };
      leftovers.push({ collection, label, ...found, removed: () => entries[n]?.removed() });
    }
    return exchanges;
  };

  const creating = async (request: PlannedRequest, operation: Operation): Promise<Exchange> => {
    const [exchange] = await creations.aroundAll(operation, 1, () =>
      togetherKept(operation, [request], async () => [await patiently(request)]),
    );
    if (!exchange) throw new Error(`No exchange came of ${request.method} ${request.path}`);
    return exchange;
  };

  const guarded = (request: PlannedRequest): Operation | undefined => {
    throwIfStopped(brake);
    throwIfNotAlterable(request, secrets);
    const operation = contract.operations.find(({ key }) => key === request.operation);
    throwIfNotAllowed(request, operation, target);
    return operation;
  };

  return {
    async send(request) {
      const operation = guarded(request);
      return operation && creates(operation) ? creating(request, operation) : patiently(request);
    },
    async sendTogether(requests) {
      const operations = requests.map(guarded);
      await vitalSigns.check();
      for (const _ of requests) await pacer.turn(brake.signal);
      const [operation] = operations;
      const together = (): Promise<Exchange[]> => {
        throwIfSpent(requests.length);
        return Promise.all(requests.map(transmit));
      };
      const exchanges = await (operation && creates(operation)
        ? creations.aroundAll(operation, requests.length, () => togetherKept(operation, requests, together))
        : together());
      exchanges.forEach(vitalSigns.heard);
      throwIfStopped(brake);
      return exchanges;
    },
    async flood(request, { most, withinMs, width, enough }) {
      throwIfNotAllowed(
        request,
        contract.operations.find(({ key }) => key === request.operation),
        target,
      );
      if (!target.allow.includes('flood')) throw new NotTried('not-allowed', 'a flood needs the permission "flood" (--allow flood)');
      if (most > target.flood.maxRequests)
        throw new NotTried('not-allowed', `the flood would need ${most} requests, flood.maxRequests is ${target.flood.maxRequests}`);
      const until = Date.now() + withinMs;
      const exchanges: Exchange[] = [];
      let taken = 0;
      let done = false;
      const one = async (): Promise<void> => {
        while (!done && taken < most && Date.now() < until) {
          taken += 1;
          const exchange = await transmit(request);
          exchanges.push(exchange);
          // Refusals are what a flood is for, under whatever status.
          if (!isUnsuccessful(exchange)) vitalSigns.heard(exchange);
          if (enough(exchange)) done = true;
        }
      };
      await Promise.all(Array.from({ length: width }, one));
      const last = exchanges.findLast(({ reply }) => reply.kind === 'answer');
      if (last && isUnsuccessful(last) && !isRefusedByQuota(last) && request.base === undefined)
        vitalSigns.flooded(restOf(contract, target));
      throwIfStopped(brake);
      return exchanges.sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
    },
    look: paced,
    async sendLast(request, signal) {
      throwIfNotAllowed(
        request,
        contract.operations.find(({ key }) => key === request.operation),
        target,
      );
      await pacer.turn(signal);
      return carry(request, signal);
    },
    leftovers: () => leftovers,
    serverErrors: () => errors,
    count: () => sent,
  };
};

/**
 * Not every credential has every altered form: one of digits alone has no letter case.
 * @throws {NotTried} when the altered form would be the credential itself.
 */
const throwIfNotAlterable = ({ credential }: PlannedRequest, secrets: Secrets): void => {
  if (credential.kind !== 'altered') return;
  const secret = secrets[credential.name];
  if (secret === undefined) throw new NotTried('missing-prerequisite', `needs the credential "${credential.name}"`);
  if (!canAlter(secret, credential.form))
    throw new NotTried('not-applicable', `the credential "${credential.name}" has no form ${credential.form} other than itself`);
};

const isUnsuccessful = (exchange: Exchange): boolean => exchange.reply.kind === 'answer' && !isSuccess(exchange);

/** How long a used-up quota refuses at the most. */
const restOf = ({ conventions: { rateLimit } }: Contract, target: Target): Rest => {
  const seconds = rateLimit ? restSeconds(windowSeconds(rateLimit, target)) : 0;
  return { ms: seconds * 1000, mayWait: mayWait(seconds, target) };
};

const isRefusedByQuota = ({ reply }: Exchange): boolean => reply.kind === 'answer' && reply.status === 429;

const creates = ({ effect }: Operation): boolean => effect === 'creates' || effect === 'creates-permanently';

/** The other environment that a request goes to; the address without encryption leads to the same one. */
const environmentOf = ({ base }: PlannedRequest): { readonly base?: NamedBase } =>
  base?.kind === 'named' && base.name !== 'plain' ? { base: base.name } : {};

/** What a created thing will be called over there: the first text of ours in its body, by which a person finds it again. */
const labelOf = (request: PlannedRequest): string => {
  const find = (value: unknown): string | undefined => {
    if (typeof value === 'string') return value.startsWith('ct-') ? value : undefined;
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.values(value)
      .map(find)
      .find((text) => text !== undefined);
  };
  return (request.body?.kind === 'json' ? find(request.body.value) : undefined) ?? '';
};
