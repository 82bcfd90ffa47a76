import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const ref = { $ref: '#/components/schemas/Ticket' };

/** What a ticket needs before it is solved, as its creation takes it and as the text of the action calls it. */
type Need = { readonly member: string; readonly schema: object; readonly called: string };

const assignee: Need = { member: 'assignee_id', schema: { ...text, nullable: true }, called: 'an assignee' };
const due: Need = { member: 'due_on', schema: { ...text, format: 'date', nullable: true }, called: 'a due date' };

const documentOf = ({ member, schema, called }: Need): object => {
  const parameters = [{ name: 'ticketId', in: 'path', required: true, schema: text }];
  const action = (description: string): object => ({
    parameters,
    post: { description, responses: { '200': shows(ref), '404': none, '409': none } },
  });
  return {
    openapi: '3.0.3',
    info: { title: 'Tickets', version: '1' },
    security: [{ key: [] }],
    components: {
      schemas: {
        Ticket: {
          type: 'object',
          properties: { id: text, title: text, status: { type: 'string', enum: ['open', 'solved', 'closed'] }, [member]: schema },
        },
      },
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
    paths: {
      '/me': {
        get: { responses: { '200': shows({ type: 'object', properties: { user: { type: 'object', properties: { id: text } } } }) } },
      },
      '/tickets': {
        get: { responses: { '200': shows({ type: 'array', items: ref }) } },
        post: {
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: { type: 'object', required: ['title'], properties: { title: text, [member]: schema } } },
            },
          },
          responses: { '201': shows(ref), '422': none },
        },
      },
      '/tickets/{ticketId}': {
        parameters,
        get: { responses: { '200': shows(ref), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
      '/tickets/{ticketId}/solve': action(`Solves an open ticket. Only a ticket with ${called} can be solved (409).`),
      '/tickets/{ticketId}/close': action('Closes a solved ticket. An open ticket cannot be closed (409).'),
    },
  };
};

type Ticket = { readonly id: string; readonly title: string; status: string; readonly [member: string]: unknown };

type Flaw = 'solves without' | 'close keeps the state';

const judged = async (need: Need, flaw?: Flaw) => {
  const { member } = need;
  const tickets = new Map<string, Ticket>();
  const named = new Set<unknown>();
  let last = 0;
  const act = (ticket: Ticket, action: string): Answer => {
    const from = action === 'solve' ? 'open' : 'solved';
    if (ticket.status !== from || (action === 'solve' && ticket[member] === null && flaw !== 'solves without')) return [409];
    if (action === 'solve' || flaw !== 'close keeps the state') ticket.status = action === 'solve' ? 'solved' : 'closed';
    return [200, ticket];
  };
  const url = await serveAnswers((method, [root, id, action], given) => {
    if (root === 'me') return method === 'GET' ? [200, { user: { id: 'u-7', name: 'Bo' } }] : [405];
    if (root !== 'tickets') return [404];
    const found = tickets.get(id ?? '');
    if (id !== undefined && !found) return [404];
    if (found && action !== undefined) return method === 'POST' && ['solve', 'close'].includes(action) ? act(found, action) : [404];
    if (found) return method === 'GET' ? [200, found] : method === 'DELETE' ? [tickets.delete(found.id) ? 204 : 404] : [405];
    if (method === 'GET') return [200, [...tickets.values()]];
    const { title, [member]: value = null } = given;
    named.add(value);
    const isRight = value === null || (member === 'assignee_id' ? value === 'u-7' : typeof value === 'string');
    if (typeof title !== 'string' || !isRight) return [422];
    const made: Ticket = { id: `t-${(last += 1)}`, title, status: 'open', [member]: value };
    tickets.set(made.id, made);
    return [201, made];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentOf(need)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 60,
    selection: { only: ['lifecycle/refused-while-lacking', 'lifecycle/leads-to-state'], skip: [] },
  });
  const of = (kind: string) => verdicts.flatMap(({ id, verdict }) => (verdict.kind === kind ? [id.replace(/\/post.*$/u, '')] : []));
  return { failed: of('fail'), passed: of('pass'), left: tickets.size, named: [...named].filter((one) => one !== null) };
};

const onTicket = '#/paths/~1tickets~1{ticketId}~1';
const lacking = `lifecycle/refused-while-lacking@${onTicket}solve`;
const leads = (action: string): string => `lifecycle/leads-to-state@${onTicket}${action}`;

test.concurrent.for([assignee, due])(
  'a resource that needs $called is created with it, and comes to the later states',
  besideOthers(async (need) => {
    const { failed, passed, left, named } = await judged(need);
    expect({ failed, left }).toEqual({ failed: [], left: 0 });
    expect(passed).toEqual(expect.arrayContaining([lacking, leads('solve'), leads('close')]));
    expect(named.length).toBeGreaterThan(0);
    expect((await judged(need, 'close keeps the state')).failed).toEqual([leads('close')]);
    expect((await judged(need, 'solves without')).failed).toEqual([lacking]);
  }),
);
