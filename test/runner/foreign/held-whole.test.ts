import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const hire = { boat: text, startsOn: day, endsOn: day };
const note = { insurer: text, validFrom: day, validUntil: day };

/** Hires of boats, and cover notes of them that have to hold the time of the hire. */
const document = (said: string) => ({
  openapi: '3.1.0',
  info: { title: 'Hires', version: '1' },
  paths: {
    '/hires': {
      post: {
        requestBody: { required: true, ...json(object(hire)) },
        responses: { 201: { description: 'It', ...json(object({ id: text, ...hire })) }, 422: { description: 'Wrong' } },
      },
    },
    '/hires/{hireId}': {
      parameters: [{ name: 'hireId', in: 'path', required: true, schema: text }],
      get: { responses: { 200: { description: 'It', ...json(object({ id: text, ...hire })) }, 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
    '/hires/{hireId}/cover-notes': {
      parameters: [{ name: 'hireId', in: 'path', required: true, schema: text }],
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: object({ id: text, ...note }) }) } } },
      post: {
        description: said,
        requestBody: { required: true, ...json(object(note)) },
        responses: { 201: { description: 'It', ...json(object({ id: text, ...note })) }, 422: { description: 'Wrong' } },
      },
    },
  },
});

/** Which end of a hire a service does not compare with a note; or whether it refuses all notes. */
type Habit = 'neither' | 'begin' | 'end' | 'refuses all';

const judged = async (said: string, habit: Habit): Promise<readonly string[]> => {
  type Hire = { readonly id: string; readonly startsOn: string; readonly endsOn: string; readonly notes: object[] };
  const hires = new Map<string, Hire>();
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, , id = '', below] = (incoming.url ?? '').split('/');
    const sent = await objectBody(incoming);
    const times = (...names: string[]): string[] => names.map((name) => String(sent?.[name]));
    if (id === '') {
      const [startsOn = '', endsOn = ''] = times('startsOn', 'endsOn');
      if (!(startsOn <= endsOn)) return give(422);
      const made = { ...sent, id: `h${hires.size + 1}`, startsOn, endsOn, notes: [] };
      hires.set(made.id, made);
      return give(201, { ...made, notes: undefined });
    }
    const one = hires.get(id);
    if (!one) return give(404);
    if (incoming.method === 'DELETE') return give(hires.delete(id) ? 204 : 404);
    if (below === undefined) return give(200, { ...one, notes: undefined });
    if (incoming.method === 'GET') return give(200, one.notes);
    const [from = '', until = ''] = times('validFrom', 'validUntil');
    const isShort = (habit !== 'begin' && from > one.startsOn) || (habit !== 'end' && until < one.endsOn);
    if (isShort || from > until || habit === 'refuses all') return give(422);
    one.notes.push({ ...sent, id: `n${one.notes.length + 1}` });
    return give(201, one.notes.at(-1));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(said)), url, {
    allow: ['mutation', 'permanent'],
    maxCreates: 60,
    selection: { only: ['lifecycle/other-time-refused'], skip: [] },
  });
  return verdicts
    .filter(({ id }) => id.startsWith('lifecycle/other-time-refused@'))
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.expected.slice(0, 40)}` : verdict.kind));
};

const whole = 'A note covers the whole period of the hire (`422`).';

test.each<readonly [string, Habit, readonly string[]]>([
  [whole, 'neither', ['pass']],
  [whole, 'end', ['other-time-accepted 400, 409 or 422 to "validUntil" before i']],
  ['It must be valid throughout the hire.', 'begin', ['other-time-accepted 400, 409 or 422 to "validFrom" after its']],
  [whole, 'refuses all', ['inconclusive']],
  ['A note usually covers the whole period of the hire (`422`).', 'end', []],
  ['A note covers the whole period of the hire.', 'end', []],
])('"%s" of a service that forgets the %s', async (said, habit, expected) => {
  expect(await judged(said, habit)).toEqual(expected);
});
