import { credentialNames, type CredentialName } from '../model/request.ts';
import { permissions } from '../model/target.ts';
import type { SchemaNode } from './schema-node.ts';

const text = (description: string): SchemaNode => ({ type: 'string', minLength: 1, description });

const closed = (description: string, properties: Readonly<Record<string, SchemaNode>>): SchemaNode => ({
  type: 'object',
  description,
  properties,
  additionalProperties: false,
});

const map = (description: string, entries: SchemaNode): SchemaNode => ({ type: 'object', description, additionalProperties: entries });

const list = (description: string, items: SchemaNode): SchemaNode => ({ type: 'array', description, items, uniqueItems: true });

const credentialSentences: Readonly<Record<CredentialName, string>> = {
  key: 'The key of a run, for the first security scheme that the document requires: a full key of an account made for testing.',
  second: 'Another key of the same account: a full one, or one of a role that a read such as GET /me tells.',
  third: 'One more key of the same account, of another role than `restricted` and `second`.',
  fourth: 'One more key of the same account, of a role of its own.',
  restricted: 'A key that may read but not write.',
  other: 'A full key of another account.',
  revoked: 'A key that was valid once and was revoked.',
  expired: 'A key that was valid once and has expired.',
  test: 'A sandbox key.',
  plain: 'A key that may be sent without encryption.',
  flood: 'A key whose quota may be exceeded.',
  exhausted: 'A key of an account whose quota of resources is used up.',
};

/** How a secret is given; the same words for each. */
const secretForms = 'Given as env:NAME, file:PATH or cmd:COMMAND; as plain text only where every address of the target is a loopback one.';

const credentials = closed(`Credentials by role. ${secretForms} Or obtained as login:NAME.`, {
  ...Object.fromEntries(credentialNames.map((name) => [name, text(credentialSentences[name])])),
  schemes: map(
    'Credentials of the security schemes that `key` does not serve, by the names of the schemes in the document.',
    text('Credential of one security scheme.'),
  ),
  roles: closed(
    'The roles of these credentials, as the document names them, where no read such as GET /me tells them.',
    Object.fromEntries(credentialNames.map((name) => [name, text(`The role of the credential "${name}", such as "viewer".`)])),
  ),
});

const quota = closed("The target's request quota; it replaces the numbers of the documented tier.", {
  limit: { type: 'integer', minimum: 1, description: 'Requests in one window.' },
  windowSeconds: { type: 'number', exclusiveMinimum: 0, description: 'Length of the window in seconds.' },
  exclusive: { type: 'boolean', description: 'Nobody else uses the key during the run; exact arithmetic on the quota needs it.' },
  group: text('Targets with the same group share one quota and take turns.'),
});

const urls = closed('Other addresses of the target, where they exist.', {
  plain: text('Address without encryption (http), for requirements about plain text.'),
  auth: text('Address that issues tokens.'),
  sandbox: text('Address of the sandbox.'),
  live: text('Address of the live environment.'),
});

const http = closed('How requests are sent.', {
  timeoutMs: {
    type: 'integer',
    minimum: 1,
    maximum: 600_000,
    description: 'Longest time of a whole exchange in milliseconds; default 30000.',
  },
  maxBodyBytes: {
    type: 'integer',
    minimum: 1024,
    maximum: 268_435_456,
    description:
      'Most bytes of a body that are read, as received and after decompression; of JSON, one value per 64 bytes. Default 16777216. A larger body is not judged.',
  },
  maxWaitSeconds: {
    type: 'integer',
    minimum: 1,
    maximum: 86_400,
    description:
      'Longest wait in seconds that an answer may request; default the window of the quota plus 2, or 65 where no window is known.',
  },
  headers: map(
    'Header fields sent with every request, by name; a value may be given as env:NAME or file:PATH.',
    text('Value of the header field, env:NAME or file:PATH.'),
  ),
  proxy: text(
    'Address of a proxy, such as http://proxy.example:3128, or none; as env:NAME, file:PATH or cmd:COMMAND if it has a password. Default: HTTPS_PROXY and HTTP_PROXY of the environment.',
  ),
  noProxy: list(
    'Hosts that are reached without a proxy, such as internal.example, with all below them; default NO_PROXY of the environment.',
    text('A host, host:port, or * for every host.'),
  ),
  ca: text('Certificates to trust besides those that Node trusts, as file:PATH or env:NAME of a text in PEM form, or the text itself.'),
  cert: text('Client certificate with its chain, as file:PATH or env:NAME of a text in PEM form, or the text itself.'),
  key: text('Private key of the client certificate, as file:PATH or env:NAME of a text in PEM form.'),
  passphrase: text('Passphrase of the key, as env:NAME, file:PATH or cmd:COMMAND.'),
});

