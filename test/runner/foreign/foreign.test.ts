import { describe, expect, test } from 'vitest';
import { checks } from '../../../src/checks/index.ts';
import { loadContract } from '../../../src/contract/load.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import type { Target } from '../../../src/model/target.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { runPlan } from '../../../src/runner/engine/run-plan.ts';
import { badge, startTools, toolDocument, writeToolDocument, type Slip } from '../../worlds/old-dialect.ts';
import { madeTarget } from '../../model/made-target.ts';
import { seed } from '../../seed.ts';

const judge = async (url: string, allow: Target['allow'] = []): Promise<Extract<RunEvent, { type: 'verdict' }>[]> => {
  const file = writeToolDocument();
  const contract = await loadContract(file);
  const target = madeTarget({
    name: 'tools',
    contract: file,
    baseUrl: url,
    allow,
  });
  const plan = makePlan({ contract, target, checks, seed });
  const events: RunEvent[] = [];
  await runPlan(
    { contract, plan, target, secrets: { key: badge }, options: { seed, nonce: 'n', concurrency: 2 } },
    (event) => events.push(event),
    new AbortController().signal,
  );
  return events.filter((event) => event.type === 'verdict');
};

const failed = (verdicts: Awaited<ReturnType<typeof judge>>): string[] =>
  verdicts.flatMap(({ case: one, verdict }) =>
    verdict.kind === 'fail' ? [`${one.requirement} ${verdict.finding.operation} ${verdict.finding.code}`] : [],
  );

describe('a document of another API', () => {
  test('is judged by what any OpenAPI document requires, and a service that keeps it has no finding', async () => {
    const { url, asked } = await startTools();
    const verdicts = await judge(url);
    expect(failed(verdicts)).toEqual([]);
    expect(verdicts.filter(({ verdict }) => verdict.kind === 'broken')).toEqual([]);
    const passed = new Set(verdicts.filter(({ verdict }) => verdict.kind === 'pass').map(({ case: { requirement } }) => requirement));
    const stated = [
      'CONV-106',
      'CONV-126',
      'CONV-17-INFERRED',
      'CONV-65',
      'CONV-66',
      'CONV-74',
      'OAS-1',
      'OAS-15',
      'OAS-2',
      'OAS-3',
      'OAS-34',
      'OAS-35',
      'OAS-38',
      'OAS-4',
      'OAS-5',
      'OAS-52',
      'OAS-53',
      'OAS-8',
      'OAS-9',
    ];
    expect([...passed].filter((id) => !id.startsWith('HTTP-')).sort()).toEqual(stated);
    expect(passed).toContain('HTTP-5');
    expect(asked).toContain('GET /api/tools?shelf=3');
    // Both are safe.
    expect(asked.filter((line) => !/^(?:GET|HEAD) /u.test(line))).toEqual([]);
  });

  test.each<[Slip, string]>([
    ['undocumented-status', 'OAS-1 GET /status status-undeclared'],
    ['other-media-type', 'OAS-2 GET /tools media-type-undeclared'],
    ['zero-weight', 'OAS-3 GET /tools schema-exclusiveMinimum'],
    ['lent-to-nobody-is-absent', 'OAS-3 GET /tools schema-required'],
    ['count-missing', 'OAS-4 GET /tools header-absent'],
    ['count-worded', 'OAS-4 GET /tools header-form'],
    ['failure', 'OAS-5 GET /status server-failure'],
  ])('with the slip %s fails %s and nothing else', async (slip, expected) => {
    const { url } = await startTools(slip);
    expect(failed(await judge(url))).toEqual([expected]);
  });

  test('has its unsafe operations called only where that is allowed', async () => {
    const { url, asked } = await startTools();
    expect(failed(await judge(url, ['mutation']))).toEqual([]);
    // Nothing in the document removes a tool that was donated.
    expect(asked.filter((line) => !/^(?:GET|HEAD|OPTIONS|PROPFIND) /u.test(line))).toEqual([]);
    expect(failed(await judge(url, ['mutation', 'permanent']))).toEqual([]);
    expect(asked).toContain('POST /api/tools');
  });

  test('of version 3.0 has the same meaning in 3.1, and its reference targets keep their pointers', async () => {
    const { document, credentialPlacement } = await loadContract(writeToolDocument());
    const { Tool, Shelf } = (document as typeof toolDocument).components.schemas;
    expect(Tool.properties).toEqual({
      title: { type: 'string' },
      weight: { type: 'number', exclusiveMinimum: 0 },
      lentTo: { type: ['string', 'null'] },
      kind: { type: ['string', 'null'], enum: ['hand', 'power', null] },
    });
    expect(Shelf.properties.tools.items).toEqual({ $ref: '#/components/schemas/Tool' });
    expect(credentialPlacement).toEqual({ kind: 'header', name: 'X-Badge' });
  });
});
