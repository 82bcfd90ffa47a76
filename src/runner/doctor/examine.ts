import { pageItems, largestPage } from '../../checks/subjects/collection.ts';
import { listInUse } from '../../checks/scenarios/paging/offered-styles.ts';
import { firstPages } from '../../checks/scenarios/paging/traversal.ts';
import { NotTried, Undecidable } from '../../checks/kit/define.ts';
import { evaluate } from '../../contract/expression.ts';
import { headerValues, outcomeOf } from '../../contract/message.ts';
import type { Collection, Contract } from '../../contract/model.ts';
import { isQuotaErrorResponse } from '../../contract/quota-error-response.ts';
import type { PreflightResult } from '../../model/event.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Secrets, Target } from '../../model/target.ts';
import { quotaAdvice } from '../engine/entry-failures.ts';
import { readsAtEntry } from '../engine/gatekeeper.ts';
import { createBrake } from '../engine/limits.ts';
import { openLine } from '../engine/line.ts';
import { preflight } from '../engine/preflight.ts';
import { quotaNames } from '../engine/traffic.ts';

/** The items of a list, as far as one page shows them. */
export type DataFound = { readonly operation: string; readonly items: number | undefined; readonly more: boolean };

export type Examination = {
  readonly preflight: PreflightResult;
  /** What preflight found about the credential; absent where it was stopped or sent none. */
  readonly credential?: 'accepted' | 'not-asked-for' | 'unproven';
  readonly data: readonly DataFound[];
  /** Quota headers of the last read, by name; empty where there were none. */
  readonly quota: Readonly<Record<string, string>>;
  readonly requests: number;
};

/** Time limit of an examination. */
const withinMs = 5_000;

/** Examines a target without judging it: preflight, one page of each list, the quota headers. Creates nothing. */
export const examine = async (
  { contract, target, secrets }: { readonly contract: Contract; readonly target: Target; readonly secrets: Secrets },
  signal: AbortSignal,
): Promise<Examination> => {
  let last: Exchange | undefined;
  let refused: Exchange | undefined;
  const brake = createBrake(AbortSignal.any([signal, AbortSignal.timeout(withinMs)]));
  const line = await openLine({ contract, target, secrets, options: { seed: 0, nonce: 'doctor' } }, brake, {
    onWait: () => undefined,
    onCreated: () => undefined,
    onChanged: () => undefined,
    onRemoved: () => undefined,

    saw: (exchange) => {
      if (isQuotaErrorResponse(contract, exchange)) refused = exchange;
      if (exchange.request.credential.kind === 'valid') last = exchange;
    },
  });
  const session = line.sessionOf(1);
  try {
    const first = await preflight(session).catch((error: unknown): PreflightResult => {
      if (!(error instanceof NotTried)) throw error;
      const stop = brake.pulled();
      if (error.because !== 'stopped' || stop?.reason === 'preflight') return { kind: 'stopped', reason: stop?.message ?? error.message };
      const around = { contract, target, names: quotaNames(contract), now: Date.now(), speaksTls: false };
      return {
        kind: 'stopped',
        reason: refused
          ? `the quota is used up (${refused.request.operation ?? refused.request.path}: ${outcomeOf(refused)}): ${quotaAdvice(refused, around)}`
          : `the target did not answer within ${withinMs / 1000} s`,
      };
    });
    const data: DataFound[] = [];
    if (first.kind === 'ready') {
      for (const collection of contract.collections) data.push(await countedIn(session, collection));
    }
    const { headers } = contract.conventions.rateLimit ?? {};
    const names = [headers?.limit, headers?.remaining, headers?.reset?.name].filter((name) => name !== undefined);
    const seen = last;
    return {
      preflight: first,
      ...(first.kind === 'ready' ? credentialIn(first, contract, target) : {}),
      data,
      quota: Object.fromEntries(
        names.flatMap((name) =>
          seen
            ? headerValues(seen, name)
                .slice(0, 1)
                .map((value) => [name, value])
            : [],
        ),
      ),
      requests: line.traffic.count(),
    };
  } finally {
    await line.close();
  }
};

/** What the first reads show about the credential: it is accepted where they require one and succeed. */
const credentialIn = (
  { answersEverything, noReadSucceeds }: Extract<PreflightResult, { kind: 'ready' }>,
  contract: Contract,
  target: Target,
): Pick<Examination, 'credential'> => {
  const reads = readsAtEntry(contract, target);
  if (reads.length === 0 || answersEverything || noReadSucceeds) return { credential: 'unproven' };
  return { credential: reads.some(({ secured }) => secured) ? 'accepted' : 'not-asked-for' };
};

const countedIn = async (session: Parameters<typeof firstPages>[0], collection: Collection): Promise<DataFound> => {
  const operation = collection.operation.key;
  try {
    const list = await listInUse(session, collection);
    const { pages } = await firstPages(session, list, largestPage(list), 1);
    const [page] = pages;
    const more = list.paging?.kind === 'cursor' ? list.paging.convention.more : undefined;
    return {
      operation,
      items: page && pageItems(collection, page)?.length,
      more: page !== undefined && more !== undefined && evaluate(more, page) === true,
    };
  } catch (error) {
    if (error instanceof NotTried || error instanceof Undecidable) return { operation, items: undefined, more: false };
    throw error;
  }
};
