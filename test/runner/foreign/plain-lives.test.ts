import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import {
  type Answer,
  Doubling,
  Finding,
  type Jar,
  judgedPantry,
  object,
  Pantry,
  pantry,
  roundTripsOfPlain,
  shelvedPantry,
  Shelves,
  whole,
} from '../../worlds/pantry.ts';

/** What is judged of resources that a plain document shows. */
const judgedOfPlain = [
  'lifecycle/created-is-listed',
  'lifecycle/created-is-readable',
  'lifecycle/creation-accepted',
  'lifecycle/creations-have-own-ids',
  'lifecycle/done-means-success',
  'lifecycle/read-gives-the-thing-asked-for',
  'lifecycle/remove-accepted',
  'lifecycle/remove-takes-only-one',
  'lifecycle/removed-is-gone',
  'lifecycle/removed-is-unlisted',
  'lifecycle/update-accepted',
  'lifecycle/update-kept',
  'lifecycle/update-leaves-the-rest',
  'transport/body-is-read',
];

/** What is judged of all that a list shows. */
const ofListed: readonly string[] = ['lifecycle/existing-read-as-listed', 'lifecycle/listed-is-readable'];

test('resources of a plain document are followed through their lives', async () => {
  const { passed, failed, kinds } = await judgedPantry(new Pantry());
  expect(failed).toEqual([]);
  expect(
    [...kinds]
      .filter((one) => judgedOfPlain.includes(one) || one.startsWith('lifecycle/'))
      .filter((one) => !roundTripsOfPlain.includes(one) && !ofListed.includes(one))
      .toSorted(),
  ).toEqual(judgedOfPlain);
  expect(passed.map((one) => one.split(' ')[1]).filter((one, n, all) => all.indexOf(one) === n)).toEqual(
    expect.arrayContaining(judgedOfPlain),
  );
  const ours = passed.filter((one) => judgedOfPlain.some((check) => one.endsWith(check)));
  expect(ours.filter((one) => !one.includes('-INFERRED '))).toEqual([]);
});

class Numbered extends Pantry {
  override newId(): number {
    return this.next++;
  }
}
class Enveloped extends Pantry {
  override wrap(jar: Jar): unknown {
    return { data: jar, asked: 7 };
  }
}
class Marking extends Pantry {
  override remove(id: string): Answer {
    const jar = this.find(id);
    if (!jar) return [404];
    jar.gone = true;
    return [204];
  }
}
class Archiving extends Pantry {
  readonly archive: Jar[] = [];
  override remove(id: string): Answer {
    const jar = this.find(id);
    if (jar) this.archive.push(jar);
    return super.remove(id);
  }
  override read(id: string): Answer {
    const old = this.archive.find((jar) => jar.id === id);
    return old ? [200, old] : super.read(id);
  }
}
class Remembering extends Archiving {
  override read(id: string): Answer {
    return this.archive.some((jar) => jar.id === id) ? [410] : super.read(id);
  }
}
class Lazy extends Pantry {
  override remove(id: string): Answer {
    return this.find(id) ? [202] : [404];
  }
}
class Queueing extends Pantry {
  override add({ title }: Partial<Jar>): Answer {
    return [202, { id: `job-${this.next++}`, title }];
  }
}
class Normalising extends Pantry {
  override add({ title = '', volume = 1 }: Partial<Jar>): Answer {
    return super.add({ title: title.trim().toUpperCase().replaceAll('-', ' '), volume: Math.round(volume / 10) * 10 });
  }
  override change(id: string, { title, volume }: Partial<Jar>): Answer {
    return super.change(id, {
      ...(title === undefined ? {} : { title: `${title.slice(0, 12)}…` }),
      ...(volume === undefined ? {} : { volume: 10 * volume }),
    });
  }
}
class Paging extends Pantry {
  override readonly jars: Jar[] = Array.from({ length: 20 }, (_, n) => ({ id: `old-${n}`, title: `old ${n}`, volume: n }));
  override list(): Answer {
    return [200, this.jars.slice(0, 20)];
  }
}
class Cached extends Pantry {
  override list(): Answer {
    return [200, [], { 'cache-control': 'public, max-age=300' }];
  }
}
class Guarding extends Pantry {
  override readonly jars: Jar[] = [{ id: 'theirs', title: 'plum', volume: 1 }];
  override read(id: string): Answer {
    return id === 'theirs' ? [403] : super.read(id);
  }
}

