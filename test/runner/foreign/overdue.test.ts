import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const moment = { type: 'string', format: 'date-time' };
const amount = { type: 'integer', minimum: 1, maximum: 1000 };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const takes = (schema: object, example: object): object => ({ required: true, content: { 'application/json': { schema, example } } });
const none = { description: 'None' };
const withId = { parameters: [{ name: 'loanId', in: 'path', required: true, schema: text }] };

/** Loans of boats that end at a time of the body. */
const document = (said: string, time: object): object => {
  const asked = { boat: text, due: time, fee: amount };
  const loan = {
    type: 'object',
    required: ['id', 'boat', 'due', 'fee', 'lateFee', 'backAt'],
    properties: { id: text, ...asked, lateFee: { type: 'integer' }, backAt: { ...time, nullable: true } },
  };
  const due = time === day ? '2031-05-06' : '2031-05-06T10:00:00Z';
  return {
    openapi: '3.0.3',
    info: { title: 'Boats', version: '1' },
    paths: {
      '/loans': {
        post: {
          requestBody: takes({ type: 'object', required: Object.keys(asked), properties: asked }, { boat: 'Heron', due, fee: 7 }),
          responses: { '201': shows(loan), '422': none },
        },
      },
      '/loans/{loanId}': { ...withId, get: { responses: { '200': shows(loan), '404': none } }, delete: { responses: { '204': none } } },
      '/loans/{loanId}/bring-back': {
        ...withId,
        post: {
          description: said,
          requestBody: takes({ type: 'object', required: ['backAt'], properties: { backAt: time } }, { backAt: due }),
          responses: { '200': shows(loan), '404': none, '422': none },
        },
      },
    },
  };
};

/** @param fee What is charged for so many units late, each of which costs so much. */
const judged = async (said: string, time: object, fee: (units: number, each: number) => number): Promise<readonly string[]> => {
  const loans = new Map<string, Readonly<Record<string, unknown>>>();
  let next = 0;
  const unit = time === day ? 86_400_000 : 3_600_000;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method = '' } = incoming;
    const [, id, action] = (incoming.url ?? '').split('?')[0]?.split('/').slice(1) ?? [];
    const one = id === undefined ? undefined : loans.get(id);
    if (id !== undefined && !one) return give(404);
    if (id !== undefined && action === undefined) return method === 'DELETE' ? give(loans.delete(id) ? 204 : 404) : give(200, one);
    if (method !== 'POST') return give(405);
    void objectBody(incoming).then((body = {}) => {
      if (!one || id === undefined) {
        next += 1;
        const made = { id: `loan-${next}-of-the-lake`, ...body, lateFee: 0, backAt: null };
        loans.set(made.id, made);
        return give(201, made);
      }
      const units = Math.max(0, (Date.parse(String(body['backAt'])) - Date.parse(String(one['due']))) / unit);
      const ended = { ...one, backAt: body['backAt'], lateFee: fee(units, Number(one['fee'])) };
      loans.set(id, ended);
      return give(200, ended);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document(said, time)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 20,
    selection: { only: ['lifecycle/overdue-charged'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict }) =>
    id.startsWith('lifecycle/overdue-charged') ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

const byDay = "Each day after `due` is charged with the loan's `fee` as late fee.";
const byHour = 'Every started hour after `due` costs the `fee` as late fee.';

describe.concurrent('a fee for what is late', () => {
  test.for<readonly [string, string, object, (units: number, each: number) => number, readonly string[]]>([
    ['charges each day', byDay, day, (days, each) => days * each, ['pass']],
    ['leaves the first day out', byDay, day, (days, each) => Math.max(0, days - 1) * each, ['overdue-otherwise']],
    ['charges the last day that was agreed as well', byDay, day, (days, each) => (days + 1) * each, ['overdue-otherwise']],
    ['charges nothing', byDay, day, () => 0, ['overdue-otherwise']],
    ['charges each hour', byHour, moment, (hours, each) => Math.ceil(hours) * each, ['pass']],
    ['charges an hour less', byHour, moment, (hours, each) => (Math.ceil(hours) - 1) * each, ['overdue-otherwise']],
    ['charges another hour as soon as one is over', byHour, moment, (hours, each) => (Math.floor(hours) + 1) * each, ['pass']],
    ['charges nothing', 'Ends the loan.', day, () => 0, []],
  ])(
    'of a service that %s: %s',
    besideOthers(
      async ([, said, time, fee, expected]: readonly [
        string,
        string,
        object,
        (units: number, each: number) => number,
        readonly string[],
      ]) => {
        expect(await judged(said, time, fee)).toEqual(expected);
      },
    ),
  );
});
