import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, type Reply, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const text = { type: 'string' };
const flag = { type: 'boolean', default: false };
const status = { type: 'string', enum: ['open', 'closed'], readOnly: true };
const json = (schema: object): object => ({ content: { 'application/json': { schema } } });

type Where = 'create' | 'import' | 'close' | 'remove';

/** Things of which each way to write can be asked to do nothing, and does so, or not. */
class Tried extends Things {
  readonly name: string;
  readonly heeds: boolean;
  constructor(name: string, heeds: boolean, members: Readonly<Record<string, object>> = { title: text }) {
    super(members);
    this.name = name;
    this.heeds = heeds;
  }
  override shown(row: Row): unknown {
    return { status: 'open', ...row };
  }
  override answer(
    method: string,
    [id, action, ...more]: readonly string[],
    given: Record<string, unknown>,
    query?: URLSearchParams,
  ): Reply {
    const isDry = this.heeds && (given[this.name] === true || query?.get(this.name) === 'true');
    const found = id === undefined ? undefined : this.find(id);
    if (method === 'POST' && id === 'import') {
      const rows = Array.isArray(given['rows']) ? (given['rows'] as Record<string, unknown>[]) : undefined;
      if (!rows) return [400];
      if (!isDry) for (const row of rows) this.add(row);
      return [200, { imported: rows.length }];
    }
    if (isDry && method === 'POST' && id === undefined)
      return this.isRight(given, this.required) ? [200, { ...this.kept(given), id: 'none' }] : [400];
    if (isDry && method === 'DELETE' && action === undefined) return found ? [204] : [404];
    if (method === 'POST' && action === 'close') {
      if (!found) return [404];
      if (isDry) return [200, { ...found, status: 'closed' }];
      found['status'] = 'closed';
      return [200, this.shown(found)];
    }
    return super.answer(
      method,
      [id, action, ...more].filter((one) => one !== undefined),
      given,
      query,
    );
  }
}

type Said = { readonly where: Where; readonly name: string; readonly said?: string; readonly at?: 'operation'; readonly isShown?: true };

const documentOf = ({ where, name, said, at, isShown }: Said): object => {
  const plain = thingsDocument(
    { title: text },
    { shown: { status, ...(isShown ? { [name]: flag } : {}) }, actions: { close: { description: 'Closes it.' } } },
  );
  const { paths, ...rest } = JSON.parse(JSON.stringify(plain)) as { paths: Record<string, Record<string, Record<string, unknown>>> };
  const described = said !== undefined && at !== 'operation' ? { description: said } : {};
  const parameter = { parameters: [{ name, in: 'query', schema: flag, ...described }] };
  const own = said !== undefined && at === 'operation' ? { description: said } : {};
  const change = (path: string, method: string, more: object): void => {
    const item = (paths[path] ??= {});
    item[method] = { ...item[method], ...more, ...own };
  };
  if (where === 'create')
    change('/things', 'post', {
      ...parameter,
      responses: {
        200: { description: 'So' },
        201: { description: 'It', ...json({ $ref: '#/components/schemas/Thing' }) },
        400: { description: 'No' },
      },
    });
  if (where === 'remove') change('/things/{id}', 'delete', parameter);
  if (where === 'close') change('/things/{id}/close', 'post', parameter);
  if (where === 'import')
    change('/things/import', 'post', {
      requestBody: {
        required: true,
        ...json({
          type: 'object',
          required: ['rows'],
          properties: { [name]: { ...flag, ...described }, rows: { type: 'array', items: { type: 'object' } } },
        }),
      },
      responses: {
        200: { description: 'So many', ...json({ type: 'object', properties: { imported: { type: 'integer' } } }) },
        400: { description: 'No' },
      },
    });
  return { ...rest, paths };
};

const judged = async (said: Said, heeds: boolean): Promise<readonly string[]> => {
  const { told, passed } = await judgedThings(new Tried(said.name, heeds), documentOf(said), ['lifecycle/dry-run-stores-nothing']);
  return [...told, ...passed.map((one) => `pass ${one}`)];
};