class Stamping extends Pantry {
  override remove(id: string): Answer {
    const jar = this.find(id);
    if (!jar) return [404];
    jar['deletedAt'] = '2026-11-21T00:00:00Z';
    jar['status'] = 'archived';
    return [200, jar];
  }
}
class Late extends Pantry {
  readonly shownAfterMs: number = 300;
  readonly since = new Map<string, number>();
  readonly until = new Map<string, Jar & { goneAt: number }>();
  override add(body: Partial<Jar>): Answer {
    const answer = super.add(body);
    this.since.set(String(this.jars.at(-1)?.id), Date.now() + this.shownAfterMs);
    return answer;
  }
  override remove(id: string): Answer {
    const jar = this.find(id);
    if (jar) this.until.set(id, { ...jar, goneAt: Date.now() + this.shownAfterMs });
    return super.remove(id);
  }
  override list(): Answer {
    const now = Date.now();
    const shown = this.jars.filter(({ id }) => now >= (this.since.get(String(id)) ?? 0));
    return [200, [...shown, ...[...this.until.values()].filter(({ goneAt }) => now < goneAt)]];
  }
}
class Silent extends Pantry {
  override change(id: string, body: Partial<Jar>): Answer {
    const [status] = super.change(id, body);
    return status === 200 ? [204] : [status];
  }
}
class Pointing extends Pantry {
  override add(body: Partial<Jar>): Answer {
    super.add(body);
    return [201, undefined, { location: `/jars/${String(this.jars.at(-1)?.id)}` }];
  }
}
class Named extends Pantry {
  override wrap(jar: Jar): unknown {
    return { jar };
  }
}
class Tidying extends Pantry {
  override add({ title = '', volume = 1 }: Partial<Jar>): Answer {
    return super.add({ title: title.trim().toLowerCase().slice(0, 12), volume: Math.round(volume / 10) * 10 });
  }
  override change(id: string, { title, volume }: Partial<Jar>): Answer {
    return super.change(id, {
      ...(title === undefined ? {} : { title: title.trim().toLowerCase().slice(0, 12) }),
      ...(volume === undefined ? {} : { volume: Math.round(volume / 10) * 10 }),
    });
  }
}
class Computing extends Pantry {
  override wrap(jar: Jar): unknown {
    return { ...jar, asked: this.asked.length, weight: 3 * jar.volume, labelled: new Date().toISOString() };
  }
  override list(): Answer {
    return [200, this.jars.map((jar) => this.wrap(jar))];
  }
}
class Upserting extends Pantry {
  override change(id: string, body: Partial<Jar>): Answer {
    if (this.find(id)) return super.change(id, body);
    this.jars.push({ id, title: body.title ?? '', volume: body.volume ?? 1 });
    return [201, this.find(id)];
  }
}
class Turning extends Pantry {
  override readonly jars: Jar[] = Array.from({ length: 12 }, (_, n) => ({ id: `old-${n}`, title: `old ${n}`, volume: n }));
  override list(): Answer {
    return [200, { items: this.jars.slice(0, 3), total: this.jars.length }];
  }
}
class Short extends Pantry {
  override readonly jars: Jar[] = Array.from({ length: 5 }, (_, n) => ({ id: `old-${n}`, title: `old ${n}`, volume: n }));
  override list(): Answer {
    return [200, this.jars.slice(0, 5)];
  }
}
class Remembered extends Pantry {
  readonly first = new Map<string, Answer>();
  override read(id: string): Answer {
    const [status, jar] = this.first.get(id) ?? super.read(id);
    const answer: Answer = [status, typeof jar === 'object' ? { ...jar } : jar, { 'cache-control': 'max-age=3600', age: '7' }];
    if (status === 200) this.first.set(id, answer);
    return answer;
  }
}
class Queued extends Pantry {
  override change(id: string): Answer {
    return this.find(id) ? [202] : [404];
  }
}
class Refusing extends Pantry {
  override change(): Answer {
    return [422];
  }
}
class Shy extends Pantry {
  override wrap({ title: _, ...jar }: Jar): unknown {
    return jar;
  }
}
class Flapping extends Pantry {
  private turns = 0;
  private readonly lately = new Map<string, Jar>();
  override remove(id: string): Answer {
    const jar = this.find(id);
    if (jar) this.lately.set(id, { ...jar });
    return super.remove(id);
  }
  override read(id: string): Answer {
    const old = this.lately.get(id);
    if (old === undefined) return super.read(id);
    this.turns += 1;
    return this.turns === 3 ? [200, old] : [404];
  }
}

const located = { '201': { description: 'Made', headers: { Location: { schema: { type: 'string' } } } } };
const secret = { title: { type: 'string', writeOnly: true }, volume: whole };

