import { expect, test } from 'vitest';
import { promiseIn } from '../../../src/checks/subjects/promised-mistakes.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

test.each([
  'A `422` names every place that is wrong in `errors`.',
  'JSON which does not fit gives `422`, and then `errors` has an entry for **every** member that is wrong, not just for the first.',
  'The answer lists all invalid fields.',
  'There is one entry per violation.',
  'For a 400 caused by members, parameters or headers, `details` has an entry **for each** of them that is wrong, and `field` names it.',
  'All validation errors are reported at once.',
  'A body that fails validation (400) lists every breach found, not only the first.',
  '`errors` has at least one entry for each member at fault, not merely for the first one.',
  'The 422 tells everything that is wrong.',
  'Validation does not stop at the first error: `errors` has them all.',
  'A refusal (422) has one entry for each rule that is broken.',
  'Every objection to a request is reported together, with the place in the body.',
  'A kiln that is not valid is 422, and all mistakes are listed in `faults`.',
  'Invalid input is answered 400; every offending field is named in the response.',
  'Validation errors are all collected in the list `problems`.',
  'A rejected body is a 422: each broken rule is reported under `details`.',
  'On a 400, `violations` then holds every violation.',
  'Every invalid value is listed in `errors` of a 422, with the place where it stands.',
])('a promise to name every mistake: %s', (text) => {
  expect(promiseIn(text)?.sentence).toBeDefined();
});

test.each([
  'Every error is a problem document with a `code`.',
  'Every error has a code and a message.',
  'All errors are returned as `application/problem+json`.',
  'The answer names the first invalid field.',
  'The answer may name every invalid field.',
  'Each operation reports its errors in `errors`.',
  'One entry for each row that failed.',
  'The monthly letter lists every breach of a lease.',
  'A tenant has one line for each complaint.',
  'An import stops at the first error.',
  'All members of an invalid batch are rejected together.',
  'The error log lists all failures of deliveries.',
  'All errors carry a code together with a text.',
  'Each failing field is retried together with the others, not only the first.',
  'Sections are checked in order; `errors` names every invalid field of a section, checking stops there.',
  '`details` names every invalid field in verbose mode.',
  'With `?verbose=true` the 422 lists every invalid field.',
  'The dry run reports all violations, the real call only stops.',
  'On the v2 endpoints the refusal lists all violations.',
  'Our newsletter lists all known issues and errors.',
  'The 422 may list every breach.',
  'The first breach is told, all others wait.',
  'All violations are listed in `violations`.',
  'All errors are returned in the response body.',
  'A request that fails is 4xx; every error is described in `ErrorDto`.',
  'All error codes are listed in the table `codes` of invalid requests.',
  'An invalid request is 400: all errors are reported in `error`.',
  'All members of the body that are required are listed in the response table.',
  'Invalid requests are logged, and all errors are listed in `requests.log`.',
  'The errors are all given in `codes`, and 422 is answered.',
  'All violations of a 422 are listed in `codes`.',
  'On a 422 every rejected value is returned in `values`.',
  'A 400 lists all invalid values under `rejectedValues`.',
  '`values` then holds every invalid value of the request.',
  'Every wrong input is echoed in the response of a 422.',
])('no promise to name every mistake: %s', (text) => {
  expect(promiseIn(text)).toBeUndefined();
});

const kiln = { id: { type: 'string' }, name: { type: 'string', minLength: 1, maxLength: 40 }, glaze: { type: 'string', maxLength: 20 } };
const sent = {
  type: 'object',
  required: ['name', 'shelves'],
  properties: { ...kiln, shelves: { type: 'integer', minimum: 1, maximum: 9 } },
};
const answers = (description: string, schema: object) => ({ description, content: { 'application/json': { schema } } });

const document = (promise: string) => ({
  openapi: '3.0.3',
  info: { title: 'Kilns', version: '1', description: promise },
  paths: {
    '/kilns': {
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: sent } } },
        responses: { 201: answers('New', sent), 422: answers('Wrong', { type: 'object' }) },
      },
    },
    '/kilns/{kilnId}': {
      parameters: [{ name: 'kilnId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: answers('It', sent), 404: { description: 'None' } } },
      patch: {
        requestBody: {
          required: true,
          content: { 'application/merge-patch+json': { schema: { type: 'object', properties: sent.properties } } },
        },
        responses: { 200: answers('It', sent), 404: { description: 'None' }, 422: answers('Wrong', { type: 'object' }) },
      },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  },
});

type Form = 'pointers' | 'map' | 'sentence';

/** How a server refuses: with all mistakes or the first, in one of several forms; `silent` names none. */
const failed = async (
  told: 'all' | 'first' | 'silent' | 'first of changes',
  form: Form = 'pointers',
  promise = 'A `422` names every member that is wrong.',
) => {
  const kilns = new Map<string, object>();
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('/');
    if (root !== 'kilns') return give(404);
    if (id !== undefined && incoming.method === 'DELETE') return give(kilns.delete(id) ? 204 : 404);
    const found = kilns.get(id ?? '');
    if (id !== undefined && !found) return give(404);
    const isChange = incoming.method === 'PATCH';
    if (id !== undefined && !isChange) return give(200, found);
    if (isChange && incoming.headers['content-type'] !== 'application/merge-patch+json') return give(415);
    const read = JSON.parse(Buffer.concat(chunks).toString() || 'null') as Record<string, unknown> | null;
    const body = isChange ? { ...found, ...read } : read;
    const { name, shelves, glaze = '' } = body ?? {};
    const isName = typeof name === 'string' && name.trim().length > 0 && name.length <= 40;
    const isCount = Number.isInteger(shelves) && Number(shelves) >= 1 && Number(shelves) <= 9;
    const isGlaze = typeof glaze === 'string' && glaze.length <= 20;
    const wrong = Object.entries({ name: isName, shelves: isCount, glaze: isGlaze }).flatMap(([member, isRight]) =>
      isRight ? [] : [member],
    );
    const named = told === 'silent' ? [] : told === 'first' || (isChange && told === 'first of changes') ? wrong.slice(0, 1) : wrong;
    if (wrong.length > 0 && form === 'sentence')
      return give(422, { title: 'Wrong', errors: named.map((one) => `The member ${one} is wrong.`) });
    if (wrong.length > 0 && form === 'map') return give(422, { errors: Object.fromEntries(named.map((one) => [one, ['is wrong']])) });
    if (wrong.length > 0) return give(422, { title: 'name and shelves matter', errors: named.map((one) => ({ pointer: `/${one}` })) });
    const made = { id: id ?? `k-${kilns.size + 1}`, name, shelves, glaze };
    kilns.set(made.id, made);
    return give(isChange ? 200 : 201, made);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(promise)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 30,
    selection: { only: ['body/all-mistakes-named'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []));
};

test.each<Form>(['pointers', 'map', 'sentence'])('a server that names one of two mistakes is told (%s)', async (form) => {
  expect(await failed('first', form)).toEqual(['mistake-not-named', 'mistake-not-named']);
});

test('a server that names one of two mistakes in a merge patch is told', async () => {
  expect(await failed('first of changes')).toEqual(['mistake-not-named']);
});

test.each<Form>(['pointers', 'map', 'sentence'])('a server that names both is not accused (%s)', async (form) => {
  expect(await failed('all', form)).toEqual([]);
});

test('a server is not accused that names none, or whose document promises nothing', async () => {
  expect(await failed('silent')).toEqual([]);
  expect(await failed('first', 'pointers', 'A `422` says what is wrong.')).toEqual([]);
});
