import type { Call } from '../call.ts';
import { instancesPath } from '../call.ts';
import type { Instance } from '../instance.ts';

const restartPath = new RegExp(`^${instancesPath}/([^/]+)/restart$`);

/** Whether the call goes to the path of a restart, with any method. */
export const isRestartPath = (call: Call): boolean => restartPath.test(call.path);

/** The instance that the call restarts; undefined for other calls and unknown ids. */
export const restartedInstance = (call: Call): Instance | undefined => {
  const id = call.method === 'PUT' ? restartPath.exec(call.path)?.[1] : undefined;
  const { instances, indexOf } = call.state.cloud;
  return id === undefined ? undefined : instances[indexOf(id)];
};
