import { describe, expect, test } from 'vitest';
import { contentTypeDeclared } from '../../../../src/checks/families/headers/content-type.ts';
import { declaredHeaders } from '../../../../src/checks/families/headers/declared.ts';
import { responseBody } from '../../../../src/checks/families/schema/response-body.ts';
import type { HeaderPair } from '../../../../src/model/exchange.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Verdict } from '../../../../src/model/verdict.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { quotaLimit } from '../../../worlds/parcels/service.ts';
import { watch } from '../../support/watch.ts';

const typed = (status: number, ...types: readonly string[]): Exclude<Reply, string> => ({
  status,
  headers: types.map((type) => ['Content-Type', type] satisfies HeaderPair),
  json: { result: { list: [], again: false } },
});

const stated = (verdict: Verdict | undefined): string | undefined => {
  if (verdict?.kind === 'fail') return `fail ${verdict.finding.code}`;
  return verdict?.kind === 'inconclusive' && verdict.unseen ? 'unseen' : verdict?.kind;
};

const read = (reply: Reply, over: Partial<PlannedRequest> = {}, operation: string | null = 'GET /parcels') =>
  exchangeOf(readOf(operation, over), reply);

describe('headers/content-type-declared', () => {
  test.for<readonly [what: string, reply: Reply, verdict: string]>([
    ['the declared type', typed(200, 'application/json'), 'pass'],
    ['with a parameter', typed(200, 'application/json; charset=utf-8'), 'pass'],
    ['in other letter case', typed(200, 'Application/JSON'), 'pass'],
    ['a type with the suffix +json', typed(200, 'application/vnd.parcels.page+json;v=2'), 'pass'],
    ['a web page', typed(200, 'text/html'), 'fail content-type-other'],
    ['a type that only begins with the declared one', typed(200, 'application/jsonp'), 'fail content-type-other'],
    ['no type', typed(200), 'fail content-type-absent'],
    ['two types, one of them undeclared', typed(200, 'application/json', 'text/html'), 'fail content-type-other'],
    ['two types in one field', typed(200, 'application/json, text/html'), 'fail content-type-other'],
    ['a success without a body', { status: 200 }, 'unseen'],
    ['an undocumented status', typed(418, 'text/html'), 'unseen'],
    ['no answer', 'no answer', 'unseen'],
  ])('%s', async ([, reply, verdict]) => {
    expect(stated((await watch(contentTypeDeclared, [read(reply)]))['P-TYPE'])).toBe(verdict);
  });

  test.for<readonly [what: string, reply: Reply, verdict: string]>([
    ['a fault of the declared type', typed(404, 'application/json'), 'pass'],
    ['a fault with the suffix +json', typed(422, 'application/problem+json'), 'pass'],
    ['a fault as text', typed(401, 'text/plain; charset=utf-8'), 'fail content-type-other'],
    ['a fault without a type', typed(409), 'fail content-type-absent'],
    ['a fault without a type and a body', { status: 401 }, 'fail content-type-absent'],
  ])('%s', async ([, reply, verdict]) => {
    for (const operation of ['GET /parcels', null]) {
      expect(stated((await watch(contentTypeDeclared, [read(reply, {}, operation)]))['P-TYPE-FAULT'])).toBe(verdict);
    }
  });

  test('an answer to HEAD has no body to announce', async () => {
    const exchange = read(typed(404), { method: 'HEAD' });
    expect(stated((await watch(contentTypeDeclared, [exchange]))['P-TYPE-FAULT'])).toBe('unseen');
  });
});

describe('an answer from an undocumented address', () => {
  test.for<PlannedRequest['base']>([
    { kind: 'named', name: 'plain' },
    { kind: 'version', segment: 'v999' },
    { kind: 'version', segment: null },
  ])('is not judged by checks of documented answers: %o', async (base) => {
    const exchange = read({ status: 400, text: 'The plain HTTP request was sent to an HTTPS port' }, base ? { base } : {});
    for (const check of [contentTypeDeclared, declaredHeaders, responseBody]) {
      const verdicts = Object.values(await watch(check, [exchange]));
      expect(new Set(verdicts.map(stated)), check.id).toEqual(new Set(['unseen']));
    }
  });

  test('an answer from another environment is not judged', async () => {
    const exchange = read(typed(404), { base: { kind: 'named', name: 'sandbox' } });
    expect(stated((await watch(contentTypeDeclared, [exchange]))['P-TYPE-FAULT'])).toBe('unseen');
  });
});

describe('headers/declared', () => {
  const tooMany = (...headers: readonly HeaderPair[]): Reply => ({ status: 429, headers: [quotaLimit, ...headers], json: {} });

  test.for<readonly [what: string, headers: readonly HeaderPair[], verdict: string]>([
    ['a text', [['Wait-Seconds', '3']], 'pass'],
    [
      'two texts, which are one list',
      [
        ['Wait-Seconds', '3'],
        ['Wait-Seconds', '4'],
      ],
      'pass',
    ],
    ['an empty text', [['Wait-Seconds', '']], 'fail header-minLength'],
  ])('a header without a declared form: %s', async ([, headers, verdict]) => {
    expect(stated((await watch(declaredHeaders, [read(tooMany(...headers))]))['P-WAIT-SENT'])).toBe(verdict);
  });

  test('headers are not required for an ended credential', async () => {
    const { name: key, ...rest } = { name: 'key', kind: 'valid' } as const;
    const without: Reply = { status: 200, json: { result: { list: [], again: false } } };
    for (const name of ['revoked', 'expired'] as const) {
      expect(stated((await watch(declaredHeaders, [read(without, { credential: { ...rest, name } })]))['P-HEADER'])).toBe('unseen');
    }
    expect(stated((await watch(declaredHeaders, [read(without, { credential: { ...rest, name: key } })]))['P-HEADER'])).toBe(
      'fail header-absent',
    );
  });

  test('the finding lists the other wrong values', async () => {
    const values = ['0', '-1', '0', 'x'].map((value) => read({ status: 200, headers: [['Quota-Limit', value]], json: {} }));
    expect((await watch(declaredHeaders, values))['P-HEADER']).toMatchObject({
      breaches: 4,
      finding: { actual: '"0", elsewhere "-1", "x"' },
    });
  });
});
