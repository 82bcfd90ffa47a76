import type { Layer } from '../call.ts';
import type { Instance } from '../instance.ts';
import type { Service } from '../service.ts';
import { isListCall } from './asking.ts';

/** Makes GET /instances show other instances than the account has. */
export const instancesListed =
  (change: (instances: readonly Instance[], accounts: Service['accounts']) => readonly Instance[]): Layer =>
  (call, next) => {
    if (isListCall(call)) {
      const { cloud, service } = call.state;
      const instances = change(cloud.instances, service.accounts);
      call.state.cloud = { ...cloud, instances, indexOf: (id) => instances.findIndex((instance) => instance.id === id) };
    }
    return next();
  };