describe.concurrent('a service that keeps its promises is not accused, where it', () => {
  test.for<readonly [what: string, house: Pantry, document?: object, skip?: readonly string[]]>([
    ['has numbers for ids', new Numbered(), pantry(undefined, { id: whole })],
    ['puts resources into an envelope', new Enveloped(), pantry((schema) => object({ data: schema, asked: whole }))],
    ['replaces resources as a whole', new Pantry(), pantry(undefined, { update: 'put' })],
    ['marks what is removed, and keeps it', new Marking()],
    ['lists what is removed no longer, and keeps it', new Archiving()],
    ['answers 410 for what is removed', new Remembering()],
    ['removes later', new Lazy()],
    ['creates later', new Queueing()],
    ['normalises what it is sent', new Normalising(), pantry(), roundTripsOfPlain],
    ['lists the oldest ones first, a page at a time', new Paging()],
    ['has its list from a cache', new Cached()],
    ['answers a creation with what is there', new Finding()],
    ['lists what not everybody may read', new Guarding()],
    ['marks what is removed with a time and a state', new Stamping()],
    ['lists what is new, and what is gone, a little later', new Late()],
    ['answers an update 204', new Silent()],
    ['answers a replacement 204', new Silent(), pantry(undefined, { update: 'put' })],
    ['answers a creation with nothing but its Location', new Pointing(), pantry(undefined, { created: located })],
    ['puts each resource under its noun', new Named(), pantry((schema) => object({ jar: schema }))],
    ['trims, lower-cases, cuts and rounds', new Tidying(), pantry(), roundTripsOfPlain],
    ['trims, lower-cases, cuts and rounds what replaces', new Tidying(), pantry(undefined, { update: 'put' }), roundTripsOfPlain],
    ['shows members that it computes', new Computing()],
    ['creates by PUT as well', new Upserting(), pantry(undefined, { update: 'put' })],
    ['shows a few of many, and says how many there are', new Turning(), pantry(undefined, { page: 'items' })],
    ['shows five', new Short()],
    ['has its reads from a cache', new Remembered()],
    ['changes later', new Queued()],
    ['refuses every change', new Refusing()],
    ['never shows what is only written', new Shy(), pantry(undefined, { asked: secret })],
    ['never shows what it could', new Shy(), pantry(), roundTripsOfPlain],
    ['removes on one replica after the other', new Flapping()],
    ['has jars on shelves', new Shelves(), shelvedPantry()],
    ['has numbered jars on numbered shelves', new Shelves(() => new Numbered()), shelvedPantry()],
  ])(
    '%s',
    besideOthers(async ([, house, document, skip]) => {
      const { failed, passed } = await judgedPantry(house, document, undefined, undefined, skip);
      expect(failed).toEqual([]);
      expect(passed.length).toBeGreaterThan(1);
    }),
  );
});

class Losing extends Pantry {
  override read(): Answer {
    return [404];
  }
}
class Keeping extends Pantry {
  override remove(id: string): Answer {
    return this.find(id) ? [204] : [404];
  }
}
class Deaf extends Pantry {
  override change(id: string): Answer {
    return this.read(id);
  }
}
class Sweeping extends Pantry {
  override remove(id: string): Answer {
    if (!this.find(id)) return [404];
    this.jars.length = 0;
    return [204];
  }
}
class Hiding extends Pantry {
  override list(): Answer {
    return [200, []];
  }
}
class Mixing extends Pantry {
  override read(id: string): Answer {
    const [first] = this.jars;
    return this.find(id) && first ? [200, first] : [404];
  }
}
class Replacing extends Pantry {
  override change(id: string, { title, volume }: Partial<Jar>): Answer {
    const jar = this.find(id);
    if (!jar) return [404];
    Object.assign(jar, { title: title ?? null, volume: volume ?? null });
    return [200, jar];
  }
}
class Defaulting extends Pantry {
  override add(): Answer {
    return super.add({ title: 'untitled' });
  }
}

