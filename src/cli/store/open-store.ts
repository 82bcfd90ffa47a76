import { listOf } from '../../config/given.ts';
import { UsageError } from '../../config/usage-error.ts';
import type { Io } from '../io.ts';
import type { ObjectStore } from './object-store.ts';
import type { StoreAddress } from './store-address.ts';
import { storeSettings, type StoreSettings } from './store-settings.ts';

/** Opens a storage; a test puts another one in its place. */
export type OpenS3 = (settings: StoreSettings, address: StoreAddress, signal: AbortSignal) => ObjectStore;

/**
 * Opens the storage that the environment names. Its client is loaded here, so that no other command pays for it.
 * @throws {UsageError} for variables that cannot be used.
 */
export const openStore = async (
  io: Io,
  address: StoreAddress,
  { signal, allow }: { readonly signal: AbortSignal; readonly allow?: string },
  open?: OpenS3,
): Promise<ObjectStore> => {
  const allowed = listOf(allow ?? '');
  const other = allowed.find((one) => one !== 'plaintext');
  if (other !== undefined) throw new UsageError(`Cannot use --allow "${other}": here it can only be plaintext`);
  const settings = storeSettings(io.env, allowed.includes('plaintext'));
  const opened = open ?? (await import('./s3.ts')).openS3;
  return opened(settings, address, signal);
};
