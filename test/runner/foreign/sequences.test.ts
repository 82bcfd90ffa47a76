import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { clerk, Desk, deskDocument, type Given, judgedDesk, type Letter, type Reply } from '../../worlds/desk.ts';

const all = ['OAS-44 sequences/shown-after-all', 'OAS-45 sequences/listed-after-all', 'OAS-46 sequences/removed-for-good'];

const creationsOf = ({ asked }: Desk): number => asked.filter((one) => one === 'POST /letters').length;

/** Shows what was done only after a while. */
class Late extends Desk {
  readonly lateMs = 250;
  readonly waiting = new Map<string, { readonly until: number; readonly shown: Reply }>();
  override write(found: Letter, body: Given): void {
    this.waiting.set(found.id, { until: Date.now() + this.lateMs, shown: [200, this.shown(found), { etag: this.tag(found) }] });
    super.write(found, body);
  }
  override read(account: string, id: string): Reply {
    const late = this.waiting.get(id);
    return late && this.find(account, id) && Date.now() < late.until ? late.shown : super.read(account, id);
  }
}
class Tidying extends Desk {
  override kept(body: Given): Given {
    const kept = super.kept(body);
    return { ...kept, ...(typeof kept['subject'] === 'string' ? { subject: kept['subject'].slice(0, 8).toUpperCase() } : {}) };
  }
}
class Locking extends Desk {
  override change(account: string, id: string, body: Given, match?: string): Reply | Promise<Reply> {
    return this.find(account, id)?.state === 'closed' ? [409] : super.change(account, id, body, match);
  }
}
class Marking extends Desk {
  override remove(account: string, id: string): Reply {
    const found = this.find(account, id);
    if (!found) return [404];
    found['deleted'] = true;
    return [204];
  }
}
class Shared extends Desk {
  override find(_: string, id: string): Letter | undefined {
    return this.letters.find((one) => one.id === id);
  }
}
class Hiding extends Desk {
  override list(account: string): Reply {
    return [200, this.letters.filter((one) => one.account === account && one.state === 'open').map((one) => this.shown(one))];
  }
}
/** Shows the second credential less, and lets it set less, as its document says or without a word. */
class Discreet extends Desk {
  readonly by: (value: unknown) => unknown;
  constructor(by: (value: unknown) => unknown) {
    super();
    this.by = by;
  }
  override accountOf(caller: string): string {
    return caller;
  }
  override answer(...asked: Parameters<Desk['answer']>): Reply | Promise<Reply> {
    const [method, account, path, body, match] = asked;
    if (account !== clerk) return super.answer(...asked);
    const { urgency: _, ...rest } = body;
    return this.lessOf(super.answer(method, 'ours', path, rest, match));
  }
  async lessOf(reply: Reply | Promise<Reply>): Promise<Reply> {
    const [status, value, ...more] = await reply;
    const less = (one: unknown): unknown =>
      typeof one === 'object' && one !== null && 'urgency' in one ? { ...one, urgency: this.by(one.urgency) } : one;
    return [status, Array.isArray(value) ? value.map(less) : less(value), ...more];
  }
}
const discreet = (urgency: string): object =>
  deskDocument('patch', [], undefined, {
    urgency,
    roles: 'Each key has a role. A `manager` may do everything. A `clerk` may read and change letters.',
  });

class Numbered extends Desk {
  override newId(): string {
    return String(this.next++);
  }
}

