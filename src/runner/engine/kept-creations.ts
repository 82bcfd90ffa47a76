import type { Contract, Operation } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { NamedBase, PlannedRequest } from '../../model/request.ts';
import type { CreatedLedger } from '../../exchange/created-ledger.ts';
import { holdsHandle } from '../../exchange/issued-credentials.ts';
import { idIn, type Leftover } from '../clean-up/removal.ts';
import { isRefusal } from './creations.ts';

/** Something that was created, or may have been, and can be named. */
export type KeptCreation = Leftover & { readonly removed: () => void };

/** The book of what a run creates. */
export type KeptCreations = {
  /** Sends creations: each stands in the ledger before its request goes, and what became of it after. */
  around(operation: Operation, requests: readonly PlannedRequest[], send: () => Promise<Exchange[]>): Promise<Exchange[]>;
  leftovers(): readonly KeptCreation[];
};

/**
 * @param onCreated Told of a thing that a request created, or may have created.
 */
export const keepCreations = (
  contract: Contract,
  ledger: CreatedLedger | undefined,
  onCreated: (collection: string, label: string) => void,
): KeptCreations => {
  const leftovers: KeptCreation[] = [];
  return {
    async around(operation, requests, send) {
      const resource = contract.resources.find(({ create }) => create?.key === operation.key);
      const collection = resource?.name ?? operation.key;
      const entries = requests.map((request) =>
        ledger?.reserve({ operation: operation.key, collection, label: labelOf(request), ...environmentOf(request) }),
      );
      const exchanges = await send();
      for (const [n, exchange] of exchanges.entries()) {
        const label = labelOf(exchange.request);
        const id = resource && idIn(resource, exchange, label);
        // What a handle stands for is gone with this run.
        entries[n]?.settle(exchange, id !== undefined && holdsHandle(id) ? undefined : id);
        if (isRefusal(exchange)) continue;
        onCreated(collection, label);
        const found = { ...(id === undefined ? {} : { id }), ...environmentOf(exchange.request) };
        leftovers.push({ collection, label, ...found, removed: () => entries[n]?.removed() });
      }
      return exchanges;
    },
    leftovers: () => leftovers,
  };
};

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
