import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, type Reply, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const checks = ['lifecycle/refused-in-state', 'lifecycle/leads-to-state', 'lifecycle/moments-with-states', 'lifecycle/state-chosen'];
const text = { type: 'string' };
const states = ['pending', 'approved', 'active', 'closed'];
const status = { type: 'string', enum: states };
const later = { type: 'string', format: 'date-time', nullable: true, readOnly: true };

type Way = {
  readonly words?: { readonly patch?: string; readonly remove?: string; readonly tag?: string; readonly conflict?: string };
  readonly act?: (row: Row, action: string) => number;
  readonly mayChange?: (row: Row) => boolean;
  readonly mayGo?: (row: Row) => boolean;
  /** What a removal does to a thing, which stays, and the status of its answer. */
  readonly putAway?: (row: Row) => number;
  readonly actions?: Readonly<Record<string, string>>;
  /** Does nothing remove or change a thing but its actions, so that a run creates few of them. */
  readonly isLasting?: boolean;
};

/** Things with a state that a change can set, which do what their texts say but for what a test gives. */
class Kept extends Things {
  readonly way: Way;
  constructor(way: Way) {
    super({ title: text, status });
    this.way = way;
  }
  override add(given: Record<string, unknown>): Reply {
    return super.add({ status: 'pending', ...given });
  }
  override shown(row: Row): unknown {
    return { closedAt: null, ...row };
  }
  override change(id: string, given: Record<string, unknown>): Reply {
    const found = this.find(id);
    if (found && this.isRight(given, []) && this.way.mayChange?.(found) === false) return [409];
    return super.change(id, given);
  }
  override remove(id: string): Reply {
    const found = this.find(id);
    if (found && this.way.putAway) return [this.way.putAway(found)];
    return found && this.way.mayGo?.(found) === false ? [409] : super.remove(id);
  }
  override act(id: string, action: string): Reply {
    const found = this.find(id);
    if (!found || this.way.actions?.[action] === undefined) return [404];
    const answer = this.way.act?.(found, action) ?? 404;
    return answer === 200 ? [200, this.shown(found)] : [answer];
  }
}

/** An action that makes a thing active. */
const activated = (row: Row): number => {
  row['status'] = 'active';
  return 200;
};

const judged = async (way: Way) => {
  const actions = Object.fromEntries(Object.entries(way.actions ?? {}).map(([name, description]) => [name, { description }]));
  const document = thingsDocument({ title: text, status }, { shown: { closedAt: later }, actions });
  const written = structuredClone(document) as {
    tags?: readonly object[];
    paths: Record<string, Record<string, { description?: string; responses: object; tags?: readonly string[] }>>;
  };
  if (way.words?.tag !== undefined) {
    written.tags = [{ name: 'things', description: way.words.tag }];
    for (const operation of Object.values(written.paths).flatMap((one) => Object.values(one)))
      if ('responses' in operation) operation.tags = ['things'];
  }
  const item = written.paths['/things/{id}'];
  if (way.isLasting && item) {
    delete item['patch'];
    delete item['delete'];
  }
  for (const [method, description] of [['patch', way.words?.patch] as const, ['delete', way.words?.remove] as const]) {
    const operation = item?.[method];
    if (!operation || description === undefined) continue;
    operation.description = description;
    operation.responses = { ...operation.responses, 409: { description: way.words?.conflict ?? 'Conflict' } };
  }
  return (await judgedThings(new Kept(way), written, checks)).failed.map(({ finding: { code, expected } }) => `${code}: ${expected}`);
};

