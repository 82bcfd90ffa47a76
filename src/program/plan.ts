import type { PlanDocument } from '../cli/run/dry-run.ts';
import type { PlanOptions } from './options.ts';

/**
 * Says what a run would judge, send, create and leave out. Sends and writes nothing, and reads no secret.
 * @returns the plan, with the members of `assay run --dry-run --json`.
 * @throws {UsageError} or {ContractError} if a target, an option or a contract cannot be used; the reason of the signal when it is aborted.
 */
export const plan = async (options: PlanOptions = {}): Promise<PlanDocument> => {
  options.signal?.throwIfAborted();
  // Loaded on demand: importing the package must stay cheap for who only wants `defineConfig`.
  const { loadFor, prepareFor } = await import('./load.ts');
  const { dryRunDocument } = await import('../cli/run/dry-run.ts');
  const prepared = await prepareFor(await loadFor(options, { secretsUnread: true, addressUnneeded: true }), options);
  options.signal?.throwIfAborted();
  return dryRunDocument(prepared);
};
