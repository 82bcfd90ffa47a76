import type { Answered, Ask, AskOptions, Item } from './client.ts';
import { creation } from './client.ts';

/** Whether a server shows a defect, judged from the document only. */
export type Symptom = (ask: Ask) => Promise<boolean>;

/** The instances of one page. */
export const list = async (ask: Ask, query: string): Promise<readonly Item[]> => (await ask(`/instances?${query}`)).json.data ?? [];
/** The second page of a query. */
export const next = async (ask: Ask, query: string): Promise<Answered> => {
  const { json } = await ask(`/instances?${query}`);
  return ask(`/instances?${query}&cursor=${encodeURIComponent(String(json.pagination?.next_cursor))}`);
};
export const create = (ask: Ask, body: unknown, options: AskOptions = {}): Promise<Answered> =>
  ask('/instances', { method: 'POST', body, ...options });
export const restart = (ask: Ask, id: string, options: AskOptions = {}): Promise<Answered> =>
  ask(`/instances/${id}/restart`, { method: 'PUT', ...options });
const burst = async (ask: Ask): Promise<Answered[]> => {
  const answers: Answered[] = [];
  for (let count = 0; count < ask.reference.quota.limit + 5; count += 1) answers.push(await ask('/volumes'));
  return answers;
};
/** The first answer beyond the quota that is not a success. */
export const refusedInBurst = async (ask: Ask): Promise<Answered | undefined> => (await burst(ask)).find(({ status }) => status !== 200);

/** The defect shows in one answer. */
export const gets = (target: string, isSymptom: (answer: Answered) => boolean, options?: AskOptions): Symptom => {
  return async (ask) => isSymptom(await ask(target, options));
};
export const has = (status: number) => (answer: Answered) => answer.status === status;
/** The defect shows in one instance of a page. */
export const lists = (query: string, isSymptom: (item: Item) => boolean): Symptom => {
  return async (ask) => (await list(ask, query)).some(isSymptom);
};
/** The defect shows in the status of a creation. */
export const creates = (body: unknown, status: number): Symptom => {
  return async (ask) => (await create(ask, body)).status === status;
};
/** The defect shows in the details of a 422 for an unknown plan. */
export const creates422 = (isSymptom: (details: unknown) => boolean): Symptom => {
  return async (ask) => {
    const { status, json } = await create(ask, creation({ plan: 'no-such-plan' }));
    return status === 422 && isSymptom(json.error?.details);
  };
};
/** The defect shows in the 404 for an unknown path. */
export const errs = (isSymptom: (answer: Answered) => boolean): Symptom =>
  gets('/no-such-path', (answer) => answer.status === 404 && isSymptom(answer));
export const keyless: AskOptions = { authorization: null };
/** The defect shows in the status that a changed key gets. */
export const offers = (target: string, alter: (key: string) => string, status: number): Symptom => {
  return async (ask) => (await ask(target, { authorization: `Bearer ${alter(ask.reference.credentials['key'] ?? '')}` })).status === status;
};
/** The defect shows in a header of a 200. */
export const header = (name: string, isSymptom: (value: string | undefined) => boolean): Symptom =>
  gets('/instances', ({ status, headers }) => status === 200 && isSymptom(headers[name]?.toString()));
export const unusable = { name: 'x', region: 'zz-nowhere-1', plan: 'no-such-plan', image: 'no-such-image' };

/** The defect shows in the status of the second creation with one name. */
export const duplicate = (status: number): Symptom => {
  return async (ask) => {
    await create(ask, creation());
    return (await create(ask, creation())).status === status;
  };
};
