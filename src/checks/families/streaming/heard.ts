import { answerOf, outcomeOf } from '../../../contract/message.ts';
import { type Exchange, notUtf8 } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { inconclusive } from '../../kit/define.ts';
import { type EventStream, readEventStream } from './event-stream.ts';

export type Heard =
  | { readonly kind: 'heard'; readonly stream: EventStream }
  | { readonly kind: 'not-utf8' }
  /** Nothing can be said of events. */
  | { readonly kind: 'open'; readonly verdict: Verdict };

/** What came of a stream; any other status than 200 is none. */
export const heardIn = (exchange: Exchange): Heard => {
  const answer = answerOf(exchange);
  if (answer?.status !== 200) {
    return { kind: 'open', verdict: inconclusive(`The stream was answered ${outcomeOf(exchange)}`, [exchange]) };
  }
  const { text, json } = answer;
  if (text !== null) return { kind: 'heard', stream: readEventStream(text) };
  if (json.kind === 'invalid' && json.why === notUtf8) return { kind: 'not-utf8' };
  return { kind: 'open', verdict: inconclusive('The content coding of the stream could not be undone', [exchange]) };
};
