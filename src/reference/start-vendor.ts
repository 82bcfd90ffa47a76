import type { RequestListener } from 'node:http';
import { selfSigned } from './kit/certificate.ts';
import { openServer } from './kit/http-server.ts';
import type { OpenServer } from './kit/http-server.ts';
import { planOf, settleOptions, tlsOf, webhookSinkOf } from './settle-options.ts';
import type { OAuthFixture, OpenedVendor, Quota, StartOptions, Vendor } from './vendor.ts';

export type ReferenceOptions = StartOptions & {
  /** Name of a shipped vendor, such as `cloudnexus`. */
  readonly vendor: string;
  /** Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** Default 0: a free port. */
  readonly port?: number | undefined;
  readonly defect?: string | undefined;
  readonly variant?: string | undefined;
};

/** A running reference. */
export type Reference = {
  /** Base URL with the vendor's version segment, without a slash at the end. */
  readonly url: string;
  /**
   * Other addresses, by the names of a target's `urls`: `plain` takes calls without encryption, `auth` is the authorization
   * server; `sandbox` and `live` are both set where the vendor has both.
   */
  readonly urls: { readonly plain?: string; readonly auth?: string; readonly sandbox?: string; readonly live?: string };
  /** For the authorization server, by the names of a target's `oauth`. */
  readonly oauth?: Omit<OAuthFixture, 'tokenPath'> & { readonly tokenUrl: string };
  /**
   * Certificate in PEM that a client has to trust. Absent where the main port is not encrypted, or where a defect withholds it.
   */
  readonly ca?: string;
  /** The secrets made at the start, by the names of a target's credentials. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly fixtures: Readonly<Record<string, string | readonly string[]>>;
  readonly quota: Quota;
  /** Durations in seconds, by the names of a target's durations. */
  readonly durations: Readonly<Record<string, number>>;
  /** The tier to declare for the target, if the quota is that of a tier. */
  readonly plan?: string;
  /**
   * Sends webhooks to another address on 127.0.0.1 from now on.
   * @throws {Error} for another host, or a vendor without webhooks.
   */
  readonly deliverTo: (url: string) => void;
  /** Stops at once and destroys open connections. May be called again. */
  readonly close: () => Promise<void>;
};

/** A vendor that delivers nothing was asked to. */
export class NoWebhooks extends Error {}

type Servers = { readonly main: OpenServer } & { readonly [Name in 'plain' | 'sandbox' | 'auth']?: OpenServer };

const addressesOf = (
  { main, plain, sandbox, auth }: Servers,
  { basePath, oauth }: OpenedVendor,
): Pick<Reference, 'url' | 'urls' | 'oauth'> => {
  const url = main.origin + basePath;
  const urls = {
    ...(plain !== undefined && { plain: plain.origin + basePath }),
    ...(auth !== undefined && { auth: auth.origin }),
    ...(sandbox !== undefined && { sandbox: sandbox.origin + basePath, live: url }),
  };
  if (oauth === undefined || auth === undefined) return { url, urls };
  const { tokenPath, ...client } = oauth;
  return { url, urls, oauth: { tokenUrl: auth.origin + tokenPath, ...client } };
};

/**
 * Starts a vendor's server.
 *
 * @param layers Options from the weakest to the strongest.
 * @throws {Error} for an option with an impossible value, or an address that cannot be listened on.
 */
export const startVendor = async (
  vendor: Vendor,
  { vendor: name, defect, variant, host = '127.0.0.1', port = 0 }: ReferenceOptions,
  layers: readonly (StartOptions | undefined)[],
): Promise<Reference> => {
  const settled = settleOptions(`start reference "${name}"`, Object.keys(vendor.durations), layers);
  const plan = planOf(layers);
  const tls = tlsOf(layers);
  const certificate = tls && selfSigned(tls.forHost, { expired: tls.expired === true });
  let secureOrigin: string | undefined;
  const opened = vendor.open({ defect, variant, ...settled, secureOrigin: () => secureOrigin });
  const open: OpenServer[] = [];
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= (async () => {
      await opened.stop?.();
      await Promise.all(open.map((server) => server.close()));
    })();
    return closed;
  };
  const start = async (listener: RequestListener, at: number, isPlain = false): Promise<OpenServer> => {
    const server = await openServer(
      listener,
      host,
      at,
      isPlain || certificate === undefined ? undefined : { ...certificate, newest: tls?.newest },
    );
    open.push(server);
    return server;
  };
  const deliverTo = (url: string): void => {
    if (opened.deliverTo === undefined) throw new NoWebhooks(`Cannot deliver webhooks of reference "${name}": it has none`);
    opened.deliverTo(url);
  };
  try {
    const sink = webhookSinkOf(layers);
    if (sink !== undefined) deliverTo(sink);
    const { listener, plainListener, sandboxListener, authListener } = opened;
    const main = await start(listener, port);
    if (certificate !== undefined) secureOrigin = main.origin;
    const servers: Servers = {
      main,
      ...(plainListener && { plain: await start(plainListener, 0, true) }),
      ...(sandboxListener && { sandbox: await start(sandboxListener, 0) }),
      ...(authListener && { auth: await start(authListener, 0) }),
    };
    return {
      ...addressesOf(servers, opened),
      ...(certificate !== undefined && tls?.caWithheld !== true && { ca: certificate.certificate }),
      credentials: opened.credentials,
      fixtures: opened.fixtures,
      quota: settled.quota,
      durations: { ...vendor.durations, ...settled.durations },
      ...(plan !== undefined && { plan }),
      deliverTo,
      close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
};
