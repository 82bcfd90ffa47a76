import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { checkedLine } from '../../../src/model/checked-line.ts';
import type { StoredExchange } from '../../../src/model/stored-exchange.ts';
import { gatherBehaviour } from '../../../src/policy/compare/behaviour/gather-behaviour.ts';
import { compareRuns, type Comparison } from '../../../src/policy/compare/comparison.ts';
import { comparePage } from '../../../src/report/compare/compare-page.ts';
import type { CompareCell, CompareModel } from '../../../src/report/compare/compare-model.ts';
import { readCompared } from '../../../src/report/compare/compared-exchanges.ts';
import { modelOfComparison } from '../../../src/report/compare/model-of-comparison.ts';
import { stateOver } from '../../../src/report/compare/row-standing.ts';
import { failedCase, folder, hostile, madeCase, madeRun, storedExchange } from '../support/made-run.ts';
import { allIn, readHtml } from '../support/read-html.ts';

const passed = madeCase('a/1@#', 'P-1', { kind: 'pass', judged: 1 });
const failed = failedCase('a/1@#', 'P-1', { actual: hostile, exchanges: ['x9'] });
const observed = madeCase('a/2@#', 'P-2', { kind: 'observed', facts: [{ fact: hostile, at: hostile, value: { [hostile]: hostile } }] });

/** Two runs of one contract, each in a folder with its exchanges. */
const compared = (): { readonly comparison: Comparison; readonly directories: readonly string[] } => {
  const runs = [passed, failed].map((one, at) => {
    const exchanges: readonly StoredExchange[] = [
      storedExchange({ id: 'x1', case: 'a/1@#', request: { operation: 'POST /parcels' } }),
      storedExchange({
        id: 'x9',
        case: 'a/1@#',
        body: { [hostile]: hostile },
        status: at === 0 ? 200 : 500,
        headers: [[hostile, hostile]],
      }),
      storedExchange({ id: 'x3', case: 'other' }),
      storedExchange({ id: 'x9', target: 'elsewhere' }),
    ];
    const directory = folder();
    mkdirSync(join(directory, 'exchanges'));
    writeFileSync(join(directory, 'exchanges', '1.jsonl'), exchanges.map((exchange) => `${checkedLine(exchange)}\n`).join(''));
    const gathered = gatherBehaviour(undefined);
    for (const exchange of exchanges) gathered.add(exchange);
    const record = madeRun([{ name: 'depot', cases: [one, observed] }], { run: `run-${at}` });
    return { directory, compared: { record, behaviour: new Map([['depot', { cells: gathered.cells(), contract: 'gone' as const }]]) } };
  });
  return { comparison: compareRuns(runs.map((one) => one.compared)), directories: runs.map(({ directory }) => directory) };
};

const inputOf = ({ comparison, directories }: ReturnType<typeof compared>) => ({
  comparison,
  checks: new Map(),
  facts: {},
  pages: ['run-0/index.html', undefined],
  exchanges: readCompared(comparison, directories),
});

const cellsOf = ({ sections }: CompareModel, key: string): readonly CompareCell[] => {
  const row = sections.flatMap(({ rows }) => rows).find((one) => one.key === key);
  if (row === undefined) throw new Error(`there is no row ${key}`);
  return row.cells;
};

