import type { RequestListener } from 'node:http';

/** So many requests in so many seconds, for each credential on its own. */
export type Quota = { readonly limit: number; readonly windowSeconds: number };

/** How a reference encrypts. */
export type TlsManner = {
  /** The certificate is for this host only. */
  readonly forHost?: string;
  /** The certificate was valid until yesterday. */
  readonly expired?: true;
  /** Nobody is told what to trust. */
  readonly unreported?: true;
  /** The newest version of the protocol that it agrees to. Default what Node agrees to. */
  readonly newest?: 'TLSv1.1' | 'TLSv1.2';
};

/** What may be set when a reference starts; a defect or variant may bring its own values, which an explicit one overrules. */
export type StartOptions = {
  /** Default 600 requests in 2 seconds. */
  readonly quota?: Quota | undefined;
  /** The documented plan that such a quota belongs to, for whoever judges the server; it changes nothing by itself. */
  readonly plan?: string | undefined;
  /** From which standing data is made; the same seed gives the same data. Default 1. */
  readonly seed?: number | undefined;
  /** How many things the vendor's main collection holds at the start. */
  readonly items?: number | undefined;
  /** Seconds by name, such as `instance.provisioning`; each vendor names its own. */
  readonly durations?: Readonly<Record<string, number>> | undefined;
  /**
   * Encrypts every port but the plain one, with a certificate made at the start that signs itself, for 127.0.0.1 and
   * localhost. Default false. What a defect asks for stays when this is just true.
   */
  readonly tls?: boolean | TlsManner | undefined;
  /** Where webhooks are delivered; the host must be 127.0.0.1. Without it nothing is delivered. */
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
  /** Areas, check globs or requirement ids to plan; without it the area of the broken requirement is enough. */
  readonly shownBy?: readonly string[];
  /** Shows only now and then: on one page, for one value, on one request. */
  readonly intermittent?: true;
  /** What the defect needs to show. */
  readonly options?: StartOptions;
};

/** Another way to keep every promise of the document. */
export type Variant = {
  readonly title: string;
  /** Inferred readings that it departs from, each with how: only these may warn. */
  readonly departs?: Readonly<Record<string, string>>;
  readonly options?: StartOptions;
};

export type VendorReference = {
  readonly title: string;
  readonly defects: Readonly<Record<string, Defect>>;
  readonly variants: Readonly<Record<string, Variant>>;
  /** The durations that can be set, with the seconds of each where nobody sets it. */
  readonly durations: Readonly<Record<string, number>>;
};

/** Everything a vendor needs to open; names are known to exist. */
export type OpenOptions = {
  readonly defect?: string | undefined;
  readonly variant?: string | undefined;
  readonly quota: Quota;
  readonly seed: number;
  readonly items?: number | undefined;
  readonly durations: Readonly<Record<string, number>>;
  /** Where the encrypted main port is, once it listens; undefined where nothing is encrypted. */
  readonly secureOrigin: () => string | undefined;
};

/** What a client of the token endpoint needs, by the names of a target's `oauth`. */
export type OAuthFixture = {
  /** Path on the port of authListener. */
  readonly tokenPath: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  /** Authorization codes that a user has granted already, each good once. */
  readonly codes: readonly string[];
};

/** A vendor ready to answer. */
export type OpenedVendor = {
  readonly listener: RequestListener;
  /** Answers on a port of its own, where calls come without encryption. */
  readonly plainListener?: RequestListener;
  /** Begins with a slash, ends without one. */
  readonly basePath: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly fixtures: Readonly<Record<string, string | readonly string[]>>;
  /** Answers for the sandbox, on a port of its own below the same base path; the main port is then the live one. */
  readonly sandboxListener?: RequestListener;
  /** Answers for the authorization server, on a port of its own. */
  readonly authListener?: RequestListener;
  readonly oauth?: OAuthFixture;
  /** Sends webhooks to another address from now on. @throws {Error} for a host other than 127.0.0.1. */
  readonly deliverTo?: (url: string) => void;
  /** Ends what goes on without being asked, such as deliveries of webhooks. */
  readonly stop?: () => Promise<void> | void;
};

export type Vendor = VendorReference & {
  /** The plan that the standard quota belongs to. */
  readonly plan: string;
  /** Makes a fresh server with data and credentials of its own. */
  readonly open: (options: OpenOptions) => OpenedVendor;
};
