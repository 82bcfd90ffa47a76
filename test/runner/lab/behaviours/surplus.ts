import { behaviour, type Call, type Group } from '../behaviour.ts';
import { atTurns, breaks, fine, lostEverywhere, refused, stopped, unreadable, unreadableEverywhere } from '../expected.ts';

import { message, sends, sendsAndCloses, sound, withBody, text, withFields, always, trickles } from '../octets.ts';

/** It would break the schema, and its status is not described. */
const strange = message('418 Teapot', ['Content-Type: application/json'], '{"ok":"this belongs to another request"}');

/** Each answer goes out with the next request of the connection; the first request gets a sound one as well. */
const behindByOne = ({ socket, request }: Call): void => {
  if (request.turn === 1) socket.write(sound);
  socket.write(strange);
};

const early = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
const switching = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: xyzzy\r\nConnection: upgrade\r\n\r\n';
const head304 = `HTTP/1.1 304 Not Modified\r\nDate: ${new Date().toUTCString()}\r\nETag: "a"\r\n\r\n`;
const says = { responses: { '204': { description: 'Nothing' } } };
const headOnly = { responses: { '200': { description: 'Fine' } } };

export const surplus: Group = {
  title: 'Odd statuses, and answers that nobody asked for',
  behaviours: [
    behaviour(
      'second-answer',
      'Sends a second answer right behind the first.',
      ({ socket }) => void socket.write(Buffer.concat([Buffer.from(sound), strange])),
      fine,
    ),
    behaviour(
      'answer-of-the-request-before',
      'Answers each request with what belongs to the one before.',
      behindByOne,
      atTurns(fine, /was answered 418/u),
    ),
    behaviour('early-hints', 'Sends two interim answers (103) first.', sends(early + early + sound), fine),
    behaviour('interim-flood', 'Sends ten thousand interim answers (103) first.', sends(early.repeat(10_000) + sound), fine),
    behaviour('endless-interim', 'Sends interim answers (103) without an end.', trickles('', always(early.repeat(100)), 10), {
      ...lostEverywhere('timeout'),
      timeoutMs: 2_500,
      large: true,
    }),
    behaviour('continue-unasked', 'Sends a 100 that nobody asked for first.', sends(`HTTP/1.1 100 Continue\r\n\r\n${sound}`), fine),
    behaviour(
      'switches-protocols',
      'Switches to another protocol (101) unasked.',
      sends(switching),
      unreadableEverywhere(/the answers of \S+ cannot be read/u),
    ),
    behaviour('status-999', 'Answers with the status 999.', sends(sound.replace('200 OK', '999 Much')), refused(1, 'HTTP-10', 'OAS-5')),
    behaviour('status-000', 'Answers with the status 000.', sendsAndCloses(sound.replace('200 OK', '000 None')), unreadable),
    behaviour('status-of-four-digits', 'Answers with the status 2000.', sendsAndCloses(sound.replace('200 OK', '2000 OK')), unreadable),
    behaviour('status-of-words', 'Writes a word in place of the status.', sendsAndCloses(sound.replace('200 OK', 'OK')), unreadable),
    behaviour('empty-reason', 'Leaves the reason phrase empty.', sends(sound.replace('200 OK', '200 ')), fine),
    behaviour('no-reason', 'Leaves out the reason phrase with its space.', sends(sound.replace('200 OK', '200')), fine),
    behaviour('not-modified-unasked', 'Answers 304 to a request without a condition.', sends(head304), {
      ...refused(1, 'OAS-1', 'HTTP-10'),
      ...stopped(/answers every read with 304/u),
    }),
    behaviour('body-behind-204', 'Sends a body behind a 204.', sends(sound.replace('200 OK', '204 No Content')), {
      ...breaks(0, 'HTTP-2', 'HTTP-1'),
      says,
    }),
    behaviour('body-behind-head', 'Sends a body in answer to HEAD.', sends(sound), { ...fine, method: 'head', says: headOnly }),
    behaviour('type-twice', 'Sends two different Content-Types.', sends(withFields('Content-Type: text/plain')), breaks(0, 'HTTP-3')),
    behaviour(
      'type-garbage',
      'Sends a Content-Type that is none.',
      sends(message('200 OK', ['Content-Type: ;;=,'], text)),
      breaks(1, 'OAS-2', 'HTTP-5'),
    ),
    behaviour(
      'charset-nonsense',
      'Names a character set that does not exist.',
      sends(message('200 OK', ['Content-Type: application/json; charset=xyzzy'], text)),
      fine,
    ),
    behaviour('date-in-ten-years', 'Has a clock that is ten years ahead.', sends(withFields('Date: Sat, 22 Nov 2036 12:00:00 GMT')), fine),
    behaviour('date-of-1970', 'Has a clock that begins to count.', sends(withFields('Date: Thu, 01 Jan 1970 00:00:01 GMT')), fine),
    behaviour('date-garbage', 'Sends a Date that is none.', sends(withFields('Date: yesterday')), breaks(0, 'HTTP-4')),
    behaviour('empty-body', 'Sends no body where the document has one.', sends(withBody('')), breaks(1, 'OAS-3', 'OAS-52')),
  ],
};
