import { callWithoutCredential } from '../../checks/measurements/call-without-credential.ts';
import { plainRead } from '../../checks/measurements/plain-read.ts';
import { unknownPath } from '../../checks/measurements/unknown-path.ts';
import type { Session } from '../../checks/session.ts';
import { isSuccess, outcomeOf, statusOf } from '../../contract/message.ts';
import { openReads, parameterlessReads } from '../../contract/operation.ts';
import type { PreflightResult } from '../../model/event.ts';
import type { Exchange } from '../../model/exchange.ts';

/**
 * Asks whether judging makes sense: each authorised read that needs nothing, once; all refused alike stops the run.
 * Two controls belong to it: a read without a credential and one of an unknown path. A target that answers both
 * with success answers everything, so that no pass proves anything.
 */
export const preflight = async (session: Session): Promise<PreflightResult> => {
  const secured = parameterlessReads(session.contract);
  const reads = secured.length > 0 ? secured : openReads(session.contract);
  const [first] = reads;
  if (!first) return { kind: 'ready', answersEverything: false, notes: ['the contract has no read that needs nothing but a credential'] };
  const exchanges = await Promise.all(reads.map((operation) => session.measure(plainRead, { operation: operation.key })));
  const refusal = sharedRefusal(exchanges);
  if (refusal) return { kind: 'stopped', reason: `${refusal} (${reads.map(({ key }, n) => `${key}: ${told(exchanges[n])}`).join(', ')})` };
  const controls = [
    await session.measure(callWithoutCredential, { operation: first.key }),
    await session.measure(unknownPath, { path: '/ct-no-such-path' }),
  ];
  return {
    kind: 'ready',
    answersEverything: controls.every(isSuccess),
    ...(exchanges.some(isSuccess) ? {} : { noReadSucceeds: true }),
    notes: exchanges.flatMap((exchange, n) => (isSuccess(exchange) ? [] : [`${reads[n]?.key ?? ''} answers ${told(exchange)}`])),
  };
};

const told = (exchange: Exchange | undefined): string => (exchange ? outcomeOf(exchange) : 'nothing');

const kinds = [
  { is: (status: number | undefined) => status === 401 || status === 403, says: 'the target refuses credential `key`' },
  { is: (status: number | undefined) => status === 404, says: 'no operation exists under this base URL' },
  { is: (status: number | undefined) => status === undefined || status >= 500, says: 'the target is down' },
  {
    is: (status: number | undefined) => status === 429,
    says: 'the target refuses every read with 429, the quota of credential `key` is used up',
  },
  {
    is: (status: number | undefined) => status !== undefined && status >= 300 && status < 400,
    says: 'the target redirects every read, the base URL is another one',
  },
] as const;

const sharedRefusal = (exchanges: readonly Exchange[]): string | undefined =>
  kinds.find(({ is }) => exchanges.every((exchange) => is(statusOf(exchange))))?.says;
