import type { RequestListener } from 'node:http';

/** A number of requests in a number of seconds, for each credential. */
export type Quota = { readonly limit: number; readonly windowSeconds: number };

/** How a reference encrypts. */
export type TlsManner = {
  /** The certificate is for this host only. */
  readonly forHost?: string;
  /** The certificate was valid until yesterday. */
  readonly expired?: true;
  /** The certificate is not handed out, so no client can trust it. */
  readonly caWithheld?: true;
  /** The newest version of the protocol that the server accepts. Default: that of Node. */
  readonly newest?: 'TLSv1.1' | 'TLSv1.2';
};

/**
 * What can be set when a reference starts. A defect or a variant may bring values of its own, which an explicit option overrides.
 */
export type StartOptions = {
  /** Default 600 requests in 2 seconds. */
  readonly quota?: Quota | undefined;
  /** The documented tier that has this quota, for whoever tests the server. It changes nothing by itself. */
  readonly plan?: string | undefined;
  /** The seed of the data that exists at the start; the same seed gives the same data. Default 1. */
  readonly seed?: number | undefined;
  /** How many resources the vendor's main collection holds at the start. */
  readonly items?: number | undefined;
  /** Seconds by name, such as `instance.provisioning`. Each vendor names its own. */
  readonly durations?: Readonly<Record<string, number>> | undefined;
  /**
   * Encrypts every port but the plain one, with a self-signed certificate for 127.0.0.1 and localhost that is made at the start.
   * Default false. `true` keeps the details that a defect asks for.
   */
  readonly tls?: boolean | TlsManner | undefined;
  /** Where webhooks are delivered; the host must be 127.0.0.1. Without it none are delivered. */
  readonly webhookSink?: string | undefined;
};

/** A reference with one requirement broken. */
export type Defect = {
  /** Id of the requirement that is broken. */
  readonly breaks: string;
  /** What is broken, in one line. */
  readonly note: string;
  /** Id of the check that must catch it; without it any check that decides the requirement will do. */
  readonly caughtBy?: string;
  /** Other requirements that it truly breaks as well, each with the reason. */
  readonly alsoBreaks?: Readonly<Record<string, string>>;
  /** Areas, check globs or requirement ids that the plan needs to find it. Default: the area of the broken requirement. */
  readonly shownBy?: readonly string[];
  /** The defect shows only now and then: on one page, for one value, on one request. */
  readonly intermittent?: true;
  /** Options without which the defect does not show. */
  readonly options?: StartOptions;
};

/** Another way to keep every requirement of the document. */
export type Variant = {
  readonly title: string;
  /** Inferred readings of the document that it does not follow, each with the difference. Only these may warn. */
  readonly deviations?: Readonly<Record<string, string>>;
  readonly options?: StartOptions;
};

export type VendorReference = {
  readonly title: string;
  readonly defects: Readonly<Record<string, Defect>>;
  readonly variants: Readonly<Record<string, Variant>>;
  /** The durations that can be set, with the default seconds of each. */
  readonly durations: Readonly<Record<string, number>>;
  /** The tier that the standard quota belongs to. */
  readonly plan: string;
};

/** Everything a vendor needs to open. Its names are known to exist. */
export type OpenOptions = {
  readonly defect?: string | undefined;
  readonly variant?: string | undefined;
  readonly quota: Quota;
  readonly seed: number;
  readonly items?: number | undefined;
  readonly durations: Readonly<Record<string, number>>;
  /** The address of the encrypted main port, once it listens; undefined where nothing is encrypted. */
  readonly secureOrigin: () => string | undefined;
};

/** What a client of the token endpoint needs, by the names of a target's `oauth`. */
export type OAuthFixture = {
  /** Path on the port of `authListener`. */
  readonly tokenPath: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  /** Authorization codes that a user has already granted. Each can be used once. */
  readonly codes: readonly string[];
};

/** A vendor whose listeners are ready to answer. */
export type OpenedVendor = {
  readonly listener: RequestListener;
  /** Answers calls without encryption, on a port of its own. */
  readonly plainListener?: RequestListener;
  /** Begins with a slash and does not end with one. */
  readonly basePath: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly fixtures: Readonly<Record<string, string | readonly string[]>>;
  /** Answers for the sandbox, on a port of its own below the same base path. The main port is then the live server. */
  readonly sandboxListener?: RequestListener;
  /** Answers for the authorization server, on a port of its own. */
  readonly authListener?: RequestListener;
  readonly oauth?: OAuthFixture;
  /**
   * Sends webhooks to another address from now on.
   * @throws {Error} for a host other than 127.0.0.1.
   */
  readonly deliverTo?: (url: string) => void;
  /** Stops work in the background, such as deliveries of webhooks. */
  readonly stop?: () => Promise<void> | void;
};

export type Vendor = VendorReference & {
  /** Makes a fresh server with data and credentials of its own. */
  readonly open: (options: OpenOptions) => OpenedVendor;
};
