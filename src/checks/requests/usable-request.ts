import type { Operation } from '../../contract/model.ts';
import type { Making, MissingValue } from '../../generators/member-value.ts';
import { keptRequest } from '../../generators/kept-request.ts';
import type { Decided } from '../../generators/valid-request.ts';
import type { PlannedRequest } from '../../model/request.ts';
import { NotTried } from '../kit/define.ts';
import type { Session } from '../kit/session.ts';
import { choicesOf } from './accepted-choices.ts';
import { declinedBy } from './declined.ts';
import { demandedBy } from './demanded.ts';
import { leastFor } from './refused-amounts.ts';
import { overFor } from './refused-times.ts';
import { takenFor } from './taken-values.ts';

/** Fresh values of one request: each names the purpose, so that two requests never share one by accident. */
export const freshFor =
  (session: Session, purpose: string) =>
  (name: string): string =>
    session.fresh(`${purpose}-${name}`);

/** What the values of one request are made from. */
export const makingFor = (session: Session, purpose: string): Making => {
  const nowMs = session.now();
  return {
    contract: session.contract,
    target: session.target,
    fresh: freshFor(session, purpose),
    now: () => nowMs,
    demanded: demandedBy(session),
    declined: declinedBy(session),
    over: overFor(session),
    taken: takenFor(session),
    least: leastFor(session),
    accepted: choicesOf(session),
  };
};

/** One sentence about the values that only the operator can supply. */
export const sentenceFor = (prerequisites: readonly MissingValue[]): string =>
  prerequisites.map((need) => (need.kind === 'fixture' ? `The fixture "${need.name}" is needed` : need.sentence)).join('; ');

/**
 * The smallest request that ought to succeed.
 * @throws {NotTried} when a value in it can only come from the operator.
 */
export const usableRequest = (session: Session, operation: Operation, purpose: string, decided: Decided = {}): PlannedRequest => {
  const made = keptRequest(operation, makingFor(session, purpose), decided);
  if (made.kind === 'missing') throw new NotTried('missing-prerequisite', sentenceFor(made.prerequisites));
  return made.request;
};
