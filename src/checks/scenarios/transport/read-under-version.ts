import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { underVersion } from '../../requests/under-version.ts';
import { isInPath } from '../../subjects/version-segment.ts';
import { readElsewhere } from './read-elsewhere.ts';

/** A plain read with the key, under another version than its own or (null) under none. Nothing is wrong with the request itself, so it names no fault. */
export const readUnderVersion = defineMeasurement<{ readonly operation: string; readonly segment: string | null }, Exchange>({
  id: 'read-under-version',
  run(session, { operation, segment }) {
    const { contract } = session;
    if (!isInPath(contract)) return session.measure(readElsewhere, { operation, base: { kind: 'version', segment }, credential: 'key' });
    const plain = usableRequest(session, operationOf(contract, operation), 'version');
    return session.send(underVersion(contract, { ...plain, credential: { kind: 'valid', name: 'key' } }, segment));
  },
});
