import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { allRequests } from '../../src/model/exchange-reader.ts';
import { readRecord } from '../../src/model/record.ts';
import { token } from './fixtures/server.ts';
import { type InnerRun, runProject, type Told } from './project.ts';

type AllureStep = {
  readonly name: string;
  readonly steps?: readonly AllureStep[];
  readonly attachments?: readonly { readonly source: string }[];
};
type AllureTest = AllureStep & {
  readonly status: string;
  readonly description: string;
  readonly historyId: string;
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  readonly links: readonly { readonly url: string; readonly type?: string }[];
  readonly parameters: readonly { readonly name: string; readonly value: string; readonly excluded?: boolean }[];
};

const casesOf = ({ out }: InnerRun) => readRecord(join(out, 'run.jsonl')).targets.flatMap(({ cases }) => cases);

const named = ({ tests }: InnerRun, part: string): readonly Told[] => tests.filter(({ name }) => name.includes(part));

const allureOf = ({ allure }: InnerRun): readonly AllureTest[] =>
  readdirSync(allure)
    .filter((file) => file.endsWith('-result.json'))
    .map((file) => JSON.parse(readFileSync(join(allure, file), 'utf8')) as AllureTest);

const attachmentsIn = ({ attachments = [], steps = [] }: AllureStep): readonly string[] => [
  ...attachments.map(({ source }) => source),
  ...steps.flatMap(attachmentsIn),
];

describe('the cases of a contract as tests', () => {
  test('are one each; a broken must fails, and what was not judged is skipped with its reason and never passes', async () => {
    const inner = await runProject();
    const cases = casesOf(inner);
    expect(inner.errors).toEqual([]);
    expect(cases.length).toBeGreaterThan(20);
    expect(inner.tests.length).toBe(cases.length + 1);
    const byCase = new Map(inner.tests.flatMap((one) => (one.meta.assay === undefined ? [] : [[one.meta.assay.case, one]])));
    expect([...byCase.keys()].toSorted()).toEqual(cases.map(({ id }) => id).toSorted());

    const states = { pass: 'passed', fail: 'failed', inconclusive: 'skipped', skipped: 'skipped', observed: 'skipped' };
    for (const one of byCase.values()) {
      const { outcome, level } = one.meta.assay ?? {};
      const expected = outcome === 'fail' && level !== 'must' ? 'skipped' : states[outcome as keyof typeof states];
      expect([one.name, one.state]).toEqual([one.name, expected]);
      if (one.state === 'skipped') expect(one.words).toMatch(/^(?:inconclusive|observed|warning, a broken should|[a-z-]+): ./u);
    }
    const failed = inner.tests.filter(({ state }) => state === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    const [first] = failed;
    expect(first?.name).toMatch(/^conformance > depot > schema > OAS-/u);
    expect(first?.words).toMatch(/^GET \/parcels at .*: expected .*, got /u);
    expect(first?.words).toMatch(/\ndocument: .*parcels\.yaml:\d+:\d+ #/u);
    expect(first?.words).toMatch(/\nreplay: +assay replay /u);
    expect(first?.stack).toMatch(/parcels\.contract\.ts/u);
    expect(named(inner, 'the run as a whole').map(({ state }) => state)).toEqual(['passed']);

    const results = allureOf(inner);
    expect(results.length).toBe(inner.tests.length);
    const shown = results.find(({ status, labels }) => status === 'failed' && labels.some(({ value }) => value === 'depot'));
    expect(shown?.name).toMatch(/^OAS-\d+ /u);
    const labels = new Map(shown?.labels.map(({ name, value }) => [name, value]));
    expect(labels.get('epic')).toBe('depot');
    expect(labels.get('feature')).toBe('schema');
    expect(labels.get('story')).toMatch(/^OAS-/u);
    expect(labels.get('severity')).toBe('critical');
    expect(shown?.labels.filter(({ name }) => name === 'suite').map(({ value }) => value)).toEqual(['depot']);
    expect(shown?.parameters.find(({ name }) => name === 'operation')?.value).toBe('GET /parcels');
    expect(shown?.parameters.find(({ name }) => name === 'base URL')?.excluded).toBe(true);
    expect(shown?.links.map(({ url, type }) => [url, type])).toEqual([[`https://wiki.example/depot/${labels.get('story')}`, 'tms']]);
    expect(shown?.steps?.map(({ name }) => name).join('\n')).toMatch(/GET \/parcels[\s\S]*verdict: GET \/parcels at /u);
    const attached = shown === undefined ? [] : attachmentsIn(shown);
    expect(attached.length).toBeGreaterThanOrEqual(2);
    const texts = attached.map((source) => readFileSync(join(inner.allure, source), 'utf8'));
    expect(texts.join('\n')).toContain('authorization: Bearer [secret]');
    for (const file of readdirSync(inner.allure)) expect(readFileSync(join(inner.allure, file), 'utf8')).not.toContain(token);
    const skippedOne = results.find(({ status, description }) => status === 'skipped' && description.includes('not-allowed: '));
    expect(skippedOne?.description).toMatch(/^not-allowed: /u);
    expect(new Set(results.map(({ historyId }) => historyId)).size).toBe(results.length);
  });

  test('are restricted by a filter, and so is what is sent, but for what judges the requests of others', async () => {
    const inner = await runProject({ testNamePattern: 'GET /crates' });
    const ran = inner.tests.filter(({ meta }) => meta.assay !== undefined);
    expect(ran.filter(({ state }) => state === 'passed').length).toBeGreaterThan(3);
    expect(ran.filter(({ name, state }) => !name.includes('GET /crates') || state === 'failed')).toEqual([]);
    const record = readRecord(join(inner.out, 'run.jsonl'));
    expect(record.header.options).toMatchObject({ part: true });
    const sent = [...allRequests(inner.out)].filter((one) => one.case !== undefined).map(({ sent: { target } }) => target.split('?')[0]);
    expect(new Set(sent)).toEqual(new Set(['/crates']));
    expect(allureOf(inner).length).toBe(ran.length);
  });

  test('fail as a whole where the server is down, and pass nowhere', async () => {
    const inner = await runProject({ varied: { isDown: true } });
    expect(inner.tests.filter(({ state }) => state === 'passed')).toEqual([]);
    expect(named(inner, 'the run as a whole').map(({ state, words }) => [state, words])).toEqual([
      ['failed', expect.stringMatching(/^Nothing was judged: .*127\.0\.0\.1/u)],
    ]);
  });

  test('do not exist where the options cannot be used: the file fails with the message of the command line', async () => {
    const { tests, errors } = await runProject({ varied: { unknownKey: true } });
    expect(tests).toEqual([]);
    expect(errors.join('\n')).toMatch(/Cannot read config "given in code" at \/targets\/depot\/colour: "colour" is not a known key/u);
  });

  test('are cancelled with the run of Vitest, and the record is complete', async () => {
    // The target is slow, so that the run is still under way when a busy machine comes to cancel it.
    const varied = { delayMs: 25_000 };
    const inner = await runProject({ varied, onBegun: (vitest) => void vitest.cancelCurrentRun('keyboard-input') });
    expect(inner.tests.filter(({ state }) => state === 'passed').length).toBeLessThan(inner.tests.length / 2);
    const { footer } = readRecord(join(inner.out, 'run.jsonl'));
    expect(footer.targets.map(({ ended }) => ended.kind)).toEqual(['stopped']);
  });
});
