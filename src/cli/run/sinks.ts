import { parseListen } from '../../config/listen-address.ts';
import { UsageError } from '../../config/usage-error.ts';
import { CannotListen, tryListen } from '../../exchange/sink.ts';
import type { Target } from '../../model/target.ts';

/**
 * Refuses addresses on which the targets of a run cannot receive events, before anything is sent.
 * @throws {UsageError} for an address that cannot be bound, and for one that two targets share.
 */
export const refuseSinks = async (targets: readonly Pick<Target, 'name' | 'webhooks'>[]): Promise<void> => {
  const taken = new Map<string, string>();
  for (const { name, webhooks } of targets) {
    const listen = webhooks && parseListen(webhooks.listen);
    if (webhooks === undefined || listen === undefined) continue;
    const other = taken.get(webhooks.listen);
    if (other !== undefined && listen.port !== 0)
      throw new UsageError(`Cannot listen on ${webhooks.listen} for "${other}" and "${name}": give each its own webhooks.listen`);
    taken.set(webhooks.listen, name);
    try {
      await tryListen(listen);
    } catch (error) {
      throw error instanceof CannotListen ? new UsageError(error.message) : error;
    }
  }
};
