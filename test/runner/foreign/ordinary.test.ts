import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, type Reply, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };
const states = { type: 'string', enum: ['open', 'closed'] };
const members = { title: text, note: text };
const required = ['title'];
const plain = thingsDocument(members, { required });

/** The id is made from the title, and changes with it. */
class Named extends Things {
  name(row: Row | undefined): void {
    if (row)
      row['id'] = String(row['title'])
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/gu, '-');
  }
  override add(given: Row): Reply {
    const reply = super.add(given);
    if (reply[0] === 201) this.name(this.rows.at(-1));
    return reply;
  }
  override change(id: string, given: Row): Reply {
    const found = this.find(id);
    const reply = super.change(id, given);
    if (reply[0] === 200) this.name(found);
    return reply;
  }
}

const meeting = { title: text, starts_at: moment, ends_at: moment };
/** A meeting keeps its length. */
class Calendar extends Things {
  override change(id: string, given: Row): Reply {
    const [was, now] = [this.find(id), given['starts_at']];
    const [from, to] = [was?.['starts_at'], was?.['ends_at']].map((one) => Date.parse(String(one)));
    const length = Number(to) - Number(from);
    const isMoved = typeof now === 'string' && given['ends_at'] === undefined && length >= 0 && !Number.isNaN(Date.parse(now));
    return super.change(id, isMoved ? { ...given, ends_at: new Date(Date.parse(now) + length).toISOString() } : given);
  }
}

const address = { title: text, is_default: { type: 'boolean' } };
class OneDefault extends Things {
  settle(id: unknown): void {
    if (this.find(String(id))?.['is_default'] === true) for (const one of this.rows) if (one['id'] !== id) one['is_default'] = false;
  }
  override add(given: Row): Reply {
    const reply = super.add({ is_default: false, ...given });
    if (reply[0] === 201) this.settle(this.rows.at(-1)?.['id']);
    return reply;
  }
  override change(id: string, given: Row): Reply {
    const reply = super.change(id, given);
    this.settle(id);
    return reply;
  }
}

/** Things that are open until they are closed; or that begin as their creation asks. */
class Closing extends Things {
  override add(given: Row): Reply {
    const reply = super.add(given);
    const made = this.rows.at(-1);
    if (reply[0] === 201 && made) made['status'] ??= 'open';
    return reply;
  }
  override act(id: string, action: string): Reply {
    const found = this.find(id);
    if (!found || action !== 'close') return [404];
    found['status'] = 'closed';
    return [200, found];
  }
}
class Archiving extends Closing {
  override act(id: string, action: string): Reply {
    const reply = super.act(id, action);
    this.rows = this.rows.filter((one) => one['status'] !== 'closed');
    return reply;
  }
}
/** The moment of an action is written by a job, a little later. */
class Dating extends Closing {
  override act(id: string, action: string): Reply {
    const reply = super.act(id, action);
    const found = this.find(id);
    setTimeout(() => {
      if (found) found['closed_at'] ??= new Date().toISOString();
    }, 500);
    return reply;
  }
  override add(given: Row): Reply {
    const reply = super.add(given);
    const made = this.rows.at(-1);
    if (reply[0] === 201 && made) made['closed_at'] = null;
    return reply;
  }
}

const closable = (asked: Readonly<Record<string, object>>, description: string): object =>
  thingsDocument(asked, {
    required,
    shown: { status: states, closed_at: { ...moment, nullable: true } },
    actions: { close: { description } },
  });

/** Reads show a change only after a while. */
class Lagging extends Things {
  readonly old = new Map<string, { readonly until: number; readonly row: Row }>();
  override change(id: string, given: Row): Reply {
    const found = this.find(id);
    if (found) this.old.set(id, { until: Date.now() + 1500, row: { ...found } });
    return super.change(id, given);
  }
  override read(id: string): Reply {
    const old = this.old.get(id);
    return old && Date.now() < old.until && this.find(id) ? [200, old.row] : super.read(id);
  }
}

/** Other clients add and remove things all the time. */
class Busy extends Things {
  turns = 0;
  override answer(method: string, steps: readonly string[], given: Row): Reply {
    this.turns += 1;
    this.rows.unshift({ id: `of-others-${this.turns}`, title: 'theirs', note: `theirs ${this.turns}` });
    const [, , , , , , oldest] = this.rows.filter((one) => String(one['id']).startsWith('of-others'));
    this.rows = this.rows.filter((one) => one !== oldest);
    return super.answer(method, steps, given);
  }
}

const cases: readonly (readonly [what: string, things: Things, document: object])[] = [
  ['keeps what it is sent', new Things(members, required), plain],
  ['makes ids from titles', new Named(members, required), plain],
  ['moves the end with the beginning', new Calendar(meeting, required), thingsDocument(meeting, { required })],
  ['has one default', new OneDefault(address, required), thingsDocument(address, { required })],
  [
    'begins in the state that it is given',
    new Closing({ ...members, status: states }, required),
    closable({ ...members, status: states }, 'Closes it.'),
  ],
  [
    'takes a second action without a conflict',
    new Closing(members, required),
    closable(members, 'Closes a thing; one that is already closed stays as it is.'),
  ],
  ['does nothing for other states', new Closing(members, required), closable(members, 'Closes an open thing; otherwise it does nothing.')],
  ['dates an action later', new Dating(members, required), closable(members, 'Closes it.')],
  ['puts away what is closed', new Archiving(members, required), closable(members, 'Closes it.')],
  ['shows changes late', new Lagging(members, required), plain],
  ['is used by others', new Busy(members, required), plain],
];

describe.concurrent('an ordinary store is not accused, where it', () => {
  test.for(cases)(
    '%s',
    besideOthers(async ([, things, document]) => {
      const { told } = await judgedThings(things, document);
      expect(told).toEqual([]);
      expect(things.rows.filter(({ id }) => !String(id).startsWith('of-others'))).toEqual([]);
    }),
  );
});
