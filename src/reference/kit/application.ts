import type { RequestListener } from 'node:http';
import { Router } from '@koa/router';
import Koa from 'koa';
import type { BaseState, Call, ExtraLayers, Layer } from './call.ts';
import { readJsonBody } from './request-body.ts';
import { errorBodies, refuse } from './refusing.ts';

/** The operation that a call goes to. */
export type Route = {
  /** Its key in the table of routes, such as `GET /projects/:id`. */
  readonly key: string;
  readonly params: Readonly<Record<string, string>>;
};

/** Finds the operation for a method and a path. A layer around may have changed both. */
export type RouteOf = (call: { readonly method: string; readonly path: string }) => Route | undefined;

export type Blueprint<State extends BaseState> = {
  /** Begins with a slash and does not end with one; may be empty. */
  readonly basePath: string;
  /** Operations by method and path below the base, such as `GET /projects/:id`. A GET route answers HEAD too. */
  readonly routes: Readonly<Record<string, Layer<State>>>;
  /** Makes the state of a call before any layer runs. */
  readonly begin: (call: Call<State>, routeOf: RouteOf) => State;
  /** Run inside the layers around and outside the error bodies, so they see the final status of every call. */
  readonly outside?: readonly Layer<State>[];
  /** Accepts or refuses calls before their body is read. */
  readonly access: Layer<State>;
  /** Reads the body. Default: as JSON, for every method but GET and HEAD. */
  readonly receive?: Layer<State>;
  readonly extra: readonly (ExtraLayers<State> | undefined)[];
  /** The status for another method on a known path. */
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

/** Refuses a call that no operation answers: an unknown path, or a known path with another method. */
const noOperation =
  <State>(router: Router<State>, { basePath, unknownMethod }: { readonly basePath: string; readonly unknownMethod: 404 | 405 }) =>
  (call: Call<State>): never => {
    const allowed = router.match(call.path, call.method).path.flatMap((layer) => layer.methods);
    if (allowed.length === 0 || unknownMethod === 404) return refuse(404, 'unknown-path', `No such path below ${basePath}`);
    const headers = { Allow: [...new Set(allowed)].join(', ') };
    return refuse(405, 'unknown-method', `Not allowed here: ${call.method}`, { headers });
  };

/**
 * A server made of layers. From the outside to the inside: extra layers around, outside, error bodies, access, body, extra layers
 * behind, operations.
 */
export const application = <State extends BaseState>(blueprint: Blueprint<State>): RequestListener => {
  const { begin, outside = [], access, receive = receiveJson, extra } = blueprint;
  const koa = new Koa<State>();
  // Koa would print what it catches. An unforeseen error shows as a 500 instead.
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
