import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { uuidFor } from '../../src/generators/fresh-name.ts';
import { lookalikeId } from '../../src/generators/lookalike-id.ts';
import { madeUpId, unknownLike } from '../../src/generators/unknown-id.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import type { Operation, Parameter } from '../../src/contract/model.ts';
import { crates, making, operationCalled } from './support.ts';

describe('a valid request', () => {
  test('gives each required parameter a value and leaves the others out', async () => {
    const made = validRequest(await operationCalled('lookIntoCrate'), {
      ...(await making({ fixtures: { yard: 'north' } })),
      pathValues: { crate: 'cr 1' },
    });
    expect(made).toEqual({
      kind: 'request',
      request: {
        operation: 'GET /crates/{crate}',
        method: 'GET',
        path: '/crates/{crate}',
        pathValues: { crate: 'cr 1' },
        query: [['by', 'hand']],
        headers: [['X-Yard', 'north']],
        credential: { kind: 'valid', name: 'key' },
        faults: [],
      },
    });
  });

  test('never guesses a path parameter', async () => {
    const made = validRequest(await operationCalled('lookIntoCrate'), await making({ fixtures: { yard: 'north' } }));
    expect(made).toMatchObject({ kind: 'missing', prerequisites: [{ kind: 'config', path: '/values/GET ~1crates~1{crate}/crate' }] });
    const values = { 'GET /crates/{crate}': { crate: 'cr-7' } };
    const given = validRequest(await operationCalled('lookIntoCrate'), await making({ fixtures: { yard: 'north' }, values }));
    expect(given).toMatchObject({ kind: 'request', request: { pathValues: { crate: 'cr-7' } } });
  });

  test('takes a decided body instead of making one', async () => {
    const made = validRequest(await operationCalled('packCrate'), { ...(await making()), body: { kind: 'json', value: {} } });
    expect(made).toMatchObject({ kind: 'request', request: { body: { kind: 'json', value: {} } } });
  });

  test('sends no credential where none is required', async () => {
    const made = validRequest(await operationCalled('lookAtShelf'), { ...(await making()), pathValues: { shelf: '4' } });
    expect(made).toMatchObject({ kind: 'request', request: { credential: { kind: 'none' } } });
  });
});

const digitsFrom = (numbers: readonly number[]) => (_label: string, count: number) =>
  Array.from({ length: count }, (_, n) => ((numbers[n % numbers.length] ?? 0) % 16).toString(16)).join('');

const shapeOf = (text: string): string =>
  text.replaceAll(/[a-f]/g, 'h').replaceAll(/[A-F]/g, 'H').replaceAll(/\d/g, '0').replaceAll(/[g-z]/g, 'x').replaceAll(/[G-Z]/g, 'X');

/** Letters beyond f may become any letter. */
const fits = (made: string, id: string): boolean =>
  made.length === id.length &&
  Array.from(made).every((character, n) => {
    const [is, was] = [shapeOf(character), shapeOf(id[n] ?? '')];
    return is === was || (was === 'x' && is === 'h') || (was === 'X' && is === 'H');
  });

describe('an unknown id in the form of a known one', () => {
  const digits = digitsFrom([171, 5, 88, 240, 17, 99]);

  test.for<readonly [string, string, RegExp | undefined]>([
    ['keeps what a long one begins with', 'proj_5d09e1', /^proj_\d[a-f]\d\d[a-f]\d$/],
    ['is longer after the prefix of a short one', 'prj_77c', /^prj_[0-9a-f]{12}$/],
    ['is a longer number after the prefix of a short one', 'key-31', /^key-[1-9]\d{11}$/],
    ['is a large number for a small one', '42', /^1\d{9}$/],
    ['is a number of the same length for a large one', '482913370012', /^482913\d{6}$/],
    ['keeps the separators', '0b1c2d3e-0000-4000-8000-0a1b2c3d4e5f', /^0b1c2d3e-0000-4000-8000-0a1b2c(\d[a-f]){3}$/],
    ['is not made for a short name', 'main', undefined],
  ])('%s', ([, id, form]) => {
    const made = unknownLike(id, digits);
    if (form === undefined) expect(made).toBeUndefined();
    else expect(made).toMatch(form);
    expect(made).not.toBe(id);
  });
});

