import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { judgeForeign, serve, type Judged } from './judge-foreign.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const plain = (...statuses: readonly string[]) => ({
  responses: Object.fromEntries(statuses.map((status) => [status, { description: `status ${status}` }])),
});

/** A document about weather stations; the operations differ in the failures that they describe. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Weather stations', version: '2' },
  paths: {
    '/stations': { get: { operationId: 'stations', ...plain('200') } },
    '/gusts': { get: { operationId: 'gusts', ...plain('200', 'default') } },
    '/frost': { get: { operationId: 'frost', ...plain('200', '500', '503') } },
    '/storms': { get: { operationId: 'storms', ...plain('200', '5XX') } },
    '/rain': {
      get: {
        operationId: 'rain',
        parameters: [{ name: 'mm', in: 'query', required: true, schema: { type: 'integer', minimum: 7 } }],
        ...plain('200'),
      },
    },
  },
};

/** The judged service: answers 200 but for one path. */
const judge = async (path: string, status: number, headers: Record<string, string> = {}): Promise<Judged> => {
  const url = await serve((incoming, outgoing) => {
    const asked = new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname;
    if (asked === path) outgoing.writeHead(status, headers).end();
    else outgoing.writeHead(asked in document.paths ? 200 : 404).end();
  });
  return judgeForeign(writeToolDocument(document), url);
};

const reported = ({ verdicts }: Judged, ...requirements: readonly string[]): string[] =>
  verdicts.flatMap(({ case: { requirement, level }, verdict }) => {
    if (!requirements.includes(requirement)) return [];
    if (verdict.kind === 'fail') return [`${requirement} ${level} ${verdict.finding.operation} ${verdict.finding.code}`];
    return verdict.kind === 'inconclusive' && verdict.unseen !== true ? [`${requirement} open: ${verdict.reason}`] : [];
  });

describe.concurrent('a failure of the server', () => {
  test.for<readonly [string, string, number, readonly string[]]>([
    ['is a broken must where the document is silent', '/stations', 500, ['OAS-5 must GET /stations server-failure']],
    ['is one also where only default is described', '/gusts', 500, ['OAS-5 must GET /gusts server-failure']],
    ['is one also at a value that was made up from the schema', '/rain', 501, ['OAS-5 must GET /rain server-failure']],
    ['is a warning where the document describes it', '/frost', 500, ['OAS-7 should GET /frost described-failure']],
    ['is a warning where the document describes its range', '/storms', 507, ['OAS-7 should GET /storms described-failure']],
    ['is a warning also as 503, where that is described', '/frost', 503, ['OAS-7 should GET /frost described-failure']],
    ['of another status than the described one is a broken must', '/frost', 501, ['OAS-5 must GET /frost server-failure']],
  ])(
    '%s',
    besideOthers(async ([_name, path, status, expected]) => {
      expect(reported(await judge(path, status), 'OAS-5', 'OAS-7', 'OAS-8')).toEqual(expected);
    }),
  );

  test.for([502, 503, 504])(
    'that may come from a proxy (%d) is undecided, with its count, and breaks nothing',
    besideOthers(async (status) => {
      const judged = await judge('/stations', status, { 'retry-after': '1' });
      const times = /^OAS-8 open: GET \/stations was answered \d+, which may come from .* \(\d+ of \d+ answers?\)$/u;
      expect(reported(judged, 'OAS-5', 'OAS-7', 'OAS-8')).toEqual([expect.stringMatching(times)]);
    }),
  );

  test.for([502, 503, 504])(
    'that may come from a proxy (%d) and never ends is a warning',
    besideOthers(async (status) => {
      const judged = await judge('/stations', status);
      expect(reported(judged, 'OAS-34')).toEqual(['OAS-34 should GET /stations never-available']);
    }),
  );

  test(
    'that may come from a proxy is no warning where it ends',
    besideOthers(async () => {
      let asked = 0;
      const url = await serve((incoming, outgoing) => {
        const { pathname } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
        if (pathname === '/storms') asked += 1;
        const isDown = pathname === '/storms' && asked < 3;
        outgoing.writeHead(isDown ? 503 : pathname in document.paths ? 200 : 404).end();
      });
      expect(reported(await judgeForeign(writeToolDocument(document), url), 'OAS-34')).toEqual([]);
    }),
  );

  test(
    'breaks nothing where the target goes down as a whole during the run',
    besideOthers(async () => {
      let asked = 0;
      const url = await serve((incoming, outgoing) => {
        asked += 1;
        const known = new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname in document.paths;
        // Preflight sends four reads and a control.
        outgoing.writeHead(asked > 5 ? 500 : known ? 200 : 404).end();
      });
      const judged = await judgeForeign(writeToolDocument(document), url);
      expect(judged.ended.stopped?.message).toMatch(/^during the run the target is down/u);
      expect(reported(judged, 'OAS-5', 'OAS-7', 'OAS-8')).toEqual([]);
    }),
  );

  test(
    'counts after a success as before one',
    besideOthers(async () => {
      const url = await serve((incoming, outgoing) => {
        const { pathname } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
        outgoing.writeHead(pathname === '/rain' ? 500 : pathname in document.paths ? 200 : 404).end();
      });
      const judged = await judgeForeign(writeToolDocument(document), url);
      expect(judged.ended.stopped).toBeUndefined();
      expect(reported(judged, 'OAS-5')).toEqual(['OAS-5 must GET /rain server-failure']);
    }),
  );
});

describe.concurrent("a client's mistake", () => {
  const strict = { ...document, 'x-assay': { errors: { clientMistake: { never: '5XX' } } } };
  const parameters = [{ name: 'mm', in: 'query', schema: { type: 'integer', minimum: 7 } }];
  const paths = { ...document.paths, '/rain': { get: { operationId: 'rain', parameters, ...plain('200', '400') } } };

  test(
    'that is answered by a failure again and again is a warning',
    besideOthers(async () => {
      const url = await serve((incoming, outgoing) => {
        const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
        const isMistaken = searchParams.has('mm') && !/^\d+$/u.test(searchParams.get('mm') ?? '');
        outgoing.writeHead(isMistaken ? 500 : pathname in paths ? 200 : 404).end();
      });
      const secured = {
        ...strict,
        paths,
        security: [{ badge: [] }],
        components: { securitySchemes: { badge: { type: 'http', scheme: 'bearer' } } },
      };
      const judged = await judgeForeign(writeToolDocument(secured), url);
      expect(reported(judged, 'OAS-5', 'OAS-9')).toEqual(['OAS-9 should GET /rain server-error']);
    }),
  );
});
