import { NotTried } from '../../checks/kit/define.ts';
import { systemCode } from '../../config/outside.ts';
import type { CreatedLedger } from '../../exchange/created-ledger.ts';
import type { Recorder } from '../../exchange/recorder.ts';
import type { Brake } from './limits.ts';

/** Ends a run that can no longer write. @throws the error, where it is not of the file system. */
const end = (what: string, error: unknown, brake: Brake): string => {
  const code = systemCode(error);
  if (code === undefined) throw error;
  const message = `${what} cannot be written (${code})`;
  brake.pull({ reason: 'interrupted', message });
  return message;
};

/**
 * A recorder that ends the run where an exchange cannot be written, as on a full disk. It does not throw: the request was sent, and what it created is to be recorded and
 * removed.
 */
export const endedByDisk = (recorder: Recorder, brake: Brake): Recorder => ({
  ...recorder,
  write(exchange, askedBy) {
    try {
      recorder.write(exchange, askedBy);
    } catch (error) {
      end('the exchanges', error, brake);
    }
  },
});

/**
 * A list of creations that ends the run where a creation cannot be recorded.
 * @returns one whose `reserve` throws {@link NotTried} then, so that the request is not sent.
 */
export const stoppedByDisk = (ledger: CreatedLedger, brake: Brake): CreatedLedger => ({
  ...ledger,
  reserve(creation) {
    try {
      return ledger.reserve(creation);
    } catch (error) {
      throw new NotTried('stopped', end('the list of creations', error, brake));
    }
  },
});
