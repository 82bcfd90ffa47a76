import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { type Answer, type Jar, judgedPantry, object, Pantry } from '../../worlds/pantry.ts';

const text = { type: 'string' };
const members = {
  title: text,
  kind: { type: 'string', enum: ['plum', 'pear'], default: 'plum' },
  score: { type: 'integer', minimum: 0, maximum: 100, default: 5 },
  sealed: { type: 'boolean', default: true },
  tags: { type: 'array', items: text, default: ['new'] },
  label: object({ colour: text }),
  price: { type: 'number', minimum: 0, multipleOf: 0.01, maximum: 99_999_999.99 },
  weight: { type: 'number' },
  chill: { type: 'number', nullable: true, description: 'Degrees' },
  keepsTo: { type: 'number', nullable: true, description: 'Degrees; 0 stands for no limit' },
  maxOpenings: { type: 'number', nullable: true },
  grams: { type: 'integer', format: 'int64', minimum: 0, maximum: 500_000_000_000 },
};
type Members = Partial<Jar>;
/** What a creation alone takes. */
const once = { insured: { type: 'number', minimum: 0, maximum: 5000, multipleOf: 0.01, default: 0 } };

const shows = (status: string) => ({
  [status]: { description: 'It', content: { 'application/json': { schema: object({ id: text, ...members, ...once }) } } },
});
const asks = (required: readonly string[], more: object = {}) => ({
  required: true,
  content: { 'application/json': { schema: object({ ...members, ...more }, required) } },
});
const refused = { '400': { description: 'Wrong' }, '404': { description: 'None' } };

/** Jars with members of every type, that are changed by a method, or by none. */
const document = (update: 'patch' | 'put' | 'none', described = {}) => ({
  openapi: '3.0.3',
  info: { title: 'Jars', version: '1' },
  paths: {
    '/jars': { post: { requestBody: asks(['title'], once), responses: { ...shows('201'), ...refused } } },
    '/jars/{jarId}': {
      parameters: [{ name: 'jarId', in: 'path', required: true, schema: text }],
      get: { responses: { ...shows('200'), ...refused } },
      ...(update === 'none'
        ? {}
        : { [update]: { ...described, requestBody: asks(update === 'put' ? ['title'] : []), responses: { ...shows('200'), ...refused } } }),
      delete: { responses: { '204': { description: 'Gone' }, ...refused } },
    },
  },
});

const usual = { kind: 'plum', score: 5, sealed: true, tags: ['new'], label: { colour: 'none' }, price: 0, weight: 0, grams: 0, insured: 0 };

/** Keeps jars as they were sent; what is not described is left out. */
class Shelf extends Pantry {
  readonly update: 'patch' | 'put' | 'none';
  constructor(update: 'patch' | 'put' | 'none' = 'patch') {
    super();
    this.update = update;
  }
  refuses(_body: Members): boolean {
    return false;
  }
  created(body: Members): Members {
    return body;
  }
  changed(body: Members, _found: Jar): Members {
    return body;
  }
  known(body: Members): Members {
    return Object.fromEntries(Object.entries(body).filter(([name]) => name in members || name in once));
  }
  override add(body: Members): Answer {
    if (this.refuses(body)) return [400];
    const made = { title: '', volume: 1, ...usual, ...this.created(this.known(body)), id: this.newId() };
    this.jars.push(made);
    return [201, this.wrap(made)];
  }
  override change(id: string, body: Members): Answer {
    const found = this.find(id);
    if (!found) return [404];
    if (this.refuses(body)) return [400];
    Object.assign(found, this.update === 'put' ? usual : {}, this.changed(this.known(body), found));
    return [200, this.wrap(found)];
  }
}

const withEach = (body: Members, change: (value: unknown, name: string) => unknown): Members =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [name, change(value, name)]));
const isEmpty = (value: unknown): boolean => value === 0 || value === false || (Array.isArray(value) && value.length === 0);
const withoutEmpty = (body: Members): Members => Object.fromEntries(Object.entries(body).filter(([, value]) => !isEmpty(value)));

