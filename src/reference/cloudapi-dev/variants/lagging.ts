import { saltedCursor } from '../../kit/cursor.ts';
import { uuid } from '../../kit/id-form.ts';
import { rollingWindow } from '../../kit/rolling-window.ts';
import type { DevVariant } from '../call.ts';
import { standardSettings } from '../settings.ts';

const lag = { listedAfterMs: 1200, readableAfterMs: 400, goneAfterMs: 900 };

/** Everything takes effect a little later. */
export const lagging: DevVariant = {
  title: 'Reads that show a write a second late, slow states, a rolling window, and UUIDs without a prefix',
  deviations: {
    'CDEV-67': 'ids of projects are UUIDs',
    'CDEV-73': 'a new project is creating before it is active',
    'CDEV-86': 'ids of deployments are UUIDs',
  },
  options: { durations: { 'deployment.queued': 0.7, 'deployment.building': 0.7, 'log.interval': 0.9 } },
  settings: {
    webhook: { ...standardSettings.webhook, retryDelays: [70, 280, 1500, 6600, 20_000, 45_000] },
    projectIds: uuid,
    deploymentIds: uuid,
    createdAt: 'microseconds',
    cursor: saltedCursor,
    lag: { projects: lag, deployments: { listedAfterMs: 900 } },
    newProject: 'creating',
    removed: 202,
    deployed: 202,
    countCalls: rollingWindow,
    rateHeaders: { ...standardSettings.rateHeaders, resetForm: 'iso' },
  },
};
