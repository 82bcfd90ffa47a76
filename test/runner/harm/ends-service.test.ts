import { expect, test } from 'vitest';
import { bayDocument, does } from '../../generators/bay-contract.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from '../foreign/judge-foreign.ts';

const pumpHouse = bayDocument({
  '/pumps': { get: does({ responses: { '200': { description: 'All' } } }) },
  '/admin/shutdown': { post: does({ operationId: 'stopAll', tags: ['upkeep'] }) },
  '/reset': { post: does({}) },
  '/api:reset': { post: does({ operationId: 'emptyAll' }) },
});

const judged = async (only: readonly string[]) => {
  const asked: string[] = [];
  const url = await serve(({ method = '', url: path = '' }, outgoing) => {
    asked.push(`${method} ${path.split('?')[0] ?? ''}`);
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end('[]');
  });
  const { ended } = await judgeForeign(writeToolDocument(pumpHouse), url, {
    allow: ['mutation', 'permanent', 'destructive', 'flood', 'slow'],
    selection: { only, skip: [] },
  });
  const unexercised = (ended.coverage?.unexercised ?? []).map(({ reason, operations }) => `${operations.join(', ')}: ${reason}`);
  return { ending: asked.filter((line) => line.startsWith('POST ')), asked, unexercised };
};

test('with every permission nothing is called that ends or empties the service, and the reason is told', async () => {
  const { ending, asked, unexercised } = await judged([]);
  expect(asked).toContain('GET /pumps');
  expect(ending).toEqual([]);
  const why = (word: string): string =>
    `its name says that it ends or empties the service ("${word}"): it is called only where --only names it`;
  expect(unexercised).toEqual(
    expect.arrayContaining([`POST /admin/shutdown: ${why('shutdown')}`, `POST /reset, POST /api:reset: ${why('reset')}`]),
  );
});

test('a selection that takes it in by a pattern or a tag does not name it', async () => {
  for (const only of ['*', 'POST *', 'upkeep', 'status/documented-call']) expect((await judged([only])).ending, only).toEqual([]);
});

test('what the selection names by its key or operationId is called', async () => {
  expect((await judged(['stopAll'])).ending).toContain('POST /admin/shutdown');
  expect(new Set((await judged(['POST /reset'])).ending)).toEqual(new Set(['POST /reset']));
});
