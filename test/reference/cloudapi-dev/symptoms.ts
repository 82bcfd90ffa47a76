import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { onTestFinished } from 'vitest';
import { startReference } from '../../../src/reference/index.ts';
import type { ReferenceOptions } from '../../../src/reference/index.ts';
import type { Answered, Ask, AskOptions, Body, Item } from '../client.ts';
import { clientOf } from '../client.ts';

/** Whether a server shows a defect, judged from the document only. */
export type Symptom = (ask: Ask) => Promise<boolean>;
export type Symptoms = Readonly<Record<string, Symptom>>;

/** The part of the context of a concurrent test that registers a cleanup. */
export type Finishing = { readonly onTestFinished: typeof onTestFinished };

/** Starts a server that lives as long as the test, with a window that does not end during it. */
export const opened = async (options: Partial<ReferenceOptions> = {}, finishing: Finishing = { onTestFinished }): Promise<Ask> => {
  const reference = await startReference({ vendor: 'cloudapi-dev', quota: { limit: 2000, windowSeconds: 600 }, ...options });
  finishing.onTestFinished(reference.close);
  return clientOf(reference);
};

export const good = { name: 'acme-prod', region: 'us-east-1' };
export const unknownProject = '/v1/projects/proj_00000000dead';

export const create = (ask: Ask, body: unknown = good, options: AskOptions = {}): Promise<Answered> =>
  ask('/v1/projects', { method: 'POST', body, ...options });
/** The id of a new project. */
export const newId = async (ask: Ask, body: unknown = good, options: AskOptions = {}): Promise<string> =>
  String((await create(ask, body, options)).json['id']);
export const rename = (ask: Ask, id: string, name: string, options: AskOptions = {}): Promise<Answered> =>
  ask(`/v1/projects/${id}`, { method: 'PATCH', body: { name }, ...options });
export const remove = (ask: Ask, id: string, options: AskOptions = {}): Promise<Answered> =>
  ask(`/v1/projects/${id}`, { method: 'DELETE', ...options });
export const read = async (ask: Ask, id: string, options: AskOptions = {}): Promise<Body> =>
  (await ask(`/v1/projects/${id}`, options)).json;
export const deployTo = (ask: Ask, projectId: string, commit = 'a1b2c3d'): Promise<Answered> =>
  ask('/v1/deployments', { method: 'POST', body: { project_id: projectId, commit } });
export const fixture = (ask: Ask, name: string): string => String(ask.reference.fixtures[name]);
export const rollBack = (ask: Ask, id = fixture(ask, 'deploymentId')): Promise<Answered> =>
  ask(`/v1/deployments/${id}/rollback`, { method: 'POST' });
export const deployments = async (ask: Ask, query: string): Promise<readonly Item[]> =>
  (await ask(`/v1/deployments?${query}`)).json.data ?? [];
export const projects = async (ask: Ask, query: string, options: AskOptions = {}): Promise<readonly Item[]> =>
  (await ask(`/v1/projects?${query}`, options)).json.data ?? [];
export const keyOf = (ask: Ask, name = 'key'): string => ask.reference.credentials[name] ?? '';

/** The defect shows in one answer. */
export const gets =
  (target: string, isSymptom: (answer: Answered) => boolean, options?: AskOptions): Symptom =>
  async (ask) =>
    isSymptom(await ask(target, options));
export const has = (status: number) => (answer: Answered) => answer.status === status;
/** The defect shows in the status that an Authorization header gets. */
export const offers =
  (header: (key: string) => string, status: number, target = '/v1/projects', options: AskOptions = {}): Symptom =>
  async (ask) =>
    (await ask(target, { ...options, authorization: header(keyOf(ask)) })).status === status;
/** The defect shows in the answer that another credential gets. */
export const offersAs = (as: string, status: number, target = '/v1/projects', options: AskOptions = {}): Symptom =>
  gets(target, has(status), { ...options, as });
/** The defect shows in the answer to a valid creation, or to another one. */
export const creates =
  (isSymptom: (answer: Answered) => boolean, body: unknown = good, options?: AskOptions): Symptom =>
  async (ask) =>
    isSymptom(await create(ask, body, options));
/** The defect shows in one deployment of a page. */
export const lists =
  (query: string, isSymptom: (item: Item) => boolean): Symptom =>
  async (ask) =>
    (await deployments(ask, query)).some(isSymptom);
