import type { RequestListener } from 'node:http';
import { Router } from '@koa/router';
import Koa from 'koa';
import type { BaseState, Call, ExtraLayers, Layer } from './call.ts';
import { readJsonBody } from './request-body.ts';
import { errorBodies, refuse } from './refusing.ts';

/** The operation that a call goes to. */
export type Route = {
  /** Its key among the routes, such as `GET /projects/:id`. */
  readonly key: string;
  readonly params: Readonly<Record<string, string>>;
};

/** Finds the operation for a method and a path; a layer around may have changed both. */
export type RouteOf = (call: { readonly method: string; readonly path: string }) => Route | undefined;

export type Blueprint<State extends BaseState> = {
  /** Begins with a slash, ends without one; may be empty. */
  readonly basePath: string;
  /** Operations by method and path below the base, such as `GET /projects/:id`; a GET answers HEAD too. */
  readonly routes: Readonly<Record<string, Layer<State>>>;
  /** What a call's state holds before any layer. */
  readonly begin: (call: Call<State>, routeOf: RouteOf) => State;
  /** Between the layers around and the error bodies: sees the final status of every call. */
  readonly outside?: readonly Layer<State>[];
  /** Lets calls through or refuses them, before their body is read. */
  readonly access: Layer<State>;
  /** Reads the body; default as JSON, for every method but GET and HEAD. */
  readonly receive?: Layer<State>;
  readonly extra: readonly (ExtraLayers<State> | undefined)[];
  /** Answer to another method on a known path. */
  readonly unknownMethod: 404 | 405;
};

const receiveJson: Layer<BaseState> = async (call, next) => {
  if (call.method !== 'GET' && call.method !== 'HEAD') call.state.body = await readJsonBody(call.req);
  await next();
};

const routerOf = <State extends BaseState>({ basePath, routes }: Blueprint<State>): Router<State> => {
  const router = new Router<State>({ sensitive: true, strict: true });
  for (const [key, layer] of Object.entries(routes)) {
    const [method = '', path = ''] = key.split(' ');
    router.register(basePath + path, [method], layer, { name: key });
  }
  return router;
};

const routeFinder =
  <State>(router: Router<State>): RouteOf =>
  ({ method, path }) => {
    const layer = router.match(path, method).pathAndMethod.at(-1);
    return layer && { key: layer.name ?? '', params: layer.params(path, layer.captures(path)) };
  };

/** Refuses what no operation answers: another path, or a known path with another method. */
const noOperation =
  <State>(router: Router<State>, { basePath, unknownMethod }: { readonly basePath: string; readonly unknownMethod: 404 | 405 }) =>
  (call: Call<State>): never => {
    const allowed = router.match(call.path, call.method).path.flatMap((layer) => layer.methods);
    if (allowed.length === 0 || unknownMethod === 404) return refuse(404, 'unknown-path', `No such path below ${basePath}`);
    const headers = { Allow: [...new Set(allowed)].join(', ') };
    return refuse(405, 'unknown-method', `Not allowed here: ${call.method}`, { headers });
  };

/** A server of layers, from the outside to the inside: extra ones around, outside, errors, access, body, extra ones behind, operations. */
export const application = <State extends BaseState>(blueprint: Blueprint<State>): RequestListener => {
  const { begin, outside = [], access, receive = receiveJson, extra } = blueprint;
  const koa = new Koa<State>();
  // Koa would print what it catches; an unforeseen error shows as a 500 instead.
  koa.silent = true;
  const router = routerOf(blueprint);
  const routeOf = routeFinder(router);
  const layers: (Layer<State> | undefined)[] = [
    (call, next) => {
      call.state = begin(call, routeOf);
      return next();
    },
    ...extra.map((own) => own?.around),
    ...outside,
    errorBodies,
    access,
    receive,
    ...extra.map((own) => own?.behind),
  ];
  for (const layer of layers) if (layer !== undefined) koa.use(layer);
  koa.use(router.routes());
  koa.use(noOperation(router, blueprint));
  return koa.callback();
};