describe('the model of a comparison', () => {
  test('has the exchange of a finding, and beside it one that was sent for the same case at the same operation', () => {
    const model = modelOfComparison(inputOf(compared()));
    const shown = cellsOf(model, 'requirement/P-1').map(({ bases }) => model.exchanges[bases[0]?.exchange ?? -1]);
    expect(shown.map((exchange) => [exchange?.id, exchange?.response?.head])).toEqual([
      ['x9', '200'],
      ['x9', '500'],
    ]);
  });

  test('has the sentence of each document, and the place of the case on the page of its run, where there is one', () => {
    const model = modelOfComparison(inputOf(compared()));
    const [one, other] = cellsOf(model, 'requirement/P-1').map(({ bases }) => bases[0]);
    expect(model.sentences[one?.sentence ?? -1]).toEqual({
      id: 'P-1',
      title: 'A list has at most 20 parcels',
      level: 'must',
      source: 'stated in Parcel Service, “Lists”, lines 10-12',
    });
    expect(one?.case).toEqual({ id: 'a/1@#', href: 'run-0/index.html#case%3Adepot%3Aa%2F1%40%23' });
    expect(other?.case).toEqual({ id: 'a/1@#' });
  });

  test('says in which state each row is as the comparison does, over all columns', () => {
    const { sections } = modelOfComparison(inputOf(compared()));
    const rows = sections.flatMap((section) => section.rows);
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter(({ state, cells }) => stateOver(cells) !== state)).toEqual([]);
  });

  test('keeps subjects in one order, and says shortly where nothing is known', () => {
    const model = modelOfComparison(inputOf(compared()));
    expect(model.sections.map(({ title }) => title).slice(0, 4)).toEqual([
      'Requirements: pagination',
      'Credentials that should be refused',
      'What does not exist',
      'Faulty bodies',
    ]);
    expect(cellsOf(model, 'behaviour/mistake.body-empty')[0]).toMatchObject({
      standing: 'unknown',
      lines: ['not known'],
      why: 'not known: the exchanges of this run were not read',
    });
  });

  test('stays small, and shows bodies in part, where exchanges are large', () => {
    const { comparison, directories } = compared();
    const large = storedExchange({ id: 'x9', case: 'a/1@#', body: Array.from({ length: 9000 }, (_, id) => ({ id })) });
    const exchanges = readCompared(comparison, directories).map(({ byCase }) => ({ byId: new Map([['x9', large]]), byCase }));
    const model = modelOfComparison({ ...inputOf({ comparison, directories }), exchanges });
    const shown = model.exchanges.find(({ id, response }) => id === 'x9' && response?.body.lines !== undefined);
    expect(shown?.response?.body.notes.at(-1)).toContain('it is in the folder exchanges of the run');
    expect(JSON.stringify(model).length).toBeLessThan(200_000);
  });
});

describe('the page of a comparison', () => {
  test('allows only its own style and script, and loads nothing', () => {
    const text = comparePage(inputOf(compared()));
    const page = readHtml(text);
    const policy =
      allIn(page).find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')?.attributes['content'] ?? '';
    expect(policy).toMatch(/^default-src 'none';/u);
    for (const { name, attributes, text: content } of allIn(page).filter((one) => one.name === 'style' || one.name === 'script')) {
      if (attributes['type'] === 'application/json') continue;
      expect(policy).toContain(`${name}-src 'sha256-${createHash('sha256').update(content).digest('base64')}'`);
    }
    // A style attribute would need a policy that allows every one.
    expect(text).not.toMatch(/<[^>]*\sstyle="/u);
  });

  test('stays below 5 MB with 10,000 cases of each of three targets', () => {
    const cases = Array.from({ length: 10_000 }, (_, at) =>
      at % 10 === 0
        ? failedCase(`a/${at % 7}@#/${at}`, `P-${at % 150}`, { actual: 'far too long '.repeat(20) })
        : madeCase(`a/${at % 7}@#/${at}`, `P-${at % 150}`, { kind: 'pass', judged: 3 }),
    );
    const comparison = compareRuns([{ record: madeRun(['a', 'b', 'c'].map((name) => ({ name, cases }))) }]);
    const text = comparePage({ comparison, checks: new Map(), facts: {}, pages: ['r/index.html', 'r/index.html', 'r/index.html'] });
    expect(text.length).toBeLessThan(5_000_000);
  });

  test('has what a server sent as text, never as markup, and without invisible characters', () => {
    const text = comparePage(inputOf(compared()));
    const page = readHtml(text);
    expect(allIn(page).filter(({ name }) => name === 'script').length).toBe(2);
    expect(allIn(page).filter(({ name }) => name === 'img')).toEqual([]);
    expect(text.match(/<\/script/gu)?.length).toBe(2);
    for (const character of ['\u202E', '\u202C', '\u0007', '\uD800', '\u2028']) expect(text.includes(character)).toBe(false);
    expect(page.text).toContain('</script><script>document.title="pwned"</script>');
  });
});