const oauth = closed(`OAuth client for the requirements about tokens. ${secretForms}`, {
  tokenUrl: text('Address of the token operation; default its documented path below urls.auth.'),
  clientId: text('Client identifier.'),
  clientSecret: text('Client secret, given as a credential is.'),
  redirectUri: text('Registered redirect address.'),
  codes: list(
    'Authorization codes that a user has granted, given as credentials are. A run uses up to four, each once.',
    text('An authorization code.'),
  ),
});

const logins = map(
  'Ways to obtain a credential, by names that you choose; a credential is given as login:NAME. Either an OAuth client, or a request to the API.',
  closed('One way to obtain a credential.', {
    clientId: text('Identifier of an OAuth client, as text or given as a credential is.'),
    clientSecret: text('Its secret, given as a credential is.'),
    refreshToken: text('A refresh token, given as a credential is: the grant refresh_token is used instead of client_credentials.'),
    tokenUrl: text('Address of the token endpoint; default that of the security scheme, if it is on the host of the base URL.'),
    scopes: list('Scopes to ask for; default none.', text('A scope.')),
    clientAuth: {
      type: 'string',
      enum: ['basic', 'body'],
      description: 'How the client authenticates: HTTP basic authentication (default), or members of the form.',
    },
    request: text('Method and path of a login request below the base URL, such as POST /login.'),
    body: map('Members of its body; a text may be given as a credential is, and is then a secret.', { description: 'Any JSON value.' }),
    bodyAs: { type: 'string', enum: ['json', 'form'], description: 'How the body is written; default json.' },
    cookie: text('Name of the cookie that the answer sets; the other cookies of the answer are sent with it.'),
    member: text('JSON pointer of the member of the answer that is the credential, such as /token.'),
    csrf: closed('A header field against forged requests, which is sent with the credential.', {
      header: text('Name of the header field.'),
      cookie: text('Name of the cookie of the answer that has its value.'),
      member: text('JSON pointer of the member of the answer that has its value.'),
    }),
  }),
);

const webhooks = closed('Where the run receives events of the target ([webhooks.md](webhooks.md)).', {
  listen: text('Host and port to listen on, such as 127.0.0.1:9000; nothing else is bound. Port 0 is a free one.'),
  publicUrl: text('Address under which the target reaches it; default http://HOST:PORT/. A tunnel is up to you.'),
  secret: text(`Secret with which the target signs deliveries. ${secretForms}`),
  trigger: closed('What makes the target send an event; default the creation of a resource that the run can remove.', {
    operation: text('Key or operationId of the operation.'),
    body: { description: 'Body of that request: any JSON value.' },
  }),
});

