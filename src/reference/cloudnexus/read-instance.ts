import type { Layer } from './call.ts';
import { showInstance } from './instance.ts';
import { calledInstance } from './restart.ts';

/** GET /instances/:id, which the document does not describe and a server may have. */
export const readInstance: Layer = (call) => {
  call.status = 200;
  call.body = showInstance(calledInstance(call), call.state.cloud.settings, Date.now());
};
