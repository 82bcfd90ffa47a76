import { expect, test } from 'vitest';
import { judgedThings, type Reply, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const members = {
  feed: { type: 'string', example: 'https://reader.example/feeds/birds' },
  tone: { type: 'string', enum: ['low', 'high'] },
};

const usual = thingsDocument(members, { required: ['feed'] }) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
};
const creation = usual.paths['/things']?.['post'] as { readonly responses: object };
const item = usual.paths['/things/{id}'];
const change = item?.['patch'] as { readonly responses: object };
const taken = { description: 'The feed has a bell already' };
const document = {
  ...usual,
  paths: {
    ...usual.paths,
    '/things/{id}': { ...item, patch: { ...change, responses: { ...change.responses, '409': taken } } },
    '/things': {
      ...usual.paths['/things'],
      post: { ...creation, responses: { ...creation.responses, '409': taken } },
    },
  },
};

/** Bells that ring for a feed: each feed has one, and the feed that the document prints has it already. */
class Bells extends Things {
  readonly broken: boolean;
  constructor(broken: boolean) {
    super(members, ['feed']);
    this.broken = broken;
    this.rows.push({ id: 'thing-0-b7f3', feed: members.feed.example, tone: 'low' });
  }
  override add(given: Record<string, unknown>): Reply {
    return this.isRight(given, this.required) && this.isTaken(given) ? [409] : super.add(given);
  }
  override change(id: string, given: Record<string, unknown>): Reply {
    return this.find(id) && this.isRight(given, []) && this.isTaken(given, id) ? [409] : super.change(id, given);
  }
  private isTaken({ feed }: Record<string, unknown>, but?: string): boolean {
    return this.rows.some((one) => one['feed'] === feed && one['id'] !== but);
  }
  override shown(row: Row): unknown {
    return this.broken && row['tone'] === 'high' ? { ...row, tone: 'low' } : row;
  }
}

const shown = ['lifecycle/sent-is-shown', 'lifecycle/removed-is-gone'];

test('what is in conflict for the printed address is created with another one, and judged', async () => {
  const { told, passed } = await judgedThings(new Bells(false), document);
  expect(told).toEqual([]);
  expect(passed.map((one) => one.split(' ')[1])).toEqual(expect.arrayContaining(shown));
});

test('a mistake of what is created so is told', async () => {
  const { told } = await judgedThings(new Bells(true), document);
  expect(told.map((one) => one.split(' ')[1])).toContain('body/documented-value-kept:');
});