class Rounding extends Shelf {
  override created(body: Members): Members {
    return withEach(body, (value, name) => (name === 'weight' && typeof value === 'number' ? Math.round(value * 10) / 10 : value));
  }
  override changed(body: Members): Members {
    return this.created(body);
  }
}
class Limited extends Shelf {
  override created(body: Members): Members {
    return withEach(body, (value, name) => (name === 'weight' && typeof value === 'number' ? Math.min(value, 10_000) : value));
  }
  override changed(body: Members): Members {
    return this.created(body);
  }
}
class Strict extends Shelf {
  override refuses(body: Members): boolean {
    return Object.values(body).some((value) => isEmpty(value) || (typeof value === 'number' && value > 1_000_000));
  }
}
/** Nought stands for nothing where the document says so, or may. */
class Reading extends Shelf {
  override created(body: Members): Members {
    return withEach(body, (value, name) => (value === 0 && ['keepsTo', 'maxOpenings'].includes(name) ? null : value));
  }
  override changed(body: Members): Members {
    return this.created(body);
  }
}
/** A list that is empty is not there. */
class Sparse extends Shelf {
  override wrap(made: Jar): unknown {
    return Object.fromEntries(
      Object.entries(made).map(([name, value]) => [name, Array.isArray(value) && value.length === 0 ? null : value]),
    );
  }
}
class Sorting extends Shelf {
  override wrap(made: Jar): unknown {
    const tags: unknown = made['tags'];
    return { ...made, tags: Array.isArray(tags) ? tags.toSorted() : tags };
  }
}
/** A jar of another kind has the label of that kind. */
class Labelling extends Shelf {
  override changed(body: Members, found: Jar): Members {
    return 'kind' in body && body['kind'] !== found['kind'] ? { label: {}, ...body } : body;
  }
}

const roundTrips = ['lifecycle/sent-is-shown', 'lifecycle/change-shown'];

test.concurrent.for<readonly [string, Shelf]>([
  ['keeps all, and is patched', new Shelf()],
  ['keeps all, and is replaced', new Shelf('put')],
  ['keeps all, and is never changed', new Shelf('none')],
  ['rounds what has no step', new Rounding()],
  ['keeps weights below a limit of its own', new Limited()],
  ['refuses noughts and great numbers', new Strict()],
  ['reads nought as nothing where that is said, or usual', new Reading()],
  ['shows null for an empty list', new Sparse()],
  ['sorts lists', new Sorting()],
  ['empties what another choice does not have', new Labelling()],
])(
  'a server is not accused that %s',
  besideOthers(async ([, shelf]) => {
    const { failed, passed } = await judgedPantry(shelf, document(shelf.update), ['mutation'], roundTrips);
    expect(failed).toEqual([]);
    expect(passed).toContain('OAS-20 lifecycle/sent-is-shown');
    expect(shelf.jars).toEqual([]);
  }),
);

const creating = (change: (body: Members) => Members) =>
  class extends Shelf {
    override created(body: Members): Members {
      return change(body);
    }
  };
const changing = (change: (body: Members, found: Jar) => Members) =>
  class extends Shelf {
    override changed(body: Members, found: Jar): Members {
      return change(body, found);
    }
  };
const asFloat = (value: unknown): unknown => (typeof value === 'number' && !Number.isInteger(value) ? Math.fround(value) : value);
const in32 = (value: unknown): unknown => (typeof value === 'number' && Number.isInteger(value) ? value | 0 : value);
const toTenths = (value: unknown, name: string): unknown =>
  name === 'price' && typeof value === 'number' ? Math.floor(value * 10) / 10 : value;
const toCents = (value: unknown, name: string): unknown =>
  name === 'insured' && typeof value === 'number' ? Math.trunc(value * 100) / 100 : value;