describe.concurrent('a desk that keeps what happens is not accused, where it', () => {
  test.for<readonly [what: string, desk: Desk, document?: object]>([
    ['changes letters', new Desk()],
    ['replaces letters', new Desk(), deskDocument('put')],
    [
      'opens a letter with each change, as it says',
      new Reopening(),
      deskDocument('patch', [], 'Changes a letter, which makes it open again.'),
    ],
    ['asks for the subject with each change', new Desk(), deskDocument('patch', ['subject'])],
    ['shows changes a little later', new Late()],
    ['writes subjects in its own way', new Tidying()],
    ['changes no closed letter', new Locking()],
    ['marks what is removed', new Marking()],
    ['shows every account everything', new Shared()],
    ['lists open letters alone', new Hiding()],
    ['counts its letters', new Numbered()],
    [
      'leaves a member out for a clerk, who cannot set it',
      new Discreet(() => undefined),
      discreet('Only managers see it; it is absent from every answer to a clerk.'),
    ],
    ['masks a member for a clerk, who cannot set it', new Discreet(() => 1), discreet('Never shown to clerks.')],
    [
      'leaves a member out for a clerk without a word that is understood',
      new Discreet(() => undefined),
      discreet('Set by managers only. Confidential.'),
    ],
  ])(
    '%s',
    besideOthers(async ([, desk, document]) => {
      const { failed, passed, others } = await judgedDesk(desk, document);
      expect(failed).toEqual([]);
      expect(others.filter((one) => one.includes('broken'))).toEqual([]);
      if (!(desk instanceof Marking)) expect(passed).toEqual(expect.arrayContaining(all));
      expect(desk.letters.filter((one) => one['deleted'] !== true)).toEqual([]);
      expect(creationsOf(desk)).toBeLessThanOrEqual(7);
      expect(desk.asked.length).toBeLessThanOrEqual(80);
    }),
  );
});

/** A change puts the members back that it does not name. */
class Forgetting extends Desk {
  readonly first = new Map<string, Given>();
  override write(found: Letter, body: Given): void {
    const first = this.first.get(found.id) ?? { note: found['note'], urgency: found['urgency'], subject: found.subject };
    this.first.set(found.id, first);
    Object.assign(found, first);
    super.write(found, body);
  }
}
/** A change of one letter changes the last one as well. */
class Smearing extends Desk {
  override write(found: Letter, body: Given): void {
    super.write(found, body);
    const last = this.letters.at(-1);
    if (last && last !== found) super.write(last, body);
  }
}
/** Two changes at once: each writes all that it read. */
class Racing extends Desk {
  override async change(account: string, id: string, body: Given): Promise<Reply> {
    const found = this.find(account, id);
    if (!found) return [404];
    const copy = { ...found };
    await new Promise((resolve) => setTimeout(resolve, 60));
    Object.assign(copy, this.kept(body));
    const { state: _, closed_at: __, ...rest } = copy;
    Object.assign(found, rest);
    found.version += 1;
    return [200, this.shown(found)];
  }
}
class Reopening extends Desk {
  override write(found: Letter, body: Given): void {
    super.write(found, body);
    found.state = 'open';
  }
}
class Closing extends Desk {
  override close(account: string, id: string): Reply {
    const found = this.find(account, id);
    return found?.state === 'closed' ? [200, this.shown(found)] : super.close(account, id);
  }
}
class Undated extends Desk {
  override close(account: string, id: string): Reply {
    const answer = super.close(account, id);
    const found = this.find(account, id);
    if (found) found.closed_at = null;
    return answer;
  }
}
class Born extends Desk {
  override firstState(): string {
    return 'closed';
  }
}
class Stale extends Desk {
  readonly listed = new Map<string, unknown>();
  override list(account: string): Reply {
    return [
      200,
      this.letters
        .filter((one) => one.account === account)
        .map((one) => {
          const shown = this.listed.get(one.id) ?? this.shown(one);
          this.listed.set(one.id, shown);
          return shown;
        }),
    ];
  }
}
class Twice extends Desk {
  override list(account: string): Reply {
    const [status, items] = super.list(account);
    return [status, Array.isArray(items) ? items.flatMap((one: unknown) => [one, one]) : items];
  }
}
class Lingering extends Desk {
  readonly gone: unknown[] = [];
  override remove(account: string, id: string): Reply {
    const found = this.find(account, id);
    if (found) this.gone.push(this.shown(found));
    return super.remove(account, id);
  }
  override list(account: string): Reply {
    const [status, items] = super.list(account);
    return [status, [...(Array.isArray(items) ? items : []), ...this.gone]];
  }
}
class Reusing extends Desk {
  readonly free: string[] = [];
  override newId(): string {
    return this.free.pop() ?? super.newId();
  }
  override remove(account: string, id: string): Reply {
    const answer = super.remove(account, id);
    if (answer[0] === 204) this.free.push(id);
    return answer;
  }
}
/** What is removed comes back with the next creation. */
class Reviving extends Desk {
  removed: Letter | undefined;
  override remove(account: string, id: string): Reply {
    this.removed = this.find(account, id);
    return super.remove(account, id);
  }
  override add(account: string, body: Given): Reply {
    if (this.removed) this.letters.push(this.removed);
    this.removed = undefined;
    return super.add(account, body);
  }
}
class Upserting extends Desk {
  override change(account: string, id: string, body: Given, match?: string): Reply | Promise<Reply> {
    return this.find(account, id) ? super.change(account, id, body, match) : [200, { id, ...body }];
  }
}
/** A removal takes the oldest letter as well. */
class Greedy extends Desk {
  override letters: Letter[] = Array.from({ length: 5 }, (_, n) => ({
    id: `old-${n}`,
    account: 'ours',
    subject: `old ${n}`,
    state: 'open',
    closed_at: null,
    version: 1,
  }));
  removals = 0;
  override remove(account: string, id: string): Reply {
    const answer = super.remove(account, id);
    if (answer[0] === 204) this.removals += 1;
    if (answer[0] === 204) this.letters.shift();
    return answer;
  }
}
class Careless extends Desk {
  override find(account: string, id: string): Letter | undefined {
    return this.letters.find((one) => one.id === id && (this.isWriting || one.account === account));
  }
  isWriting = false;
  override change(account: string, id: string, body: Given, match?: string): Reply | Promise<Reply> {
    this.isWriting = true;
    const answer = super.change(account, id, body, match);
    this.isWriting = false;
    return answer;
  }
}
class Unlocked extends Desk {
  override change(account: string, id: string, body: Given): Reply | Promise<Reply> {
    return super.change(account, id, body);
  }
}

