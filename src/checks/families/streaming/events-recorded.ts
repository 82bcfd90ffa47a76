import { answerOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { followedStream } from '../../scenarios/transport/followed-stream.ts';
import { streamAgain } from '../../scenarios/transport/stream-again.ts';
import { recordedStatus } from '../../kit/recorded-status.ts';
import { heardIn } from './heard.ts';
import { eventNeeds } from './stream-needs.ts';
import { streamPlaces } from '../../subjects/stream-places.ts';

type Measured = {
  readonly followed: Exchange;
  /** Opened once more behind the last id that was told; undefined where none was. */
  readonly again: Exchange | undefined;
};

export const streamEventsRecorded = defineProbe<Measured>({
  id: 'streaming/events-recorded',
  title: 'The fields of the events of a stream, its end and its answer to Last-Event-ID are recorded',
  why: 'A client depends on ids, event names and signs of life as soon as it sees them, though nobody has promised any.',
  fix: 'Nothing has to be mended; the documentation could print an event.',
  reads: 'stream',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => streamPlaces(contract),
  needs: eventNeeds,
  cost: () => ({ requests: 2, creates: 0 }),
  async measure(place, session) {
    const operation = place.operation ?? '';
    const followed = await session.measure(followedStream, { operation });
    const heard = heardIn(followed);
    const id = heard.kind === 'heard' ? heard.stream.lastId : undefined;
    // What no field of a header can hold is sent by no client either.
    const isSent = id !== undefined && /^[\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?$/.test(id);
    return { followed, again: isSent ? await session.measure(streamAgain, { operation, id }) : undefined };
  },
  judge({ operation }, { followed, again }) {
    const heard = heardIn(followed);
    if (heard.kind === 'open') return heard.verdict;
    if (heard.kind === 'not-utf8') return inconclusive('The stream is no UTF-8', [followed]);
    const { events, fields } = heard.stream;
    return observed([
      factOf('stream.fields', operation, fields),
      factOf('stream.events', operation, events.length > 0 ? 'came' : 'none in time'),
      factOf('stream.end', operation, answerOf(followed)?.unfinished ? 'none in time' : 'ended by the server'),
      ...recordedStatus('stream.after-last-event-id', operation, again),
    ]);
  },
});
