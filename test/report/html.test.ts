import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import type { RunRecord } from '../../src/model/record.ts';
import { areas } from '../../src/model/requirement.ts';
import type { StoredExchange } from '../../src/model/stored-exchange.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { readEvidence } from '../../src/report/evidence.ts';
import { htmlPage } from '../../src/report/html/page.ts';
import { parcelRecord } from './parcel-record.ts';
import { failedCase, folderWith, hostile, madeCase, madeRun, type MadeCase, storedExchange } from './support/made-run.ts';
import { allIn, type HtmlElement, readHtml, withClass } from './support/read-html.ts';

const checks = new Map([
  [
    'pagination/maximum-size',
    { title: 'A page is never larger than the maximum', why: 'Clients reserve room for it.', fix: 'Cut the page.' },
  ],
]);

const pageOf = (record: RunRecord, exchanges: readonly StoredExchange[] = []): { readonly text: string; readonly page: HtmlElement } => {
  const directory = folderWith(exchanges);
  const text = htmlPage({ record, directory: 'reports/r', checks }, readEvidence(record, directory));
  return { text, page: readHtml(text) };
};

type PageData = { readonly format: number; readonly run: string; readonly cases: readonly Readonly<Record<string, unknown>>[] };
const dataOf = (page: HtmlElement): PageData =>
  JSON.parse(allIn(page).find(({ attributes }) => attributes['id'] === 'data')?.text ?? '') as PageData;

const unspaced = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();

