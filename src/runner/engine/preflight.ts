import { callWithoutCredential } from '../../checks/measurements/call-without-credential.ts';
import { plainRead } from '../../checks/measurements/plain-read.ts';
import { unknownPath } from '../../checks/measurements/unknown-path.ts';
import type { Session } from '../../checks/session.ts';
import { isSuccess, outcomeOf, statusOf } from '../../contract/message.ts';
import { admissionTo } from '../../contract/admission.ts';
import type { PreflightResult } from '../../model/event.ts';
import { noteOnExamples } from '../../generators/unusable-examples.ts';
import type { Exchange } from '../../model/exchange.ts';
import { readsAtEntry } from './gatekeeper.ts';

/**
 * Asks whether judging makes sense: each authorised read that needs nothing, once; all refused alike stops the run, but for what
 * checks say of it as an entry (see `Entry` in src/checks/define.ts).
 * Two controls belong to it: a read without a credential and one of an unknown path. A target that answers both
 * with success answers everything, so that no pass proves anything; nor does one where the control that was answered succeeded and
 * the other was not.
 */
export const preflight = async (session: Session): Promise<PreflightResult> => {
  const { contract, target } = session;
  const locked = whyLocked(session);
  if (locked !== undefined) return { kind: 'stopped', reason: locked };
  const reads = readsAtEntry(contract, target);
  const [first] = reads;
  const onExamples = noteOnExamples(session.contract);
  if (!first) {
    const notes = ['the contract has no read that needs nothing but a credential', ...onExamples];
    return { kind: 'ready', answersEverything: false, notes };
  }
  const exchanges = await Promise.all(reads.map((operation) => session.measure(plainRead, { operation: operation.key })));
  const reason = sharedRefusal(exchanges);
  if (reason !== undefined) return { kind: 'stopped', reason };
  const controls = [
    // Where no credential is asked for, such a call is the read itself.
    ...(first.secured ? [await session.measure(callWithoutCredential, { operation: first.key })] : []),
    await session.measure(unknownPath, { path: '/ct-no-such-path' }),
  ];
  const answered = controls.filter((exchange) => statusOf(exchange) !== undefined);
  return {
    kind: 'ready',
    answersEverything: answered.length > 0 && answered.every(isSuccess),
    ...(exchanges.some(isSuccess) ? {} : { noReadSucceeds: true }),
    notes: [
      ...exchanges.flatMap((exchange, n) => (isSuccess(exchange) ? [] : [`${reads[n]?.key ?? ''} answers ${outcomeOf(exchange)}`])),
      ...onExamples,
    ],
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
  const reads = readsAtEntry(session.contract, session.target).map(({ key }) => key);
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

/** Why no operation at all can be called with the credentials that are given; undefined where one can. */
const whyLocked = ({ contract, target }: Session): string | undefined => {
  const reasons = contract.operations.map((operation) => {
    const admission = admissionTo(contract, operation, target);
    return admission.kind === 'missing' || admission.kind === 'unsupported' ? admission.reason : undefined;
  });
  if (reasons.length === 0 || reasons.includes(undefined)) return undefined;
  return `no operation can be called: each ${[...new Set(reasons)].join('; or ')}`;
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

/** One sentence where all are refused alike, with what each came to. */
const sharedRefusal = (exchanges: readonly Exchange[]): string | undefined => {
  const kind = kinds.find(({ is }) => exchanges.every((exchange) => is(statusOf(exchange))));
  return kind && `${kind.says} (${exchanges.map(told).join(', ')})`;
};
