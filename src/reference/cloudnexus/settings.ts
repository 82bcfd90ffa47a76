import type { CursorForm } from '../mechanisms/cursor.ts';
import { base64Cursor } from '../mechanisms/cursor.ts';
import type { WindowStart } from '../mechanisms/quota-window.ts';

/** What this server decides where the document leaves a choice, and what a defect decides wrongly. */
export type Settings = {
  readonly instances: number;
  readonly networks: number;
  readonly volumes: number;
  readonly page: {
    readonly default: number;
    readonly maximum: number;
    /** A limit above the maximum is cut down to it, or refused. */
    readonly above: 'cut' | 'refused';
  };
  readonly cursor: CursorForm;
  /** What stands for next_cursor on the last page. */
  readonly lastCursor: 'null' | 'absent' | 'empty';
  readonly order: 'oldest-first' | 'newest-first';
  readonly id: 'prefixed' | 'uuid';
  readonly createdAt: 'seconds' | 'milliseconds';
  /** What stands for ipv4 while an instance is not running. */
  readonly noAddress: 'null' | 'absent';
  /** An unknown value of the region or status filter matches nothing, or is refused. */
  readonly unknownRegion: 'nothing' | 'refused';
  readonly unknownStatus: 'nothing' | 'refused';
  readonly unknownParameter: 'ignored' | 'refused';
  readonly isRegionMatch: (region: string, wanted: string) => boolean;
  readonly isStatusMatch: (status: string, wanted: string) => boolean;
  /** Where a name may stand once only. */
  readonly uniqueNames: 'account' | 'region';
  readonly created: 200 | 201 | 202 | 204;
  readonly wrongType: 400 | 422;
  readonly notAnObject: 400 | 422;
  readonly unknownCursor: 400 | 422;
  /** Answer to the restart of an instance that is neither running nor rebooting. */
  readonly notRunning: 409 | 422;
  readonly networksShape: 'data' | 'array';
  readonly volumesShape: 'data' | 'named';
  readonly quotaWindow: WindowStart;
  readonly isQuotaEnforced: boolean;
};

const isSame = (actual: string, wanted: string): boolean => actual === wanted;

/** The healthy server. */
export const standardSettings: Settings = {
  instances: 130,
  networks: 6,
  volumes: 9,
  page: { default: 20, maximum: 100, above: 'cut' },
  cursor: base64Cursor,
  lastCursor: 'null',
  order: 'oldest-first',
  id: 'prefixed',
  createdAt: 'seconds',
  noAddress: 'null',
  unknownRegion: 'nothing',
  unknownStatus: 'refused',
  unknownParameter: 'ignored',
  isRegionMatch: isSame,
  isStatusMatch: isSame,
  uniqueNames: 'account',
  created: 201,
  wrongType: 422,
  notAnObject: 400,
  unknownCursor: 400,
  notRunning: 409,
  networksShape: 'data',
  volumesShape: 'data',
  quotaWindow: 'first-call',
  isQuotaEnforced: true,
};