describe.concurrent('a desk with a mistake that needs a history is found out:', () => {
  test.for<readonly [what: string, desk: Desk, requirement: string, code: string, calls: string]>([
    ['a change puts others back', new Forgetting(), 'OAS-44', 'change-undone', 'create A, change A, change A'],
    ['a change lands on two letters', new Smearing(), 'OAS-44', 'changed-unasked', 'create A, create B, change A, read B'],
    ['of two changes at once one is lost', new Racing(), 'OAS-44', 'update-lost', 'change twice at once A'],
    ['a change reopens what was closed', new Reopening(), 'OAS-44', 'state-set-back', 'create B, act on B, change B'],
    ['what is closed is closed again', new Closing(), 'OAS-44', 'done-twice', 'create B, act on B'],
    ['what is closed has no moment of that', new Undated(), 'OAS-44', 'action-not-dated', 'create B, act on B'],
    ['what is new is closed', new Born(), 'OAS-44', 'created-at-the-end', 'create A'],
    ['an ETag is not compared', new Unlocked(), 'OAS-44', 'both-on-one-tag', 'change twice on one ETag'],
    ['the list shows what was', new Stale(), 'OAS-45', 'listed-stale', 'list'],
    ['the list shows all twice', new Twice(), 'OAS-45', 'listed-twice', 'create A, list'],
    ['the list shows what was removed', new Lingering(), 'OAS-45', 'removed-listed', 'create A, remove A'],
    ['an id is given again', new Reusing(), 'OAS-46', 'id-reused', 'remove A, create C'],
    ['what was removed comes back', new Reviving(), 'OAS-46', 'removed-comes-back', 'remove A, create C, read A'],
    ['what was removed is changed', new Upserting(), 'OAS-46', 'removed-changed', 'change the removed A'],
    ['a removal takes another one', new Greedy(), 'OAS-46', 'other-removed', 'remove A'],
    ['another account changes what it cannot read', new Careless(), 'OAS-47', 'changed-by-other-account', 'change B by other'],
  ])(
    '%s',
    besideOthers(async ([, desk, requirement, code, calls]) => {
      const { failed } = await judgedDesk(desk);
      const found = failed.find((one) => one.requirement === requirement);
      expect(found?.code).toBe(code);
      expect(found?.actual).toContain(calls);
      expect(found?.exchanges.length).toBeGreaterThanOrEqual(calls.split(', ').length);
      expect(creationsOf(desk)).toBeLessThanOrEqual(20);
      if (desk instanceof Greedy) expect(desk.removals).toBeLessThanOrEqual(3);
    }),
  );
});
