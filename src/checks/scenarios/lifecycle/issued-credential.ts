import { answerOf, isSuccess, statusOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { created } from './created.ts';
import { creationAsSet } from './creation-as-set.ts';
import { createdOnceListed } from './once-listed.ts';
import { until } from './until.ts';

/** Texts of one answer that are tried as its credential. */
export const mostCandidates = 10;

/** So long a new credential may take to be known everywhere. */
export const newCredentialMs = 10_000;

/** A request that issues a credential; the second one is for the same resource. */
export const issuing = defineScenario<{ readonly operation: string; readonly turn: 'first' | 'second' }, Exchange>({
  id: 'issuing',
  async run(session, { operation: key, turn }) {
    if (turn === 'second') return session.run(creationAsSet, { operation: key, settings: [], purpose: 'issued-again' });
    const { exchange } = await session.run(created, { operation: key });
    const repeated = await session.run(createdOnceListed, { operation: key });
    return repeated.kind === 'again' ? repeated.exchange : exchange;
  },
});

/** What was tried as a credential, and what came of it. */
export type Tried = {
  /** The one that is accepted, with the answer that shows it: a success, or 403, which knows who asks. */
  readonly opened: { readonly handle: string; readonly exchange: Exchange } | undefined;
  /** The last answer to each of the others. */
  readonly refused: readonly Exchange[];
};

/** Texts that a header can carry. */
const sendable = '^[\\x21-\\x7e]+$';

/** Handles of what may be the credential that an answer issues, likeliest first. */
export const candidatesIn = (session: Pick<Session, 'credentialForm'>, exchange: Exchange): readonly string[] =>
  (isSuccess(exchange) ? (answerOf(exchange)?.issued ?? []) : []).filter(
    (handle) => session.credentialForm({ kind: 'issued', handle }, sendable)?.fits === true,
  );

/** Tries issued texts as credential of the plain read until one is accepted. */
export const tryIssued = async (session: Session, handles: readonly string[]): Promise<Tried> => {
  const [read] = parameterlessReads(session.contract);
  if (!read || handles.length === 0) return { opened: undefined, refused: [] };
  const request = usableRequest(session, read, 'plain');
  const last = new Map<string, Exchange>();
  const opened = await until(session, { withinMs: newCredentialMs, why: 'a new credential may not be known everywhere yet' }, async () => {
    for (const handle of handles) {
      const exchange = await session.send({ ...request, credential: { kind: 'issued', handle } });
      last.set(handle, exchange);
      if (isSuccess(exchange) || statusOf(exchange) === 403) return { handle, exchange };
    }
    return undefined;
  });
  return { opened, refused: [...last].filter(([handle]) => handle !== opened?.handle).map(([, exchange]) => exchange) };
};

export type Issued = Tried & {
  readonly issuing: Exchange;
  /** Handles of everything in the answer that may be the credential. */
  readonly candidates: readonly string[];
};

/** A credential that the API issues, and which text of the answer it is. */
export const issuedCredential = defineScenario<{ readonly operation: string }, Issued>({
  id: 'issued-credential',
  async run(session, { operation }) {
    const exchange = await session.run(issuing, { operation, turn: 'first' });
    const candidates = candidatesIn(session, exchange);
    return { issuing: exchange, candidates, ...(await tryIssued(session, candidates.slice(0, mostCandidates))) };
  },
});
