import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { checks } from '../../src/checks/index.ts';
import { loadContract, shippedContracts } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import { requirementsSchema } from '../../src/contract/requirements-schema.ts';
import { checkLedger } from '../../src/plan/check-ledger.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { requirement, writeDocument } from '../contract/support.ts';
import { madeTarget } from '../model/made-target.ts';

const kilns = (ids?: readonly string[]) => ({
  openapi: '3.1.0',
  info: { title: 'Kilns', version: '1' },
  paths: {
    '/kilns': {
      get: {
        ...(ids === undefined ? {} : { 'x-requirement': ids }),
        responses: {
          '200': { description: 'Kilns', content: { 'application/json': { schema: { type: 'array', items: { type: 'object' } } } } },
        },
      },
    },
  },
});

const ids = checks.map(({ id }) => id);

const loaded = async (ledger: unknown, carried?: readonly string[]): Promise<Contract> => {
  const file = writeDocument(kilns(carried));
  writeFileSync(join(dirname(file), 'requirements.yaml'), typeof ledger === 'string' ? ledger : stringify(ledger));
  const contract = await loadContract(file);
  checkLedger(contract, ids);
  return contract;
};

const entry = (id: string, names: readonly string[] = ['schema/response-body'], more = {}) => requirement(id, names, more);

describe('a ledger beside a plain document', () => {
  test('adds to the standard requirements and takes nothing away', async () => {
    const casesOf = (contract: Contract) =>
      makePlan({
        contract,
        target: madeTarget({ name: 'kilns', baseUrl: 'http://127.0.0.1:9', contract: contract.source }),
        checks,
        seed: 1,
      }).cases.map(({ id, requirement: of }) => [id, of]);
    const plain = casesOf(await loadContract(writeDocument(kilns())));
    const more = casesOf(await loaded({ requirements: [entry('KILN-1', ['schema/success-is-json'])] }, ['KILN-1']));
    expect(more).toEqual(expect.arrayContaining(plain));
    expect(more.filter(([, of]) => of === 'KILN-1')).toEqual([['schema/success-is-json@#/paths/~1kilns/get', 'KILN-1']]);
    expect(more).toHaveLength(plain.length + 1);
  });

  test('says alone what holds where it says so', async () => {
    const contract = await loaded({ standard: false, requirements: [entry('KILN-1')] }, ['KILN-1']);
    expect([...contract.requirements.keys()]).toEqual(['KILN-1']);
  });

  test.for<readonly [string, unknown, readonly string[] | undefined, RegExp]>([
    [
      'an unknown member',
      { requirement: [], requirements: [] },
      undefined,
      /requirements\.yaml" at 1:\d+: "requirement" is not known here, did you mean "requirements"\?/,
    ],
    [
      'an unknown member of an entry',
      { requirements: [{ ...entry('KILN-1'), chekcs: [] }] },
      ['KILN-1'],
      /at 16:13: "chekcs" is not known here, did you mean "checks"\?/,
    ],
    [
      'a value that is not known',
      { requirements: [entry('KILN-1', [], { level: 'most' })] },
      undefined,
      /at 5:12, [^ ]+: "level" must be one of must, .*, did you mean "must"\?/,
    ],
    [
      'an unknown check',
      { requirements: [entry('KILN-1', ['schema/response-boddy'])] },
      ['KILN-1'],
      /at 14:9: KILN-1 names the check "schema\/response-boddy", which does not exist, did you mean "schema\/response-body"\?/,
    ],
    [
      'a requirement that no node carries',
      { requirements: [entry('KILN-1')] },
      undefined,
      /at 2:9: KILN-1 is in no x-requirement of the document, so nothing judges it; put it at the node/,
    ],
    [
      'one that a node misspells',
      { requirements: [entry('KILN-1')] },
      ['KLIN-1'],
      /at 2:9: KILN-1 is in no x-requirement .*, did you mean "KLIN-1"\?/,
    ],
    [
      'an id that no requirement has',
      { requirements: [entry('KILN-1')] },
      ['KILN-1', 'KILN-11'],
      /plain\.yaml" at 10:11, #\/paths\/~1kilns\/get\/x-requirement\/1: no requirement has the id KILN-11, did you mean "KILN-1"\?/,
    ],
    [
      'an id of a standard requirement',
      { requirements: [entry('OAS-3')] },
      ['OAS-3'],
      /at 2:9, \/requirements\/0\/id: OAS-3 is a standard requirement, .* "standard: false"/,
    ],
    ['a repeated id', { requirements: [entry('KILN-1'), entry('KILN-1')] }, ['KILN-1'], /at 16:5, [^ ]+: the id KILN-1 is used before/],
    ['a key that is there twice', 'requirements: []\nrequirements: []\n', undefined, /at 2:1: this key is in its mapping twice/],
  ])('is refused for %s, with the position', async ([, ledger, carried, message]) => {
    await expect(loaded(ledger, carried)).rejects.toThrow(message);
  });

  test('may hold requirements that nothing judges', async () => {
    const contract = await loaded({
      requirements: [entry('KILN-1', []), entry('KILN-2', ['schema/response-body'], { level: 'untestable' })],
    });
    expect(contract.ledger?.ids).toEqual(['KILN-1', 'KILN-2']);
  });
});

test('every shipped ledger fits its document, the checks and the schema', async () => {
  const isLedger = new Ajv2020({ strict: false }).compile(requirementsSchema);
  for (const name of shippedContracts()) {
    const contract = await loadContract(name);
    expect(() => checkLedger(contract, ids)).not.toThrow();
    expect(isLedger(parse(readFileSync(contract.ledger?.file ?? '', 'utf8')))).toBe(true);
  }
  expect(isLedger({ requirements: [entry('KILN-1')] })).toBe(true);
  expect(isLedger({ requirements: [{ ...entry('KILN-1'), chekcs: [] }] })).toBe(false);
});
