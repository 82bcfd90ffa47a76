import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { judge, kilnDocument, kilnPaths, lookAt, memberKey, say, serve, stopAt } from '../../worlds/entry.ts';

type Headers = Readonly<Record<string, string>>;

const answers = (request: IncomingMessage, response: ServerResponse): void => {
  if (request.headers.authorization !== `Bearer ${memberKey}`) say(response, 401, {}, { 'WWW-Authenticate': 'Bearer realm="kilns"' });
  else say(response, /^\/(kilns|glazes|firings)(\?|$)/.test(request.url ?? '') ? 200 : 404, []);
};

/** A pottery that refuses one list the first time, or every time, for its quota. */
const refusing = (status: number, headers: Headers, times = 1) => {
  let left = times;
  return serve((request, response) => {
    if (request.url !== '/glazes' || request.headers.authorization !== `Bearer ${memberKey}` || left <= 0)
      return answers(request, response);
    left -= 1;
    return say(response, status, { why: 'too many' }, headers);
  });
};

/** Only 200 is documented. */
const strict = kilnDocument({
  paths: Object.fromEntries(
    ['/kilns', '/glazes', '/firings'].map((path) => [
      path,
      { get: { responses: { '200': { description: path, content: { 'application/json': { schema: { type: 'array' } } } } } } },
    ]),
  ),
});

const evident: readonly (readonly [number, Headers])[] = [
  [403, { 'Retry-After': '1' }],
  [503, { 'Retry-After': '1' }],
  [403, { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '1' }],
  [503, { 'RateLimit-Remaining': '0', 'RateLimit-Reset': '1' }],
  [403, { RateLimit: '"hourly";r=0;t=1' }],
];

describe('a refusal for the quota under a status other than 429', () => {
  test.each(evident)('%i with %j is waited for, sent once more, and breaks nothing', async (status, headers) => {
    const kiln = await refusing(status, headers);
    const run = await judge(kiln.url, { document: strict });
    expect(run.stopped).toBeUndefined();
    expect([run.accusations, run.of('broken')]).toEqual([[], []]);
    expect(run.waits.length).toBeGreaterThan(0);
    const passed = run.of('pass').map(({ case: one }) => one.requirement);
    expect(passed).toContain('OAS-1');
  });

  test.each(evident.slice(1, 3))('%i with %j that lasts leaves only the affected cases undecided', async (status, headers) => {
    const kiln = await refusing(status, headers, Number.POSITIVE_INFINITY);
    const run = await judge(kiln.url, { document: strict });
    expect([run.accusations, run.of('broken')]).toEqual([[], []]);
    expect(run.of('pass').length).toBeGreaterThan(0);
  });

  test('of every read stops the run as a quota, not as a credential', async () => {
    const kiln = await serve((_request, response) => say(response, 403, {}, { 'Retry-After': '1' }));
    expect(await stopAt(kiln.url)).toMatch(
      /^the target refuses every read with 403: the quota of credential `key` is used up \(.*\): the target requests a wait of 1 s/,
    );
  });

  test('is recognised by x-assay alone', async () => {
    const limited = { window: { seconds: 1 }, exceeded: { status: 503 } };
    const kiln = await refusing(503, {});
    const run = await judge(kiln.url, { document: { ...strict, 'x-assay': { rateLimit: limited } } });
    expect([run.accusations, run.of('broken')]).toEqual([[], []]);
    expect(kiln.asked.filter(({ line, headers }) => line === 'GET /glazes' && headers.authorization !== undefined).length).toBeGreaterThan(
      1,
    );
  });

  test('is not assumed where nothing shows it', async () => {
    const forbidden = await serve((_request, response) => say(response, 403, {}, { 'X-RateLimit-Remaining': '7' }));
    expect(await stopAt(forbidden.url)).toMatch(/^the target refuses credential `key`/);
    const gone = await serve((_request, response) => say(response, 404, {}, { 'Retry-After': '1' }));
    expect(await stopAt(gone.url)).toMatch(/^no operation exists/);
  });
});

describe('a long wait', () => {
  const inAnHour = (): string => new Date(Date.now() + 3_600_000).toUTCString();

  test.each<[string, () => string, RegExp]>([
    [
      'in seconds',
      () => '3600',
      /requests a wait of 3600 s: run again after (\d{4}-\d\d-\d\d )?\d\d:\d\d UTC, or let the run wait \(--set http\.maxWaitSeconds=3601\)$/,
    ],
    ['as a date', inAnHour, /requests a wait of 3[56]\d\d s: run again after .* UTC, or let the run wait/],
    ['beyond all dates', () => '99999999999999', /requests a wait of more than a year, which no client does: run again later/],
    ['of days', () => '604800', /requests a wait of 604800 s: run again after \d{4}-\d\d-\d\d \d\d:\d\d UTC$/],
  ])('%s ends the run at once, with the time for another run', async (_title, after, expected) => {
    const kiln = await serve((_request, response) => say(response, 429, {}, { 'Retry-After': after() }));
    const run = await judge(kiln.url);
    expect(run.stopped).toMatch(/^the target refuses every read with 429: the quota of credential `key` is used up/);
    expect(run.stopped).toMatch(expected);
    expect(run.waits).toEqual([]);
    expect([run.of('pass'), run.of('fail'), run.of('broken')]).toEqual([[], [], []]);
  });

  test('of one read among others that work neither ends nor delays the run', async () => {
    const kiln = await refusing(429, { 'Retry-After': '3600' }, Number.POSITIVE_INFINITY);
    const run = await judge(kiln.url, { document: strict });
    expect(run.stopped).toBeUndefined();
    expect(run.accusations).toEqual([]);
  });

  test('that the operator allows is waited for', async () => {
    let first = true;
    const kiln = await serve((request, response) => {
      if (first) say(response, 429, {}, { 'Retry-After': '2' });
      else answers(request, response);
      first = false;
    });
    const impatient = await judge(kiln.url, { document: strict, target: { http: { timeoutMs: 1_000, maxWaitSeconds: 1, headers: {} } } });
    expect(impatient.waits).toEqual([]);
    first = true;
    const patient = await judge(kiln.url, { document: strict, target: { http: { timeoutMs: 1_000, maxWaitSeconds: 5, headers: {} } } });
    expect(patient.waits).toContain(3);
  });

  test('is reported by the doctor too, also where it was begun', async () => {
    const paths = { '/kilns': kilnPaths['/kilns'] };
    for (const after of ['3600', '30']) {
      const kiln = await serve((_request, response) => say(response, 429, {}, { 'Retry-After': after }));
      const result = await lookAt(kiln.url, { document: kilnDocument({ paths }) });
      expect(result).toMatchObject({
        kind: 'stopped',
        reason: expect.stringContaining(`the target requests a wait of ${after} s: run again after `),
      });
    }
  });
});
