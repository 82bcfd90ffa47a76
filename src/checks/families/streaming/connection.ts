import { answerOf, headerValues, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { longestOf } from '../../kit/timing.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { followedStream, listening, streamPrerequisites, streams } from './followed-stream.ts';

/** WHATWG HTML, Server-sent events, The text/event-stream MIME type. */
const eventStream = 'text/event-stream';

export const streamMediaType = defineProbe({
  id: 'streaming/media-type',
  title: 'A stream of events is answered 200 with text/event-stream',
  why: 'A browser closes a stream with another status or media type for good.',
  fix: `Answer 200 with Content-Type: ${eventStream}, and send the head before the first event.`,
  reads: 'stream',
  phase: 'read',
  exclusive: 'nothing',
  listens: true,
  over: (contract) => streams(contract),
  prerequisites: streamPrerequisites,
  cost: () => ({ requests: 1, creates: 0 }),
  run: ({ operation }, session) => session.run(plainRead, { operation: operation.key }),
  judge(_stream, exchange) {
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

/** The stream must stay open for long enough in one of so many tries. */
const mostTries = 3;

/** Two clocks may differ by so much about the moment of the end. */
const toleranceMs = 250;

export const streamStaysOpen = defineProbe({
  id: 'streaming/stays-open',
  title: 'A stream of events is not ended right after it was opened',
  why: 'A client that has to connect again and again only polls, and misses the events in between.',
  fix: 'Leave the connection open, and write each event when it happens.',
  reads: 'stream.staysOpen',
  phase: 'read',
  exclusive: 'nothing',
  listens: true,
  over: (contract) => streams(contract, (stream) => stream.staysOpen),
  prerequisites: streamPrerequisites,
  cost: () => ({ requests: mostTries, creates: 0 }),
  async run({ operation }, session): Promise<readonly [Exchange, ...Exchange[]]> {
    const { target } = session;
    const first = await followedStream(session, operation);
    const more: Exchange[] = [];
    while (more.length < mostTries - 1 && endOf(more.at(-1) ?? first, target) === 'early') {
      more.push(await session.send(listening(session, operation, patienceMs(target, 'stream.open'))));
    }
    return [first, ...more];
  },
  judge(_stream, tries, { target }) {
    const ends = tries.map((exchange) => endOf(exchange, target));
    if (ends.includes('none')) return pass(tries.length);
    if (tries.length === mostTries && ends.every((end) => end === 'early')) {
      const seconds = patienceMs(target, 'stream.open') / 1000;
      const finding = { code: 'stream-ended', where: 'stream', expected: `a stream that is open after ${seconds} s` };
      const counts = { judged: tries.length, breaches: tries.length };
      return fail({ ...finding, actual: 'the server ended it before, each time' }, tries, counts);
    }
    const outcomes = tries.map((exchange, n) => (ends[n] === 'early' ? 'ended early' : outcomeOf(exchange))).join(', then ');
    return inconclusive(`The stream was not seen to stay open: ${outcomes}`, tries);
  },
});

/** How a stream ended: `early`, by the server and properly; `none`, not within the required time; or `unclear`. */
const endOf = (exchange: Exchange, target: Target): 'early' | 'none' | 'unclear' => {
  const answer = answerOf(exchange);
  const openMs = patienceMs(target, 'stream.open');
  if (answer?.status !== 200 || answer.lastedMs === undefined) return 'unclear';
  if (answer.unfinished || answer.lastedMs >= openMs) return 'none';
  // Where nothing marks the end of the body, a lost connection looks the same (RFC 9112 section 6.3).
  const isMarked = ['Transfer-Encoding', 'Content-Length'].some((name) => headerValues(exchange, name).length > 0);
  // If we read the head late, together with the end, the stream may have been open longer: so the time since the request counts too.
  return isMarked && Math.max(answer.lastedMs, longestOf([exchange])) < openMs - toleranceMs ? 'early' : 'unclear';
};
