import type { RequestListener } from 'node:http';
import { application } from '../kit/application.ts';
import type { ExtraLayers } from '../kit/call.ts';
import { access } from './access.ts';
import type { CallState, Layer } from './call.ts';
import { basePath } from './call.ts';
import { createInstance } from './creation.ts';
import { errorObject } from './error-object.ts';
import { listInstances } from './instance-list.ts';
import { listNetworks } from './networks.ts';
import { readInstance } from './read-instance.ts';
import { restartInstance } from './restart.ts';
import type { Service } from './service.ts';
import type { Settings } from './settings.ts';
import { listVolumes } from './volumes.ts';

const routes = (settings: Settings): Readonly<Record<string, Layer>> => ({
  ...(settings.readsOne && { 'GET /instances/:id': readInstance }),
  'GET /instances': listInstances(settings),
  'POST /instances': createInstance,
  'PUT /instances/:id/restart': restartInstance(settings),
  'GET /networks': listNetworks(settings),
  'GET /volumes': listVolumes(settings),
});

/** The server of one service, with the layers of a variant and a defect. */
export const nexusListener = (service: Service, extra: readonly (ExtraLayers<CallState> | undefined)[]): RequestListener =>
  application<CallState>({
    basePath,
    routes: routes(service.settings),
    begin: () => ({ service, cloud: service.accounts.own, errorBody: errorObject }),
    access,
    extra,
    unknownMethod: service.settings.unknownMethod,
  });
