import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const at = (...names: readonly string[]) => ({ parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })) });
const none = { description: 'None' };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const shown = (schema: object) => ({ description: 'It', ...json(schema) });

/** Surveys, of which a report with rows is drawn up in the background. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Surveys', version: '1' },
  components: {
    schemas: {
      Survey: { type: 'object', required: ['id', 'title'], properties: { id: text, title: text } },
      Row: { type: 'object', required: ['id', 'done'], properties: { id: text, done: { type: 'boolean' } } },
      Report: {
        type: 'object',
        required: ['id', 'status', 'rows'],
        properties: { id: text, status: { ...text, enum: ['pending', 'ready'] }, rows: { type: 'array', items: ref('Row') } },
      },
    },
  },
  paths: {
    '/surveys': {
      post: {
        summary: 'Create a survey',
        requestBody: { required: true, ...json({ type: 'object', required: ['title'], properties: { title: text } }) },
        responses: { 201: shown(ref('Survey')) },
      },
    },
    '/surveys/{surveyId}': { ...at('surveyId'), get: { responses: { 200: shown(ref('Survey')), 404: none } } },
    '/surveys/{surveyId}/report': {
      ...at('surveyId'),
      post: {
        summary: 'Start the report of a survey',
        responses: { 202: { ...shown(ref('Report')), headers: { Location: { schema: text } } }, 404: none },
      },
    },
    '/reports/{reportId}': { ...at('reportId'), get: { responses: { 200: shown(ref('Report')), 404: none } } },
    '/reports/{reportId}/rows/{rowId}': {
      ...at('reportId', 'rowId'),
      patch: {
        requestBody: { required: true, ...json({ type: 'object', required: ['done'], properties: { done: { type: 'boolean' } } }) },
        responses: { 200: shown(ref('Row')), 404: none },
      },
    },
  },
};

/** How many rows are changed of reports that have some after a while, or never. */
const changed = async (hasRows: boolean): Promise<number> => {
  const surveys: string[] = [];
  const reports: { readonly since: number; done: boolean }[] = [];
  let count = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown, fields: Readonly<Record<string, string>> = {}): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json', ...fields });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id = '', part, row] = new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname.split('/');
    const report = root === 'reports' ? reports[Number(id)] : undefined;
    const shownReport = (own: string, { since, done }: { readonly since: number; readonly done: boolean }) => {
      const isReady = Date.now() - since > 800;
      return { id: own, status: isReady ? 'ready' : 'pending', rows: isReady && hasRows ? [{ id: `row-${own}`, done }] : [] };
    };
    if (root === 'surveys' && id === '' && incoming.method === 'POST')
      return void objectBody(incoming).then(({ title } = {}) => {
        surveys.push(String(title));
        return give(201, { id: String(surveys.length - 1), title: String(title) });
      });
    if (root === 'surveys' && surveys[Number(id)] !== undefined && id !== '') {
      if (part === undefined) return incoming.method === 'GET' ? give(200, { id, title: surveys[Number(id)] }) : give(405);
      if (part !== 'report' || incoming.method !== 'POST') return give(404);
      const made = { since: Date.now(), done: false };
      reports.push(made);
      const own = String(reports.length - 1);
      return give(202, shownReport(own, made), { location: `/reports/${own}` });
    }
    if (!report || id === '') return give(404);
    if (part === undefined) return incoming.method === 'GET' ? give(200, shownReport(id, report)) : give(405);
    if (part !== 'rows' || row !== `row-${id}` || !hasRows || incoming.method !== 'PATCH') return give(404);
    return void objectBody(incoming).then(({ done } = {}) => {
      if (typeof done !== 'boolean') return give(400);
      report.done = done;
      count += 1;
      return give(200, { id: row, done });
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['status/documented-call'], skip: [] },
  });
  expect(verdicts.filter(({ verdict: { kind } }) => kind === 'fail')).toEqual([]);
  return count;
};

test.concurrent(
  'rows of a report that is drawn up in the background are changed once they are there',
  besideOthers(async () => {
    expect(await changed(true)).toBeGreaterThan(0);
  }),
);

test.concurrent(
  'nothing is changed where the report stays without rows',
  besideOthers(async () => {
    expect(await changed(false)).toBe(0);
  }),
);
