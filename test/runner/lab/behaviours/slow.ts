import { behaviour, type Group } from '../behaviour.ts';
import { fine, lost, lostEverywhere } from '../expected.ts';

import { always, announced, asJson, chunked, head, sends, sendsLater, sound, trickles } from '../octets.ts';

const timeoutMs = 2_500;
const tooLate = 600_000;

export const slow: Group = {
  title: 'Slow answers',
  behaviours: [
    behaviour('silent', 'Reads the request and never answers.', () => undefined, { ...lostEverywhere('timeout'), timeoutMs }),
    behaviour('late', 'Answers after the time limit.', sendsLater('', tooLate, sound), { ...lost('timeout'), timeoutMs }),
    behaviour('unhurried', 'Answers after a while, within the time limit.', sendsLater('', 40, sound), fine),
    behaviour('stalls-in-head', 'Stops in the middle of a header field.', sends(`${head}Content-Ty`), { ...lost('timeout'), timeoutMs }),
    behaviour('stalls-before-body', 'Stops between head and body.', sends(head + announced), { ...lost('timeout'), timeoutMs }),
    behaviour('stalls-in-body', 'Stops in the middle of the body.', sends(`${head}${announced}{"ok`), {
      ...lostEverywhere('timeout'),
      timeoutMs,
    }),
    behaviour('trickles-head', 'Sends a header field octet by octet, without an end.', trickles(`${head}X-Slow: `, always('a'), 10), {
      ...lost('timeout'),
      timeoutMs,
    }),
    behaviour(
      'trickles-body',
      'Sends a long body octet by octet.',
      trickles(`${head}${asJson}Content-Length: 1000000\r\n\r\n`, always('a'), 10),
      { ...lost('timeout'), timeoutMs },
    ),
    behaviour('trickles-chunks', 'Sends chunks of one octet, without an end.', trickles(head + chunked, always('1\r\na\r\n'), 10), {
      ...lost('timeout'),
      timeoutMs,
    }),
    behaviour('octet-by-octet', 'Sends a sound answer in packets of one octet.', trickles('', sound, 1), fine),
  ],
};