describe('the page', () => {
  test('puts broken musts first, then warnings, then failures of assay, then what is open, left out and passed', () => {
    const { page } = pageOf(parcelRecord());
    const titles = allIn(page)
      .filter(({ name }) => name === 'h3')
      .map(({ text }) => unspaced(text).replace(/^\W+/u, '').replace(/ \d+$/u, ''));
    expect(titles).toEqual([
      'Broken requirements',
      'Warnings',
      'Broken in assay itself',
      'Inconclusive',
      'Skipped',
      'Facts observed',
      'Observed',
      'Passed',
      'Created and not removed by this run',
      'Not decided by any check',
      'Broken in assay itself',
      'Not decided by any check',
    ]);
  });

  test('reads like the golden file', async () => {
    const { text } = pageOf(
      madeRun([{ name: 'depot', cases: [failedCase('a/b@#/c', 'P-1'), madeCase('d/e@#/f', 'P-2', { kind: 'pass', judged: 2 })] }]),
      [storedExchange({ body: { data: [{ id: 'p1' }] } })],
    );
    await expect(text.slice(text.indexOf('<main'), text.indexOf('<script'))).toMatchFileSnapshot('golden/results.txt');
  });

  test('shows each case once, with its index in the data', () => {
    const record = parcelRecord();
    const { page } = pageOf(record);
    const rows = allIn(page).filter(({ name, attributes }) => attributes['data-n'] !== undefined && name !== 'tr');
    const { cases } = dataOf(page);
    expect(rows.map(({ attributes }) => Number(attributes['data-n'])).toSorted((a, b) => a - b)).toEqual([...cases.keys()]);
    expect(cases.length).toBe(record.targets.flatMap((target) => target.cases).length);
    for (const { attributes } of rows) {
      const one = cases[Number(attributes['data-n'])];
      expect(attributes['id']).toBe(`case:${String(one?.['target'])}:${String(one?.['id'])}`);
    }
  });

  test('shows for a failure its requirement, source, expected and actual value, how often, and how to replay it', () => {
    const { page } = pageOf(madeRun([{ name: 'depot', cases: [failedCase('pagination/maximum-size@#/a', 'PARCEL-1')] }]), [
      storedExchange({ body: { data: [1] } }),
    ]);
    const [finding] = withClass(page, 'finding');
    const text = unspaced(finding?.text ?? '');
    for (const piece of [
      'PARCEL-1 A list has at most 20 parcels',
      'must, stated in Parcel Service, “Lists”, lines 10-12',
      'Where GET /parcels at #/data',
      'Expected at most 20 items',
      'Actual 25 items',
      'How often 1 of 3 times',
      "Replay assay replay reports/r 'pagination/maximum-size@#/a'",
      'Exchange x1',
      'curl -sS -i --http1.1 --path-as-is -g http://127.0.0.1:4010/v1/parcels',
    ]) {
      expect(text).toContain(piece);
    }
    const [cause] = withClass(page, 'cause');
    expect(unspaced(cause?.text ?? '')).toContain(
      'A page is never larger than the maximum 1 case pagination/maximum-size, page-too-long Clients reserve room for it. To fix it: Cut the page.',
    );
  });

  test('groups failures by cause: the same check and the same code', () => {
    const cases = [
      failedCase('a/one@#/1', 'P-1', { code: 'x', exchanges: ['x1'] }),
      failedCase('a/one@#/2', 'P-2', { code: 'y', exchanges: ['x2'] }),
      failedCase('a/one@#/3', 'P-3', { code: 'x', exchanges: ['x3'] }),
      failedCase('b/two@#/4', 'P-4', { code: 'x', exchanges: ['x4'] }),
      failedCase('a/one@#/5', 'P-5', { code: 'x', exchanges: ['x5'] }, { level: 'should' }),
    ];
    const { page } = pageOf(madeRun([{ name: 'depot', cases }]));
    const groups = withClass(page, 'cause').map((cause) => withClass(cause, 'finding').map((finding) => withClass(finding, 'id')[0]?.text));
    expect(groups).toEqual([['P-1', 'P-3'], ['P-2'], ['P-4'], ['P-5']]);
  });

  test('shows equal reasons once, with all their cases', () => {
    const open: Verdict = { kind: 'inconclusive', reason: 'a page was answered with 429', exchanges: ['x5'] };
    const left: Verdict = { kind: 'skipped', because: 'not-allowed', reason: 'needs the permission "flood"' };
    const cases = [madeCase('a@#', 'P-1', open), madeCase('b@#', 'P-2', left), madeCase('c@#', 'P-3', open), madeCase('d@#', 'P-4', left)];
    const { page } = pageOf(madeRun([{ name: 'depot', cases }]), [storedExchange({ id: 'x5', status: 429 })]);
    const groups = withClass(page, 'group').map((group) => [
      unspaced(allIn(group).find(({ name }) => name === 'h4')?.text ?? ''),
      withClass(group, 'id').map(({ text }) => text),
    ]);
    expect(groups).toEqual([
      ['a page was answered with 429 2', ['P-1', 'P-3']],
      ['not-allowed: needs the permission "flood" 2', ['P-2', 'P-4']],
    ]);
    expect(withClass(page, 'exchange').length).toBe(1);
  });

  test('shows facts, what is left, what was not tried, and how many requirements are undecided', () => {
    const cases = [
      madeCase(
        'a@#',
        'P-1',
        { kind: 'observed', facts: [{ fact: 'order', at: 'GET /parcels', value: { by: ['/id'] } }] },
        { level: 'observe' },
      ),
      madeCase('b@#', 'P-2', {
        kind: 'pass',
        judged: 1,
        untried: ['POST /parcels: needs the permission "mutation"'],
        facts: [{ fact: 'size', at: 'outside', value: 20 }],
      }),
    ];
    const more = {
      created: [
        { collection: 'parcels', label: 'ct-1' },
        { collection: 'parcels', label: 'ct-2' },
      ],
      undecided: ['P-8', 'P-9'],
    };
    const text = unspaced(pageOf(madeRun([{ name: 'depot', cases, more }])).page.text);
    for (const piece of [
      'order GET /parcels {"by":["/id"]} P-1',
      'size outside 20 P-2',
      'not tried: POST /parcels: needs the permission "mutation"',
      '2 in parcels: ct-1, ct-2',
      'Not decided by any check 2',
      'P-8, P-9',
    ])
      expect(text).toContain(piece);
  });

  test('names seed, nonce and the command for any case', () => {
    const text = unspaced(pageOf(madeRun([{ name: 'depot', cases: [] }])).page.text);
    expect(text).toContain('Seed, nonce 7, 1a2b');
    expect(text).toContain('assay replay reports/r CASE');
  });

  test('says if nothing was judged, if a target was lost, and if a pass proves nothing', () => {
    const record = parcelRecord();
    const text = unspaced(pageOf(record).page.text);
    expect(text).toContain('Cut short: 40 requests were sent');
    expect(text).toContain('assay lost this target, so its result is incomplete: the worker was silent');
    const doubtful = madeRun(
      [{ name: 'depot', cases: [], more: { preflight: { kind: 'ready', answersEverything: true, notes: ['GET /parcels answers 404'] } } }],
      { demo: true },
    );
    const other = unspaced(pageOf(doubtful).page.text);
    expect(other).toContain('so nothing counts as passed');
    expect(other).toContain('GET /parcels answers 404');
    expect(other).toContain('This is a demo: it judged the embedded references');
  });

  test('is complete without its script: only the filters are hidden', () => {
    const { page } = pageOf(parcelRecord());
    expect(
      allIn(page)
        .filter(({ attributes }) => 'hidden' in attributes)
        .map(({ attributes }) => attributes['id']),
    ).toEqual(['filters']);
  });

  test('allows only its own style and script, and loads nothing', () => {
    const { text, page } = pageOf(parcelRecord());
    const policy =
      allIn(page).find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')?.attributes['content'] ?? '';
    expect(policy).toMatch(/^default-src 'none';/u);
    for (const { name, attributes, text: content } of allIn(page).filter(
      (element) => element.name === 'style' || element.name === 'script',
    )) {
      if (attributes['type'] === 'application/json') continue;
      expect(policy).toContain(`${name}-src 'sha256-${createHash('sha256').update(content).digest('base64')}'`);
    }
    expect(text).not.toMatch(/\b(?:src|href)="(?!#)/u);
  });
});

describe('an exchange on the page', () => {
  const shown = (exchange: StoredExchange, where: string, actual = 'anything'): HtmlElement => {
    const { page } = pageOf(madeRun([{ name: 'depot', cases: [failedCase('a@#', 'P-1', { where, actual })] }]), [exchange]);
    return withClass(page, 'exchange')[0] ?? page;
  };
  const marks = (element: HtmlElement): string[] =>
    allIn(element)
      .filter(({ name }) => name === 'mark')
      .map(({ text }) => text);
  const body = {
    data: [
      { id: 'p1', 'a/b': 1 },
      { id: 'p2', 'a/b': 'two' },
    ],
    error: { code: '404' },
  };

  for (const [where, actual, marked] of [
    ['#/data/1/a~1b', '"two"', ['"a/b": "two"']],
    ['#/data/0', 'x', ['{', '"id": "p1",', '"a/b": 1', '},']],
    ['#/data/1/weight', 'no such member', ['"weight" is missing']],
    ['$response.body#/error/code', '"404"', ['"code": "404"']],
    ['item 1 /id', '"p2"', ['"id": "p2",']],
    ['item 7 /id', 'x', []],
    ['/id', 'the same id twice', []],
    ['/error/code', 'x', ['"code": "404"']],
    ['credential-invalid', 'status 500, and 500 again', ['200']],
    ['Content-Type', 'x', ['Content-Type: application/json']],
    ['X-RateLimit-Reset', 'no such header', ['X-RateLimit-Reset was not sent']],
    ['$response.header.Retry-After', 'nothing', ['Retry-After was not sent']],
    ['status', 'status 200', ['200']],
    ['credential', 'status 200', ['authorization: Bearer [secret]', '200']],
    ['query limit', '25 items', ['GET /v1/parcels']],
    ['request body /name', 'status 200', ['200']],
    ['page 2', 'x', []],
    ['a walk of 5 pages', 'x', []],
  ] as const) {
    test(`marks what "${where}" is about`, () => {
      const request = where.startsWith('request body') ? { body: '{"plan":"x"}' } : {};
      const found = marks(shown(storedExchange({ body, sent: request }), where, actual));
      expect(found).toEqual(where.startsWith('request body') ? ['"name" is missing', ...marked] : marked);
    });
  }

  test('marks nothing in the further exchanges of a finding', () => {
    const cases = [failedCase('a@#', 'P-1', { where: '#/data', actual: 'status 200', exchanges: ['x1', 'x2'] })];
    const { page } = pageOf(madeRun([{ name: 'depot', cases }]), [storedExchange({ body }), storedExchange({ id: 'x2', body: {} })]);
    expect(withClass(page, 'exchange').map((exchange) => marks(exchange).length > 0)).toEqual([true, false]);
  });

  test('says that a credential or a body is missing if the finding is about that', () => {
    expect(marks(shown(storedExchange({ sent: { headers: [] } }), 'credential', 'status 200'))).toEqual([
      'Authorization was not sent',
      '200',
    ]);
    expect(marks(shown(storedExchange({ sent: { body: null } }), 'request body', 'status 201'))).toContain('No body.');
    expect(marks(shown(storedExchange(), '#', 'an empty body'))).toEqual(['No body.']);
  });

  test('never says that something is missing if only the beginning of a body was stored', () => {
    const exchange = storedExchange({ body });
    const cut = { ...exchange, reply: { ...exchange.reply, truncated: true } } as StoredExchange;
    expect(marks(shown(cut, '#/later'))).toEqual([]);
    expect(unspaced(shown(cut, '#/later').text)).toContain('Only the beginning of this body');
  });

  test('shows the beginning of a long body and the lines around a mark', () => {
    const data = Array.from({ length: 500 }, (_, id) => ({ id, name: 'x'.repeat(2000) }));
    const text = shown(storedExchange({ body: { data } }), '#/data/400/id').text;
    expect(text).toContain('"id": 400');
    expect(text).toContain('more lines');
    expect(text).toContain('more characters');
    expect(text).not.toContain('"id": 200');
  });

  test('says why there was no answer', () => {
    const gone = { ...storedExchange(), reply: { kind: 'no-answer', failure: 'reset', message: 'the connection was reset' } } as const;
    expect(unspaced(shown(gone, 'status', 'no answer').text)).toContain('No answer 13 ms reset: the connection was reset');
  });

  test('shows a body that is not JSON, not text or empty as such', () => {
    expect(unspaced(shown(storedExchange({ text: '<html>\nteapot' }), 'x').text)).toContain('<html> teapot Not JSON: not JSON');
    expect(unspaced(shown(storedExchange({ text: null }), 'x').text)).toContain('that are not UTF-8 text');
    expect(unspaced(shown(storedExchange(), 'x').text)).toContain('No body.');
  });
});

describe('what a server sends', () => {
  const finding = { code: 'x', operation: hostile, where: `#/${hostile}`, expected: hostile, actual: hostile };
  const verdicts: readonly Verdict[] = [
    { kind: 'inconclusive', reason: hostile, exchanges: ['x1'] },
    { kind: 'skipped', because: 'unsupported', reason: hostile },
    { kind: 'broken', error: hostile },
    { kind: 'observed', facts: [{ fact: hostile, at: hostile, value: { [hostile]: hostile } }] },
    { kind: 'pass', judged: 1, untried: [hostile] },
  ];
  const record = madeRun([
    {
      name: 'depot',
      cases: [
        failedCase(`a@#/${hostile}`, 'P-0', finding, { title: hostile }),
        ...verdicts.map((verdict, at) => madeCase(`b${at}@#/${hostile}`, `P-${at + 1}`, verdict, { title: hostile })),
      ],
      more: {
        created: [{ collection: hostile, label: hostile }],
        title: hostile,
        preflight: { kind: 'ready', answersEverything: false, notes: [hostile] },
      },
    },
  ]);
  const exchange = storedExchange({
    body: { [hostile]: hostile },
    headers: [[hostile, hostile]],
    sent: { target: hostile, body: hostile, headers: [['X-Sent', hostile]] },
  });

  test('is text and never markup, in every part of the page', () => {
    const { page, text } = pageOf(record, [exchange]);
    expect(allIn(page).filter(({ name }) => name === 'script').length).toBe(2);
    expect(allIn(page).filter(({ name }) => name === 'img')).toEqual([]);
    expect(
      allIn(page)
        .flatMap(({ attributes }) => Object.keys(attributes))
        .filter((name) => name.startsWith('on')),
    ).toEqual([]);
    expect(text.match(/<\/script/gu)?.length).toBe(2);
    expect(page.text).toContain('</script><script>document.title="pwned"</script>');
  });

  test('shows no invisible characters, bells, or characters that reverse the direction of reading', () => {
    const { text } = pageOf(record, [exchange]);
    for (const character of ['\u202E', '\u202C', '\u0007', '\uD800']) expect(text.includes(character)).toBe(false);
    expect(text).toContain('\\u{202e}');
    expect(text).toContain('\\u{d800}');
  });

  test('is complete in the data', () => {
    const { page } = pageOf(record, [exchange]);
    expect(dataOf(page).cases.map((one) => one['id'])).toEqual(record.targets[0]?.cases.map(({ id }) => id));
  });
});

describe('the size of the page', () => {
  const big = 'z'.repeat(60_000);
  const failures = (count: number): readonly MadeCase[] =>
    Array.from({ length: count }, (_, at) =>
      failedCase(
        `a/b${at % 30}@#/${at}`,
        `P-${at}`,
        { exchanges: [`x${at * 3}`, `x${at * 3 + 1}`, `x${at * 3 + 2}`] },
        { area: areas[at % areas.length] ?? 'errors' },
      ),
    );

  test('stays below 5 MB if every requirement of a contract is broken and every body has the largest size', () => {
    const data = Array.from({ length: 60 }, (_, at) => ({ id: `"${at}"`, name: big.slice(0, 1000) }));
    const exchanges = Array.from({ length: 690 }, (_, at) =>
      storedExchange({ id: `x${at}`, body: { data }, sent: { body: JSON.stringify(data) } }),
    );
    const { text, page } = pageOf(madeRun([{ name: 'depot', cases: failures(230) }]), exchanges);
    expect(Buffer.byteLength(text)).toBeLessThan(5_000_000);
    expect(withClass(page, 'finding').length).toBe(230);
    expect(page.text).toContain('in the folder exchanges of the run: x');
    // Further exchanges of a case are left out before the first one of another.
    const findings = withClass(page, 'finding');
    expect(findings.slice(0, 100).every((finding) => withClass(finding, 'exchange').length > 0)).toBe(true);
  });

  test('is small for an empty run and for one that passes', () => {
    expect(pageOf(madeRun([{ name: 'depot', cases: [] }])).text.length).toBeLessThan(20_000);
    const passed = Array.from({ length: 50 }, (_, at) => madeCase(`a/b@#/${at}`, `P-${at}`, { kind: 'pass', judged: 3 }));
    expect(pageOf(madeRun([{ name: 'depot', cases: passed }])).text.length).toBeLessThan(60_000);
  });

  test('is limited by showing only the beginnings of long texts', () => {
    const endless = 'e'.repeat(3_000_000);
    const cases = [
      failedCase('a@#', 'P-1', { expected: endless, actual: endless, where: endless }),
      madeCase('b@#', 'P-2', { kind: 'inconclusive', reason: endless, exchanges: [] }),
      madeCase('c@#', 'P-3', { kind: 'observed', facts: [{ fact: 'f', at: 'outside', value: endless }] }),
    ];
    expect(pageOf(madeRun([{ name: 'depot', cases }])).text.length).toBeLessThan(50_000);
  });
});
