import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { actings, isOnNamed } from '../../subjects/actions.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { actedOnKnown } from '../../scenarios/lifecycle/acted-on-known.ts';
import { knownReads } from '../../scenarios/lifecycle/known-reads.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { lifeRequests, removed } from '../../scenarios/lifecycle/removed.ts';
import { updated } from '../../scenarios/lifecycle/updated.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { once, type Session } from '../../kit/session.ts';
import { hasStatus } from '../../kit/success.ts';
import { withMistakenBody } from '../../requests/mistaken-body.ts';
import { isInPath, versionedReads, versionPrerequisites } from '../../subjects/version-segment.ts';

/** A call of an operation: on a collection, or on a resource that exists. */
type Tried = {
  readonly operation: string;
  readonly exchange: Exchange;
  /** Would a 404 be about the path: it names no resource, or one that was seen right before. */
  readonly isThere: boolean;
};

type Result = {
  /** Reads of collections and streams. */
  readonly reads: readonly Tried[];
  readonly others: readonly Tried[];
  readonly untried: readonly string[];
};

/** Statuses of an unknown operation. */
const unserved = [405, 501];

const isUnserved = ({ exchange, isThere }: Tried): boolean => hasStatus(exchange, isThere ? [404, ...unserved] : unserved);

/** The status of an answer, also of a stream whose answer has begun and does not end. */
const begunOf = ({ reply }: Exchange): number | undefined => (reply.kind === 'no-answer' ? reply.begun : reply.status);

/** An error response about the caller, a server error, or no answer: it may come before the path is read. */
const isOpen = ({ exchange }: Tried): boolean => {
  const status = begunOf(exchange);
  return status === undefined || [401, 403, 429].includes(status) || status >= 500;
};

export const operationsServed = defineProbe({
  id: 'versioning/operations-served',
  title: 'Every documented operation is served under the documented version',
  why: 'A client is written for one version; an operation that is missing there stops it in the middle of its work.',
  fix: 'Route every documented path and method under the version.',
  reads: 'versioning',
  phase: 'mutate',
  stage: 'opening',
  exclusive: 'collection',
  over: versionedReads,
  prerequisites: versionPrerequisites,
  cost: (_documented, { contract, target }) =>
    target.allow.includes('mutation') ? { requests: lifeRequests, creates: 3 } : { requests: contract.operations.length + 5, creates: 0 },
  async run({ segment }, session): Promise<Result> {
    const reads: Tried[] = [];
    const others: Tried[] = [];
    const untried: string[] = [];
    for (const operation of underVersion(session.contract, segment)) {
      const isRead = operation.method === 'GET' && !operation.parameters.some(({ required }) => required);
      const tried = await orSkipped(isRead ? readOf(session, operation) : otherOf(session, operation));
      if (typeof tried === 'string') untried.push(`${operation.key}: ${tried}`);
      else if (isSkipped(tried)) untried.push(`${operation.key}: ${tried.reason}`);
      else (isRead ? reads : others).push(tried);
    }
    return { reads, others, untried };
  },
  judge(_documented, { reads, others, untried }): Verdict {
    const all = [...reads, ...others];
    const named = untried.length > 0 ? { untried } : {};
    const lost = all.filter(isUnserved);
    const [first, ...rest] = lost;
    if (first) {
      const actual = lost.map(({ operation, exchange }) => `${operation}: ${outcomeOf(exchange)}`).join(', ');
      const finding = { code: 'operation-not-there', where: 'path', expected: 'an answer other than 404, 405 and 501', actual };
      const exchanges = [first.exchange, ...rest.map(({ exchange }) => exchange)] as const;
      return { ...fail(finding, exchanges, { judged: all.length, breaches: lost.length }), ...named };
    }
    const open = reads.filter(isOpen);
    if (open.length > 0 || reads.length === 0) {
      const outcomes = open.map(({ operation, exchange }) => `${operation}: ${outcomeOf(exchange)}`).join(', ');
      return inconclusive(
        outcomes === '' ? 'No read could be sent' : `the answers do not show whether the paths are served: ${outcomes}`,
        open.map(({ exchange }) => exchange),
      );
    }
    return { ...pass(all.length), ...named };
  },
});

/** Operations that need the key; where paths have the version, those below it. */
const underVersion = (contract: Contract, segment: string): Operation[] =>
  contract.operations.filter(
    ({ path, secured, takesKey, unsupported }) =>
      unsupported === undefined && secured && takesKey && (!isInPath(contract) || path.split('/')[1] === segment),
  );

const readOf = async (session: Session, { key }: Operation): Promise<Tried> => ({
  operation: key,
  exchange: await session.run(plainRead, { operation: key }),
  isThere: true,
});

const nothing = 'there is no resource to call it on';

/** A call of another operation that changes as little as possible, or the reason why none is made. */
const otherOf = async (session: Session, operation: Operation): Promise<Tried | string> => {
  const { contract, target } = session;
  const { key: called } = operation;
  const has = (word: 'read' | 'update' | 'remove') =>
    contract.resourceTypes.find((resourceType) => resourceType[word]?.key === called)?.name;
  const action = actings(contract).find((acting) => acting.operation.key === called);
  if (!isAllowed(operation, target)) return 'the permission to call it is missing (--allow)';
  if (operation.body && !operation.parameters.some((one) => one.in === 'path' && one.required)) {
    const exchange = await once(session, withMistakenBody(session, operation, 'cut-off'));
    return { operation: called, exchange, isThere: true };
  }
  if (action) {
    if (!isOnNamed(action)) return 'the operator names no resource for it';
    const { before, exchange } = await session.run(actedOnKnown, { action: called });
    return { operation: called, exchange, isThere: before.kind === 'item' };
  }
  const [read, update, remove] = [has('read'), has('update'), has('remove')];
  if (read !== undefined) {
    const { listed } = await session.run(knownReads, { resourceType: read });
    const shown = listed.find(({ exchange }) => !isSuccess(exchange)) ?? listed[0];
    return shown ? { operation: called, exchange: shown.exchange, isThere: shown.stillListed } : nothing;
  }
  if (update !== undefined) {
    const { updates } = await session.run(updated, { resourceType: update });
    const [first] = updates;
    return first ? { operation: called, exchange: first.exchange, isThere: first.before !== undefined } : nothing;
  }
  if (remove === undefined) return 'its resource type is not known';
  const { removal, before, reads } = await session.run(removed, { resourceType: remove });
  if (!removal) return nothing;
  return { operation: called, exchange: removal, isThere: [...(before ? [before] : []), ...reads].every(isSuccess) };
};
