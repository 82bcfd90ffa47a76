import { expect, test } from 'vitest';
import { judgedThings, type Reply, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const name = { type: 'string' };
const members = { name, motto: { type: 'string', nullable: true, default: null } };

/** Clubs with a motto, which a club may have none of. */
class Clubs extends Things {
  readonly without: unknown;
  constructor(without: unknown) {
    super(members, ['name']);
    this.without = without;
  }
  override isRight(given: Record<string, unknown>, required: readonly string[]): boolean {
    const { motto, ...others } = given;
    return super.isRight(motto === null ? others : given, required);
  }
  override add(given: Record<string, unknown>): Reply {
    return super.add({ ...given, motto: given['motto'] ?? this.without });
  }
  override shown(row: Row): unknown {
    return row;
  }
}

const told = async (without: unknown, motto: object = members.motto): Promise<readonly string[]> => {
  const document = thingsDocument({ name, motto }, { required: ['name'] });
  return (await judgedThings(new Clubs(without), document, ['lifecycle/defaults-shown'])).told;
};

test('an empty text in the place of a default of null is told', async () => {
  expect(await told('')).toEqual(['OAS-22 lifecycle/defaults-shown: default-not-used']);
});

test.each([
  ['null', null, members.motto],
  ['what the service has come to', 'Ad astra', members.motto],
  ['an empty text where an answer cannot show null', '', { type: 'string', default: null }],
])('%s is not', async (_, without, motto) => {
  expect(await told(without, motto)).toEqual([]);
});