/** One target. Closed: a key that is not here is an error. */
export const targetSchema: SchemaNode = closed('One target: an API under a base URL.', {
  contract: text(
    'A shipped contract by name, or the path or address of an OpenAPI document, or the address of an API that serves its own. Paths start from the config file.',
  ),
  overlays: list(
    'OpenAPI Overlays that are applied to the contract in this order. Paths start from the config file.',
    text('Path of an overlay.'),
  ),
  references: closed('What the references of the document may name besides files in its folder.', {
    remoteHosts: list(
      'Hosts, such as schemas.example or schemas.example:8443, from which references are fetched. No other host is contacted.',
      text('A host.'),
    ),
    outside: { type: 'boolean', description: 'References may leave the folder of the document; default false.' },
  }),
  baseUrl: text('Address that takes the place of the documented base URL, without query, fragment and credentials.'),
  environment: { type: 'string', enum: ['live', 'sandbox'], description: 'Which environment answers under the base URL.' },
  urls,
  credentials,
  logins,
  oauth,
  plan: text('Documented tier whose quota applies.'),
  quota,
  flood: closed('How the quota may be exceeded.', {
    maxRequests: { type: 'integer', minimum: 1, description: 'A burst that would need more requests is skipped; default 5000.' },
  }),
  maxCreates: {
    type: 'integer',
    minimum: 0,
    description:
      'Most creations per run and collection where no operation removes what was created; default 20, and 60 where every address of the target is of this machine.',
  },
  allow: list('What the run may do beyond reading.', { type: 'string', enum: permissions, description: 'One permission.' }),
  webhooks,
  fixtures: map('What exists on the target, by the names that the contract uses.', {
    type: ['string', 'array'],
    items: text('One of several.'),
    minLength: 1,
    minItems: 1,
    description: 'An id or name, or several.',
  }),
  durations: map('Seconds that this target uses instead of the documented ones, by the names of the contract.', {
    type: ['number', 'array'],
    minimum: 0,
    items: { type: 'number', minimum: 0, description: 'Seconds.' },
    minItems: 2,
    maxItems: 2,
    description: 'Seconds, or shortest and longest.',
  }),
  values: map(
    'Domain values that no generator can guess, by operation key or operationId; under "*" for parameters in the paths of all operations.',
    map('Values by member or parameter.', { description: 'Any JSON value.' }),
  ),
  http,
  survey: {
    type: 'boolean',
    description:
      'Also ask what comparisons show of every API, and record the answers; nothing of it is judged ([compare.md](compare.md#the-survey)). Default false.',
  },
  hooks: text(
    'Path of a module in JavaScript or TypeScript that exports beforeRequest, onFinish or both, relative to the config file ([hooks.md](hooks.md)).',
  ),
  knownFailures: text('Path of the list of known failures, relative to the config file.'),
  observed: text('Path of what an earlier run has seen of the target (--save-observed), relative to the config file.'),
});

const share = (level: string): SchemaNode => ({
  type: 'number',
  minimum: 0,
  maximum: 1,
  description: `Smallest share of the ${level} requirements that must be judged, from 0 to 1.`,
});

/** What a gate requires. */
export const gateSchema: SchemaNode = closed('What `gate` requires.', {
  block: list('Levels whose broken requirements block; default must.', {
    type: 'string',
    enum: ['must', 'should'],
    description: 'A level.',
  }),
  evidence: closed('How much must be judged; default must 0.8.', {
    must: share('must'),
    should: share('should'),
    operations: {
      ...share(''),
      description: 'Smallest share of the selected operations that must be exercised, from 0 to 1; default: none.',
    },
  }),
  checksAsOf: text('Version of assay whose requirements block; newer ones are reported and do not block. Default: all block.'),
  maxKnownDays: {
    type: 'integer',
    minimum: 1,
    description: 'How many days after the day of judging the last day of a known failure may be; default 180.',
  },
});

const atLeastOne = (description: string): SchemaNode => ({ type: 'integer', minimum: 1, description });

/** How long runs are kept. */
export const keepSchema: SchemaNode = closed('Which runs below reports/ `assay prune` keeps ([nights.md](nights.md#old-runs)).', {
  runs: atLeastOne('How many of the newest runs.'),
  days: atLeastOne('Those that began within so many days.'),
});

/** Where the end of a run is told. */
export const notifySchema: SchemaNode = {
  ...closed('A webhook that tells how a run ended ([nights.md](nights.md#being-told)).', {
    url: text('Address that gets the notification, as env:NAME, file:PATH or cmd:COMMAND where it is a secret.'),
    secret: text('Key of the signature, as env:NAME, file:PATH or cmd:COMMAND: whsec_ and base64, or any text. Default: not signed.'),
    on: {
      type: 'string',
      enum: ['change', 'failure', 'always'],
      description: 'When: where the verdict is another one than in the run before, at every exit code but 0, or always; default change.',
    },
  }),
  required: ['url'],
};

/** The config file. Written in JSON Schema 2020-12; docs/config.md prints every key of it. */
export const configSchema: SchemaNode = closed('Configuration of assay.', {
  targets: map('The targets to judge, by names that you choose.', targetSchema),
  gate: gateSchema,
  notify: notifySchema,
  keep: keepSchema,
});
