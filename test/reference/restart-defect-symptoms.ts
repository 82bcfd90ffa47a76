import type { Answered, Ask } from './client.ts';
import { list, restart } from './symptoms.ts';
import type { Symptom } from './symptoms.ts';

const runningId = async (ask: Ask): Promise<string> => (await list(ask, 'status=running&limit=1'))[0]?.id ?? '';

/** The answers to the restart of a running instance and to a second restart at once, with what the list shows between them. */
const restarted = async (ask: Ask): Promise<{ id: string; first: Answered; shown: unknown; second: Answered }> => {
  const id = await runningId(ask);
  const first = await restart(ask, id);
  const shown = (await list(ask, 'limit=100')).find((item) => item.id === id)?.['status'];
  return { id, first, shown, second: await restart(ask, id) };
};

const refusedWith =
  (status: number): Symptom =>
  async (ask) =>
    (await restarted(ask)).first.status === status;

const answers =
  (isSymptom: (answer: Answered, id: string) => boolean): Symptom =>
  async (ask) => {
    const { id, first } = await restarted(ask);
    return first.status === 202 && isSymptom(first, id);
  };

const shows =
  (status: string): Symptom =>
  async (ask) => {
    const { first, shown } = await restarted(ask);
    return first.status === 202 && shown === status;
  };

/** Longer than the standard restart. */
const waitMs = 1_700;

/** Symptoms of defects in restarts, by slug. */
export const restartDefectSymptoms: Readonly<Record<string, Symptom>> = {
  'restart-status-200': refusedWith(200),
  'rebooting-instance-cpu-text': async (ask) => {
    const id = await runningId(ask);
    await restart(ask, id);
    return typeof (await list(ask, 'limit=100')).find((item) => item.id === id)?.['cpu'] === 'string';
  },
  'restart-only-post': async (ask) => {
    const id = await runningId(ask);
    return (await restart(ask, id)).status === 405 && (await restart(ask, id, { method: 'POST' })).status === 202;
  },
  'restart-needs-body': async (ask) => {
    const id = await runningId(ask);
    return (await restart(ask, id)).status === 400 && (await restart(ask, id, { body: {} })).status === 202;
  },
  'restart-running-409': refusedWith(409),
  'restart-body-empty': answers(({ text }) => text === ''),
  'restart-body-wrapped': answers(({ json }, id) => JSON.stringify(json.data ?? {}).startsWith(`{"id":"${id}"`)),
  'restart-message-missing': answers(({ json }, id) => json['id'] === id && !('message' in json)),
  'restart-answers-old-status': answers(({ json }, id) => json['id'] === id && json['status'] === 'running'),
  'restart-answers-job-id': answers(({ json }, id) => json['id'] !== id && json['status'] === 'rebooting'),
  'restart-without-state-change': shows('running'),
  'restart-shows-provisioning': shows('provisioning'),
  'restart-never-finishes': async (ask) => {
    const { id } = await restarted(ask);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    return (await list(ask, 'limit=100')).find((item) => item.id === id)?.['status'] === 'rebooting';
  },
  'restart-twice-accepted': async (ask) => (await restarted(ask)).second.status === 202,
  'restart-twice-422': async (ask) => (await restarted(ask)).second.status === 422,
};
