import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const map = {
  type: 'object',
  required: ['id', 'title'],
  properties: { id: { type: 'integer' }, title: { type: 'string' }, size: { type: 'integer' } },
};

/** Maps as JSON and as CSV; with `refuses`, other types are answered with 406. */
const documentWith = (refuses: boolean) => ({
  openapi: '3.1.0',
  info: { title: 'Maps', version: '1' },
  paths: {
    '/maps': {
      get: {
        responses: {
          200: {
            description: 'd',
            content: { 'application/json': { schema: { type: 'array', items: map } }, 'text/csv': { schema: { type: 'string' } } },
          },
          ...(refuses ? { 406: { description: 'Not served' } } : {}),
        },
      },
    },
  },
});

const maps = [
  { id: 1, title: 'A', size: 7 },
  { id: 2, title: 'B', size: 8 },
  { id: 3, title: 'C', size: 9 },
];
const csv = 'id,title\r\n1,A\r\n2,"B\r\n"\r\n3,C\r\n';

type Answer = readonly [status: number, type: string, body: string, fields?: Readonly<Record<string, string>>];

type Serve = (accept: string, coding: string | undefined) => Answer;

const asJson: Answer = [200, 'application/json; charset=utf-8', JSON.stringify(maps)];
const asCsv: Answer = [200, 'text/csv', csv];

/** The answer of a service that chooses by Accept. */
const chosen = (accept: string): Answer => (accept.startsWith('text/csv') ? asCsv : asJson);

/** The findings about types for a service that answers so. */
const judged = async (answer: Serve, refuses = false) => {
  const url = await serve(({ headers, url: path }, outgoing) => {
    if (path !== '/maps') return void outgoing.writeHead(404).end();
    const coding = headers['accept-encoding'];
    const [status, type, body, fields = {}] = answer(headers.accept ?? '', typeof coding === 'string' ? coding : undefined);
    outgoing.writeHead(status, { 'content-type': type, ...fields });
    outgoing.end(fields['content-encoding'] === 'gzip' ? gzipSync(body) : body);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(refuses)), url, {
    selection: { only: ['headers/*', 'http/content-coding', 'errors/no-failure', 'status/declared'], skip: [] },
  });
  return verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${level} ${verdict.finding.code}`] : [],
  );
};

describe('media types that a read accepts', () => {
  test.each<readonly [string, Serve, boolean]>([
    ['are chosen', chosen, false],
    ['are ignored', () => asJson, false],
    ['are refused where none fits', (accept) => (accept.includes('vnd') ? [406, 'application/json', '{}'] : chosen(accept)), true],
    ['are refused though described', (accept) => (accept === 'text/csv' ? [406, 'application/json', '{}'] : asJson), false],
    [
      'come compressed',
      (_accept, coding) => [200, 'application/json', asJson[2], coding === 'gzip' ? { 'content-encoding': 'gzip' } : {}],
      false,
    ],
    [
      'are written for people',
      (accept) => (accept.startsWith('text/csv') ? [200, 'text/csv', 'id,title,extra\n1,Map A,\n2,Map B,\n3,Map C,x\n'] : asJson),
      false,
    ],
    ['come without a header line', (accept) => (accept.startsWith('text/csv') ? [200, 'text/csv', '1,A\n2,B\n3,C'] : asJson), false],
  ])('that %s are not accused', async (_what, answer, refuses) => {
    expect(await judged(answer, refuses)).toEqual([]);
  });

  test.each<readonly [string, Serve, string, boolean]>([
    [
      'fail where none fits',
      (accept) => (accept.includes('vnd') ? [500, 'application/json', '{}'] : chosen(accept)),
      'OAS-38 should unserved-type-failed',
      false,
    ],
    ['are ignored although 406 is described', () => asJson, 'OAS-38 should type-not-served', true],
    [
      'have other rows',
      (accept) => (accept.startsWith('text/csv') ? [200, 'text/csv', 'id,title\n1,A\n'] : asJson),
      'OAS-38 should rows-differ',
      false,
    ],
    [
      'have uneven rows',
      (accept) => (accept.startsWith('text/csv') ? [200, 'text/csv', 'id,title\n1,A\n2,B,b\n3,C\n'] : asJson),
      'OAS-38 should rows-uneven',
      false,
    ],
    [
      'have the columns of others',
      (accept) => (accept.startsWith('text/csv') ? [200, 'text/csv', 'id,size,title\n1,A,7\n2,B,8\n3,C,9\n'] : asJson),
      'OAS-38 should cell-differs',
      false,
    ],
    [
      'lack a row',
      (accept) => (accept.startsWith('text/csv') ? [200, 'text/csv', 'id,title\n1,A\n2,B\n\n'] : asJson),
      'OAS-38 should row-missing',
      false,
    ],
    ['are never refused, though several are described beside 406', chosen, 'OAS-38 should unserved-type-answered', true],
    ['fail for one', (accept) => (accept === 'text/csv' ? [500, 'application/json', '{}'] : asJson), 'OAS-5 must server-failure', false],
    [
      'are not what their coding says',
      (_accept, coding) => (coding === 'gzip' ? [200, 'application/json', '[]', { 'content-encoding': 'deflate' }] : asJson),
      'HTTP-9 should content-coding',
      false,
    ],
  ])('that %s are told', async (_what, answer, finding, refuses) => {
    expect(await judged(answer, refuses)).toEqual([expect.stringContaining(finding)]);
  });
});
