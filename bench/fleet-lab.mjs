// Many small services in one process, as targets of a fleet: each has a path of its own, and some share a key.
import { createServer } from 'node:http';

const shelf = (title) => ({
  openapi: '3.1.0',
  info: { title, version: '1' },
  security: [{ key: [] }],
  paths: {
    '/books': {
      get: {
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 20 } }],
        responses: {
          200: {
            description: 'Books.',
            content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Book' } } } },
          },
          400: { description: 'The limit cannot be used.' },
          401: { description: 'No key.' },
        },
      },
    },
    '/books/{id}': {
      get: {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'b1' }],
        responses: {
          200: { description: 'A book.', content: { 'application/json': { schema: { $ref: '#/components/schemas/Book' } } } },
          401: { description: 'No key.' },
          404: { description: 'There is no such book.' },
        },
      },
    },
  },
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    schemas: { Book: { type: 'object', required: ['id', 'title'], properties: { id: { type: 'string' }, title: { type: 'string' } } } },
  },
});

/** Which of the targets, from 0, break a requirement: their books have no title. */
const isBroken = (n) => n % 37 === 3;

/** How targets have keys: so many in a row have the same one, and behind the last key the first one comes again. */
const tenKeys = { inRow: 4, number: 10 };

/** The key that a target takes, and the variable in which it is given. */
const keyOf = (n, { inRow, number }) => {
  const key = Math.floor(n / inRow) % number;
  return { name: `FLEET_KEY_${key}`, value: `fleet-canary-${key}-5d1c90aa` };
};

const books = ['b1', 'b2', 'b3'].map((id) => ({ id, title: `Book ${id}` }));

const answer = (request, keys) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fleet');
  const [, at = '', collection, id, more] = pathname.split('/');
  const n = /^t\d+$/.test(at) ? Number(at.slice(1)) : undefined;
  if (n === undefined || collection !== 'books' || more !== undefined) return [404];
  if (request.headers.authorization !== `Bearer ${keyOf(n, keys).value}`) return [401];
  if (request.method !== 'GET') return [405];
  const shown = isBroken(n) ? books.map((book) => ({ id: book.id })) : books;
  if (id !== undefined) {
    const book = shown.find((one) => one.id === id);
    return book === undefined ? [404] : [200, book];
  }
  const limit = searchParams.get('limit');
  if (limit !== null && !(/^\d+$/.test(limit) && limit >= 1 && limit <= 20)) return [400];
  return [200, shown.slice(0, limit ?? books.length)];
};

/** Starts the services. They count what they are asked, and can be held, so that what asks them is killed in the middle of its run. */
export const startFleet = async (keys = tenKeys) => {
  let requests = 0;
  let holdAt = Infinity;
  let held = [];
  let tellHeld = () => {};
  const server = createServer((request, response) => {
    requests += 1;
    const send = () => {
      const [status, body] = answer(request, keys);
      response.writeHead(status, {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
        ...(status === 405 ? { allow: 'GET' } : {}),
      });
      response.end(body === undefined ? '' : JSON.stringify(body));
    };
    if (requests < holdAt) return send();
    held.push(send);
    tellHeld();
  });
  await new Promise((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests: () => requests,
    /** Answers so many requests from now on and holds the others; resolves when one is held. */
    hold: (after) =>
      new Promise((resolve) => {
        tellHeld = resolve;
        holdAt = requests + after + 1;
      }),
    release: () => {
      holdAt = Infinity;
      for (const send of held.splice(0)) send();
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

/** What a record says of a run, however it was split: the plan, the verdicts, the counts and the exit codes. Times, numbers of requests and the choice among equal evidence are left out. */
export const essence = (record) => {
  const lines = record
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const targets = new Map(lines[0].targets.map(({ target, planDigest }) => [target, { planDigest, cases: [], verdicts: {} }]));
  for (const line of lines) {
    const target = targets.get(line.target);
    if (line.type === 'case') target.cases.push(line.case.id);
    if (line.type === 'verdict') {
      const { kind, finding } = line.verdict;
      target.verdicts[line.id] = finding === undefined ? kind : `${kind} ${finding.code} ${finding.documentedAt?.pointer}`;
    }
  }
  const { type, exitCode, targets: ended } = lines.at(-1);
  if (type !== 'end') throw new Error('the record has no end');
  return {
    exitCode,
    targets: ended.map(({ target, ended: how, exitCode: code, counts }) => {
      const { planDigest, cases, verdicts } = targets.get(target);
      return { target, how, code, counts, planDigest, cases, verdicts: Object.entries(verdicts).sort(([a], [b]) => (a < b ? -1 : 1)) };
    }),
  };
};

/** The document, the config for so many targets, and the variables with their keys. */
export const fleetProject = (url, targets, keys = tenKeys) => {
  const numbers = Array.from({ length: targets }, (_none, n) => n);
  return {
    files: {
      'openapi.json': JSON.stringify(shelf('Shelf')),
      'assay.config.json': JSON.stringify({
        targets: Object.fromEntries(
          numbers.map((n) => [
            `t${n}`,
            { contract: './openapi.json', baseUrl: `${url}/t${n}`, credentials: { key: `env:${keyOf(n, keys).name}` } },
          ]),
        ),
      }),
    },
    env: Object.fromEntries(numbers.map((n) => [keyOf(n, keys).name, keyOf(n, keys).value])),
    broken: numbers.filter(isBroken).map((n) => `t${n}`),
  };
};
