import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, type Reply, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const kinds = { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string', enum: ['paid', 'refunded', 'sent'] } };
const asked = { title: { type: 'string' }, kinds };

/** Hooks that no operation reads one by one: only their list shows them. */
class Hooks extends Things {
  readonly listed: (row: Row) => Row;
  constructor(listed: (row: Row) => Row) {
    super(asked, ['title', 'kinds']);
    this.listed = listed;
  }
  override isRight(given: Row, required: readonly string[]): boolean {
    return required.every((name) => given[name] !== undefined) && Array.isArray(given['kinds']) && given['kinds'].length > 0;
  }
  override list(): Reply {
    return [200, this.rows.map((row) => this.listed(row))];
  }
  override read(): Reply {
    return [405, undefined, { allow: 'DELETE' }];
  }
  override change(): Reply {
    return [405, undefined, { allow: 'DELETE' }];
  }
}

const whole = thingsDocument(asked, { required: ['title', 'kinds'] }) as { readonly paths: Readonly<Record<string, object>> };
const { parameters, delete: removal } = whole.paths['/things/{id}'] as { readonly parameters: object; readonly delete: object };
const document = { ...whole, paths: { ...whole.paths, '/things/{id}': { parameters, delete: removal } } };

const judged = async (listed: (row: Row) => Row): Promise<readonly string[]> => {
  const { told, passed } = await judgedThings(new Hooks(listed), document, ['lifecycle/sent-is-shown']);
  return [...told, ...passed.map((one) => `pass ${one}`)];
};

test.concurrent(
  'what only a list shows is compared there with what was sent',
  besideOthers(async () => {
    expect(await judged((row) => row)).toEqual(['pass OAS-20 lifecycle/sent-is-shown']);
    expect(await judged((row) => ({ ...row, kinds: [row['kinds']].flat().slice(0, 1) }))).toEqual([
      'OAS-20 lifecycle/sent-is-shown: shown-otherwise',
    ]);
  }),
);

test.concurrent(
  'a list may leave members out',
  besideOthers(async () => {
    expect(await judged(({ id, title }) => ({ id, title }))).toEqual(['pass OAS-20 lifecycle/sent-is-shown']);
  }),
);
