import { callWithoutCredential } from '../../checks/measurements/call-without-credential.ts';
import { plainRead } from '../../checks/measurements/plain-read.ts';
import { unknownPath } from '../../checks/measurements/unknown-path.ts';
import type { Session } from '../../checks/session.ts';
import { isSuccess, outcomeOf, statusOf } from '../../contract/message.ts';
import { openReads, parameterlessReads } from '../../contract/operation.ts';
import type { Operation } from '../../contract/model.ts';
import type { PreflightResult } from '../../model/event.ts';
import type { Exchange } from '../../model/exchange.ts';

/**
 * Asks whether judging makes sense: each authorised read that needs nothing, once; all refused alike stops the run, but for what
 * checks say of it as an entry (see `Entry` in src/checks/define.ts).
 * Two controls belong to it: a read without a credential and one of an unknown path. A target that answers both
 * with success answers everything, so that no pass proves anything; nor does one where the control that was answered succeeded and
 * the other was not.
 */
export const preflight = async (session: Session): Promise<PreflightResult> => {
  const reads = readsOf(session);
  const [first] = reads;
  if (!first) return { kind: 'ready', answersEverything: false, notes: ['the contract has no read that needs nothing but a credential'] };
  const exchanges = await Promise.all(reads.map((operation) => session.measure(plainRead, { operation: operation.key })));
  const reason = sharedRefusal(exchanges);
  if (reason !== undefined) return { kind: 'stopped', reason };
  const controls = [
    await session.measure(callWithoutCredential, { operation: first.key }),
    await session.measure(unknownPath, { path: '/ct-no-such-path' }),
  ];
  const answered = controls.filter((exchange) => statusOf(exchange) !== undefined);
  return {
    kind: 'ready',
    answersEverything: answered.length > 0 && answered.every(isSuccess),
    ...(exchanges.some(isSuccess) ? {} : { noReadSucceeds: true }),
    notes: exchanges.flatMap((exchange, n) => {
      if (isSuccess(exchange)) return [];
      return [isTooLarge(exchange) ? `Larger than is read: ${tooMuch(exchange)}` : `${reads[n]?.key ?? ''} answers ${outcomeOf(exchange)}`];
    }),
  };
};

/** Reads that are asked for again; more would tell nothing new. */
const mostAgain = 3;

/**
 * Asks again for reads that preflight found to work, or for any where none did: why not one of them works now, in the words of
 * preflight as far as they are refused alike. Undefined where one works, or is refused in a way that may be due to the request.
 * @param again The session to ask with; the answers of the first time are taken from `session`.
 */
export const askAgain = async (session: Session, again: Session): Promise<string | undefined> => {
  const reads = readsOf(session).map(({ key }) => key);
  const worked: string[] = [];
  for (const operation of reads) if (isSuccess(await session.measure(plainRead, { operation }))) worked.push(operation);
  const [first, ...others] = (worked.length > 0 ? worked : reads).slice(0, mostAgain);
  if (first === undefined) return undefined;
  const ask = (operation: string): Promise<Exchange> => plainRead.run(again, { operation });
  const one = await ask(first);
  if (isSuccess(one)) return undefined;
  const exchanges = [one, ...(await Promise.all(others.map(ask)))];
  const isRefused = exchanges.every((exchange) => kinds.some(({ is }) => is(statusOf(exchange))));
  return sharedRefusal(exchanges) ?? (isRefused ? `not one read works (${exchanges.map(told).join(', ')})` : undefined);
};

const readsOf = ({ contract }: Session): readonly Operation[] => {
  const secured = parameterlessReads(contract);
  return secured.length > 0 ? secured : openReads(contract);
};

const told = (exchange: Exchange): string => `${exchange.request.operation ?? exchange.request.path}: ${outcomeOf(exchange)}`;

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
    says: 'the target redirects every read, so that the base URL may be another one',
  },
] as const;

const isTooLarge = ({ reply }: Exchange): boolean => reply.kind === 'no-answer' && reply.failure === 'too-large';

/** With the limit, and how to raise it. */
const tooMuch = ({ request, reply }: Exchange): string =>
  `${request.operation ?? request.path}: ${reply.kind === 'no-answer' ? reply.message : reply.status}`;

/** One sentence where all are refused alike, with what each came to. */
const sharedRefusal = (exchanges: readonly Exchange[]): string | undefined => {
  const [first] = exchanges;
  if (first && exchanges.every(isTooLarge)) return `no read can be judged, each is answered with more than is read (${tooMuch(first)})`;
  const kind = kinds.find(({ is }) => exchanges.every((exchange) => is(statusOf(exchange))));
  return kind && `${kind.says} (${exchanges.map(told).join(', ')})`;
};
