import { onTestFinished } from 'vitest';
import { request } from 'undici';
import { startReference } from '../../src/reference/index.ts';
import type { ReferenceOptions } from '../../src/reference/index.ts';
import type { Answered, Ask, AskOptions } from './client.ts';
import { clientOf } from './client.ts';

export type Project = Readonly<Record<string, unknown>>;

/** Starts a reference that lives as long as the test, with a window that does not end during it. */
export const started = async (options: Partial<ReferenceOptions> = {}): Promise<Ask> => {
  const reference = await startReference({ vendor: 'cloudplatform-example', quota: { limit: 600, windowSeconds: 600 }, ...options });
  onTestFinished(reference.close);
  return clientOf(reference);
};

export const keyless: AskOptions = { authorization: null };
export const list = (ask: Ask, options: AskOptions = {}): Promise<Answered> => ask('/projects', options);
export const projectsOf = ({ json }: Answered): readonly Project[] => (Array.isArray(json) ? json : (json.data ?? []));
export const projects = async (ask: Ask, options: AskOptions = {}): Promise<readonly Project[]> => projectsOf(await list(ask, options));
export const creation = { name: 'Night Crawler', region: 'eu-central' } as const;
export const create = (ask: Ask, body: unknown = creation, options: AskOptions = {}): Promise<Answered> =>
  ask('/projects', { method: 'POST', body, ...options });
export const projectId = (ask: Ask): string => String(ask.reference.fixtures['projectId']);
export const issue = (ask: Ask, id = projectId(ask), options: AskOptions = {}): Promise<Answered> =>
  ask('/keys', { method: 'POST', body: { project_id: id }, ...options });
export const usage = (ask: Ask, changes: Readonly<Record<string, string>> = {}): Promise<Answered> => {
  const query = { project_id: projectId(ask), start: '2026-02-03T12:00:00Z', end: '2026-02-05T12:00:00Z', ...changes };
  return ask(`/usage?${new URLSearchParams(query).toString()}`);
};
export const as = (key: unknown): AskOptions => ({ authorization: `Bearer ${String(key)}` });

/** An exchange with some fields of its form changed; undefined removes a field. Codes are used from the first one on. */
export const exchange = async (
  { reference: { oauth } }: Ask,
  changes: Readonly<Record<string, string | undefined>> = {},
  code = 0,
): Promise<Answered> => {
  if (oauth === undefined) throw new Error('The reference has no authorization server');
  const form = {
    grant_type: 'authorization_code',
    code: oauth.codes[code],
    client_id: oauth.clientId,
    client_secret: oauth.clientSecret,
    redirect_uri: oauth.redirectUri,
    ...changes,
  };
  const fields = Object.entries(form).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]));
  const { statusCode, headers, body } = await request(oauth.tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
  const text = await body.text();
  return { status: statusCode, headers, text, json: text.startsWith('{') ? (JSON.parse(text) as Answered['json']) : {} };
};

/** An access token of the user. */
export const token = async (ask: Ask, code = 0): Promise<string> => String((await exchange(ask, {}, code)).json['access_token']);

/** The answers to a burst of five calls more than the quota. */
export const burst = async (ask: Ask, options: AskOptions = {}): Promise<readonly Answered[]> => {
  const answers: Answered[] = [];
  while (answers.length < ask.reference.quota.limit + 5) answers.push(await list(ask, options));
  return answers;
};