const rules: readonly Said[] = [
  { where: 'create', name: 'dryRun' },
  { where: 'create', name: 'preview', said: 'With `true` the thing is not stored.' },
  { where: 'import', name: 'dry_run', said: 'A dry run reports what would have happened, and changes nothing.', at: 'operation' },
  { where: 'import', name: 'simulate', said: 'Nothing is written.' },
  { where: 'close', name: 'validateOnly' },
  { where: 'remove', name: 'dry-run', said: 'Says whether it could be removed, without removing it.' },
];

test.concurrent.for(rules)(
  'a dry run that is none is told: %o',
  besideOthers(async (said) => {
    expect(await judged(said, true)).toEqual(['pass OAS-195 lifecycle/dry-run-stores-nothing']);
    expect(await judged(said, false)).toEqual(['OAS-195 lifecycle/dry-run-stores-nothing: dry-run-done']);
  }),
);

test.concurrent.for<Said>([
  { where: 'create', name: 'preview' },
  { where: 'create', name: 'preview', said: 'Shows the thing with its pictures.' },
  { where: 'create', name: 'dryRun', said: 'The thing is still stored, and nobody is told of it.' },
  { where: 'create', name: 'dryRun', isShown: true },
  { where: 'create', name: 'dryRun', said: 'Deprecated: has no effect any more.' },
  { where: 'remove', name: 'dry_run', said: 'Ignored here.' },
  { where: 'create', name: 'validate', said: 'Checks the title before; the thing is not stored if a check fails.' },
  { where: 'create', name: 'preview', said: 'Shows the thing without applying discounts.' },
  { where: 'create', name: 'testOnly', said: 'No invoices are created.' },
  { where: 'create', name: 'dryRun', said: 'Does not publish the thing; it is stored as a draft.' },
  { where: 'create', name: 'preview', said: 'Nothing is saved to the books, only a draft is kept.' },
  { where: 'create', name: 'preview', said: 'Does not change the numbering.' },
  { where: 'create', name: 'testRun', said: 'Marks the thing as test data, not applied to statistics.' },
  { where: 'close', name: 'simulate', said: 'Closes it as if the day were over.' },
])(
  'what a flag does is left open where nothing says that it stores nothing: %o',
  besideOthers(async (said) => {
    expect(await judged(said, false)).toEqual([]);
  }),
);

test.concurrent(
  'what a dry run spared is removed when the run ends',
  besideOthers(async () => {
    const said: Said = { where: 'remove', name: 'dryRun' };
    const things = new Tried(said.name, true);
    const { passed } = await judgedThings(things, documentOf(said), ['lifecycle/dry-run-stores-nothing']);
    expect([passed.length, things.rows]).toEqual([1, []]);
  }),
);

/** Foretells the id of the next thing in a dry run, and right then somebody else creates that. */
class Foretelling extends Tried {
  override answer(method: string, steps: readonly string[], given: Record<string, unknown>, query?: URLSearchParams): Reply {
    const [code, value]: Reply = super.answer(method, steps, given, query);
    const isDry = method === 'POST' && steps.length === 0 && query?.get(this.name) === 'true' && code === 200;
    if (!isDry) return [code, value];
    const id = this.newId({});
    this.rows.push({ id, title: 'of others' });
    return [200, { ...this.kept(given), id }];
  }
}

test.concurrent(
  'the id that a dry run foretells is no resource of the run',
  besideOthers(async () => {
    const said: Said = { where: 'create', name: 'dryRun' };
    const things = new Foretelling(said.name, true);
    const { passed } = await judgedThings(things, documentOf(said), ['lifecycle/dry-run-stores-nothing']);
    expect([passed.length, things.rows.map(({ title }) => title)]).toEqual([1, ['of others']]);
  }),
);

test.concurrent(
  'what a dry run stored all the same is removed',
  besideOthers(async () => {
    for (const where of ['create', 'import'] as const) {
      const said: Said = { where, name: 'dryRun' };
      const things = new Tried(said.name, false);
      const { told } = await judgedThings(things, documentOf(said), ['lifecycle/dry-run-stores-nothing']);
      expect([where, told.length, things.rows]).toEqual([where, 1, []]);
    }
  }),
);