const arrows = `A thing moves like this:

- \`pending\` → \`approved\`, with the approve call, once somebody looked;
- \`approved\` → \`active\`;
- \`pending\` or \`active\` → \`closed\`;
- \`closed\` → back to whichever it was, with the reopen call.

There is no other way. A call that asks for a move not on this list is answered with 409.`;
const table = `A thing moves like this and in no other way:

| Action | from | to | sets |
|---|---|---|---|
| (create) | | \`pending\` | \`createdAt\` |
| \`approve\` | \`pending\` | \`approved\` | |
| \`activate\` | \`approved\` | \`active\` | |
| \`close\` | \`pending\`, \`active\` | \`closed\` | \`closedAt\` |
| \`reopen\` | \`closed\` | \`active\` | |

Anything else is a 409.`;
const list = `A thing is \`pending\` first. From there:

* **approve**: from \`pending\` to \`approved\`
* **activate**: from \`approved\` to \`active\`; it is \`closed\` when the season is over
* **close**: from \`pending\` or \`active\` to \`closed\`,
  which takes it off the map
* **reopen**: from any status but \`pending\`, \`approved\` and \`active\`; the thing becomes \`active\` again

Anything else is answered with \`409\` and leaves the thing alone.`;
const moving = { approve: 'Approves a thing.', activate: 'Takes it up.', close: 'Ends it.', reopen: 'Takes it up again.' };
const ways: Readonly<Record<string, readonly [from: readonly string[], to: string]>> = {
  approve: [['pending'], 'approved'],
  activate: [['approved'], 'active'],
  close: [['pending', 'active'], 'closed'],
  reopen: [['closed'], 'active'],
};
const isClosed = (row: Row): boolean => row['status'] === 'closed';
const set = (row: Row, to: string): number => {
  row['status'] = to;
  if (to === 'closed') row['closedAt'] = '2026-01-02T03:04:05Z';
  return 200;
};
const patch = 'A closed thing can no longer be changed, and is answered with 409.';
const remove = 'Only closed things can be deleted; any other status is answered with 409.';
const first = 'An active thing has to be closed first, otherwise 409.';
const isActive = (row: Row): boolean => row['status'] === 'active';
const rename = 'For pending, approved and active things (`409` if closed).';
const toPending = 'Works as long as the thing is pending, afterwards 409.';
const butActive = 'Possible in every status but `active`.';
const gone = 'Pending and closed things can be deleted. Anything that is under way stays, hence 409.';
const isPending = (row: Row): boolean => row['status'] === 'pending';
const close = { close: 'Closes a thing. A thing that is closed already is refused with 409.' };

/** Does what the arrows show, and what a test adds. */
const byArrows = (row: Row, action: string, more: readonly string[] = []): number => {
  const [from = [], to = ''] = ways[action] ?? [];
  return from.includes(String(row['status'])) || more.includes(`${String(row['status'])} ${action}`) ? set(row, to) : 409;
};

test.concurrent.for<readonly [string, Way]>([
  ['moves as the arrows of its section show', { words: { tag: arrows }, actions: moving, act: byArrows }],
  [
    'closes again what is closed, which is no move',
    { words: { tag: arrows }, actions: moving, act: (row, action) => byArrows(row, action, ['closed close']) },
  ],
  [
    'moves otherwise, where the arrows of its section are examples',
    {
      words: { tag: arrows.replace(/There is no other way.*$/su, '') },
      actions: moving,
      act: (row, action) => byArrows(row, action, ['approved close', 'pending activate']),
    },
  ],
  ['moves as the list of its section says', { words: { tag: list }, actions: moving, act: byArrows }],
  [
    'moves otherwise, where the list of its section says nothing of other ways',
    {
      words: { tag: list.replace(/Anything else.*$/su, '') },
      actions: moving,
      act: (row, action) => byArrows(row, action, ['approved close', 'pending activate']),
    },
  ],
  [
    'closes what is approved, where the item of the list has words that are not understood',
    {
      words: { tag: list.replace('from `pending` or `active` to', 'from `pending`, `active` or what nobody looks after to') },
      actions: moving,
      act: (row, action) => byArrows(row, action, ['approved close']),
    },
  ],
  [
    'closes what is approved, where the item of the list says so behind a semicolon',
    {
      words: { tag: list.replace('which takes it off the map', 'which takes it off the map; admins also from `approved`') },
      actions: moving,
      act: (row, action) => byArrows(row, action, ['approved close']),
    },
  ],
  ['moves as the table of its section shows', { words: { tag: table }, actions: moving, act: byArrows }],
  [
    'moves otherwise, where the table of its section shows some ways',
    {
      words: { tag: table.replace(' and in no other way', '').replace('Anything else is a 409.', 'These are the usual ways.') },
      actions: moving,
      act: (row, action) => byArrows(row, action, ['approved close', 'pending activate']),
    },
  ],
  [
    'moves otherwise, where the table of its section has a row that is not understood',
    {
      words: { tag: table.replace('`pending`, `active`', '`pending`, `overdue`') },
      actions: moving,
      act: (row, action) => byArrows(row, action, ['approved close']),
    },
  ],
  [
    'activates what is pending, where another row says so',
    {
      words: { tag: table.replace('| `reopen`', '| `activate` | `pending` | `active` | |\n| `reopen`') },
      actions: moving,
      act: (row, action) => byArrows(row, action, ['pending activate']),
    },
  ],
  ['keeps what is closed as it is', { words: { patch }, mayChange: (row) => !isClosed(row) }],
  ['removes what is closed alone', { words: { remove }, mayGo: isClosed }],
  ['removes all but what is active', { words: { remove: first }, mayGo: (row) => !isActive(row) }],
  ['removes what is closed alone, in few words', { words: { remove: 'Closed things only (`409`).' }, mayGo: isClosed }],
  ['changes what is not yet closed', { words: { patch: rename }, mayChange: (row) => !isClosed(row) }],
  ['changes what is pending, and nothing after that', { words: { patch: toPending }, mayChange: isPending }],
  ['changes all but what is active', { words: { patch: butActive }, mayChange: (row) => !isActive(row) }],
  [
    'removes what is pending or closed, as a list of both says',
    { words: { remove: gone }, mayGo: (row) => isPending(row) || isClosed(row) },
  ],
  ['closes once', { actions: close, act: (row) => (isClosed(row) ? 409 : set(row, 'closed')) }],
  ['goes on by itself after an approval', { actions: { approve: 'Approves a pending thing.' }, act: (row) => set(row, 'active') }],
  ['lets a change pass, where nothing is said', { mayChange: () => true }],
  [
    'closes what is closed again, where that does no harm',
    { actions: { close: 'Idempotent: closes a thing, or leaves it closed.' }, act: (row) => set(row, 'closed') },
  ],
])(
  'a service is not accused that %s',
  besideOthers(async ([, way]) => {
    expect(await judged(way)).toEqual([]);
  }),
);

