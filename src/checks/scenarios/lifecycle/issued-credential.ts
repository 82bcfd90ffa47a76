import { answerOf, isSuccess, statusOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { created } from './created.ts';
import { creationAsSet } from './creation-as-set.ts';
import { createdOnceListed } from './once-listed.ts';
import { until } from './until.ts';

/** Most texts of one answer that are tried as its credential. */
export const mostCandidates = 10;

/** Milliseconds until a new credential must be accepted everywhere. */
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

/** The texts that were tried as a credential, with the answers. */
export type Tried = {
  /** The accepted one, with the answer that shows it: a success, or 403, which shows that the caller is known. */
  readonly opened: { readonly handle: string; readonly exchange: Exchange } | undefined;
  /** The last answer to each of the others. */
  readonly refused: readonly Exchange[];
};

/** Texts that a header can carry. */
const sendable = '^[\\x21-\\x7e]+$';

/** Handles of the texts that may be the issued credential, likeliest first. */
export const candidatesIn = (session: Pick<Session, 'credentialForm'>, exchange: Exchange): readonly string[] =>
  (isSuccess(exchange) ? (answerOf(exchange)?.issued ?? []) : []).filter(
    (handle) => session.credentialForm({ kind: 'issued', handle }, sendable)?.fits === true,
  );

/** Tries issued texts as the credential of the plain read until one is accepted. */
export const tryIssued = async (session: Session, handles: readonly string[]): Promise<Tried> => {
  const [read] = parameterlessReads(session.contract);
  if (!read || handles.length === 0) return { opened: undefined, refused: [] };
  const request = usableRequest(session, read, 'plain');
  const last = new Map<string, Exchange>();
  const opened = await until(
    session,
    { withinMs: newCredentialMs, why: 'a new credential may not be accepted everywhere yet' },
    async () => {
      for (const handle of handles) {
        const exchange = await session.send({ ...request, credential: { kind: 'issued', handle } });
        last.set(handle, exchange);
        if (isSuccess(exchange) || statusOf(exchange) === 403) return { handle, exchange };
      }
      return undefined;
    },
  );
  return { opened, refused: [...last].filter(([handle]) => handle !== opened?.handle).map(([, exchange]) => exchange) };
};

export type Issued = Tried & {
  readonly issuing: Exchange;
  /** Handles of all texts of the answer that may be the credential. */
  readonly candidates: readonly string[];
};

/** Issues a credential and finds its text in the answer. */
export const issuedCredential = defineScenario<{ readonly operation: string }, Issued>({
  id: 'issued-credential',
  async run(session, { operation }) {
    const exchange = await session.run(issuing, { operation, turn: 'first' });
    const candidates = candidatesIn(session, exchange);
    return { issuing: exchange, candidates, ...(await tryIssued(session, candidates.slice(0, mostCandidates))) };
  },
});