/** The defect shows in a header of a 200 and of the 404 for an unknown project. */
export const header =
  (name: string, isSymptom: (value: string | undefined, limit: number) => boolean, target = '/v1/projects?limit=1'): Symptom =>
  async (ask) =>
    isSymptom((await ask(target)).headers[name]?.toString(), ask.reference.quota.limit);

/** The part of a query that continues after a page. */
const cursorIn = ({ next_cursor: cursor }: Body): string => `&cursor=${encodeURIComponent(String(cursor))}`;

/** Follows the cursors of a list for at most so many pages, and returns the ids of each page. */
export const traversal = async (ask: Ask, path: string, query: string, most = 200): Promise<readonly (readonly string[])[]> => {
  const pages: (readonly string[])[] = [];
  let cursor = '';
  while (pages.length < most) {
    const { json, status } = await ask(`${path}?${query}${cursor}`);
    pages.push((json.data ?? []).map(({ id }) => id));
    if (status !== 200 || json['has_more'] !== true || !json['next_cursor']) break;
    cursor = cursorIn(json);
  }
  return pages;
};
/** The second page of a query. */
export const next = async (ask: Ask, path: string, query: string): Promise<Answered> => {
  const { json } = await ask(`${path}?${query}`);
  return ask(`${path}?${query}${cursorIn(json)}`);
};

/** The answers to calls until one is refused, or until so many times the quota were sent. */
export const burst = async (ask: Ask, times = 2, options: AskOptions = {}): Promise<readonly Answered[]> => {
  const answers: Answered[] = [];
  while (answers.length < ask.reference.quota.limit * times && !answers.some(({ status }) => status >= 400)) {
    answers.push(await ask('/v1/projects?limit=1', options));
  }
  return answers;
};
export const acceptedCalls = async (ask: Ask, options: AskOptions = {}, times = 2): Promise<number> =>
  (await burst(ask, times, options)).filter(({ status }) => status === 200).length;
/** The defect shows in the error response beyond the quota. */
export const refusedWith =
  (isSymptom: (answer: Answered) => boolean): Symptom =>
  async (ask) => {
    const last = (await burst(ask)).at(-1);
    return last !== undefined && last.status >= 400 && isSymptom(last);
  };

/** What the log stream sends within some time, and its media type. */
export const streamed = async (
  ask: Ask,
  ms = 450,
): Promise<{ readonly type: string; readonly text: string; readonly isEnded: boolean }> => {
  const { headers, body } = await request(`${ask.reference.url}/v1/logs/stream`, {
    headers: { authorization: `Bearer ${keyOf(ask)}`, accept: 'text/event-stream' },
  });
  let text = '';
  let isEnded = false;
  body
    .setEncoding('utf8')
    .on('data', (chunk: string) => (text += chunk))
    .on('end', () => (isEnded = true))
    .on('error', () => undefined);
  await pause(ms);
  body.destroy();
  return { type: String(headers['content-type']), text, isEnded };
};

export type Delivery = { readonly atMs: number; readonly body: string };
/**
 * The deliveries within some time after a project was created, to an endpoint that answers with this status after so many
 * milliseconds.
 */
export const delivered = async (ask: Ask, status: number, waitMs = 0, firstOnly = false, forMs = 1800): Promise<readonly Delivery[]> => {
  const deliveries: Delivery[] = [];
  const sink = createServer((call, answer) => {
    let body = '';
    call.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    call.on('end', () => {
      deliveries.push({ atMs: performance.now(), body });
      const isHeld = !firstOnly || deliveries.length === 1;
      setTimeout(() => answer.writeHead(isHeld ? status : 200).end(), isHeld ? waitMs : 0);
    });
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  ask.reference.deliverTo(`http://127.0.0.1:${(sink.address() as AddressInfo).port}/`);
  await create(ask);
  await pause(forMs);
  sink.closeAllConnections();
  sink.close();
  return deliveries;
};
/** The defect shows in how often one event is delivered. */
export const deliveries =
  (isSymptom: (count: number) => boolean, status = 500, waitMs = 0): Symptom =>
  async (ask) =>
    // A sender that gives up a held answer does so late on a busy machine.
    isSymptom((await delivered(ask, status, waitMs, waitMs > 0, waitMs > 0 ? 2 * waitMs : undefined)).length);
