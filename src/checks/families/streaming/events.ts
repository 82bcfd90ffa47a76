import { answerOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, observed, pass } from '../../kit/define.ts';
import { factOf, recordedStatus } from '../../kit/facts.ts';
import { once, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { eventPrerequisites, followedStream, heardIn, type StreamedOperation, streams } from './followed-stream.ts';

/** How a check of the events of a stream is planned. */
const ofEvents = {
  reads: 'stream',
  phase: 'read',
  exclusive: 'nothing',
  listens: true,
  over: (contract: Contract) => streams(contract),
  prerequisites: eventPrerequisites,
} as const;

const listened = {
  cost: () => ({ requests: 1, creates: 0 }),
  run: ({ operation }: StreamedOperation, session: Session): Promise<Exchange> => followedStream(session, operation),
} as const;

/** Quotes the beginning of a text for a finding. */
const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** At least one empty line must come with so many data lines. */
const mostUnended = 3;

export const streamFraming = defineProbe({
  ...ofEvents,
  ...listened,
  id: 'streaming/framing',
  title: 'A stream consists of fields and empty lines, in the format of server-sent events',
  why: 'Clients skip lines that they do not understand, so that events get lost without an error.',
  fix: 'Write each event as lines of field, colon and value, with a data line for each line of the data, and an empty line at its end.',
  judge(_stream, exchange) {
    const heard = heardIn(exchange);
    if (heard.kind === 'open') return heard.verdict;
    if (heard.kind === 'not-utf8') {
      return fail({ code: 'stream-not-utf8', where: 'stream', expected: 'UTF-8', actual: 'bytes that are no UTF-8' }, [exchange]);
    }
    const { events, stray, dataLines, emptyLines } = heard.stream;
    if (stray !== undefined) {
      const finding = { code: 'line-no-field', where: 'line', expected: 'a field, a comment or an empty line', actual: quoted(stray) };
      return fail(finding, [exchange]);
    }
    if (dataLines >= mostUnended && emptyLines === 0) {
      const expected = 'an empty line at the end of each event';
      return fail({ code: 'events-not-ended', where: 'event', expected, actual: 'data lines, and no empty line' }, [exchange]);
    }
    return events.length > 0 ? pass(events.length) : inconclusive('No whole event was seen while the stream was followed', [exchange]);
  },
});

export const streamDataIsJson = defineProbe({
  ...ofEvents,
  ...listened,
  id: 'streaming/data-is-json',
  title: 'The data of each event of a stream is a JSON object',
  why: 'A client that parses each event fails at the first one that is something else.',
  fix: 'Write one JSON object as the data of each event; a line break in it begins another data line.',
  reads: 'stream.data',
  over: (contract) => streams(contract, ({ data }) => data),
  judge(_stream, exchange) {
    const heard = heardIn(exchange);
    if (heard.kind === 'open') return heard.verdict;
    if (heard.kind === 'not-utf8') return inconclusive('The stream is no UTF-8', [exchange]);
    // An event without data is only a sign of life.
    const withData = heard.stream.events.filter((data) => data !== '');
    const others = withData.filter((data) => !isJsonObject(data));
    const [other] = others;
    if (other === undefined) {
      return withData.length > 0
        ? pass(withData.length)
        : inconclusive('No event with data was seen while the stream was followed', [exchange]);
    }
    const counts = { judged: withData.length, breaches: others.length };
    return fail({ code: 'event-not-json', where: 'data', expected: 'a JSON object', actual: quoted(other) }, [exchange], counts);
  },
});

const isJsonObject = (text: string): boolean => {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
};

export const streamEventsRecorded = defineProbe({
  ...ofEvents,
  id: 'streaming/events-recorded',
  title: 'The fields of the events of a stream, its end and its answer to Last-Event-ID are recorded',
  why: 'Clients depend on ids, event names and signs of life as soon as they see them, although none is documented.',
  fix: 'Nothing has to be fixed; the documentation could show an event.',
  cost: () => ({ requests: 2, creates: 0 }),
  async run({ operation }, session) {
    const followed = await followedStream(session, operation);
    const heard = heardIn(followed);
    const id = heard.kind === 'heard' ? heard.stream.lastId : undefined;
    // An id that no header field can hold is not sent.
    if (id === undefined || !/^[\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?$/.test(id)) return { followed, again: undefined };
    // As a client does whose connection was lost after an event (WHATWG HTML, Server-sent events, The Last-Event-ID header).
    const request = usableRequest(session, operation, 'again');
    return { followed, again: await once(session, { ...request, headers: [...request.headers, ['Last-Event-ID', id]] }) };
  },
  judge({ operation: { key } }, { followed, again }) {
    const heard = heardIn(followed);
    if (heard.kind === 'open') return heard.verdict;
    if (heard.kind === 'not-utf8') return inconclusive('The stream is no UTF-8', [followed]);
    const { events, fields } = heard.stream;
    return observed([
      factOf('stream.fields', key, fields),
      factOf('stream.events', key, events.length > 0 ? 'came' : 'none in time'),
      factOf('stream.end', key, answerOf(followed)?.unfinished ? 'none in time' : 'ended by the server'),
      ...recordedStatus('stream.after-last-event-id', key, again),
    ]);
  },
});
