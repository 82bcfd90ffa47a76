import { type Row, Things, thingsDocument } from './ordinary.ts';

type Json = Readonly<Record<string, unknown>>;

/** A query parameter of the list of things, and which of them it leaves. */
export type Search = {
  readonly name: string;
  readonly schema: Json;
  readonly description?: string;
  readonly explode?: boolean;
  readonly keeps: (row: Row, value: string) => boolean;
};

/** The members that a creation requires: the title, and what names something else. */
const requiredOf = (members: Readonly<Record<string, object>>): readonly string[] =>
  Object.keys(members).filter((name) => name === 'title' || name.endsWith('_id'));

/** The document of a collection of things with query parameters of its list, and what the list says of itself. */
export const searchableDocument = (
  members: Readonly<Record<string, object>>,
  searches: readonly Omit<Search, 'keeps'>[],
  { description = '', shown = {} }: { readonly description?: string; readonly shown?: Readonly<Record<string, object>> } = {},
): object => {
  const document = thingsDocument(members, { required: requiredOf(members), shown }) as {
    paths: Record<string, { get: Record<string, unknown> }>;
  };
  const list = document.paths['/things']?.get;
  const parameters = searches.map(({ name, schema, description: text = '', explode }) => ({
    name,
    in: 'query',
    schema,
    description: text,
    ...(explode === undefined ? {} : { explode }),
  }));
  Object.assign(list ?? {}, {
    parameters,
    description,
    responses: { ...(list?.['responses'] as object), 400: { description: 'Refused' } },
  });
  return document;
};

/** A store of things whose list is searched and ordered. */
export class SearchableThings extends Things {
  readonly searches: readonly Search[];
  readonly order: ((a: Row, b: Row) => number) | undefined;
  constructor(members: Readonly<Record<string, object>>, searches: readonly Search[], order?: (a: Row, b: Row) => number) {
    super(members, requiredOf(members));
    this.searches = searches;
    this.order = order;
  }
  override isRight(given: Record<string, unknown>, required: readonly string[]): boolean {
    const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && !Array.isArray(value)));
    return super.isRight(filled, required);
  }
  override add(given: Record<string, unknown>): ReturnType<Things['add']> {
    const blank = Object.fromEntries(this.members.map((name) => [name, name === 'tags' ? [] : null]));
    return super.add({ ...blank, created_at: new Date().toISOString(), ...given });
  }
  override kept(given: Record<string, unknown>): Record<string, unknown> {
    return { ...super.kept(given), ...(given['created_at'] === undefined ? {} : { created_at: given['created_at'] }) };
  }
  override list(query = new URLSearchParams()): ReturnType<Things['list']> {
    const wanted = this.searches.flatMap(({ name, keeps, explode }) => {
      const values = explode === false || !query.has(name) ? [query.get(name)] : [query.getAll(name).join(',')];
      return values.flatMap((value) => (value === null ? [] : [(row: Row) => keeps(row, value)]));
    });
    const found = this.rows.filter((row) => wanted.every((keeps) => keeps(row)));
    return [200, (this.order ? found.toSorted(this.order) : found).map((row) => this.shown(row))];
  }
}
