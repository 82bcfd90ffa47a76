import { setTimeout as pause } from 'node:timers/promises';
import { statusAt } from '../kit/lifecycle.ts';
import { permit } from './access.ts';
import type { Call, Layer } from './call.ts';
import { refuse } from './call.ts';
import type { Instance } from './instance.ts';
import type { Settings } from './settings.ts';
import { isInstanceId } from './initial-data.ts';

/** Response 202 of PUT /instances/:id/restart. */
export type RestartAccepted = { readonly id: string; readonly status: 'rebooting'; readonly message: string };

export const restartAccepted = (id: string): RestartAccepted => ({
  id,
  status: 'rebooting',
  message: 'Restart initiated successfully',
});

/**
 * The instance that the call's path names.
 * @throws {ErrorResponse} when the account has none with this id.
 */
export const calledInstance = (call: Call): Instance => {
  const { cloud, service } = call.state;
  const id = call.params?.['id'] ?? '';
  const instance = cloud.instances[cloud.indexOf(id)];
  if (instance !== undefined) return instance;
  const { foreignInstance, malformedId } = cloud.settings;
  if (Object.values(service.accounts).some((account) => account.indexOf(id) >= 0)) {
    return refuse(foreignInstance, 'foreign-instance', foreignInstance === 404 ? 'No such instance' : 'Not an instance of this account');
  }
  if (!isInstanceId(id, cloud.settings.id)) return refuse(malformedId, 'unknown-instance', 'Not an instance id');
  return refuse(404, 'unknown-instance', 'No such instance');
};

/** PUT /instances/:id/restart: reboots a running instance and refuses any other. */
export const restartInstance =
  (settings: Settings): Layer =>
  async (call) => {
    permit(call, 'first');
    const instance = calledInstance(call);
    permit(call, 'last');
    const nowMs = Date.now();
    const status = statusAt(instance.lifecycle, nowMs);
    if (status === 'rebooting') return refuse(409, 'already-rebooting', 'The instance is rebooting already');
    if (status !== 'running') return refuse(settings.notRunning, 'not-restartable', `The instance is ${status}`);
    call.state.cloud.reboot(instance, nowMs + settings.restartAnswerMs);
    if (settings.restartAnswerMs > 0) await pause(settings.restartAnswerMs);
    call.status = 202;
    call.body = restartAccepted(instance.id);
  };
