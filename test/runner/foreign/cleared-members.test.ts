import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, type Reply, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const nullable = { type: 'string', nullable: true };
const asked = { title: { type: 'string' }, note: nullable, room: nullable };

/** Things of which each has to keep its room, once it has one. */
class Housed extends Things {
  readonly clears: boolean;
  constructor(clears: boolean) {
    super(asked, ['title']);
    this.clears = clears;
  }
  override isRight(given: Row, required: readonly string[]): boolean {
    return super.isRight(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)), required);
  }
  override shown(row: Row): unknown {
    return { note: null, room: null, ...row };
  }
  override change(id: string, given: Row): Reply {
    const loses = given['room'] === null && (this.find(id)?.['room'] ?? null) !== null;
    if (loses) return [400];
    const { note, ...others } = given;
    const isKept = note === null && !this.clears;
    return super.change(id, isKept ? { ...others, title: this.find(id)?.['title'] } : given);
  }
}

test.concurrent.for<readonly [boolean, string]>([
  [true, 'pass OAS-24 lifecycle/change-shown'],
  [false, 'OAS-24 lifecycle/change-shown: not-cleared'],
])(
  'what may be cleared is cleared alone, where clearing another member beside it is refused: %s',
  besideOthers(async ([clears, expected]) => {
    const document = thingsDocument(asked, { required: ['title'] });
    const { told, passed } = await judgedThings(new Housed(clears), document, ['lifecycle/change-shown']);
    expect([...told, ...passed.map((one) => `pass ${one}`)]).toEqual([expect.stringContaining(expected)]);
  }),
);

test.concurrent.for<readonly [string, string]>([
  ['A note (null is rejected; leave it out to keep it)', 'none'],
  ['A note, which cannot be null', 'none'],
  ['A note (null removes it)', 'OAS-24 lifecycle/change-shown: not-cleared'],
])(
  'null is sent for no member that is said to refuse it, whatever its schema allows: %s',
  besideOthers(async ([description, expected]) => {
    const members = { title: { type: 'string' }, note: { ...nullable, description } };
    const { told } = await judgedThings(new Housed(false), thingsDocument(members, { required: ['title'] }), ['lifecycle/change-shown']);
    expect(told.length === 0 ? ['none'] : told).toEqual([expect.stringContaining(expected)]);
  }),
);