test('jars on shelves are judged: the shelf is made first', async () => {
  const house = new Shelves();
  const { passed, failed, cases } = await judgedPantry(house, shelvedPantry());
  expect(failed).toEqual([]);
  expect(passed.filter((one) => one.endsWith('lifecycle/removed-is-gone'))).toHaveLength(2);
  const judged = cases.filter(({ verdict }) => verdict === 'pass').map(({ check, operation }) => `${check} ${operation}`);
  expect(judged).toEqual(
    expect.arrayContaining([
      'lifecycle/created-is-listed POST /shelves/{shelfId}/jars',
      'lifecycle/created-is-readable GET /shelves/{shelfId}/jars/{jarId}',
      'lifecycle/remove-takes-only-one DELETE /shelves/{shelfId}/jars/{jarId}',
      'lifecycle/update-kept PATCH /shelves/{shelfId}/jars/{jarId}',
      'lifecycle/update-leaves-the-rest PATCH /shelves/{shelfId}/jars/{jarId}',
    ]),
  );
  const shelves = new Set(house.asked.flatMap((line) => /^(?:PATCH|DELETE) (\/shelves\/[^/]+)\/jars\//.exec(line)?.[1] ?? []));
  // The second one is removed with the jar on it, and on the third one a jar is looked for in vain.
  expect(shelves.size).toBe(3);
  expect(house.jars).toEqual([]);
});

/** The same jars, where a text of the removal, or of its success, says what becomes of them. */
const saying = ({ description = '', gone = 'Gone' }: { readonly description?: string; readonly gone?: string }): object => {
  const told = pantry();
  const { delete: removal, ...item } = told.paths['/jars/{jarId}'];
  const responses = { ...removal.responses, '204': { description: gone } };
  return { ...told, paths: { ...told.paths, '/jars/{jarId}': { ...item, delete: { ...removal, description, responses } } } };
};

describe.concurrent('what a removal says of what is removed:', () => {
  const [gone, listed] = ['CONV-39-INFERRED lifecycle/removed-is-gone', 'CONV-40-INFERRED lifecycle/removed-is-unlisted'];
  const only = ['lifecycle/removed-is-gone', 'lifecycle/removed-is-unlisted'];
  test.for<readonly [what: string, house: () => Pantry, document: object, failed: readonly string[]]>([
    ['no read finds it', () => new Archiving(), saying({ gone: 'Gone. From now on the jar answers 404 and no list shows it.' }), [gone]],
    ['no read finds it', () => new Marking(), saying({ description: 'The jar can no longer be read.' }), [gone]],
    ['no list shows it', () => new Marking(), saying({ description: 'The jar disappears from all lists.' }), [listed]],
    ['no read finds it', () => new Pantry(), saying({ description: 'Afterwards the jar answers 404 and is no longer listed.' }), []],
    ['no read finds it', () => new Lazy(), saying({ description: 'Afterwards the jar answers 404 and is no longer listed.' }), []],
    ['it may be kept', () => new Archiving(), saying({ description: 'Archives the jar. It is no longer listed.' }), []],
    ['nothing', () => new Archiving(), saying({ gone: 'Gone for good.' }), []],
    ['of a second removal', () => new Archiving(), saying({ description: 'From then on another removal of it gives 404.' }), []],
  ])(
    '%s',
    besideOthers(async ([, house, document, failed]) => {
      expect((await judgedPantry(house(), document, undefined, only)).failed).toEqual(failed);
    }),
  );
});

describe.concurrent('a service that breaks them is found out:', () => {
  test.for<readonly [what: string, house: Pantry, found: string, document?: object]>([
    ['what was created cannot be read', new Losing(), 'CONV-28-INFERRED lifecycle/created-is-readable'],
    ['what was removed stays', new Keeping(), 'CONV-39-INFERRED lifecycle/removed-is-gone'],
    ['what was removed stays listed', new Keeping(), 'CONV-40-INFERRED lifecycle/removed-is-unlisted'],
    ['an update is not kept', new Deaf(), 'CONV-36-INFERRED lifecycle/update-kept'],
    ['a removal takes others along', new Sweeping(), 'CONV-41-INFERRED lifecycle/remove-takes-only-one'],
    ['two creations have one id', new Doubling(), 'CONV-31-INFERRED lifecycle/creations-have-own-ids'],
    ['what was created is not listed', new Hiding(), 'CONV-29-INFERRED lifecycle/created-is-listed'],
    ['a read gives another one', new Mixing(), 'CONV-33-INFERRED lifecycle/read-gives-the-thing-asked-for'],
    ['an update of one member loses another', new Replacing(), 'CONV-37-INFERRED lifecycle/update-leaves-the-rest'],
    ['a creation ignores what was sent', new Defaulting(), 'CONV-30-INFERRED transport/body-is-read'],
    ['a replacement is not kept', new Deaf(), 'CONV-36-INFERRED lifecycle/update-kept', pantry(undefined, { update: 'put' })],
    [
      'a jar on a shelf stays after its removal',
      new Shelves(() => new Keeping()),
      'CONV-39-INFERRED lifecycle/removed-is-gone',
      shelvedPantry(),
    ],
    ['a jar on a shelf is not listed', new Shelves(() => new Hiding()), 'CONV-29-INFERRED lifecycle/created-is-listed', shelvedPantry()],
    ['an update of a jar on a shelf is not kept', new Shelves(() => new Deaf()), 'CONV-36-INFERRED lifecycle/update-kept', shelvedPantry()],
    ['a removal clears the shelf', new Shelves(() => new Sweeping()), 'CONV-41-INFERRED lifecycle/remove-takes-only-one', shelvedPantry()],
  ])(
    '%s',
    besideOthers(async ([, house, found, document]) => {
      const { failed } = await judgedPantry(house, document);
      expect(failed).toContain(found);
      expect(failed.filter((one) => !one.includes('-INFERRED ') && !roundTripsOfPlain.some((check) => one.endsWith(check)))).toEqual([]);
    }),
  );
});
