import { pageItems, largestPage } from '../../checks/collection.ts';
import { listInUse } from '../../checks/measurements/offered-styles.ts';
import { firstPages } from '../../checks/measurements/walk.ts';
import { NotTried, Undecidable } from '../../checks/define.ts';
import { evaluate } from '../../contract/expression.ts';
import { headerValues } from '../../contract/message.ts';
import type { Collection, Contract } from '../../contract/model.ts';
import type { PreflightResult } from '../../model/event.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Secrets, Target } from '../../model/target.ts';
import { createBrake } from '../engine/limits.ts';
import { openLine } from '../engine/line.ts';
import { preflight } from '../engine/preflight.ts';

/** What a list holds as far as one page tells. */
export type DataFound = { readonly operation: string; readonly items: number | undefined; readonly more: boolean };

export type Examination = {
  readonly preflight: PreflightResult;
  readonly data: readonly DataFound[];
  /** Quota headers of the last read, by their names; empty where none came. */
  readonly quota: Readonly<Record<string, string>>;
  readonly requests: number;
};

/** Longest time an examination takes. */
const withinMs = 5_000;

/** Looks at a target without judging it: preflight, one page of each list, the quota headers. Creates nothing. */
export const examine = async (
  { contract, target, secrets }: { readonly contract: Contract; readonly target: Target; readonly secrets: Secrets },
  signal: AbortSignal,
): Promise<Examination> => {
  let last: Exchange | undefined;
  const brake = createBrake(AbortSignal.any([signal, AbortSignal.timeout(withinMs)]));
  const line = openLine({ contract, target, secrets, options: { seed: 0, nonce: 'doctor' } }, brake, {
    onWait: () => undefined,
    onCreated: () => undefined,
    onChanged: () => undefined,
    onRemoved: () => undefined,

    saw: (exchange) => {
      if (exchange.request.credential.kind === 'valid') last = exchange;
    },
  });
  const session = line.sessionOf(1);
  try {
    const first = await preflight(session).catch((error: unknown): PreflightResult => {
      if (error instanceof NotTried) return { kind: 'stopped', reason: `the target did not answer within ${withinMs / 1000} s` };
      throw error;
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
