import { describe, expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { bodyWith } from '../../src/generators/body-with.ts';
import { minimalBody } from '../../src/generators/minimal-body.ts';
import type { Making } from '../../src/generators/member-value.ts';
import { targetOf } from '../checks/support/fake-session.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const text = { type: 'string', minLength: 1, maxLength: 60 };

/** The creation of a driver whose text says what the number is made of. */
const drivers = async (description: string, pattern = '^[A-Z9]{5}[0-9]{6}[A-Z]{2}$') => {
  const properties = { family_name: text, born_on: { type: 'string', format: 'date' }, licence_number: { type: 'string', pattern } };
  const schema = { type: 'object', required: Object.keys(properties), properties };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Drivers', version: '1' },
      paths: {
        '/drivers': {
          post: {
            description,
            requestBody: { required: true, content: { 'application/json': { schema } } },
            responses: { 201: { description: 'Made' }, 422: { description: 'Not valid' } },
          },
        },
      },
    }),
  );
  const [create] = contract.operations;
  if (!create) throw new Error('no operation');
  const making: Making = { contract, target: targetOf({}), fresh: (name) => `ct-${name}` };
  return { create, making };
};

const told =
  'The licence number is built from five characters for the family name (filled up with `9`), then the birth date as `YYMMDD`, then two letters.';

type Driver = { readonly family_name: string; readonly born_on: string; readonly licence_number: string };

/** The number without what nothing decides. */
const numberOf = (made: ReturnType<typeof minimalBody>): string =>
  made.kind === 'body' ? (made.value as Driver).licence_number.slice(0, 11) : made.kind;

describe('a text that is made of other members', () => {
  test('is so in a made-up body', async () => {
    const { create, making } = await drivers(told);
    const made = minimalBody(create, making);
    const { family_name: name, born_on: born } = (made.kind === 'body' ? made.value : {}) as Driver;
    const letters = name
      .replaceAll(/[^a-z]/giu, '')
      .toUpperCase()
      .slice(0, 5)
      .padEnd(5, '9');
    expect(numberOf(made)).toBe(`${letters}${born.slice(2).replaceAll('-', '')}`);
  });

  test('follows the members that a check sets', async () => {
    const { create, making } = await drivers(told);
    const settings = [
      { member: 'family_name', value: 'Ó Fá' },
      { member: 'born_on', value: '1984-02-29' },
    ];
    expect(numberOf(bodyWith(create, making, settings))).toBe('F9999840229');
  });

  test('stays as a check sets it', async () => {
    const { create, making } = await drivers(told);
    expect(numberOf(bodyWith(create, making, [{ member: 'licence_number', value: 'AAAAA000000AA' }]))).toBe('AAAAA000000');
  });

  test('is drawn from its schema where that has another length than its parts', async () => {
    const { create, making } = await drivers(told, '^[A-Z9]{5}[0-9]{8}$');
    const made = minimalBody(create, making);
    expect(made.kind === 'body' && (made.value as Driver).licence_number).toMatch(/^[A-Z9]{5}[0-9]{8}$/u);
  });
});
