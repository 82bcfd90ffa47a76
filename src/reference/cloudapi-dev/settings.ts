import type { Members } from '../kit/answering.ts';
import type { CursorForm } from '../kit/cursor.ts';
import type { EventStreamOptions } from '../kit/event-stream.ts';
import type { IdForm } from '../kit/id-form.ts';
import { prefixedId } from '../kit/id-form.ts';
import type { BodyRules } from '../kit/json-object.ts';
import { bodyRules } from '../kit/json-object.ts';
import type { PlainManner } from '../kit/plain-http.ts';
import type { SizeRules } from '../kit/query.ts';
import type { ServiceSettings } from '../kit/service-settings.ts';
import { standardServiceSettings } from '../kit/service-settings.ts';
import type { StoreLag } from '../kit/store.ts';
import type { TimeForm } from '../kit/time-form.ts';
import { regions } from './catalogue.ts';
import { idCursor } from './cursor.ts';

/** How webhooks are retried. Seconds are those of the document; a duration may scale them. */
export type WebhookManner = {
  readonly retryDelays: readonly number[];
  readonly timeout: number;
  readonly isDelivered: (status: number) => boolean;
  readonly body?: (event: Members, attempt: number) => string;
  readonly headers?: (delivery: string, attempt: number) => Readonly<Record<string, string>>;
};

/** Names of the filters of a log query, and of the members of an entry that they look at. */
export type LogNames = {
  readonly from: string;
  readonly to: string;
  readonly level: string;
  readonly timestampMember: string;
  readonly levelMember: string;
};

/** What this service decides; the first value of a choice is that of the standard server. */
export type Settings = ServiceSettings & {
  /** How many things the account of most keys has at the start. */
  readonly projects: number;
  readonly deployments: number;
  readonly logs: number;
  /** How many projects the sandbox begins with; deployments and logs go with them. */
  readonly seeded: number;
  readonly regions: readonly string[];

  readonly projectIds: IdForm;
  readonly deploymentIds: IdForm;
  readonly createdAt: TimeForm;
  /** Whether deployments show when they were created. */
  readonly deploymentTimes: 'shown' | 'hidden';

  readonly page: SizeRules;
  readonly cursor: CursorForm;
  /** next_cursor where nothing follows. */
  readonly lastCursor: 'null' | 'empty' | 'value' | 'absent';
  readonly unknownCursor: 400 | 422 | 'first-page';
  readonly order: 'newest-first' | 'oldest-first' | 'by-id';
  readonly unknownParameter: 'ignored' | 'refused';
  /** A date stands for its beginning in UTC (things from then on), for its end, or for its beginning far in the east. */
  readonly createdAfter: 'from-day' | 'behind-day' | 'eastern-day';
  /** A created_after that is no date. */
  readonly unreadableDate: 'refused' | 'ignored';
  readonly lag: { readonly projects?: StoreLag; readonly deployments?: StoreLag };

  readonly bodyRules: BodyRules;
  readonly isName: (name: string) => boolean;
  /** Names are kept as they come, or must differ within an account. */
  readonly names: 'free' | 'unique';
  /** What is no text among the members is refused, or written out as text. */
  readonly memberTypes: 'strict' | 'lax';
  readonly region: 'required' | 'defaulted';
  readonly unknownRegion: 'refused' | 'accepted';
  /** A new project is active at once, or is made first. */
  readonly newProject: 'active' | 'creating';
  readonly updated: 'project' | 'nothing' | 'id';
  readonly removed: 204 | 200 | 202;
  readonly removedAgain: 'refused' | 'repeated';

  /** What deployments that are there at the start are made from. */
  readonly commits: 'hashes' | 'tags';
  readonly isCommit: (commit: string) => boolean;
  readonly deployed: 201 | 202 | 'nothing';
  readonly unknownProject: 404 | 422;
  /** A rollback makes a new deployment, or marks the old one. */
  readonly rollback: 'new-deployment' | 'mark' | 'nothing';
  /** Deployments go with their project, or stay. */
  readonly orphans: 'none' | 'kept';
  /** Whether a single deployment can be read. */
  readonly deploymentRead: boolean;

  readonly logNames: LogNames;
  readonly levelMeaning: 'exact' | 'minimum';
  readonly logShape: 'paged' | 'entries' | 'array';
  readonly stream: Partial<Pick<EventStreamOptions, 'frame' | 'heartbeatMs' | 'heartbeat' | 'contentType' | 'endsAfterMs'>> & {
    readonly text?: (entry: Members) => string;
    readonly names?: 'named' | 'bare';
  };

  readonly regionsAt: readonly ('/v2/regions' | '/v1/regions')[];
  readonly regionsShape: 'data' | 'array';
  readonly plainHttp: PlainManner;
  readonly webhook: WebhookManner;
};

const minute = 60;
const hour = 60 * minute;

export const standardSettings: Settings = {
  ...standardServiceSettings,
  strangers: 'announced',
  rateHeaders: { ...standardServiceSettings.rateHeaders, limit: undefined, resetForm: 'epoch' },
  projects: 130,
  deployments: 150,
  logs: 120,
  seeded: 6,
  regions,
  projectIds: prefixedId('proj_', 6),
  deploymentIds: prefixedId('dep_', 4),
  createdAt: 'seconds',
  deploymentTimes: 'shown',
  page: { default: 20, maximum: 100, above: 'cut', zero: 'refused' },
  cursor: idCursor,
  lastCursor: 'null',
  unknownCursor: 400,
  order: 'newest-first',
  unknownParameter: 'ignored',
  createdAfter: 'from-day',
  unreadableDate: 'refused',
  lag: {},
  bodyRules: bodyRules(422, { empty: 400 }),
  isName: (name) => name.trim() !== '',
  names: 'free',
  memberTypes: 'strict',
  region: 'required',
  unknownRegion: 'refused',
  newProject: 'active',
  updated: 'project',
  removed: 204,
  removedAgain: 'refused',
  commits: 'hashes',
  isCommit: (commit) => commit.trim() !== '',
  deployed: 201,
  unknownProject: 422,
  rollback: 'new-deployment',
  orphans: 'none',
  deploymentRead: false,
  logNames: { from: 'from', to: 'to', level: 'level', timestampMember: 'timestamp', levelMember: 'level' },
  levelMeaning: 'exact',
  logShape: 'paged',
  stream: {},
  regionsAt: ['/v2/regions'],
  regionsShape: 'data',
  plainHttp: { kind: 'refuse', status: 403, body: { error: { code: 'https_required', message: 'Use HTTPS' } } },
  webhook: {
    retryDelays: [minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour, 12 * hour, 24 * hour],
    timeout: 10,
    isDelivered: (status) => status >= 200 && status < 300,
  },
};
