import { answerOf, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import type { Stream } from '../../../contract/x-assay/surroundings.ts';
import { type Exchange, notUtf8 } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, inconclusive, type ProbePrerequisite, type Subject, type Surroundings } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { once, type Session } from '../../kit/session.ts';
import { slowPrerequisites } from '../../kit/slow-prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type EventStream, readEventStream } from './event-stream.ts';

/** An operation whose answer is a stream of events. */
export type StreamedOperation = Subject & { readonly operation: Operation };

/** The operations whose answer is a stream, where its `x-assay` word has what is picked. */
export const streams = (contract: Contract, pick: (stream: Stream) => unknown = () => true): StreamedOperation[] =>
  contract.operations
    .filter(({ conventions: { stream } }) => stream !== undefined && pick(stream) !== undefined)
    .map((operation) => at(operation.location, { operation }));

/** The prerequisites of opening a stream. */
export const streamPrerequisites = ({ operation }: StreamedOperation, around: Surroundings): readonly ProbePrerequisite[] =>
  prerequisitesFor(operation, around);

/** The prerequisites of waiting for its events: of a stream that is only inferred, what comes while it must stay open is enough. */
export const eventPrerequisites = (stream: StreamedOperation, around: Surroundings): ProbePrerequisite[] => [
  ...streamPrerequisites(stream, around),
  ...(stream.operation.conventions.stream?.['x-inferred'] === true ? [] : slowPrerequisites(around.target, ['stream.listened'])),
];

/** A call that follows a stream for `listenMs` milliseconds. */
export const listening = (session: Session, operation: Operation, listenMs: number): PlannedRequest => ({
  ...usableRequest(session, operation, 'followed'),
  listenMs,
});

/** Follows a stream for as long as it must stay open, and where that is permitted, for as long as its events may take. */
export const followedStream = (session: Session, operation: Operation): Promise<Exchange> => {
  const { target } = session;
  const openMs = patienceMs(target, 'stream.open');
  const mayFollow = slowPrerequisites(target, ['stream.listened']).length === 0 || target.allow.includes('slow');
  return once(session, listening(session, operation, mayFollow ? Math.max(openMs, patienceMs(target, 'stream.listened')) : openMs));
};

type Heard =
  | { readonly kind: 'heard'; readonly stream: EventStream }
  | { readonly kind: 'not-utf8' }
  /** The events could not be read. */
  | { readonly kind: 'open'; readonly verdict: Verdict };

/** What was heard of a stream; an answer with another status than 200 is none. */
export const heardIn = (exchange: Exchange): Heard => {
  const answer = answerOf(exchange);
  if (answer?.status !== 200) {
    return { kind: 'open', verdict: inconclusive(`The stream was answered ${outcomeOf(exchange)}`, [exchange]) };
  }
  const { text, json } = answer;
  if (text !== null) return { kind: 'heard', stream: readEventStream(text) };
  if (json.kind === 'invalid' && json.why === notUtf8) return { kind: 'not-utf8' };
  return { kind: 'open', verdict: inconclusive('The content coding of the stream could not be decoded', [exchange]) };
};
