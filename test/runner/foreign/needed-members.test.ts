import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, type Reply, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const text = { type: 'string' };
const status = { type: 'string', enum: ['open', 'closed'], readOnly: true };
const keeper = { type: 'string', nullable: true, readOnly: true };
const marks = { type: 'array', items: text, readOnly: true };

/** Things with a keeper and marks, both of which may be missing, that an action closes. */
class Kept extends Things {
  readonly mayClose: (row: Row) => boolean;
  constructor(mayClose: (row: Row) => boolean) {
    super({ title: text });
    this.mayClose = mayClose;
  }
  override shown(row: Row): unknown {
    return { status: 'open', keeper_id: null, marks: [], ...row };
  }
  override act(id: string, action: string): Reply {
    const found = this.find(id);
    if (!found || action !== 'close') return [404];
    if (!this.mayClose(found) || found['status'] === 'closed') return [409];
    found['status'] = 'closed';
    return [200, this.shown(found)];
  }
}

const judged = async (description: string, mayClose: (row: Row) => boolean): Promise<readonly string[]> => {
  const document = thingsDocument({ title: text }, { shown: { status, keeper_id: keeper, marks }, actions: { close: { description } } });
  const { told, passed } = await judgedThings(new Kept(mayClose), document, ['lifecycle/refused-while-lacking']);
  return [...told, ...passed.map((one) => `pass ${one}`)];
};

const texts = [
  'Only a thing with a keeper can be closed (409).',
  'A thing without a keeper cannot be closed: the answer is 409.',
  'Closes a thing. Refused with 409 if it has no keeper.',
  'Closes a thing. Refused with 409 while the thing has no marks.',
  'Only things that have at least one mark can be closed, otherwise 409.',
  'Closes an open thing. Any other status is refused with `409` (code `wrongStatus`), and so is a thing without marks (`noMarks`).',
  'Closes a thing. A thing without any marks is refused (409).',
  'An empty thing cannot be closed: as long as there is no mark the answer is 409 `no_marks`.',
  'Closes a thing. It needs at least one mark (`409`, `no_marks`).',
  'Closes a thing. It must have a keeper, otherwise 409.',
];

test.concurrent.for(texts)(
  'what needs a value is refused while there is none: %s',
  besideOthers(async (description) => {
    expect(await judged(description, () => false)).toEqual(['pass OAS-176 lifecycle/refused-while-lacking']);
    expect(await judged(description, () => true)).toEqual(['OAS-176 lifecycle/refused-while-lacking: done-while-lacking']);
  }),
);

test.concurrent.for([
  'Closes a thing.',
  'Closes a thing. A thing with a keeper can be closed by that keeper alone.',
  'Only a thing with a title can be closed (409).',
  'Closes a thing. Only a box with a keeper can be opened (409).',
  'Closes a thing; it has no keeper any more.',
  'Closes a thing. A thing without marks is closed at once (409 for a closed one).',
])(
  'nothing is judged where the text does not say so: %s',
  besideOthers(async (description) => {
    expect(await judged(description, () => true)).toEqual([]);
  }),
);

/** Things that may be given to a user when they are made, and that an action closes. */
class Given extends Things {
  readonly needsUser: boolean;
  constructor(needsUser: boolean) {
    super({ title: text, userId: text });
    this.needsUser = needsUser;
  }
  override shown(row: Row): unknown {
    return { status: 'open', userId: null, ...row };
  }
  override act(id: string, action: string): Reply {
    const found = this.find(id);
    if (!found || action !== 'close') return [404];
    if (found['status'] === 'closed' || (this.needsUser && found['userId'] === undefined)) return [409];
    found['status'] = 'closed';
    return [200, this.shown(found)];
  }
}

test.concurrent.for([
  ['not open (`STATE`), or nobody is assigned (`UNASSIGNED`)', true],
  ['not open (`STATE`)', false],
] as const)(
  'a conflict may say that nobody is assigned: %s',
  besideOthers(async ([description, isTold]) => {
    const responses = { 200: { description: 'Done' }, 404: { description: 'None' }, 409: { description } };
    const document = thingsDocument(
      { title: text, userId: { ...text, nullable: true } },
      { shown: { status }, actions: { close: { description: 'Closes a thing.', responses } } },
    );
    const judgedOf = async (needsUser: boolean): Promise<readonly string[]> => {
      const { told, passed } = await judgedThings(new Given(needsUser), document, ['lifecycle/refused-while-lacking']);
      return [...told, ...passed.map((one) => `pass ${one}`)];
    };
    expect(await judgedOf(true)).toEqual(isTold ? ['pass OAS-176 lifecycle/refused-while-lacking'] : []);
    expect(await judgedOf(false)).toEqual(isTold ? ['OAS-176 lifecycle/refused-while-lacking: done-while-lacking'] : []);
  }),
);