describe('an id that looks like another one', () => {
  const ids = fc.stringMatching(/^[a-zA-Z_-]{0,6}[0-9a-zA-Z]{6,12}$/);
  const draws = fc.array(fc.nat(255), { minLength: 3, maxLength: 24 });

  test('keeps length and kinds of characters, and differs', () => {
    fc.assert(
      fc.property(ids, draws, (id, numbers) => {
        const made = lookalikeId(id, digitsFrom(numbers));
        if (made === undefined) return;
        expect(fits(made, id), `${made} for ${id}`).toBe(true);
        expect(made).not.toBe(id);
      }),
    );
  });

  test('changes nothing before the last six letters and digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z_]{1,8}$/), fc.stringMatching(/^[0-9a-f]{6}$/), draws, (prefix, tail, numbers) => {
        expect(lookalikeId(`${prefix}${tail}`, digitsFrom(numbers))?.startsWith(prefix) ?? true).toBe(true);
      }),
    );
  });

  test('is the same for the same digits', () => {
    expect(lookalikeId('inst-00ff00', digitsFrom([1, 2, 3]))).toBe(lookalikeId('inst-00ff00', digitsFrom([1, 2, 3])));
  });

  test('is not made of a short one, because the result may exist', () => {
    expect(lookalikeId('42', digitsFrom([1, 2, 3]))).toBeUndefined();
    expect(lookalikeId('a-b-c', digitsFrom([1, 2, 3]))).toBeUndefined();
  });

  test('is not a shorter number than the other', () => {
    expect(lookalikeId('123456', digitsFrom([0]))).toMatch(/^[1-9]\d{5}$/);
  });

  test('skips what is neither letter nor digit', () => {
    expect(lookalikeId('ab-12-cd-34', digitsFrom([5, 9]))).toMatch(/^ab-\d\d-[a-f]{2}-\d\d$/);
  });
});

describe('a made-up id', () => {
  const first = (operation: Operation): Parameter => {
    const [parameter] = operation.parameters;
    if (!parameter) throw new Error('no parameter');
    return parameter;
  };

  test('has the shape of one that the document prints where links take it from', async () => {
    const operation = await operationCalled('repackCrate');
    const id = madeUpId(await crates(), operation, first(operation), digitsFrom([3, 8, 1]), 'ct-new');
    expect(id).toMatch(/^cr_0a1b[0-9a-f]{6}$/);
    expect(id).not.toBe('cr_0a1b2c3d4e');
  });

  test('is a large number where a number is required', async () => {
    const operation = await operationCalled('lookAtShelf');
    expect(madeUpId(await crates(), operation, first(operation), digitsFrom([7]), 'ct-new')).toMatch(/^1\d{9}$/);
  });

  test('is of its own shape where nothing is printed', async () => {
    const operation = await operationCalled('lookIntoCrate');
    const crate = operation.parameters.find(({ name }) => name === 'crate');
    if (!crate) throw new Error('no parameter');
    expect(madeUpId(await crates(), operation, crate, digitsFrom([11]), 'ct-new')).toBe('ct-bbbbbbbbbb');
  });

  test('is a UUID where one is required: what is none may be refused as malformed', async () => {
    const operation = await operationCalled('lookIntoCrate');
    const crate = { ...first(operation), schema: { type: 'string', format: 'uuid' } };
    const contract = { ...(await crates()), operations: [] };
    const id = madeUpId(contract, { ...operation, parameters: [crate] }, crate, digitsFrom([11]), 'ct-new');
    expect(id).toBe(uuidFor('ct-new'));
  });
});
