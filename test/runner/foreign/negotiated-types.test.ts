import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const map = {
  type: 'object',
  required: ['id', 'title'],
  properties: { id: { type: 'integer' }, title: { type: 'string' }, size: { type: 'integer' } },
};

const scale = { description: 'd', content: { 'application/json': { schema: { type: 'object' } } } };

/** Maps as JSON and as CSV; with `refuses`, other types are answered with 406; with `everywhere`, also where there is nothing to choose from. */
const documentWith = (refuses: boolean | 'everywhere', description?: string) => ({
  openapi: '3.1.0',
  info: { title: 'Maps', version: '1', ...(description === undefined ? {} : { description }) },
  paths: {
    '/maps': {
      get: {
        responses: {
          200: {
            description: 'd',
            content: { 'application/json': { schema: { type: 'array', items: map } }, 'text/csv': { schema: { type: 'string' } } },
          },
          ...(refuses === false ? {} : { 406: { description: 'Not served' } }),
        },
      },
    },
    ...(refuses === 'everywhere' ? { '/scale': { get: { responses: { 200: scale, 406: { description: 'Not served' } } } } } : {}),
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

/** The weight of a media type in Accept; 0 where it is not there. */
const weightOf = (accept: string, type: string): number => {
  const [, weight] = new RegExp(`${type}(?:;q=([0-9.]+))?(?=,|$)`, 'u').exec(accept) ?? [undefined, '0'];
  return Number(weight ?? '1');
};

const wantsCsv = (accept: string): boolean => weightOf(accept, 'text/csv') > weightOf(accept, 'application/json');

/** The answer of a service that chooses by Accept. */
const chosen = (accept: string): Answer => (wantsCsv(accept) ? asCsv : asJson);

/** Beside `refuses`, a read that describes no 406, as some of a service do. */
const withLegend = ({ paths, ...rest }: ReturnType<typeof documentWith>) => ({
  ...rest,
  paths: { ...paths, '/legend': { get: { responses: { 200: scale } } } },
});

/** The findings about types for a service that answers so. */
const judged = async (answer: Serve, refuses: boolean | 'everywhere' = false, description?: string, scaleRefuses?: boolean) => {
  const url = await serve(({ headers, url: path }, outgoing) => {
    if (path === '/scale' && scaleRefuses && headers.accept?.includes('vnd')) return void outgoing.writeHead(406).end();
    if (path === '/legend') return void outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    if (path === '/scale') return void outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    if (path !== '/maps') return void outgoing.writeHead(404).end();
    const coding = headers['accept-encoding'];
    const [status, type, body, fields = {}] = answer(headers.accept ?? '', typeof coding === 'string' ? coding : undefined);
    outgoing.writeHead(status, { 'content-type': type, ...fields });
    outgoing.end(fields['content-encoding'] === 'gzip' ? gzipSync(body) : body);
  });
  const { verdicts } = await judgeForeign(
    writeToolDocument(scaleRefuses === undefined ? documentWith(refuses, description) : withLegend(documentWith(refuses, description))),
    url,
    {
      selection: {
        only: ['headers/type-negotiated', 'headers/media-type-declared', 'http/content-coding', 'errors/no-failure', 'status/declared'],
        skip: [],
      },
    },
  );
  return verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${level} ${verdict.finding.code}`] : [],
  );
};

describe('media types that a read accepts', () => {
  test.each<readonly [string, Serve, boolean | 'everywhere']>([
    ['fall back to the usual one, where 406 is described of every read', chosen, 'everywhere'],
    ['are ignored, where 406 is described of every read', () => asJson, 'everywhere'],
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
      (accept) => (wantsCsv(accept) ? [200, 'text/csv', 'id,title,extra\n1,Map A,\n2,Map B,\n3,Map C,x\n'] : asJson),
      false,
    ],
    ['come without a header line', (accept) => (wantsCsv(accept) ? [200, 'text/csv', '1,A\n2,B\n3,C'] : asJson), false],
  ])('that %s are not accused', async (_what, answer, refuses) => {
    expect(await judged(answer, refuses)).toEqual([]);
  });

  test.each<readonly [string, (coding: string | undefined) => boolean, string | undefined, readonly string[]]>([
    ['where the request refuses it', () => true, undefined, ['HTTP-9 should content-coding-unasked']],
    ['wherever the field names it', (coding) => coding?.includes('gzip') === true, undefined, ['HTTP-9 should content-coding-unasked']],
    ['where nothing is said of it', (coding) => coding === undefined || coding === 'gzip', undefined, []],
    [
      'where the document wants to be asked for it',
      (coding) => coding === undefined || coding === 'gzip',
      'Answers are compressed if, and only if, the `Accept-Encoding` of the request allows it.',
      ['HTTP-9 should content-coding-unasked'],
    ],
    ['because the document says so', () => true, 'Answers are always compressed with gzip.', []],
  ])('that come compressed %s', async (_what, compresses, description, expected) => {
    const answer: Serve = (_accept, coding) => [
      200,
      'application/json',
      asJson[2],
      compresses(coding) ? { 'content-encoding': 'gzip' } : {},
    ];
    expect(await judged(answer, false, description)).toEqual(expected);
  });

  test('that come compressed where the request refuses it are told beside a type that is refused', async () => {
    const answer: Serve = (accept, coding) => {
      const [status, type, body] = chosen(accept);
      const isCoded = type !== 'text/csv' && coding?.includes('gzip') === true;
      return accept.includes('vnd') ? [406, 'application/json', '{}'] : [status, type, body, isCoded ? { 'content-encoding': 'gzip' } : {}];
    };
    expect(await judged(answer, true)).toEqual(['HTTP-9 should content-coding-unasked']);
  });

  test.each<readonly [string, (coding: string) => boolean, readonly string[]]>([
    ['whenever the field names it', (coding) => coding.includes('gzip'), ['content-coding-unasked']],
    ['as the request allows', (coding) => coding === 'gzip', []],
  ])('that come compressed %s are judged by one of several lists of one type', async (_what, compresses, expected) => {
    const list = {
      get: { responses: { 200: { description: 'd', content: { 'application/json': { schema: { type: 'array', items: map } } } } } },
    };
    const asked: string[] = [];
    const url = await serve(({ headers }, outgoing) => {
      const coding = headers['accept-encoding'] ?? '';
      asked.push(coding);
      if (headers.accept?.includes('vnd')) return void outgoing.writeHead(406).end();
      const fields = compresses(coding) ? { 'content-encoding': 'gzip' } : {};
      outgoing.writeHead(200, { 'content-type': 'application/json', ...fields });
      outgoing.end(compresses(coding) ? gzipSync(asJson[2]) : asJson[2]);
    });
    const document = { openapi: '3.1.0', info: { title: 'Maps', version: '1' }, paths: { '/maps': list, '/plans': list, '/charts': list } };
    const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
      selection: { only: ['headers/type-negotiated', 'http/content-coding'], skip: [] },
    });
    expect(verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []))).toEqual(expected);
    expect(asked).toContain('gzip');
  });

  test('are chosen by the rule that the document has for it', async () => {
    const rule = 'With an `Accept` that names `text/csv` and not `application/json` the answer is CSV, else JSON.';
    const byRule: Serve = (accept) => (accept.includes('text/csv') && !accept.includes('application/json') ? asCsv : asJson);
    expect(await judged(byRule, false, rule)).toEqual([]);
    expect(await judged(byRule, false, 'The answer is given as `Accept` asks for.')).toEqual([
      expect.stringContaining('OAS-38 should weights-ignored'),
    ]);
  });

  test.each([
    'The answer is `406` or JSON all the same, where `Accept` admits no JSON.',
    'Checks are made in this order: key (401), `Accept` (406), rights (403).',
  ])('are not demanded where the document leaves it open: %s', async (rule) => {
    expect(await judged(() => asJson, 'everywhere', rule)).toEqual([]);
  });

  test.each<readonly [string, Serve, boolean, string | undefined, readonly string[]]>([
    ['the other one refuses', chosen, true, undefined, ['OAS-38 should unserved-type-answered']],
    ['the other one refuses, and words leave it open', chosen, true, 'Otherwise than `Accept: text/csv`, any other type gives JSON.', []],
    ['none refuses', chosen, false, undefined, []],
    ['both refuse', (accept) => (accept.includes('vnd') ? [406, 'application/json', '{}'] : chosen(accept)), true, undefined, []],
    ['the other one refuses, and this one does not choose', () => asJson, true, undefined, []],
  ])('that are described beside 406 at two of three reads, of which %s', async (_what, answer, scaleRefuses, rule, expected) => {
    expect(await judged(answer, 'everywhere', rule, scaleRefuses)).toEqual(expected.map((one): unknown => expect.stringContaining(one)));
  });

  test('of figures that change meanwhile are not compared', async () => {
    let isChanged = false;
    const changing: Serve = (accept) => {
      isChanged ||= wantsCsv(accept);
      if (wantsCsv(accept)) return [200, 'text/csv', 'id,title,size\r\n1,A,7\r\n2,B,8\r\n3,C,10\r\n'];
      return [200, 'application/json', JSON.stringify(maps.map((one) => (one.id === 3 && isChanged ? { ...one, size: 10 } : one)))];
    };
    expect(await judged(changing)).toEqual([]);
  });

  test('of a list that grows meanwhile are not compared', async () => {
    let rows = 3;
    const growing: Serve = (accept) => {
      rows += 1;
      const ids = Array.from({ length: rows }, (_, n) => n + 1);
      return wantsCsv(accept)
        ? [200, 'text/csv', ['id,title', ...ids.map((id) => `${id},A`)].join('\n')]
        : [200, 'application/json', JSON.stringify(ids.map((id) => ({ id, title: 'A' })))];
    };
    expect(await judged(growing)).toEqual([]);
  });

  test.each<readonly [string, Serve, string, boolean]>([
    [
      'fail where none fits',
      (accept) => (accept.includes('vnd') ? [500, 'application/json', '{}'] : chosen(accept)),
      'OAS-38 should unserved-type-failed',
      false,
    ],
    ['are ignored although 406 is described', () => asJson, 'OAS-38 should type-not-served', true],
    ['have other rows', (accept) => (wantsCsv(accept) ? [200, 'text/csv', 'id,title\n1,A\n'] : asJson), 'OAS-38 should rows-differ', false],
    [
      'have uneven rows',
      (accept) => (wantsCsv(accept) ? [200, 'text/csv', 'id,title\n1,A\n2,B,b\n3,C\n'] : asJson),
      'OAS-38 should rows-uneven',
      false,
    ],
    [
      'have the columns of others',
      (accept) => (wantsCsv(accept) ? [200, 'text/csv', 'id,size,title\n1,A,7\n2,B,8\n3,C,9\n'] : asJson),
      'OAS-38 should cell-differs',
      false,
    ],
    [
      'lack a row',
      (accept) => (wantsCsv(accept) ? [200, 'text/csv', 'id,title\n1,A\n2,B\n\n'] : asJson),
      'OAS-38 should row-missing',
      false,
    ],
    ['are never refused, though several are described beside 406', chosen, 'OAS-38 should unserved-type-answered', true],
    [
      'are chosen by their order alone',
      (accept) => (accept.startsWith('text/csv') ? asCsv : asJson),
      'OAS-38 should weights-ignored',
      false,
    ],
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

describe('one type, where 406 is described', () => {
  const onlyJson = (description?: string): object => {
    const { paths, ...rest } = documentWith(true, description);
    const answer = { description: 'd', content: { 'application/json': { schema: { type: 'array', items: map } } } };
    return { ...rest, paths: { '/maps': { get: { responses: { ...paths['/maps'].get.responses, 200: answer } } } } };
  };
  const told = async (description: string | undefined, answer: Serve): Promise<readonly string[]> => {
    const url = await serve(({ headers, url: path }, outgoing) => {
      if (path === '/scale') return void outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      if (path !== '/maps') return void outgoing.writeHead(404).end();
      const [status, type, body] = answer(headers.accept ?? '', undefined);
      return void outgoing.writeHead(status, { 'content-type': type }).end(body);
    });
    const selection = { only: ['headers/type-negotiated'], skip: [] };
    const { verdicts } = await judgeForeign(writeToolDocument(onlyJson(description)), url, { selection });
    return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []));
  };
  const says = 'A request whose `Accept` header admits none of the media types is answered with 406.';
  const refuses: Serve = (accept) => (accept.includes('vnd') ? [406, 'application/json', '{}'] : asJson);

  test('may be given whatever is asked for, unless the document says otherwise', async () => {
    expect(await told(undefined, () => asJson)).toEqual([]);
    expect(await told('The service may answer 406 where it cannot serve Accept.', () => asJson)).toEqual([]);
    expect(await told(says, refuses)).toEqual([]);
  });

  test('is told where it is given although the document says that 406 is the answer', async () => {
    expect(await told(says, () => asJson)).toEqual(['unserved-type-answered']);
  });
});

describe('one read among others that refuse a type, where only the introduction says when', () => {
  const paths = ['/maps', '/scales', '/towers'];
  const answer = { description: 'd', content: { 'application/json': { schema: { type: 'array', items: map } } } };
  const documented = (description: string): object => ({
    openapi: '3.1.0',
    info: { title: 'Maps', version: '1', description },
    paths: Object.fromEntries(paths.map((path) => [path, { get: { responses: { 200: answer, default: { description: 'Wrong' } } } }])),
  });
  const table = '| Status | When |\n|---|---|\n| 404 | nothing is there |\n| 406 | your `Accept` leaves nothing that we could send |';

  /** The paths at which a service is told that ignores Accept at some of them. */
  const toldAt = async (description: string, ignoring: readonly string[]): Promise<readonly string[]> => {
    const url = await serve(({ headers, url: path = '' }, outgoing) => {
      const isRefused = !ignoring.includes(path) && /vnd|;/u.test(headers.accept ?? '');
      const status = !paths.includes(path) ? 404 : isRefused ? 406 : 200;
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(status === 200 ? JSON.stringify(maps) : '{}');
    });
    const selection = { only: ['headers/type-negotiated'], skip: [] };
    const { verdicts } = await judgeForeign(writeToolDocument(documented(description)), url, { selection });
    return verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[1] ?? ''] : []));
  };

  test('is told where it alone ignores Accept', async () => {
    expect(await toldAt(table, ['/maps'])).toEqual(['#/paths/~1maps/get']);
    expect(await toldAt('A request whose `Accept` admits none of our types is answered with 406.', ['/towers'])).toEqual([
      '#/paths/~1towers/get',
    ]);
  });

  test('is told where it answers a type with parameters, and the introduction says that this is 406', async () => {
    const said = 'An `Accept` that cannot be met, or that names our type only with parameters, is `406`.';
    expect(await toldAt(said, ['/scales'])).toEqual(['#/paths/~1scales/get']);
    expect(await toldAt(said, [])).toEqual([]);
  });

  test.each<readonly [string, string, readonly string[]]>([
    ['all refuse', table, []],
    ['all ignore it', table, paths],
    ['most ignore it', table, ['/maps', '/scales']],
    ['the introduction says nothing of it', 'Maps of the county.', ['/maps']],
    ['it is said of some alone', 'Only exports look at `Accept`: 406 for anything but CSV.', ['/maps']],
  ])('is not told where %s', async (_what, description, ignoring) => {
    expect(await toldAt(description, ignoring)).toEqual([]);
  });
});
