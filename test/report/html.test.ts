import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { areas } from '../../src/model/requirement.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { parcelRecord } from './parcel-record.ts';
import { failedCase, hostile, madeCase, madeRun, type MadeCase, storedExchange } from './support/made-run.ts';
import { pageOf } from './support/page-of.ts';
import { allIn, withClass } from './support/read-html.ts';

/** Every text in a value. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

const unspaced = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();

describe('the page without its script', () => {
  test('has the verdict in words and every finding in lines', () => {
    const { page } = pageOf(madeRun([{ name: 'depot', cases: [failedCase('pagination/maximum-size@#/a', 'PARCEL-1')] }]));
    expect(allIn(page).find(({ name }) => name === 'h1')?.text).toMatch(/✗ FAIL\s+depot: 1 must broken/u);
    const [finding] = withClass(page, 'finding');
    expect(unspaced(finding?.text ?? '')).toContain('PARCEL-1');
    expect(unspaced(finding?.text ?? '')).toContain(
      "GET /parcels at #/data: expected at most 20 items, got 25 items. assay replay reports/r 'pagination/maximum-size@#/a'",
    );
    expect(allIn(page).filter(({ attributes }) => 'hidden' in attributes)).toEqual([]);
  });

  test('puts broken musts first, then warnings', () => {
    const { page } = pageOf(parcelRecord());
    const titles = withClass(page, 'findings-of').map((one) => unspaced(allIn(one).find(({ name }) => name === 'h3')?.text ?? ''));
    expect(titles.map((title) => title.replace(/ \d.*$/u, ''))).toEqual(['Broken requirements', 'Warnings']);
  });

  test('says how many causes and findings it leaves out, and where they are', () => {
    const cases = Array.from({ length: 63 }, (_, at) =>
      failedCase(`pagination/check-${at}@#/a`, `PARCEL-${at}`, { code: `code-${at}`, where: `#/data/${at}` }),
    );
    const { page } = pageOf(madeRun([{ name: 'depot', cases }]));
    expect(withClass(page, 'finding')).toHaveLength(60);
    expect(withClass(page, 'left-out').map(({ text }) => unspaced(text))).toEqual(['3 more causes with 3 findings: reports/r/summary.md']);
  });

  test('says if nothing was judged, if a target was lost, and if a pass proves nothing', () => {
    const text = unspaced(pageOf(parcelRecord()).page.text);
    expect(text).toContain('Cut short: 40 requests were sent');
    expect(text).toContain('assay lost this target, so its result is incomplete: the worker was silent');
    const doubtful = madeRun(
      [{ name: 'depot', cases: [], more: { preflight: { kind: 'ready', answersEverything: true, notes: ['GET /parcels answers 404'] } } }],
      { demo: true },
    );
    const other = unspaced(pageOf(doubtful).page.text);
    for (const piece of ['so nothing counts as passed', 'GET /parcels answers 404', 'This is a demo: it judged the embedded references'])
      expect(other).toContain(piece);
  });

  test('names seed, nonce and the command for any case, and what the run left behind', () => {
    const more = {
      created: [
        { collection: 'parcels', label: 'ct-1' },
        { collection: 'parcels', label: 'ct-2' },
      ],
      undecided: ['P-8', 'P-9'],
    };
    const text = unspaced(pageOf(madeRun([{ name: 'depot', cases: [], more }])).page.text);
    for (const piece of ['seed 7, nonce 1a2b', 'assay replay reports/r CASE', '2 in parcels: ct-1, ct-2', 'P-8, P-9'])
      expect(text).toContain(piece);
  });
});

describe('the policy of the page', () => {
  test('allows only its own style and script, and loads nothing', () => {
    const { text, page } = pageOf(parcelRecord());
    const policy =
      allIn(page).find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')?.attributes['content'] ?? '';
    expect(policy).toMatch(/^default-src 'none';/u);
    for (const { name, attributes, text: content } of allIn(page).filter((one) => one.name === 'style' || one.name === 'script')) {
      if (attributes['type'] === 'application/json') continue;
      expect(policy).toContain(`${name}-src 'sha256-${createHash('sha256').update(content).digest('base64')}'`);
    }
    expect(text).not.toMatch(/<[^>]*\s(?:src|href)="(?!#)/u);
    // A style attribute would need a policy that allows every one.
    expect(text).not.toMatch(/<[^>]*\sstyle="/u);
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
    const { text, model } = pageOf(record, [exchange]);
    for (const character of ['\u202E', '\u202C', '\u0007', '\uD800', '\u2028']) expect(text.includes(character)).toBe(false);
    // Nor can the script make one from the data.
    const texts = textsIn(model);
    for (const character of ['\u202E', '\u202C', '\u0007', '\uD800']) expect(texts.filter((one) => one.includes(character))).toEqual([]);
    expect(texts.join(' ')).toContain('\\u{202e}');
  });

  test('is the same text in the data', () => {
    const { model } = pageOf(record, [exchange]);
    expect(model.findings[0]?.actual).toContain('</script><script>document.title="pwned"</script><!-- <img src=x');
  });
});

describe('the size of the page', () => {
  const big = 'z'.repeat(60_000);
  const failures = (count: number): readonly MadeCase[] =>
    Array.from({ length: count }, (_, at) =>
      failedCase(
        `a/b${at % 30}@#/${at}`,
        `P-${at}`,
        { exchanges: [`x${at * 3}`, `x${at * 3 + 1}`, `x${at * 3 + 2}`], where: `#/data/${at}` },
        { area: areas[at % areas.length] ?? 'errors' },
      ),
    );

  test('stays below 5 MB if every requirement of a contract is broken and every body has the largest size', () => {
    const data = Array.from({ length: 60 }, (_, at) => ({ id: `"${at}"`, name: big.slice(0, 1000) }));
    const exchanges = Array.from({ length: 690 }, (_, at) =>
      storedExchange({ id: `x${at}`, body: { data }, sent: { body: JSON.stringify(data) } }),
    );
    const { text, model } = pageOf(madeRun([{ name: 'depot', cases: failures(230) }]), exchanges);
    expect(Buffer.byteLength(text)).toBeLessThan(5_000_000);
    expect(model.findings.length).toBe(230);
    // Further exchanges of a case are left out before the first one of another.
    expect(model.cases.slice(0, 100).every(({ exchanges: shown }) => shown?.length === 1)).toBe(true);
    expect(model.findings.some(({ unshown }) => unshown.startsWith('x'))).toBe(true);
  });

  test('is small for an empty run and for one that passes', () => {
    const shell = pageOf(madeRun([{ name: 'depot', cases: [] }])).text.length;
    expect(shell).toBeLessThan(110_000);
    const passed = Array.from({ length: 50 }, (_, at) => madeCase(`a/b@#/${at}`, `P-${at}`, { kind: 'pass', judged: 3 }));
    expect(pageOf(madeRun([{ name: 'depot', cases: passed }])).text.length - shell).toBeLessThan(40_000);
  });

  test('is limited by showing only the beginnings of long texts', () => {
    const endless = 'e'.repeat(3_000_000);
    const cases = [
      failedCase('a@#', 'P-1', { expected: endless, actual: endless, where: endless }),
      madeCase('b@#', 'P-2', { kind: 'inconclusive', reason: endless, exchanges: [] }),
      madeCase('c@#', 'P-3', { kind: 'observed', facts: [{ fact: 'f', at: 'outside', value: endless }] }),
    ];
    expect(pageOf(madeRun([{ name: 'depot', cases }])).text.length).toBeLessThan(150_000);
  });
});
