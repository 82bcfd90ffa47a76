import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { unknownReferenceRefused } from '../../../../src/checks/families/errors/unknown-reference-refused.ts';
import { documentedCallSucceeds } from '../../../../src/checks/families/status/documented-calls.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import { isObject } from '../../../../src/contract/pointer.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Target } from '../../../../src/model/target.ts';
import type { Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, type Judged, stated } from '../../support/judge.ts';

const known = 'prj_77c';
const memberOf = ({ body }: PlannedRequest, name: string): unknown =>
  body?.kind === 'json' && isObject(body.value) ? body.value[name] : undefined;
const asked = ({ query }: PlannedRequest, name: string): string | undefined => query.find(([one]) => one === name)?.[1];

const allow: Target['allow'] = ['mutation', 'permanent', 'issue-credential'];
const operator = (over: Partial<Target> = {}): Target =>
  targetOf({ allow, fixtures: { projectId: known }, durations: { 'created.listed': 1 }, ...over });

const usageOverlay = fileURLToPath(new URL('../../../../examples/usage-parameters.overlay.yaml', import.meta.url));

describe('errors/unknown-reference-refused', () => {
  type Answers = { readonly real?: Reply; readonly unknown: Reply; readonly none?: Reply };
  const ok: Reply = { status: 200, json: {} };
  const errorResponse = (status: number): Reply => ({ status, json: { error: {} } });

  /** Judges a service whose answer depends on the reference in the request. */
  const referring = async (
    at: string,
    { real = ok, unknown, none = errorResponse(400) }: Answers,
    overlays: string[] = [],
  ): Promise<Judged> =>
    judge(unknownReferenceRefused, {
      contract: await loadContract('cloudplatform-example', { overlays }),
      at,
      target: operator(),
      answer: (request) => {
        const id = memberOf(request, 'project_id') ?? asked(request, 'project_id');
        return id === undefined ? none : id === known ? real : unknown;
      },
    });

  test.for<readonly [what: string, answers: Answers, verdict: string]>([
    ['404', { unknown: errorResponse(404) }, 'pass'],
    ['403', { unknown: errorResponse(403) }, 'pass'],
    ['422', { unknown: errorResponse(422) }, 'pass'],
    ['200', { unknown: ok }, 'fail unknown-reference-accepted'],
    ['200, also without a reference', { unknown: ok, none: ok }, 'inconclusive'],
    ['415', { unknown: errorResponse(415) }, 'inconclusive'],
    ['401', { unknown: errorResponse(401) }, 'inconclusive'],
    ['429', { unknown: errorResponse(429) }, 'inconclusive'],
    ['500', { unknown: errorResponse(500) }, 'inconclusive'],
    ['no answer', { unknown: 'no answer' }, 'inconclusive'],
    ['404, also to an existing reference', { real: errorResponse(404), unknown: errorResponse(404) }, 'inconclusive'],
    ['200, where an existing reference gets no answer', { real: 'no answer', unknown: ok }, 'inconclusive'],
  ])('an unknown reference is answered %s', async ([, answers, verdict]) => {
    expect(stated(await referring('GET /usage', answers))).toBe(verdict);
    expect(stated(await referring('POST /keys', answers))).toBe(verdict);
  });

  test('a name that the operator confirms needs no third request', async () => {
    const judged = await referring('GET /usage', { unknown: ok, none: ok }, [usageOverlay]);
    expect(stated(judged)).toBe('fail unknown-reference-accepted');
    expect(judged.session.exchanges).toHaveLength(2);
  });

  test('the made-up id has the form of a real one, and the rest of the request is the same', async () => {
    const { session } = await referring('GET /usage', { unknown: errorResponse(404) });
    const [real, unknown] = session.exchanges.map(({ request }) => request);
    expect(unknown && asked(unknown, 'project_id')).toMatch(/^prj_[0-9a-f]{12}$/);
    expect(unknown && asked(unknown, 'start')).toBe(real && asked(real, 'start'));
  });

  test('the existing reference is sent first, and nothing else where that fails', async () => {
    const { session } = await referring('POST /keys', { real: errorResponse(403), unknown: ok });
    expect(session.exchanges.map(({ request }) => memberOf(request, 'project_id'))).toEqual([known]);
  });

  test('keys are issued only with the permission for it', async () => {
    const { locations } = await judge(unknownReferenceRefused, {
      contract: await loadContract('cloudplatform-example'),
      target: operator({ allow: [] }),
      answer: () => ok,
    });
    expect(locations.map(({ operation }) => operation)).toEqual(['GET /usage']);
  });

  test.for<readonly [number, string]>([
    [400, 'pass'],
    [403, 'pass'],
    [404, 'pass'],
    [409, 'pass'],
    [401, 'inconclusive'],
    [429, 'inconclusive'],
    [503, 'inconclusive'],
    [202, 'fail unknown-reference-accepted'],
  ])('where any 4xx is documented, %i gives %s', async ([status, verdict]) => {
    const sent: unknown[] = [];
    const judged = await judge(unknownReferenceRefused, {
      contract: await loadContract('cloudapi-dev'),
      at: 'POST /v1/deployments',
      target: operator({ fixtures: { commit: 'a1b2c3d' }, values: { 'POST /v1/deployments': { project_id: 17 } } }),
      answer: (request) => {
        if (request.operation !== 'POST /v1/deployments') return { status: 200, json: { data: [], has_more: false } };
        const id = memberOf(request, 'project_id');
        sent.push(id);
        return { status: id === 17 ? 201 : id === undefined ? 400 : status, json: {} };
      },
    });
    expect(stated(judged)).toBe(verdict);
    // A number remains a number: a text would be refused for its type.
    expect(sent.slice(0, 2)).toEqual([17, expect.any(Number)]);
  });
});

