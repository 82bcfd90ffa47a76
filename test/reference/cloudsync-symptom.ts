import type { Answered, Ask } from './client.ts';
import type { Instance } from './cloudsync-client.ts';
import { created, instanceIn, read, update } from './cloudsync-client.ts';

/** Whether a server shows a defect, judged from the document only. */
export type Symptom = (ask: Ask) => Promise<boolean>;

export const status = async (answer: Promise<Answered>): Promise<number> => (await answer).status;
/** The defect shows in a status. */
export const is =
  (expected: number, ask: (ask: Ask) => Promise<Answered>): Symptom =>
  async (client) =>
    (await status(ask(client))) === expected;

/** The defect shows in a header field. */
export const header =
  (
    name: string,
    isSymptom: (value: string | undefined) => boolean,
    ask: (ask: Ask) => Promise<Answered> = (client) => client('/instances'),
  ): Symptom =>
  async (client) =>
    isSymptom((await ask(client)).headers[name]?.toString());

export const absent = (value: string | undefined): boolean => value === undefined;

/** The id of a new instance. */
export const fresh = async (ask: Ask): Promise<string> => (await created(ask)).id;
export const isTime = (text: unknown): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(String(text));

export const renamed = async (ask: Ask): Promise<{ readonly answer: Answered; readonly later: Instance; readonly before: Instance }> => {
  const before = await created(ask);
  const answer = await update(ask, before.id, { name: 'renamed' });
  return { answer, before, later: instanceIn(await read(ask, before.id)) };
};
