import { describe, expect, test } from 'vitest';
import { bodyIsJson } from '../../../src/checks/families/errors/json-body.ts';
import { declaredHeaders } from '../../../src/checks/families/headers/declared.ts';
import { responseBody } from '../../../src/checks/families/schema/response-body.ts';
import type { HeaderPair } from '../../../src/model/exchange.ts';
import type { PlannedRequest } from '../../../src/model/request.ts';
import { exchangeOf, readOf, type Reply } from '../support/exchange.ts';
import { fault, page, quotaLimit } from '../../worlds/parcels/service.ts';
import { watch } from '../support/watch.ts';

const read = (reply: Reply, over: Partial<PlannedRequest> = {}) => exchangeOf(readOf('GET /parcels', over), reply);
const outside = (reply: Reply) => exchangeOf(readOf(null), reply);

describe('schema/response-body', () => {
  const parcel = { number: 'pk-1', label: 'one', phase: 'done' };

  test.for<readonly [what: string, requirement: string, reply: Reply, verdict: string]>([
    ['a page with items', 'P-PAGE', page([parcel], null), 'pass'],
    ['an empty page for a requirement about the page', 'P-PAGE', page([], null), 'pass'],
    ['undocumented members', 'P-PAGE', { status: 200, json: { result: { list: [], again: true, more: 1 }, other: null } }, 'pass'],
    ['a page without its list', 'P-PAGE', { status: 200, json: { result: { again: false } } }, 'fail schema-required'],
    ['a list that is null', 'P-PAGE', { status: 200, json: { result: { list: null, again: false } } }, 'fail schema-type'],
    ['a text in place of true', 'P-PAGE', { status: 200, json: { result: { list: [], again: 'true' } } }, 'fail schema-type'],
    ['a bare list', 'P-PAGE', { status: 200, json: [] }, 'fail schema-type'],
    ['a success that is no JSON', 'P-PAGE', { status: 200, text: '<html>' }, 'fail body-not-json'],
    ['a success without a body', 'P-PAGE', { status: 200 }, 'fail body-not-json'],
    ['a body that cannot be decoded', 'P-PAGE', { status: 200, undecodable: true }, 'unseen'],
    ['another status', 'P-PAGE', fault(400), 'unseen'],
    ['items as documented', 'P-NUMBER', page([parcel], null), 'pass'],
    ['an empty page for a requirement about items', 'P-NUMBER', page([], null), 'unseen'],
    ['an id that is a number', 'P-NUMBER', page([{ ...parcel, number: 1 }], null), 'fail schema-type'],
    ['an item without its id', 'P-NUMBER', page([{ label: 'one' }], null), 'fail schema-required'],
    ['an item whose id is empty', 'P-NUMBER', page([{ ...parcel, number: '' }], null), 'fail schema-minLength'],
    ['an item that the condition is about', 'P-MOVING', page([{ ...parcel, phase: 'moving', van: 'v' }], null), 'pass'],
    ['items that the condition is not about', 'P-MOVING', page([parcel], null), 'unseen'],
    ['an item that breaks the consequence', 'P-MOVING', page([{ ...parcel, phase: 'moving' }], null), 'fail schema-required'],
    ['a fault as documented', 'P-FAULT', fault(400), 'pass'],
    ['a flat fault', 'P-FAULT', { status: 400, json: { code: 400, text: 'Wrong' } }, 'fail schema-required'],
    ['a code that is a text', 'P-FAULT', { status: 422, json: { fault: { code: '422', text: 'Wrong' } } }, 'fail schema-type'],
    ['a fault that is no JSON, which is judged elsewhere', 'P-FAULT', { status: 400, text: '<html>' }, 'unseen'],
    ['a fault with an undocumented status', 'P-FAULT', { status: 418, json: {} }, 'unseen'],
    ['hints as documented', 'P-HINTS', fault(422, ['zone']), 'pass'],
    ['an empty list of hints', 'P-HINTS', fault(422, []), 'inconclusive'],
    ['hints that are null', 'P-HINTS', { status: 422, json: { fault: { code: 422, text: 'Wrong', hints: null } } }, 'inconclusive'],
    ['no hints', 'P-HINTS', fault(400), 'unseen'],
    ['a map of hints', 'P-HINTS', { status: 422, json: { fault: { code: 422, text: 'Wrong', hints: {} } } }, 'fail schema-type'],
    [
      'hints that are texts',
      'P-HINTS',
      { status: 422, json: { fault: { code: 422, text: 'Wrong', hints: ['zone'] } } },
      'fail schema-type',
    ],
    [
      'a hint without its pointer',
      'P-HINTS',
      { status: 422, json: { fault: { code: 422, text: 'Wrong', hints: [{ text: 'a' }] } } },
      'fail schema-required',
    ],
    ['no answer', 'P-PAGE', 'no answer', 'unseen'],
  ])('%s (%s)', async ([, requirement, reply, wanted]) => {
    const verdict = (await watch(responseBody, [read(reply)]))[requirement];
    const shown =
      verdict?.kind === 'fail'
        ? `fail ${verdict.finding.code}`
        : verdict?.kind === 'inconclusive' && verdict.unseen
          ? 'unseen'
          : verdict?.kind;
    expect(shown).toBe(wanted);
  });

  test('a fault outside every operation is judged by the responses that are documented for any of them', async () => {
    const verdicts = await watch(responseBody, [outside({ status: 404, json: {} })]);
    expect(verdicts['P-FAULT']).toMatchObject({ kind: 'fail', finding: { operation: 'outside', where: '#/fault' } });
  });

  test('a breach is counted among all that was judged, and the smallest answer shows it', async () => {
    const long = { number: 1, label: 'a long label that makes the answer longer' };
    const verdicts = await watch(responseBody, [
      exchangeOf(readOf('GET /parcels'), page([parcel], null), { id: 'x1' }),
      exchangeOf(readOf('GET /parcels'), page([long], null), { id: 'x2' }),
      exchangeOf(readOf('GET /parcels'), page([{ number: 2, label: 'b' }], null), { id: 'x3' }),
    ]);
    expect(verdicts['P-NUMBER']).toMatchObject({
      kind: 'fail',
      breaches: 2,
      judged: 3,
      finding: { where: '#/result/list/0/number', expected: 'type string', actual: '2, elsewhere 1', exchanges: ['x3'] },
    });
  });

  test('an answer that announces another media type than JSON is judged where only JSON is documented', async () => {
    const html: Reply = { status: 200, headers: [['Content-Type', 'text/html']], text: '<html>' };
    expect((await watch(responseBody, [read(html)]))['P-PAGE']?.kind).toBe('fail');
  });
});

