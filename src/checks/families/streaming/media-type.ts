import { headerValues, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';
import { streamNeeds } from './stream-needs.ts';
import { streamPlaces } from '../../subjects/stream-places.ts';

/** WHATWG HTML, Server-sent events, The text/event-stream MIME type. */
const eventStream = 'text/event-stream';

export const streamMediaType = defineProbe<Exchange>({
  id: 'streaming/media-type',
  title: 'A stream of events is answered 200 with text/event-stream',
  why: 'A browser closes a stream for good that comes under another status or media type.',
  fix: `Answer 200 with Content-Type: ${eventStream}, and send the head before the first event.`,
  reads: 'stream',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => streamPlaces(contract),
  needs: streamNeeds,
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) => session.measure(plainRead, { operation: place.operation ?? '' }),
  judge(_place, exchange) {
    const outcome = outcomeOf(exchange);
    if (!isSuccess(exchange)) return inconclusive(`The stream was answered ${outcome}`, [exchange]);
    if (statusOf(exchange) !== 200) {
      return fail({ code: 'stream-status', where: 'status', expected: 'status 200', actual: `status ${outcome}` }, [exchange]);
    }
    const types = headerValues(exchange, 'Content-Type').map((value) => value.split(';')[0]?.trim().toLowerCase());
    if (types.length > 0 && types.every((type) => type === eventStream)) return pass(1);
    const actual = types.length === 0 ? 'no media type' : types.join(' and ');
    return fail({ code: 'stream-media-type', where: 'Content-Type', expected: eventStream, actual }, [exchange]);
  },
});
