import { behaviour, type Group } from '../behaviour.ts';
import { breaks, fine, lost } from '../expected.ts';

import { always, head, pours, sends, sendsAndCloses, trickles } from '../octets.ts';

const says = { responses: { '200': { description: 'Events', content: { 'text/event-stream': {} } } } };
const stream = `${head}Content-Type: text/event-stream\r\nConnection: close\r\n\r\n`;
const event = 'data: {"ok":true}\n\n';
const timeoutMs = 2_500;

export const streams: Group = {
  title: 'Streams of events',
  behaviours: [
    behaviour('events-that-end', 'Sends three events and closes.', sendsAndCloses(stream + event.repeat(3)), { ...fine, says }),
    behaviour('events-for-ever', 'Sends an event now and then, without an end.', trickles(stream, always(event), 50), {
      ...fine,
      says,
      timeoutMs,
    }),
    behaviour('event-flood', 'Sends events as fast as it can, without an end.', pours(stream, event.repeat(10_000)), {
      one: { exit: 0, open: /no answer \(too-large\)/u },
      says,
      http: { maxBodyBytes: 1024 * 1024 },
      timeoutMs,
      large: true,
    }),
    behaviour('endless-event', 'Sends one event whose data never ends.', pours(`${stream}data: `, Buffer.alloc(1024 * 1024, 0x61)), {
      one: { exit: 0, open: /no answer \(too-large\)/u },
      says,
      http: { maxBodyBytes: 1024 * 1024 },
      timeoutMs,
      large: true,
    }),
    behaviour('comments-for-ever', 'Sends comments and no event.', trickles(stream, always(': still here\n\n'), 20), {
      one: { exit: 0, open: /No whole event was seen/u, isJudged: true },
      says,
      timeoutMs,
    }),
    behaviour('events-of-garbage', 'Sends octets that are no events.', sendsAndCloses(`${stream}\u0000\u00ff\u00fe nonsense\r\r\n\n`), {
      ...breaks(0, 'CONV-91-INFERRED'),
      says,
    }),
    behaviour('silent-stream', 'Begins a stream and sends nothing.', sends(stream), {
      one: { exit: 0, open: /No whole event was seen/u, isJudged: true },
      says,
      timeoutMs,
    }),
    behaviour(
      'events-instead-of-json',
      'Streams events without an end where the document has an object.',
      trickles(stream, always(event), 20),
      { ...lost('timeout'), timeoutMs },
    ),
  ],
};
