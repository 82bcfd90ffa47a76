import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { isObject } from '../../../src/contract/pointer.ts';
import { checksums } from '../../../src/generators/checksums.ts';
import { judgedThings, type Reply, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const members = {
  ean: { type: 'string', example: '4006381333931' },
  keeper: {
    type: 'object',
    properties: { mail: { type: 'string' } },
    example: { mail: 'anne@museum.example' },
  },
  tone: { type: 'string', enum: ['low', 'high'] },
};

const membersOf = (unique: 'ean' | 'keeper') => ({ [unique]: members[unique], tone: members.tone });

/** Bells, each with a number of its own, as the description of the answer to a conflict does not say. */
const documentOf = (unique: 'ean' | 'keeper'): object => {
  const usual = thingsDocument(membersOf(unique), { required: [unique] }) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  };
  const creation = usual.paths['/things']?.['post'] as { readonly responses: object };
  const item = usual.paths['/things/{id}'];
  const change = item?.['patch'] as { readonly responses: object };
  const conflict = { '409': { description: 'Not possible at present' } };
  return {
    ...usual,
    paths: {
      ...usual.paths,
      '/things/{id}': { ...item, patch: { ...change, responses: { ...change.responses, ...conflict } } },
      '/things': { ...usual.paths['/things'], post: { ...creation, responses: { ...creation.responses, ...conflict } } },
    },
  };
};

const gtin = checksums.find(({ name }) => name === 'GTIN-13');

/** What a service says of a number that another bell has. */
const answers: Readonly<Record<string, unknown>> = {
  'by a field': { code: 'duplicate', message: 'In use', field: 'ean' },
  'by a pointer': { title: 'Conflict', errors: [{ pointer: '/ean', detail: 'is taken' }] },
  'in words': { error: 'There is another bell with this EAN' },
  'not at all': { error: 'Conflict' },
};

class Bells extends Things {
  readonly unique: 'ean' | 'keeper';
  readonly conflict: unknown;
  readonly broken: boolean;
  refused = 0;
  constructor(unique: 'ean' | 'keeper', conflict: unknown, broken: boolean) {
    super(membersOf(unique), [unique]);
    this.unique = unique;
    this.conflict = conflict;
    this.broken = broken;
    this.rows.push({ id: 'thing-0-b7f3', [unique]: members[unique].example, tone: 'low' });
  }
  private check(given: Record<string, unknown>, but?: string): Reply | undefined {
    const { ean } = given;
    if (typeof ean === 'string' && (!/^\d{13}$/u.test(ean) || gtin?.corrected(ean) !== ean)) return [400, { error: 'Wrong check digit' }];
    const own = JSON.stringify(given[this.unique]);
    const isTaken = own !== undefined && this.rows.some((one) => JSON.stringify(one[this.unique]) === own && one['id'] !== but);
    if (isTaken) this.refused += 1;
    return isTaken ? [409, this.conflict] : undefined;
  }
  override isRight(given: Record<string, unknown>, required: readonly string[]): boolean {
    const { keeper } = given;
    const isKeeper = isObject(keeper) && ['string', 'undefined'].includes(typeof keeper['mail']);
    return super.isRight(given, required) && (keeper === undefined || isKeeper);
  }
  override add(given: Record<string, unknown>): Reply {
    return (this.isRight(given, this.required) ? this.check(given) : undefined) ?? super.add(given);
  }
  override change(id: string, given: Record<string, unknown>): Reply {
    return (this.find(id) && this.isRight(given, []) ? this.check(given, id) : undefined) ?? super.change(id, given);
  }
  override shown(row: Row): unknown {
    return this.broken && row['tone'] === 'high' ? { ...row, tone: 'low' } : row;
  }
}

const shown = ['lifecycle/sent-is-shown', 'lifecycle/removed-is-gone'];

test.each(Object.keys(answers))(
  'what is in conflict for a printed number is created with others, where the answer names it %s',
  async (way) => {
    const bells = new Bells('ean', answers[way], false);
    const { told, passed } = await judgedThings(bells, documentOf('ean'));
    expect(told).toEqual([]);
    expect(passed.map((one) => one.split(' ')[1])).toEqual(expect.arrayContaining(shown));
    // Later bodies have numbers of their own from the beginning.
    expect(bells.refused).toBeLessThan(12);
  },
);

test.each([false, true])(
  'an address within a member is made own as well, once it is in conflict; a mistake behind it is told: %s',
  async (broken) => {
    const bells = new Bells('keeper', answers['not at all'], broken);
    const { told, passed } = await judgedThings(bells, documentOf('keeper'));
    const mistakes = told.map((one) => one.split(' ')[1]);
    expect(broken ? mistakes : []).toEqual(mistakes);
    expect(mistakes.includes('lifecycle/sent-is-shown:')).toBe(broken);
    expect(passed.map((one) => one.split(' ')[1])).toEqual(expect.arrayContaining(shown.slice(1)));
    expect(bells.refused).toBeLessThan(12);
  },
);

test('a mistake of what is created with a number of its own is told', async () => {
  const { told } = await judgedThings(new Bells('ean', answers['by a field'], true), documentOf('ean'));
  expect(told.map((one) => one.split(' ')[1])).toContain('lifecycle/sent-is-shown:');
});
