import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { checks } from '../../../src/checks/index.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import type { Target } from '../../../src/model/target.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { runPlan } from '../../../src/runner/engine/run-plan.ts';
import { onLoopback } from '../../exchange/on-loopback.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';
import { targetOf } from '../../generators/support.ts';
import { seed } from '../../seed.ts';

type Json = Readonly<Record<string, unknown>>;

const letter = { type: 'object', required: ['text'], properties: { text: { type: 'string' }, id: { type: 'integer' } } };
const content = { 'application/json': { schema: letter } };
const named = (name: string): Json => ({ name, in: 'path', required: true, schema: { type: 'integer' } });
const writes = (...names: readonly string[]): Json => ({
  parameters: names.map(named),
  requestBody: { required: true, content: { 'application/json': { schema: letter, example: { id: 2, text: 'Dear Sir' } } } },
});
const makes = (...names: readonly string[]): Json =>
  does({
    parameters: names.map(named),
    requestBody: { required: true, content: { 'application/json': { schema: { ...letter, properties: { text: { type: 'string' } } } } } },
    responses: { '201': { description: 'Made', content } },
  });
const reads = (...names: readonly string[]): Json =>
  does({ parameters: names.map(named), responses: { '200': { description: 'One', content } } });
const lists = does({
  responses: { '200': { description: 'All', content: { 'application/json': { schema: { type: 'array', items: letter } } } } },
});

/** Letters, stamps on them and drawers. No operation removes anything. */
const office = bayDocument({
  '/letters': { post: makes() },
  '/letters/{letter}': { get: reads('letter'), put: does(writes('letter')) },
  '/letters/{letter}/burn': { post: does({ parameters: [named('letter')] }) },
  '/letters/{letter}/stamps': { post: makes('letter') },
  '/letters/{letter}/stamps/{stamp}': { get: reads('letter', 'stamp'), put: does(writes('letter', 'stamp')) },
  '/drawers': { get: lists, post: makes() },
  '/drawers/{drawer}': { put: does(writes('drawer')) },
});

/** Serves it, with letters 1 to 3 and a drawer 1 that was there before. A POST of a drawer answers with that one. */
const serve = async () => {
  const kept = new Map<string, string>([1, 2, 3].map((id) => [`/letters/${id}`, 'theirs']));
  kept.set('/drawers/1', 'theirs').set('/letters/1/stamps/1', 'theirs');
  const asked: string[] = [];
  let last = 40;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const path = (incoming.url ?? '').split('?')[0] ?? '';
      const { method = '' } = incoming;
      const text = Buffer.concat(chunks).toString();
      asked.push(`${method} ${path} ${text}`.trim());
      const answer = (status: number, body?: unknown): void => {
        outgoing.writeHead(status, { 'content-type': 'application/json' });
        outgoing.end(body === undefined ? undefined : JSON.stringify(body));
      };
      const id = Number(path.split('/').at(-1));
      if (method === 'POST' && path === '/drawers') return answer(201, { id: 1, text: 'old' });
      if (method === 'POST' && /^\/letters(\/\d+\/stamps)?$/.test(path)) {
        const parent = path.replace(/\/stamps$/, '');
        if (parent !== '/letters' && !kept.has(parent)) return answer(404);
        last += 1;
        kept.set(`${path}/${last}`, 'ours');
        return answer(201, { id: last, text: 'new' });
      }
      if (path === '/drawers') return answer(200, [{ id: 1, text: 'old' }]);
      if (!kept.has(path.replace(/\/burn$/, ''))) return answer(404);
      if (method !== 'GET') kept.set(path.replace(/\/burn$/, ''), 'changed');
      return answer(200, { id, text: 'x' });
    });
  });
  return { url: await onLoopback(server), asked, kept };
};

const judged = async (allow: Target['allow']) => {
  const service = await serve();
  const contract = await bayContract(office);
  const target = targetOf({ name: 'office', contract: 'office', baseUrl: service.url, allow, maxCreates: 8 });
  const plan = makePlan({ contract, target, checks, seed });
  const events: RunEvent[] = [];
  await runPlan(
    { contract, plan, target, secrets: {}, options: { seed, nonce: 'n1', concurrency: 2 } },
    (event) => events.push(event),
    new AbortController().signal,
  );
  const failed = events.flatMap((event) => (event.type === 'verdict' && event.verdict.kind === 'fail' ? [event.case.id] : []));
  const theirs = [...service.kept].filter(([path]) => /^\/(?:letters|drawers)\/[123](?:$|\/)/.test(path)).map(([, state]) => state);
  return { ...service, failed, theirs, changes: service.asked.filter((line) => !line.startsWith('GET ') && !line.startsWith('HEAD ')) };
};

const ours = /^(?:PUT|POST) \/letters\/[4-9]\d(?:\/stamps\/[4-9]\d)?(?: |$)/;

describe('resources that no operation removes', () => {
  test('are changed where the run created them, also below a parent of the run', async () => {
    const { asked, changes, theirs } = await judged(['mutation', 'permanent']);
    expect(new Set(theirs)).toEqual(new Set(['theirs']));
    expect(changes.filter((line) => line.startsWith('PUT /letters/') && line.includes('/stamps/')).length).toBeGreaterThan(0);
    expect(changes.filter((line) => /^PUT \/letters\/\d+ /.test(line)).length).toBeGreaterThan(0);
    for (const line of changes.filter((one) => one.startsWith('PUT /letters/'))) {
      expect(line).toMatch(ours);
      // The id that the document prints in the body is that of the path.
      const [, id = '', body = ''] = /^PUT \S*\/(\d+)(.*)$/.exec(line) ?? [];
      expect(/"id":(\d+)/.exec(body)?.[1] ?? id).toBe(id);
    }
    expect(asked.some((line) => /^GET \/letters\/4\d\/stamps\/4\d$/.test(line))).toBe(true);
    // The drawer was listed before, so that it is not the run's, whatever the answer to a creation says.
    expect(changes.filter((line) => line.startsWith('PUT /drawers/'))).toEqual([]);
    expect(changes.filter((line) => line.includes('/burn'))).toEqual([]);
  });

  test('are called with unknown effects only where the run created them', async () => {
    const { changes, theirs } = await judged(['mutation', 'permanent', 'destructive']);
    expect(new Set(theirs)).toEqual(new Set(['theirs']));
    const burnt = changes.filter((line) => line.includes('/burn'));
    expect(burnt.length).toBeGreaterThan(0);
    for (const line of burnt) expect(line).toMatch(/^POST \/letters\/[4-9]\d\/burn/);
  });

  test('are not created without that permission', async () => {
    const { changes } = await judged(['mutation']);
    expect(changes).toEqual([]);
  });
});
