import { expect, test } from 'vitest';
import { responseBody } from '../../../src/checks/families/schema/response-body.ts';
import { declaredHeaders } from '../../../src/checks/families/headers/declared.ts';
import type { Observation } from '../../../src/checks/kit/define.ts';
import { observationFold } from '../../../src/checks/kit/observation-fold.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { ownerOf } from '../../../src/contract/owner.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { answered, requirement, writeContract } from '../../contract/support.ts';

const documentWith = (members: Readonly<Record<string, unknown>>, header: Readonly<Record<string, unknown>> = { type: 'string' }) => ({
  openapi: '3.0.3',
  info: { title: 'Kites', version: '1' },
  paths: {
    '/kites': {
      get: {
        'x-requirement': ['P-1'],
        responses: {
          200: {
            description: 'A kite.',
            headers: { 'Kite-Line': { required: true, schema: header } },
            content: { 'application/json': { schema: { type: 'object', required: ['name'], properties: members } } },
          },
        },
      },
    },
  },
});

const verdictOn = async (check: Observation, document: unknown, bodies: readonly unknown[]): Promise<Verdict> => {
  const contract = await loadContract(writeContract(document, [requirement('P-1', [check.id])]));
  const locations = check.locations(contract).filter((location) => ownerOf(contract, check, location) !== undefined);
  const fold = observationFold(check, contract, locations);
  let state = fold.init();
  for (const body of bodies) {
    const exchange = answered(
      200,
      body,
      [
        ['Content-Type', 'application/json'],
        ['Kite-Line', 'silk'],
      ],
      'GET /kites',
    );
    for (const seen of check.observe(exchange, contract)) state = fold.step(state, seen, exchange);
  }
  return fold.conclude(fold.merge(state, fold.init()));
};

const foreign = { name: { type: 'string', maxLength: 20, pattern: '^(?i)[a-z]+$' }, tail: { type: 'number' } };

test('a pattern that is not understood judges nothing, is named by the case, and the rest of the answer is judged', async () => {
  const passed = await verdictOn(responseBody, documentWith(foreign), [{ name: 'KITE', tail: 1 }]);
  expect(passed).toMatchObject({ kind: 'pass' });
  expect(passed.kind === 'pass' && passed.untried?.join()).toContain(
    '/properties/name (pattern): "^(?i)[a-z]+$" is not a regular expression',
  );
  expect(await verdictOn(responseBody, documentWith(foreign), [{ name: 'KITE', tail: 'long' }])).toMatchObject({
    kind: 'fail',
    finding: { where: '#/tail' },
  });
});

test('a value that could not be matched in time is neither a fail nor a pass', async () => {
  const slow = { name: { type: 'string', pattern: '^(d+)+$' } };
  const endless = `${'d'.repeat(50_000)}!`;
  const verdict = await verdictOn(responseBody, documentWith(slow), [{ name: 'ddd' }, { name: endless }]);
  expect(verdict).toMatchObject({ kind: 'inconclusive' });
  expect(verdict.kind === 'inconclusive' && verdict.reason).toContain('#/name: a text of 50001 characters takes too long');
  expect(await verdictOn(responseBody, documentWith(slow), [{ name: endless }, { name: 'x' }])).toMatchObject({ kind: 'fail' });
});

test('where nothing is understood, the reason states it', async () => {
  const verdict = await verdictOn(declaredHeaders, documentWith({}, { pattern: '(?P<a>x)' }), [{ name: 'a' }]);
  expect(verdict).toMatchObject({
    kind: 'pass',
    untried: [expect.stringContaining('Kite-Line: #/paths/~1kites/get/responses/200/headers')],
  });
});
