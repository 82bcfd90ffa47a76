import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { followedStream } from '../../scenarios/transport/followed-stream.ts';
import { heardIn } from './heard.ts';
import { eventNeeds } from './stream-needs.ts';
import { streamPlaces } from '../../subjects/stream-places.ts';

/** Characters of the data that a finding quotes. */
const quoted = 60;

export const streamDataIsJson = defineProbe<Exchange>({
  id: 'streaming/data-is-json',
  title: 'The data of each event of a stream is a JSON object',
  why: 'A client that parses each event fails at the first one that is something else.',
  fix: 'Write one JSON object as the data of each event; a line break in it begins another data line.',
  reads: 'stream.data',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => streamPlaces(contract, ({ data }) => data),
  needs: eventNeeds,
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) => session.measure(followedStream, { operation: place.operation ?? '' }),
  judge(_place, exchange) {
    const heard = heardIn(exchange);
    if (heard.kind === 'open') return heard.verdict;
    if (heard.kind === 'not-utf8') return inconclusive('The stream is no UTF-8', [exchange]);
    // An event without data tells nothing but that the stream is alive.
    const told = heard.stream.events.filter((data) => data !== '');
    const others = told.filter((data) => !isJsonObject(data));
    const [other] = others;
    if (other === undefined) {
      return told.length > 0 ? pass(told.length) : inconclusive('No event with data came while the stream was listened to', [exchange]);
    }
    const actual = JSON.stringify(other.length > quoted ? `${other.slice(0, quoted)}…` : other);
    const counts = { judged: told.length, breaches: others.length };
    return fail({ code: 'event-not-json', where: 'data', expected: 'a JSON object', actual }, [exchange], counts);
  },
});

const isJsonObject = (text: string): boolean => {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
};