test.concurrent.for<readonly [string, Way, string]>([
  [
    'closes what the arrows of its section do not',
    { words: { tag: arrows }, actions: moving, act: (row, action) => byArrows(row, action, ['approved close']) },
    'done-in-refused-state: 409 to POST /things/{id}/close, because the resource is "approved"',
  ],
  [
    'closes what the list of its section does not',
    { words: { tag: list }, actions: moving, act: (row, action) => byArrows(row, action, ['approved close']) },
    'done-in-refused-state: 409 to POST /things/{id}/close, because the resource is "approved"',
  ],
  [
    'reopens what the list of its section leaves out',
    { words: { tag: list }, actions: moving, act: (row, action) => byArrows(row, action, ['active reopen']) },
    'done-in-refused-state: 409 to POST /things/{id}/reopen, because the resource is "active"',
  ],
  [
    'leaves what it reopens as it is',
    { words: { tag: list }, actions: moving, act: (row, action) => (action === 'reopen' && isClosed(row) ? 200 : byArrows(row, action)) },
    'state-not-changed: "active" after POST /things/{id}/reopen was answered 200',
  ],
  [
    'closes what the table of its section does not',
    { words: { tag: table }, actions: moving, act: (row, action) => byArrows(row, action, ['approved close']) },
    'done-in-refused-state: 409 to POST /things/{id}/close, because the resource is "approved"',
  ],
  [
    'activates too early, by the table of its section',
    { words: { tag: table }, actions: moving, act: (row, action) => byArrows(row, action, ['pending activate']) },
    'done-in-refused-state: 409 to POST /things/{id}/activate, because the resource is "pending"',
  ],
  [
    'reopens what was never closed',
    { words: { tag: arrows }, actions: moving, act: (row, action) => byArrows(row, action, ['pending reopen']) },
    'done-in-refused-state: 409 to POST /things/{id}/reopen, because the resource is "pending"',
  ],
  ['changes what is closed', { words: { patch } }, 'done-in-refused-state: 409 to PATCH /things/{id}, because the resource is "closed"'],
  ['removes what is open', { words: { remove } }, 'done-in-refused-state: 409 to DELETE /things/{id}, because the resource is "pending"'],
  [
    'removes what is open, in few words',
    { words: { remove: 'Closed things only (`409`).' } },
    'done-in-refused-state: 409 to DELETE /things/{id}, because the resource is "pending"',
  ],
  [
    'removes what is active',
    { words: { remove: first } },
    'done-in-refused-state: 409 to DELETE /things/{id}, because the resource is "active"',
  ],
  [
    'changes what is closed, where that stands in brackets',
    { words: { patch: rename } },
    'done-in-refused-state: 409 to PATCH /things/{id}, because the resource is "closed"',
  ],
  [
    'changes what is no longer pending',
    { words: { patch: toPending } },
    'done-in-refused-state: 409 to PATCH /things/{id}, because the resource is "approved"',
  ],
  [
    'changes what is active',
    { words: { patch: butActive } },
    'done-in-refused-state: 409 to PATCH /things/{id}, because the resource is "active"',
  ],
  [
    'removes what is under way',
    { words: { remove: gone }, mayGo: (row) => row['status'] !== 'active' },
    'done-in-refused-state: 409 to DELETE /things/{id}, because the resource is "approved"',
  ],
  [
    'closes twice',
    { actions: close, act: (row) => set(row, 'closed') },
    'done-in-refused-state: 409 to POST /things/{id}/close, because the resource is "closed"',
  ],
  ['closes nothing', { actions: close, act: () => 200 }, 'state-not-changed: "closed" after POST /things/{id}/close was answered 200'],
])(
  'a service is told that %s',
  besideOthers(async ([, way, told]) => {
    expect(await judged(way)).toContain(told);
  }),
);

