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

/** How webhooks are retried, in the seconds of the document. A duration may scale them. */
export type WebhookManner = {
  readonly retryDelays: readonly number[];
  readonly timeout: number;
  readonly isDelivered: (status: number) => boolean;
  readonly body?: (event: Members, attempt: number) => string;
  readonly headers?: (delivery: string, attempt: number) => Readonly<Record<string, string>>;
};

/** Names of the filters of a log query, and of the members of an entry that they compare. */
export type LogNames = {
  readonly from: string;
  readonly to: string;
  readonly level: string;
  readonly timestampMember: string;
  readonly levelMember: string;
};

/** The choices of this service. The first value of a choice is that of the standard server. */
export type Settings = ServiceSettings & {
  /** How many resources the account of most keys has at the start. */
  readonly projects: number;
  readonly deployments: number;
  readonly logs: number;
  /** How many projects the sandbox begins with, together with their deployments and logs. */
  readonly seeded: number;
  readonly regions: readonly string[];

  readonly projectIds: IdForm;
  readonly deploymentIds: IdForm;
  readonly createdAt: TimeForm;
  /** Whether deployments show when they were created. */
  readonly deploymentTimes: 'shown' | 'hidden';

  readonly page: SizeRules;
  readonly cursor: CursorForm;
  /** The next_cursor of the last page. */
  readonly lastCursor: 'null' | 'empty' | 'value' | 'absent';
  readonly unknownCursor: 400 | 422 | 'first-page';
  readonly order: 'newest-first' | 'oldest-first' | 'by-id';
  readonly unknownParameter: 'ignored' | 'refused';
  /**
   * Whether a date stands for its beginning in UTC (and returns what was created from then on), for its end, or for its beginning
   * in a time zone far east.
   */
  readonly createdAfter: 'from-day' | 'behind-day' | 'eastern-day';
  /** What happens to a created_after that is not a date. */
  readonly unreadableDate: 'refused' | 'ignored';
  readonly lag: { readonly projects?: StoreLag; readonly deployments?: StoreLag };

  readonly bodyRules: BodyRules;
  readonly isName: (name: string) => boolean;
  /** Whether names may repeat within an account. */
  readonly names: 'free' | 'unique';
  /** Whether a member that is not a string is refused, or converted to a string. */
  readonly memberTypes: 'strict' | 'lax';
  readonly region: 'required' | 'defaulted';
  readonly unknownRegion: 'refused' | 'accepted';
  /** Whether a new project is active at once, or is creating first. */
  readonly newProject: 'active' | 'creating';
  readonly updated: 'project' | 'nothing' | 'id';
  readonly removed: 204 | 200 | 202;
  readonly removedAgain: 'refused' | 'repeated';

  /** What the deployments at the start are made from. */
  readonly commits: 'hashes' | 'tags';
  readonly isCommit: (commit: string) => boolean;
  readonly deployed: 201 | 202 | 'nothing';
  readonly unknownProject: 404 | 422;
  /** Whether a rollback makes a new deployment, or marks the old one. */
  readonly rollback: 'new-deployment' | 'mark' | 'nothing';
  /** Whether deployments are deleted with their project. */
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
  unauthenticated: 'reported',
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
