import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { followedStream } from '../../scenarios/transport/followed-stream.ts';
import { heardIn } from './heard.ts';
import { eventNeeds } from './stream-needs.ts';
import { streamPlaces } from '../../subjects/stream-places.ts';

/** After so many data lines an empty one must have come. */
const mostUnended = 3;

/** Characters of a line that a finding quotes. */
const quoted = 60;

export const streamFraming = defineProbe<Exchange>({
  id: 'streaming/framing',
  title: 'A stream consists of fields and empty lines as server-sent events do',
  why: 'Clients pass over lines that they do not understand, so that events get lost without an error.',
  fix: 'Write each event as lines of field, colon and value, with a data line for each line of the data, and an empty line at its end.',
  reads: 'stream',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => streamPlaces(contract),
  needs: eventNeeds,
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) => session.measure(followedStream, { operation: place.operation ?? '' }),
  judge(_place, exchange) {
    const heard = heardIn(exchange);
    if (heard.kind === 'open') return heard.verdict;
    if (heard.kind === 'not-utf8') {
      return fail({ code: 'stream-not-utf8', where: 'stream', expected: 'UTF-8', actual: 'bytes that are no UTF-8' }, [exchange]);
    }
    const { events, stray, dataLines, emptyLines } = heard.stream;
    if (stray !== undefined) {
      const actual = JSON.stringify(stray.length > quoted ? `${stray.slice(0, quoted)}…` : stray);
      return fail({ code: 'line-no-field', where: 'line', expected: 'a field, a comment or an empty line', actual }, [exchange]);
    }
    if (dataLines >= mostUnended && emptyLines === 0) {
      const expected = 'an empty line at the end of each event';
      return fail({ code: 'events-not-ended', where: 'event', expected, actual: 'data lines, and no empty line' }, [exchange]);
    }
    return events.length > 0 ? pass(events.length) : inconclusive('No whole event came while the stream was listened to', [exchange]);
  },
});
