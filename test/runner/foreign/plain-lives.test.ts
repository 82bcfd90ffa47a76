import { describe, expect, test } from 'vitest';
import { type Answer, Doubling, Finding, type Jar, judgedPantry, object, Pantry, pantry, whole } from '../../worlds/pantry.ts';

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
  'transport/body-is-read',
];

test('resources of a plain document are followed through their lives', { timeout: 60_000 }, async () => {
  const { passed, failed, kinds } = await judgedPantry(new Pantry());
  expect(failed).toEqual([]);
  expect([...kinds].filter((one) => judgedOfPlain.includes(one) || one.startsWith('lifecycle/')).toSorted()).toEqual(judgedOfPlain);
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

describe('a service that keeps its promises is not accused, where it', () => {
  test.for<readonly [what: string, house: Pantry, document?: object]>([
    ['has numbers for ids', new Numbered(), pantry(undefined, { id: whole })],
    ['puts resources into an envelope', new Enveloped(), pantry((schema) => object({ data: schema, asked: whole }))],
    ['replaces resources as a whole', new Pantry(), pantry(undefined, { update: 'put' })],
    ['marks what is removed, and keeps it', new Marking()],
    ['lists what is removed no longer, and keeps it', new Archiving()],
    ['answers 410 for what is removed', new Remembering()],
    ['removes later', new Lazy()],
    ['creates later', new Queueing()],
    ['normalises what it is sent', new Normalising()],
    ['lists the oldest ones first, a page at a time', new Paging()],
    ['has its list from a cache', new Cached()],
    ['answers a creation with what is there', new Finding()],
    ['lists what not everybody may read', new Guarding()],
  ])('%s', { timeout: 60_000 }, async ([, house, document]) => {
    expect((await judgedPantry(house, document)).failed).toEqual([]);
  });
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
class Defaulting extends Pantry {
  override add(): Answer {
    return super.add({ title: 'untitled' });
  }
}

describe('a service that breaks them is found out:', () => {
  test.for<readonly [what: string, house: Pantry, found: string]>([
    ['what was created cannot be read', new Losing(), 'CONV-28-INFERRED lifecycle/created-is-readable'],
    ['what was removed stays', new Keeping(), 'CONV-39-INFERRED lifecycle/removed-is-gone'],
    ['what was removed stays listed', new Keeping(), 'CONV-40-INFERRED lifecycle/removed-is-unlisted'],
    ['an update is not kept', new Deaf(), 'CONV-36-INFERRED lifecycle/update-kept'],
    ['a removal takes others along', new Sweeping(), 'CONV-41-INFERRED lifecycle/remove-takes-only-one'],
    ['two creations have one id', new Doubling(), 'CONV-31-INFERRED lifecycle/creations-have-own-ids'],
    ['what was created is not listed', new Hiding(), 'CONV-29-INFERRED lifecycle/created-is-listed'],
    ['a read gives another one', new Mixing(), 'CONV-33-INFERRED lifecycle/read-gives-the-thing-asked-for'],
    ['a creation ignores what was sent', new Defaulting(), 'CONV-30-INFERRED transport/body-is-read'],
  ])('%s', { timeout: 60_000 }, async ([, house, found]) => {
    expect((await judgedPantry(house)).failed).toContain(found);
  });
});
