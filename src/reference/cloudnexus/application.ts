import type { RequestListener } from 'node:http';
import { Router } from '@koa/router';
import Koa from 'koa';
import { readJsonBody } from '../mechanisms/request-body.ts';
import { access } from './access.ts';
import type { CallState, Layer } from './call.ts';
import { basePath, instancesPath, networksPath, refuse, volumesPath } from './call.ts';
import { errorObjects } from './error-object.ts';
import { createInstance } from './creation.ts';
import { listInstances } from './instance-list.ts';
import { listNetworks } from './networks.ts';
import { readInstance } from './read-instance.ts';
import { restartInstance } from './restart.ts';
import type { Service } from './service.ts';
import type { Settings } from './settings.ts';
import { listVolumes } from './volumes.ts';

/** Layers that a variant or a defect puts around the healthy server. */
export type ExtraLayers = {
  /** Sees every answer as it leaves, refusals as error objects. */
  readonly around?: Layer;
  /** Sits behind key and quota and before the operation; may throw and catch refusals. */
  readonly behind?: Layer;
};

const receiveBody: Layer = async (call, next) => {
  if (call.method === 'POST') call.state.body = await readJsonBody(call.req);
  await next();
};

const routes = (settings: Settings): Router<CallState> => {
  const router = new Router<CallState>({ sensitive: true, strict: true });
  if (settings.readsOne) router.get(`${instancesPath}/:id`, readInstance);
  return router
    .get(instancesPath, listInstances(settings))
    .post(instancesPath, createInstance)
    .put(`${instancesPath}/:id/restart`, restartInstance(settings))
    .get(networksPath, listNetworks(settings))
    .get(volumesPath, listVolumes(settings));
};

/** Refuses what no operation answers: another path, or a known path with another method. */
const noOperation =
  (router: Router<CallState>, settings: Settings): Layer =>
  (call) => {
    const allowed = router.match(call.path, call.method).path.flatMap((layer) => layer.methods);
    if (allowed.length === 0 || settings.unknownMethod === 404) return refuse(404, 'unknown-path', `No such path below ${basePath}`);
    const headers = { Allow: [...new Set(allowed)].join(', ') };
    return refuse(405, 'unknown-method', `Not allowed here: ${call.method}`, { headers });
  };

/** The layers from the outside to the inside: extra ones around, errors, key and quota, body, extra ones behind, operations. */
export const application = (service: Service, extra: readonly (ExtraLayers | undefined)[]): RequestListener => {
  const koa = new Koa<CallState>();
  // Koa would print what it catches; an unforeseen error shows as a 500 instead.
  koa.silent = true;
  const router = routes(service.settings);
  const layers: (Layer | undefined)[] = [
    (call, next) => {
      call.state.service = service;
      call.state.cloud = service.accounts.own;
      return next();
    },
    ...extra.map((layer) => layer?.around),
    errorObjects,
    access,
    receiveBody,
    ...extra.map((layer) => layer?.behind),
  ];
  for (const layer of layers) if (layer !== undefined) koa.use(layer);
  koa.use(router.routes());
  koa.use(noOperation(router, service.settings));
  return koa.callback();
};