test('a reason for a conflict may leave out what is in the state', async () => {
  const words = { patch: 'Changes a thing.', conflict: 'not pending (`WRONG_STATE`), or the title is taken (`TITLE_TAKEN`)' };
  const told = await judged({ words, actions: { activate: 'Takes a thing from pending to active.' }, act: activated });
  expect(told).toEqual(['done-in-refused-state: 409 to PATCH /things/{id}, because the resource is "active"']);
  expect(
    await judged({
      words,
      actions: { activate: 'Takes a thing from pending to active.' },
      act: activated,
      mayChange: ({ status: now }) => now === 'pending',
    }),
  ).toEqual([]);
});

const softly = [
  'Soft delete: the record stays, with status closed. 409 for what is closed.',
  'Closes a thing at once; its status becomes `closed`. The answer is 409 where it is closed already.',
  'Things are never deleted. The record is kept and marked as closed.',
];
const putAway = (row: Row): number => (isClosed(row) ? 409 : (set(row, 'closed'), 204));

test.concurrent.for(softly)(
  'a removal may be a move to a state: %s',
  besideOthers(async (words) => {
    expect(await judged({ words: { remove: words }, putAway })).toEqual([]);
    const erased = await judged({ words: { remove: words } });
    expect(erased.join()).toContain('gone-instead: "closed" in a read after DELETE /things/{id} was answered 204');
    const left = await judged({ words: { remove: words }, putAway: () => 204 });
    expect(left.join()).toContain('state-not-changed: "closed" after DELETE /things/{id} was answered 204');
  }),
);

test.concurrent.for([
  'Removes a thing.',
  'Soft delete: the record stays for 30 days, and is purged after that, with status closed.',
  'If it is active, its status becomes `closed` and the record stays.',
  'The record is gone; the status of the box becomes closed.',
  'Removes a thing that is in status closed.',
])(
  'a removal is no move where its text does not say so: %s',
  besideOthers(async (words) => {
    expect((await judged({ words: { remove: words } })).filter((one) => /gone-instead|state-not-changed/u.test(one))).toEqual([]);
  }),
);

const renewing = `A thing is \`pending\` first.

* **approve**: from \`pending\` or \`active\` to \`approved\`
* **activate**: from \`approved\` to \`active\`
* **renew**: from any status but \`closed\`; the thing becomes \`pending\` again
* **close**: from any status but \`closed\`

Anything else is answered with \`409\`.`;
const renewed: Readonly<Record<string, readonly [from: readonly string[], to: string]>> = {
  approve: [['pending', 'active'], 'approved'],
  activate: [['approved'], 'active'],
  renew: [['pending', 'approved', 'active'], 'pending'],
  close: [['pending', 'approved', 'active'], 'closed'],
};
const lasting = (act: (row: Row, action: string) => number): Way => ({
  words: { tag: renewing },
  actions: { approve: 'Approve', activate: 'Take up', renew: 'Renew', close: 'Close' },
  act,
  isLasting: true,
});
const renewedBy = (row: Row, action: string): number => {
  const [from = [], to = ''] = renewed[action] ?? [];
  return from.includes(String(row['status'])) ? set(row, to) : 409;
};

test('few things that stay see all moves of a list', async () => {
  expect(await judged(lasting(renewedBy))).toEqual([]);
  expect(await judged(lasting((row, action) => (action === 'renew' && !isClosed(row) ? 200 : renewedBy(row, action))))).toEqual([
    'state-not-changed: "pending" after POST /things/{id}/renew was answered 200',
  ]);
  expect(await judged(lasting((row, action) => (action === 'renew' ? set(row, 'pending') : renewedBy(row, action))))).toEqual([
    'done-in-refused-state: 409 to POST /things/{id}/renew, because the resource is "closed"',
  ]);
});