const NoughtIsNone = creating((body) => withEach(body, (value) => (value === 0 ? null : value)));
const NoChill = creating((body) => withEach(body, (value, name) => (value === 0 && name === 'chill' ? null : value)));
const NoChillLater = changing((body) => withEach(body, (value, name) => (value === 0 && name === 'chill' ? null : value)));
const FalseIsUsual = creating((body) => withoutEmpty(body));
const ListIsUsual = creating((body) => (Array.isArray(body['tags']) && body['tags'].length === 0 ? { ...body, tags: ['new'] } : body));
const LosesCents = creating((body) => withEach(body, toCents));
const Tenths = creating((body) => withEach(body, toTenths));
const KeepsWhatIsEmpty = changing((body) => withoutEmpty(body));
const KeepsLists = changing((body) =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => !(Array.isArray(value) && value.length === 0))),
);
const ClearsLabel = changing((body) => ({ label: {}, ...body }));
const ResetsTags = changing((body) => ({ tags: ['new'], ...body }));
const ResetsScore = changing((body) => ({ score: 5, ...body }));
const Float = changing((body) => withEach(body, asFloat));
const Narrow = changing((body) => withEach(body, in32));
const NarrowAtFirst = creating((body) => withEach(body, in32));

test.concurrent.for<readonly [string, Shelf, string]>([
  ['stores nought as null at a creation', new NoughtIsNone(), 'lifecycle/sent-is-shown'],
  ['stores nought of a number without a bound as null at a creation', new NoChill(), 'lifecycle/sent-is-shown'],
  ['stores nought of a number without a bound as null in a change', new NoChillLater(), 'lifecycle/change-shown'],
  ['takes nought and false for nothing at a creation', new FalseIsUsual(), 'lifecycle/sent-is-shown'],
  ['stores the default list in place of an empty one', new ListIsUsual(), 'lifecycle/sent-is-shown'],
  ['loses cents of what only a creation takes', new LosesCents(), 'lifecycle/sent-is-shown'],
  ['cuts prices to one decimal', new Tenths(), 'lifecycle/sent-is-shown'],
  ['ignores what is empty in a change', new KeepsWhatIsEmpty(), 'lifecycle/change-shown'],
  ['ignores what is empty in a replacement', new KeepsWhatIsEmpty('put'), 'lifecycle/change-shown'],
  ['ignores empty lists in a change', new KeepsLists(), 'lifecycle/change-shown'],
  ['clears an object that a change did not name', new ClearsLabel(), 'lifecycle/change-shown'],
  ['sets a list back that a change did not name', new ResetsTags(), 'lifecycle/change-shown'],
  ['sets a number back that a change did not name', new ResetsScore(), 'lifecycle/change-shown'],
  ['keeps amounts in 32 bits', new Float(), 'lifecycle/change-shown'],
  ['keeps whole numbers in 32 bits', new Narrow(), 'lifecycle/change-shown'],
  ['keeps whole numbers in 32 bits, where nothing is changed', new NarrowAtFirst('none'), 'lifecycle/sent-is-shown'],
])(
  'a server is told of that %s',
  besideOthers(async ([, shelf, check]) => {
    const { failed } = await judgedPantry(shelf, document(shelf.update), ['mutation'], roundTrips);
    expect(failed.map((one) => one.split(' ')[1])).toContain(check);
    expect(shelf.jars).toEqual([]);
  }),
);

const ResetsWeight = changing((body) => ({ weight: 12, ...body }));

test.each<readonly [string, string, readonly string[]]>([
  [
    'is told of where the document says that the rest stays',
    'Members that are not sent stay as they are.',
    ['OAS-24 lifecycle/change-shown'],
  ],
  ['may follow from the change where it does not', 'Changes a jar.', []],
])('another number in a member that a change did not name %s', async (_what, description, expected) => {
  const { failed } = await judgedPantry(new ResetsWeight(), document('patch', { description }), ['mutation'], roundTrips);
  expect(failed.filter((one) => one.includes('change-shown'))).toEqual(expected);
});
