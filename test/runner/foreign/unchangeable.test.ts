import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const members = (told?: string) => ({
  shelf: { type: 'string', minLength: 1, maxLength: 40, ...(told === undefined ? {} : { description: told }) },
  note: { type: 'string', maxLength: 80 },
});
const crate = (told?: string) => ({
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', readOnly: true }, ...members(told) },
});
const document = ({ said, told }: Told) => {
  const answer = { description: 'd', ...json(crate(told)) };
  const responses = { 200: answer, 404: { description: 'None' }, 422: { description: 'Not valid' } };
  const parameters = [{ name: 'crateId', in: 'path', required: true, schema: { type: 'string' } }];
  return {
    openapi: '3.1.0',
    info: { title: 'Crates', version: '1' },
    paths: {
      '/crates': {
        post: {
          requestBody: { required: true, ...json({ type: 'object', required: ['shelf'], properties: members(told) }) },
          responses: { 201: answer, 422: responses[422] },
        },
      },
      '/crates/{crateId}': {
        parameters,
        get: { responses: { 200: answer, 404: responses[404] } },
        patch: {
          ...(said === undefined ? {} : { description: said }),
          requestBody: { required: true, ...json({ type: 'object', properties: members() }) },
          responses,
        },
        delete: { responses: { 204: { description: 'Gone' }, 404: responses[404] } },
      },
    },
  };
};

type Told = { readonly said?: string; readonly told?: string };
type Habit = 'refuses' | 'refuses every change where it' | 'ignores' | 'changes';

const judged = async (habit: Habit, text: Told): Promise<readonly string[]> => {
  const crates = new Map<string, Record<string, unknown>>();
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    void objectBody(incoming).then((body) => {
      const [, root, id] = new URL(incoming.url ?? '/', 'http://crates').pathname.split('/');
      if (root !== 'crates') return give(404);
      const isText = (value: unknown): boolean => typeof value === 'string' && value !== '' && value.length <= 40;
      if (id === undefined) {
        if (!isText(body?.['shelf'])) return give(422);
        const made = { id: `crate-${crates.size + 1}`, shelf: body?.['shelf'], note: body?.['note'] ?? '' };
        crates.set(made.id, made);
        return give(201, made);
      }
      const found = crates.get(id);
      if (!found) return give(404);
      if (incoming.method === 'DELETE') crates.delete(id);
      if (incoming.method === 'DELETE') return give(204);
      if (incoming.method === 'GET') return give(200, found);
      if (habit === 'refuses every change where it') return give(422);
      if (body === undefined || ('shelf' in body && !isText(body['shelf']))) return give(422);
      if ('shelf' in body && body['shelf'] !== found['shelf'] && habit === 'refuses') return give(422);
      if ('note' in body) found['note'] = body['note'];
      if ('shelf' in body && habit === 'changes') found['shelf'] = body['shelf'];
      return give(200, found);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(text)), url, {
    allow: ['mutation', 'destructive'],
    credentials: [],
    durations: { 'updated.shown': 2 },
    selection: { only: ['lifecycle/unchangeable-stays'], skip: [] },
  });
  return verdicts
    .filter(({ case: { check } }) => check === 'lifecycle/unchangeable-stays')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe.concurrent('a value that cannot be changed', () => {
  test.for<[Habit, Told, readonly string[]]>([
    ['refuses', { said: 'The `shelf` cannot be changed: another one is `422`.' }, ['pass']],
    // That nothing is changed says nothing about the one member.
    ['refuses every change where it', { said: 'The `shelf` cannot be changed: another one is `422`.' }, ['inconclusive']],
    ['ignores', { said: 'The `shelf` cannot be changed: another one is `422`.' }, ['unchangeable-accepted']],
    ['changes', { said: 'The `shelf` cannot be changed: another one is `422`.' }, ['unchangeable-changed']],
    ['refuses', { said: 'Changes a crate. The shelf cannot be changed: another one than the present is refused with `422`.' }, ['pass']],
    ['changes', { said: 'The shelf cannot be changed: another one is refused with `422`.' }, ['unchangeable-changed']],
    ['ignores', { said: 'The shelf cannot be changed, nor can a sealed crate (`409`).' }, ['pass']],
    ['changes', { said: 'The shelf cannot be changed, nor can a sealed crate (`409`).' }, ['unchangeable-changed']],
    ['changes', { said: 'The crate cannot be changed.' }, []],
    ['changes', { said: 'The shelf cannot be changed while the crate is on it.' }, []],
    ['refuses', { told: 'Immutable.' }, ['pass']],
    ['ignores', { told: 'Fixed at creation.' }, ['pass']],
    ['changes', { told: 'Set by the creation, and never changed.' }, ['unchangeable-changed']],
    ['changes', { told: 'Cannot be changed once the crate is sealed.' }, []],
    ['changes', { said: 'Neither `note` nor `shelf` cannot be changed by guests.' }, []],
    ['changes', { told: 'Cannot be changed by guests.' }, []],
    ['changes', { told: 'Cannot be changed to a shorter one.' }, []],
    ['changes', { told: 'Usually cannot be changed.' }, []],
    ['changes', { told: 'The meaning of a shelf never changes.' }, []],
    ['changes', { told: 'Cannot be changed for sealed crates.' }, []],
    ['changes', { told: 'Fixed at 12 letters.' }, []],
    ['changes', { said: 'The `shelf` of a sealed crate cannot be changed.' }, []],
    ['changes', {}, []],
  ])(
    'by a service that %s it, told by %j',
    besideOthers(async ([habit, text, codes]) => {
      expect(await judged(habit, text)).toEqual(codes);
    }),
  );
});
