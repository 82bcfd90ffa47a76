import { expect, test } from 'vitest';
import { judgedThings, type Reply, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const members = { title: { type: 'string' }, place: { type: 'string' } };

const documentWith = (parameter: object): object => {
  const usual = thingsDocument(members, { required: ['title', 'place'] }) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
    readonly components: { readonly schemas: { readonly Thing: object } };
  };
  return {
    ...usual,
    components: { ...usual.components, schemas: { Thing: { ...usual.components.schemas.Thing, required: ['id', 'title', 'place'] } } },
    paths: {
      ...usual.paths,
      '/things': { ...usual.paths['/things'], get: { ...usual.paths['/things']?.['get'], parameters: [parameter] } },
    },
  };
};

const names = { type: 'array', items: { type: 'string', enum: ['title', 'place'] } };
const byName = { name: 'fields', in: 'query', style: 'form', explode: false, schema: names };
const byWords = {
  name: 'show',
  in: 'query',
  description: 'Answer with these members only, the others are left out.',
  style: 'form',
  explode: false,
  schema: names,
};

/** Shows whose lists hold only the members that are asked for. */
class Shows extends Things {
  readonly isForgetful: boolean;
  constructor(isForgetful = false) {
    super(members, ['title', 'place']);
    this.isForgetful = isForgetful;
  }
  override list(query?: URLSearchParams): Reply {
    const chosen = (query?.get('fields') ?? query?.get('show'))?.split(',');
    const only = (row: Row): Row =>
      Object.fromEntries(Object.entries(row).filter(([name]) => name === 'id' || chosen === undefined || chosen.includes(name)));
    return [200, this.rows.map((row) => (this.isForgetful ? { id: row['id'], title: row['title'] } : only(row)))];
  }
}

test.each([
  ['its name', byName],
  ['its words', byWords],
])('members that a parameter leaves out are not missed, by %s', async (_, parameter) => {
  expect((await judgedThings(new Shows(), documentWith(parameter))).told).toEqual([]);
});

test('a member that is missing without the parameter is told', async () => {
  expect(
    (await judgedThings(new Shows(true), documentWith(byName), ['schema/response-body', 'lifecycle/created-is-listed'])).told,
  ).toContain('OAS-3 schema/response-body: schema-required');
});