describe('status/documented-call-succeeds', () => {
  const calling = async (replies: readonly Reply[], over: Partial<Target> = {}, overlays: string[] = []): Promise<Judged> => {
    let turn = 0;
    return judge(documentedCallSucceeds, {
      contract: await loadContract('cloudplatform-example', { overlays }),
      at: 'GET /usage',
      target: operator(over),
      startsAt: Date.parse('2026-04-18T12:00:00.250Z'),
      answer: () => replies[Math.min(turn++, replies.length - 1)] ?? 'no answer',
    });
  };
  const status = (one: number): Reply => ({ status: one, json: {} });
  const confirmed = { 'GET /usage': { project_id: known, start: '2026-04-01T00:00:00Z', end: '2026-04-02T00:00:00Z' } };

  test.for<readonly [what: string, replies: readonly Reply[], verdict: string]>([
    ['200', [status(200)], 'pass'],
    ['204', [{ status: 204 }], 'pass'],
    ['202', [status(202)], 'pass'],
    ['404', [status(404)], 'fail call-not-served'],
    ['404 twice and then 200', [status(404), status(404), status(200)], 'pass'],
    ['405', [status(405)], 'fail call-not-served'],
    ['501', [status(501)], 'fail call-not-served'],
    ['400', [status(400)], 'inconclusive'],
    ['422', [status(422)], 'inconclusive'],
    ['403', [status(403)], 'inconclusive'],
    ['429', [status(429)], 'inconclusive'],
    ['301', [status(301)], 'inconclusive'],
    ['503', [status(503)], 'inconclusive'],
    ['no answer', ['no answer'], 'inconclusive'],
    ['500 under a guessed name', [status(500)], 'inconclusive'],
  ])('a read is answered %s', async ([, replies, verdict]) => {
    expect(stated(await calling(replies))).toBe(verdict);
  });

  test.for<readonly [what: string, replies: readonly Reply[], verdict: string]>([
    ['500 three times', [status(500)], 'fail call-always-fails'],
    ['500 twice and then 200', [status(500), status(500), status(200)], 'pass'],
    ['500 and then 400', [status(500), status(400)], 'inconclusive'],
    ['502', [status(502)], 'inconclusive'],
  ])('a read with names that the operator confirms is answered %s', async ([, replies, verdict]) => {
    expect(stated(await calling(replies, {}, [usageOverlay]))).toBe(verdict);
    expect(stated(await calling(replies, { values: confirmed }))).toBe(verdict);
  });

  test('the check waits five seconds between two tries', async () => {
    const { session } = await calling([status(500)], {}, [usageOverlay]);
    expect([session.exchanges.length, session.pausedMs()]).toEqual([3, 10_000]);
  });

  test('the span of time is the last day, unless the operator gives another', async () => {
    const spanOf = ({ session }: Judged): unknown =>
      session.exchanges.map(({ request }) => [asked(request, 'start'), asked(request, 'end')]);
    expect(spanOf(await calling([status(200)]))).toEqual([['2026-04-17T12:00:00Z', '2026-04-18T12:00:00Z']]);
    expect(spanOf(await calling([status(200)], { values: confirmed }))).toEqual([['2026-04-01T00:00:00Z', '2026-04-02T00:00:00Z']]);
  });

  test('nothing is sent to an operation that takes another kind of credential', async () => {
    const contract = await loadContract('cloudplatform-example');
    expect(documentedCallSucceeds.locations(contract).map(({ operation }) => operation)).not.toContain('GET /user');
  });
});