const json = (schema: object): object => ({ 'application/json': { schema } });

/** Things that an action moves to the state that its body names, with marks that only a list below each shows. */
class Marked extends Things {
  marks = new Map<string, Row[]>();
  readonly needsMarks: boolean;
  constructor(needsMarks: boolean) {
    super({ title: text });
    this.needsMarks = needsMarks;
  }
  override shown(row: Row): unknown {
    return { status: 'open', ...row };
  }
  override answer(method: string, steps: readonly string[], given: Record<string, unknown>): Reply {
    const [id = '', below] = steps;
    const found = this.find(id);
    if (below === undefined) return super.answer(method, steps, given);
    if (!found || steps.length > 2) return [404];
    const own = this.marks.get(id) ?? [];
    if (below === 'marks') {
      if (method === 'GET') return [200, own];
      if (method !== 'POST') return [405, undefined, { allow: 'GET, POST' }];
      if (typeof given['label'] !== 'string') return [400];
      const mark = { id: `mark-${own.length + 1}`, label: given['label'] };
      this.marks.set(id, [...own, mark]);
      return [201, mark];
    }
    const { to } = given;
    if (below !== 'moves' || method !== 'POST') return [404];
    if (to !== 'closed' && to !== 'open') return [400];
    if (found['status'] === to || (to === 'closed' && this.needsMarks && own.length === 0)) return [409];
    found['status'] = to;
    return [200, this.shown(found)];
  }
}

const marked = async (description: string, needsMarks: boolean): Promise<readonly string[]> => {
  const plain = thingsDocument({ title: text }, { shown: { status }, actions: { moves: { description } } });
  const document = JSON.parse(JSON.stringify(plain)) as { paths: Record<string, Record<string, object>> };
  const { parameters } = document.paths['/things/{id}'] as { parameters: object[] };
  const mark = { type: 'object', required: ['id', 'label'], properties: { id: text, label: text } };
  const takes = (name: string, schema: object): object => ({
    required: true,
    content: json({ type: 'object', required: [name], properties: { [name]: schema } }),
  });
  const moves = document.paths['/things/{id}/moves'];
  if (moves) moves['post'] = { ...moves['post'], requestBody: takes('to', { type: 'string', enum: ['open', 'closed'] }) };
  document.paths['/things/{id}/marks'] = {
    parameters,
    get: { responses: { 200: { description: 'All', content: json({ type: 'array', items: mark }) } } },
    post: { requestBody: takes('label', text), responses: { 201: { description: 'It', content: json(mark) }, 400: { description: 'No' } } },
  };
  const { told, passed } = await judgedThings(new Marked(needsMarks), document, ['lifecycle/refused-while-lacking']);
  return [...told, ...passed.map((one) => `pass ${one}`)];
};

test.concurrent.for([
  'Moves a thing.\n\n- **closed**: the thing needs at least one mark (`409`, `no_marks`).\n- **open**: always.',
  'Moves a thing. As long as there are no marks it cannot be closed (409).',
  'Moves a thing. It must have one or more marks to be closed.',
])(
  'a state that a body names may need what a list below the resource holds: %s',
  besideOthers(async (description) => {
    expect(await marked(description, true)).toEqual(['pass OAS-176 lifecycle/refused-while-lacking']);
    expect(await marked(description, false)).toEqual(['OAS-176 lifecycle/refused-while-lacking: done-while-lacking']);
  }),
);

test.concurrent.for([
  'Moves a thing.\n\n- **closed**: always (409 if it is closed).\n- **open**: needs no marks.',
  'Moves a thing. It needs at least one mark to be found in searches.',
  'Moves a thing. It should have at least one mark when it is closed.',
])(
  'a state that a body names needs nothing where the text does not say so: %s',
  besideOthers(async (description) => {
    expect(await marked(description, false)).toEqual([]);
  }),
);