describe('headers/declared', () => {
  const withHeaders = (...headers: readonly HeaderPair[]): Reply => ({
    status: 200,
    headers,
    json: { result: { list: [], again: false } },
  });
  test.for<readonly [what: string, reply: Reply, verdict: string]>([
    ['a whole number', withHeaders(quotaLimit), 'pass'],
    ['another letter case of the name', withHeaders(['quota-LIMIT', '30']), 'pass'],
    ['the same value twice', withHeaders(quotaLimit, quotaLimit), 'pass'],
    ['two different values', withHeaders(quotaLimit, ['Quota-Limit', '31']), 'fail header-doubled'],
    ['no header', withHeaders(), 'fail header-absent'],
    ['a unit', withHeaders(['Quota-Limit', '30/min']), 'fail header-form'],
    ['a window', withHeaders(['Quota-Limit', '30;w=10']), 'fail header-form'],
    ['an exponent', withHeaders(['Quota-Limit', '6e2']), 'fail header-form'],
    ['a fraction', withHeaders(['Quota-Limit', '30.0']), 'fail header-form'],
    ['a plus sign', withHeaders(['Quota-Limit', '+30']), 'fail header-form'],
    ['an empty value', withHeaders(['Quota-Limit', '']), 'fail header-form'],
    ['a number below the smallest', withHeaders(['Quota-Limit', '0']), 'fail header-minimum'],
    ['a negative number', withHeaders(['Quota-Limit', '-1']), 'fail header-minimum'],
    ['a status without a documented header', fault(400), 'inconclusive'],
    ['no answer', 'no answer', 'inconclusive'],
  ])('%s', async ([, reply, wanted]) => {
    const verdict = (await watch(declaredHeaders, [read(reply)]))['P-HEADER'];
    expect(verdict?.kind === 'fail' ? `fail ${verdict.finding.code}` : verdict?.kind).toBe(wanted);
  });

  test('a success without a valid credential is not judged', async () => {
    const verdicts = await watch(declaredHeaders, [read(withHeaders(), { credential: { kind: 'none' } })]);
    expect(verdicts['P-HEADER']).toMatchObject({ kind: 'inconclusive', unseen: true });
  });

  test('a used up quota is judged with any credential', async () => {
    const tooMany: Reply = { status: 429, headers: [quotaLimit], json: { fault: { code: 429, text: 'Wrong' } } };
    const verdicts = await watch(declaredHeaders, [read(tooMany, { credential: { kind: 'made-up', value: 'x' } })]);
    expect(verdicts['P-WAIT-SENT']).toMatchObject({ kind: 'fail', finding: { code: 'header-absent', where: 'Wait-Seconds' } });
    expect(verdicts['P-HEADER']).toMatchObject({ kind: 'pass', judged: 1 });
  });

  test('one answer counts once for each header', async () => {
    expect((await watch(declaredHeaders, [read(page([], null)), read(page([], null))]))['P-HEADER']).toMatchObject({
      kind: 'pass',
      judged: 2,
    });
  });

  test('a header of another operation is judged too', async () => {
    const verdicts = await watch(declaredHeaders, [exchangeOf(readOf('GET /depots'), { status: 204 })]);
    expect(verdicts['P-HEADER']).toMatchObject({ kind: 'fail', finding: { operation: 'GET /depots' } });
  });
});

describe('errors/body-is-json', () => {
  test.for<readonly [what: string, reply: Reply, verdict: string]>([
    ['a JSON body', fault(404), 'pass'],
    ['any JSON value, because its shape is judged elsewhere', { status: 404, json: 'no' }, 'pass'],
    ['a web page', { status: 404, text: '<html>' }, 'fail error-body-not-json'],
    ['an empty body', { status: 401 }, 'fail error-body-empty'],
    ['plain text from something in front', { status: 429, text: 'slow down' }, 'fail error-body-not-json'],
    ['an undocumented status', { status: 502, text: '<html>' }, 'inconclusive'],
    ['a body that cannot be decoded', { status: 404, undecodable: true }, 'inconclusive'],
    ['a success', { status: 200, text: '<html>' }, 'inconclusive'],
  ])('%s', async ([, reply, wanted]) => {
    for (const exchange of [read(reply), outside(reply)]) {
      const verdict = (await watch(bodyIsJson, [exchange]))['P-JSON'];
      expect(verdict?.kind === 'fail' ? `fail ${verdict.finding.code}` : verdict?.kind).toBe(wanted);
    }
  });
});
