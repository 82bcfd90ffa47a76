import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const document = {
  openapi: '3.1.0',
  info: { title: 'Maps', version: '1' },
  paths: { '/maps': { get: { responses: { 200: { description: 'd' }, '4XX': { description: 'd' }, '5XX': { description: 'd' } } } } },
};

/** The findings about what an error response gives away. */
const findings = async (type: string, body: string, fields: Readonly<Record<string, string>> = {}) => {
  const url = await serve((incoming, outgoing) => {
    if (incoming.url === '/maps') outgoing.writeHead(200).end();
    else outgoing.writeHead(404, { 'content-type': type, ...fields }).end(body);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url);
  return verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' && requirement === 'HTTP-27' ? [`${level} ${verdict.finding.where}: ${verdict.finding.actual}`] : [],
  );
};

const inJson = (text: string): Promise<string[]> => findings('application/json', JSON.stringify({ error: { message: text } }));

describe('an error response', () => {
  test.each([
    'There is no such map, look at https://maps.example/docs/errors#not-found',
    'Select a map from the list, and update your settings',
    'Unexpected token } in JSON at position 12',
    'The value at line 12 is not valid: look at your file maps.csv',
    'No such map (com.maps.not-found)',
    'A NotFoundError occurred at 10:30:12',
    'The error code is E_NO_MAP or ER1',
    'The syntax of the query is wrong near "x"',
    'Error in column 3 of row 7: it does not exist',
    'ER_BAD_REQUEST: no such scale',
    'ER_MAP_NOT_FOUND: choose another map',
  ])('with a message for people is not accused: %s', async (message) => {
    expect(await inJson(message)).toEqual([]);
  });

  test.each<readonly [string, string]>([
    ['TypeError: x\n    at read (/srv/maps/read.js:10:5)\n    at node:internal/x:1:1', 'a stack trace of JavaScript'],
    ['\tat example.maps.Reader.read(Reader.java:42)', 'a stack trace of the JVM'],
    ['org.example.maps.MapException: no', 'an exception of the JVM'],
    ['   at Maps.Reader.Read(String id) in /src/Reader.cs:line 12', 'a stack trace of .NET'],
    ['Traceback (most recent call last):\n  File "/srv/maps.py", line 3, in read', 'a stack trace of Python'],
    ['goroutine 17 [running]:\nmain.read()', 'a stack trace of Go'],
    ['Uncaught Error in /srv/maps.php:12', 'a stack trace of PHP'],
    ["/srv/maps.rb:12:in `read'", 'a stack trace of Ruby'],
    ["Cannot read properties of undefined (reading 'id')", 'an error of a program'],
    ['ER_DUP_ENTRY: maps.name', 'an error of a database'],
    ['SQLSTATE[23000]: Integrity constraint violation', 'an error of a database'],
    ['syntax error at or near "s"', 'an error of a database'],
    ['duplicate key value violates unique constraint "maps_key"', 'an error of a database'],
    ["SELECT id, name FROM maps WHERE id = '1'", 'a query of a database'],
  ])('with the inside of the service is told: %s', async (message, what) => {
    expect(await inJson(message)).toEqual([`should #: ${what}`]);
  });

  test('as a page with a stack trace, or with one in a header field, is told', async () => {
    const trace = 'Error: x\n    at read (/srv/maps/read.js:10:5)\n    at next';
    expect(await findings('text/html', `<pre>${trace}</pre>`)).toEqual(['should #: a stack trace of JavaScript']);
    expect(await findings('text/plain', 'no', { 'x-debug': 'java.lang.IllegalArgumentException' })).toEqual([
      'should x-debug: an exception of the JVM',
    ]);
  });
});
