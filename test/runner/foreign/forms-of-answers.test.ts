import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = (format: string, more: object = {}) => ({ type: 'string', format, ...more });

/** A read of one map, whose members have formats. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Maps', version: '1' },
  paths: {
    '/maps': {
      get: {
        responses: {
          200: {
            description: 'd',
            content: {
              'application/json': {
                schema: {
                  type: 'array',
                  items: {
                    type: 'object',
                    properties: {
                      id: text('uuid'),
                      made: text('date-time'),
                      seen: { anyOf: [text('date-time'), { type: 'null' }] },
                      day: { type: ['string', 'null'], format: 'date' },
                      opens: text('time'),
                      by: text('email'),
                      home: text('uri'),
                      page: text('uri-reference'),
                      host: text('ipv4'),
                      newHost: text('ipv6'),
                      epoch: text('date-time', { example: '2026-03-01 10:00' }),
                      slot: text('date', { pattern: String.raw`^\d{4}-W\d\d$` }),
                      either: { oneOf: [text('date'), text('date-time')] },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};

/** The findings about formats for a service that shows these members. */
const findings = async (...maps: readonly object[]) => {
  const url = await serve((incoming, outgoing) => {
    if (incoming.url === '/maps') outgoing.setHeader('content-type', 'application/json').end(JSON.stringify(maps));
    else outgoing.writeHead(404).end();
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url);
  return verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${level} ${verdict.finding.where} ${verdict.finding.expected}`] : [],
  );
};

describe('a text with a documented format', () => {
  test.each<readonly [string, object]>([
    ['is a UUID of any version, in capitals', { id: '6BA7B811-9DAD-01D1-00B4-00C04FD430C8' }],
    ['has small letters and a long fraction', { made: '2026-03-01t10:00:00.123456789z', seen: '2026-03-01 10:00:00+00:00' }],
    ['is a leap second', { made: '2016-12-31T23:59:60Z' }],
    ['is null, where that is allowed', { seen: null, day: null }],
    ['is a time without a zone', { opens: '08:30' }],
    ['is an address of its kind', { by: 'a.b+c@localhost', home: 'urn:isbn:1', host: '192.0.2.1', newHost: '::ffff:192.0.2.1' }],
    ['is an empty address', { by: '', home: '' }],
    ['is a reference of any kind', { page: '../x y' }],
    ['is written as its example', { epoch: '2026-03-01 11:30' }],
    ['has a pattern of its own', { slot: '2026-W07' }],
    ['is one of several alternatives', { either: 'tomorrow' }],
  ])('that %s is not accused', async (_what, map) => {
    expect(await findings(map)).toEqual([]);
  });

  test.each<readonly [string, object, string]>([
    ['a moment without its zone', { made: '2026-03-01T10:00:00' }, '#/0/made a date and time with its zone, as in RFC 3339'],
    ['a moment that may be null', { seen: '01.03.2026' }, '#/0/seen a date and time with its zone, as in RFC 3339'],
    ['a day with a time', { day: '2026-03-01T00:00:00Z' }, '#/0/day a day as YYYY-MM-DD'],
    ['a day that no calendar has', { day: '2025-02-29' }, '#/0/day a day as YYYY-MM-DD'],
    ['a number in place of a UUID', { id: '17' }, '#/0/id a UUID'],
    ['an address without @', { by: 'ada at one.example' }, '#/0/by an address with one @'],
    ['a path in place of a URI', { home: '/maps/1' }, '#/0/home a URI with its scheme'],
    ['an address of the other kind', { host: '::1' }, '#/0/host an IPv4 address'],
    ['an address with a letter too many', { newHost: 'fe80::g' }, '#/0/newHost an IPv6 address'],
  ])('that is %s is told', async (_what, map, finding) => {
    expect(await findings(map)).toEqual([`OAS-14 should ${finding}`]);
  });
});
